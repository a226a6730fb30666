"""The key of the séances: found where it was left, moved when asked, never replaced, known to be gone."""

from pathlib import Path
from typing import Any

import pytest

from companion.adapters.keys import KeyringKeys, PassphraseKeys, RuntimeKeys
from companion.adapters.locked import known_place, nobody, opened, settle
from companion.adapters.runtime import runtime_folder
from companion.domain.errors import StoreFailed
from companion.domain.keys import KeyPlace
from companion.ports import KeyStore


class Ring:
    """A keyring, as the library shows one. ``closed``: its owner did not unlock it."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.closed = False

    def get_password(self, service: str, name: str) -> str | None:
        if self.closed:
            raise RuntimeError("locked")
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.kept[service, name] = password


class Place:
    """A machine: ``typed`` is what somebody types when asked."""

    def __init__(self, folder: Path) -> None:
        self.home, self.ring, self.typed = folder / "home", Ring(), "une phrase assez longue"
        self.memory = folder / "memory"
        self.memory.mkdir()

    def stores(self, *, keyring: bool = True) -> list[KeyStore]:
        ring: Any = KeyringKeys(self.home, self.ring)
        found: list[KeyStore] = [PassphraseKeys(self.home, lambda _: self.typed), RuntimeKeys(self.memory)]
        return [ring, *found] if keyring else found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_key_is_kept_and_read_again(place: Place, number: int) -> None:
    """The contract of a KeyStore, on each of the three."""
    assert place.stores()[number].read() is None
    key = place.stores()[number].make()
    assert len(key) == 32 and place.stores()[number].read() == key
    assert place.stores()[number].make() != key


def test_the_keyring_comes_first_then_memory_and_a_passphrase_only_when_chosen(place: Place) -> None:
    first = opened(place.home, place.stores())
    assert first.place is KeyPlace.KEYRING and not first.lost
    (place.memory / "other").mkdir()
    other = Place(place.memory / "other")
    assert opened(other.home, other.stores(keyring=False)).place is KeyPlace.RUNTIME
    assert opened(other.home, other.stores(), KeyPlace.PASSPHRASE).place is KeyPlace.PASSPHRASE


def test_the_same_key_opens_the_next_start(place: Place) -> None:
    first = opened(place.home, place.stores())
    settle(place.home, first)
    assert known_place(place.home) is KeyPlace.KEYRING
    again = opened(place.home, place.stores())
    assert (again.key, again.lost, again.former) == (first.key, False, None)


def test_a_wrong_passphrase_is_a_sentence(place: Place) -> None:
    settle(place.home, opened(place.home, place.stores(), KeyPlace.PASSPHRASE))
    place.typed = "une autre phrase longue"
    with pytest.raises(StoreFailed) as caught:
        opened(place.home, place.stores())
    assert caught.value.code == "wrong_key" and place.typed not in caught.value.message


def test_a_short_passphrase_is_refused_and_nothing_is_kept(place: Place) -> None:
    place.typed = "trop court"
    with pytest.raises(StoreFailed) as caught:
        opened(place.home, place.stores(), KeyPlace.PASSPHRASE)
    assert caught.value.code == "short_passphrase" and not place.home.exists()


def test_a_keyring_that_does_not_answer_is_never_taken_for_an_empty_one(place: Place) -> None:
    settle(place.home, opened(place.home, place.stores()))
    place.ring.closed = True
    with pytest.raises(StoreFailed) as caught:
        opened(place.home, place.stores())
    assert caught.value.code == "keyring_closed"
    place.ring.closed, place.ring.kept = False, {}
    with pytest.raises(StoreFailed) as caught:
        opened(place.home, place.stores())
    assert caught.value.code == "wrong_key"
    assert place.ring.kept == {}, "no new key in its place"


def test_a_key_is_not_replaced_when_what_tells_of_it_was_lost(place: Place) -> None:
    first = opened(place.home, place.stores())
    settle(place.home, first)
    (place.home / "key.json").unlink()
    assert opened(place.home, place.stores()).key == first.key


def test_after_the_machine_was_off_the_key_in_memory_is_known_to_be_gone(place: Place) -> None:
    first = opened(place.home, place.stores(keyring=False))
    settle(place.home, first)
    (place.memory / "key").unlink()
    again = opened(place.home, place.stores(keyring=False))
    assert again.lost and again.key != first.key


def test_a_move_to_another_place_goes_on_after_it_was_cut_short(place: Place) -> None:
    first = opened(place.home, place.stores(keyring=False))
    settle(place.home, first)
    moving = opened(place.home, place.stores(keyring=False), KeyPlace.PASSPHRASE)
    assert (moving.place, moving.former) == (KeyPlace.PASSPHRASE, first.key)
    again = opened(place.home, place.stores(keyring=False))  # the power went before it was settled
    assert (again.key, again.former) == (moving.key, first.key)
    settle(place.home, again)
    assert opened(place.home, place.stores(keyring=False)) == type(again)(moving.key, KeyPlace.PASSPHRASE)


def test_the_folder_of_memory_is_its_owners_alone(tmp_path: Path) -> None:
    folder = runtime_folder(tmp_path / "home", {"COMPANION_RUNTIME": str(tmp_path / "run")})
    assert folder is not None and folder.stat().st_mode & 0o777 == 0o700
    assert folder != runtime_folder(tmp_path / "other", {"COMPANION_RUNTIME": str(tmp_path / "run")})
    folder.parent.chmod(0o755)
    with pytest.raises(StoreFailed) as caught:
        runtime_folder(tmp_path / "home", {"COMPANION_RUNTIME": str(tmp_path / "run")})
    assert caught.value.code == "runtime_folder"


def test_nobody_is_asked_where_nobody_can_type() -> None:
    with pytest.raises(StoreFailed) as caught:
        nobody(True)
    assert caught.value.code == "passphrase_wanted"
