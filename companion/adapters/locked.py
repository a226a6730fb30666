"""The key that opens the séances of a folder: found, made, changed, or known to be gone."""

import hmac
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companion.adapters.keys import KeyringKeys, PassphraseKeys, RuntimeKeys
from companion.adapters.runtime import runtime_folder, write_private
from companion.domain.errors import StoreFailed
from companion.domain.keys import KeyPlace
from companion.ports import KeyStore

__all__ = ["Opened", "keys_of", "known_place", "nobody", "opened", "settle"]


def nobody(_: bool) -> str:
    """Where nobody can type."""
    raise StoreFailed(
        "passphrase_wanted", "Ces séances demandent leur phrase de passe : relancez dans un terminal."
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """``key`` (32 bytes) is kept in ``place``. ``lost``: the one before it went with the machine's memory.

    ``former``: the séances are to move from under that one, or have done so already.
    """

    key: bytes
    place: KeyPlace
    lost: bool = False
    former: bytes | None = None


def known_place(home: Path) -> KeyPlace | None:
    """Where the key of the séances in ``home`` is kept; None while they have none."""
    mark = _mark(home)
    return KeyPlace(mark["place"]) if mark else None


def opened(home: Path, stores: Sequence[KeyStore], wanted: KeyPlace | None = None) -> Opened:
    """The key, made at the first start in the first of the ``stores`` that is usable, or in the ``wanted``.

    Raises StoreFailed with a sentence: a wrong passphrase, a keyring that does not answer.
    """
    by_place = {store.place: store for store in stores}
    mark = _mark(home)
    if mark is None:
        return _made(home, by_place[wanted] if wanted else _first(stores))
    place = KeyPlace(mark["place"])
    key = by_place[place].read()
    if key is None and place is KeyPlace.RUNTIME:
        made = _made(home, by_place[wanted] if wanted else _first(stores))
        return Opened(made.key, made.place, lost=True)
    if key is None or not hmac.compare_digest(_check(key), mark["check"]):
        raise StoreFailed(*_WRONG[place])
    if moving := mark.get("moving"):  # cut short the last time
        wanted = KeyPlace(moving["place"])
        kept = by_place[wanted].read()
        if kept is not None and _check(kept) == moving["check"]:
            return Opened(kept, wanted, former=key)
    if wanted is None or wanted is place:
        return Opened(key, place)
    moved = Opened(by_place[wanted].make(), wanted, former=key)
    _write(home, {**mark, "moving": _marked(moved)})
    return moved


def settle(home: Path, key: Opened) -> None:
    """The séances are under that key from now on. Raises StoreFailed."""
    if _mark(home) != _marked(key):
        _write(home, _marked(key))


def _marked(key: Opened) -> dict[str, Any]:
    return {"place": key.place.value, "check": _check(key.key)}


def _write(home: Path, content: dict[str, Any]) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(home / "key.json", json.dumps(content).encode())
    except OSError as error:
        raise StoreFailed(
            "not_writable", "Companion ne peut pas écrire dans le dossier des séances : corrigez ses droits."
        ) from error


def keys_of(
    home: Path, ask: Callable[[bool], str] = nobody, environ: Mapping[str, str] = os.environ
) -> tuple[KeyStore, ...]:
    """Every place of this machine where a key may be kept, the preferred one first."""
    return (KeyringKeys(home), PassphraseKeys(home, ask), RuntimeKeys(runtime_folder(home, environ)))


def _made(home: Path, store: KeyStore) -> Opened:
    """A key that is there already is never replaced: it may be the only one that opens something."""
    return Opened(store.read() or store.make(), store.place)


def _first(stores: Sequence[KeyStore]) -> KeyStore:
    """A passphrase is only asked of somebody who chose it."""
    usable = [store for store in stores if store.usable and store.place is not KeyPlace.PASSPHRASE]
    return usable[0] if usable else stores[-1]


def _check(key: bytes) -> str:
    """Tells whether a key is the right one; says nothing of it."""
    return hmac.digest(key, b"companion: is this the key?", "sha256").hex()


def _mark(home: Path) -> dict[str, Any] | None:
    try:
        mark: dict[str, Any] = json.loads((home / "key.json").read_text(encoding="utf-8"))
        return mark
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreFailed("key_mark", "Le fichier key.json du dossier des séances est illisible.") from error


_WRONG = {
    KeyPlace.KEYRING: (
        "wrong_key",
        "Le trousseau de cette session n'a pas la clé des séances : ouvrez la session qui les a faites.",
    ),
    KeyPlace.PASSPHRASE: (
        "wrong_key",
        "Ce n'est pas la phrase de passe de ces séances : recommencez. Rien n'a été touché.",
    ),
    KeyPlace.RUNTIME: (
        "wrong_key",
        "La clé en mémoire n'est pas celle de ces séances : redémarrez la machine. Rien n'a été touché.",
    ),
}
