"""A language model of this machine, which proposes another wording of one line. Off by default.

It is asked by a process of its own (``companion.adapters.language_server``), started while there was a
network: whoever holds the séance's words opens no connection, and could not. What comes back is checked by
``companion.domain.rewording`` before anybody sees it.
"""

import asyncio
import json
import socket
import subprocess
import sys
from contextlib import suppress
from typing import Any

from companion.adapters.language_server import PATIENCE, loopback, remote_model
from companion.domain.errors import BadSetting, PartMissing
from companion.domain.rewording import problem

__all__ = ["LanguageModel"]

_PROMPTS = {
    "fr": (
        "Tu réécris une phrase dite à l'oral en français écrit simple. Garde les mots, l'ordre, les noms, "
        "les nombres et les négations. N'ajoute rien. Réponds par la phrase seule."
    ),
    "en": (
        "You rewrite a spoken sentence as plain written English. Keep the words, their order, the names, the "
        "numbers and the negations. Add nothing. Answer with the sentence alone."
    ),
}
_PROBLEMS = {
    "not_loopback": "Le modèle de langage doit tourner sur cette machine : donnez une adresse http://127.0.0.1.",
    "remote_model": "Ce modèle envoie ses questions à une autre machine : choisissez-en un qui tourne ici.",
    "unreachable": "Le modèle de langage ne répond pas : démarrez-le, ou gardez la phrase telle quelle.",
    "redirected": "Le modèle de langage renvoie vers une autre adresse : c'est refusé.",
    "truncated": "Le modèle de langage n'a pas lu ou pas écrit toute la phrase : gardez-la telle quelle.",
    "unusable": "Le modèle de langage a répondu n'importe quoi : gardez la phrase telle quelle.",
    "unfaithful": "La reformulation proposée disait autre chose que la phrase : elle est écartée.",
}

_PIECE = 64 * 1024
"""Bytes read at once; an answer is shorter."""


class LanguageModel:
    """A ``Rewriter``. ``address`` is that of an OpenAI-style server on loopback, ``model`` the name it knows.

    Make it before ``isolate``, and close it. ``patience`` is how many seconds the server may be silent.
    Raises BadSetting for an address elsewhere, and for a model that is known to run elsewhere.
    """

    def __init__(self, address: str, model: str, *, patience: int = PATIENCE) -> None:
        if loopback(address) is None:
            raise BadSetting("not_loopback", _PROBLEMS["not_loopback"])
        if remote_model(model):
            raise BadSetting("remote_model", _PROBLEMS["remote_model"])
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "companion.adapters.language_server"),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for Companion; this one ends with it
            )
        asked = {"address": address, "model": model, "patience": patience}
        self._line.sendall(json.dumps(asked).encode() + b"\n")
        self._line.setblocking(False)
        self._number = 0
        self._heard = b""
        self._one = asyncio.Lock()

    def close(self) -> None:
        """Nothing will be asked any more. Twice is once."""
        self._line.close()
        self._process.kill()
        self._process.wait()

    async def reword(self, text: str, language: str) -> str:
        """Another wording of ``text`` that says nothing else. Raises PartMissing, with a sentence to show."""
        prompt = _PROMPTS["en" if language.startswith("en") else "fr"]
        async with self._one:
            answer = await self._ask({"prompt": prompt, "text": text})
        if code := answer.get("problem"):
            raise _failed(code)
        if problem(text, answer.get("text", ""), language) is not None:
            raise _failed("unfaithful")
        return answer["text"]

    async def _ask(self, question: dict[str, str]) -> dict[str, str]:
        """Its answer; one to an earlier question, whose asker has left, is passed over."""
        self._number += 1
        loop = asyncio.get_running_loop()
        line = json.dumps({"number": self._number, **question}).encode() + b"\n"
        with suppress(OSError):  # the process is gone
            await loop.sock_sendall(self._line, line)
            while answer := await self._next(loop):
                if answer.get("number") == self._number:
                    return {key: value for key, value in answer.items() if isinstance(value, str)}
        return {"problem": "unreachable"}

    async def _next(self, loop: asyncio.AbstractEventLoop) -> dict[str, Any] | None:
        while b"\n" not in self._heard:
            more = await loop.sock_recv(self._line, _PIECE)
            if not more:
                return None
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _failed(code: str) -> PartMissing:
    return PartMissing(f"language_model_{code}", _PROBLEMS.get(code, _PROBLEMS["unusable"]))
