"""Sends what is strange, and looks at what comes back."""

import base64
import os
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz_pages.house import Door, open_door
from fuzz_pages.strange import frames, requests

__all__ = ["Outcome", "knock"]

PATIENCE = 0.4
"""Seconds without a byte: a server that still holds the connection waits for the rest of a request."""
LONG = 20.0
"""The same where an answer must come."""

CLOSE = b"\x88\x80\0\0\0\0"
"""A masked frame that says goodbye."""

TOGETHER = 5
"""Frames on one connection."""


@dataclass
class Outcome:
    """How many were sent, what was answered, and what was wrong with it."""

    requests: int = 0
    frames: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """For a terminal."""
        answers = ", ".join(f"{status} : {count}" for status, count in sorted(self.answers.items()))
        told = f"{self.requests} requêtes et {self.frames} trames déformées. Réponses : {answers}."
        return "\n".join([told, *(f"FAUX : {one}" for one in self.wrong), f"Fautes : {len(self.wrong)}."])


def knock(count: int) -> Outcome:
    """Half requests, half frames, in a fixed order of chance."""
    outcome = Outcome()
    with open_door() as door:
        quick = {"deadline": None, "database": None, "derandomize": True, "phases": [Phase.generate]}
        calm = settings(max_examples=max(1, count // 2), suppress_health_check=list(HealthCheck), **quick)
        many = settings(
            max_examples=max(1, count // 2 // 3), suppress_health_check=list(HealthCheck), **quick
        )

        @calm
        @given(request=requests)
        def ask(request: dict[str, Any]) -> None:
            outcome.requests += 1
            _check(door, outcome, request["cookie"] == "good", _asked(door, request), str(request["path"]))

        @many
        @given(sent=st.lists(frames, min_size=3, max_size=TOGETHER), own=st.booleans())
        def send(sent: list[bytes], own: bool) -> None:
            outcome.frames += len(sent)
            _check(door, outcome, own, _streamed(door, sent, own), "stream")

        ask()
        send()
        outcome.wrong += [f"erreur du serveur : {fault}" for fault in door.faults]
        if not _alive(door):
            outcome.wrong.append("le serveur ne répond plus")
        own = _streamed(door, [], own=True, goodbye=b"", patience=2.0)
        if not any(secret in own for secret in door.secrets):
            outcome.wrong.append("le témoin manque : même l'animation ne reçoit rien de la séance")
    return outcome


def _check(door: Door, outcome: Outcome, may: bool, answer: bytes, what: str) -> None:
    status = answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.") else "rien"
    outcome.answers[status] += 1
    if status.startswith("5") and status != "503":
        outcome.wrong.append(f"{status} à {what!r}")
    if b"Traceback" in answer or b'"refused": "internal"' in answer or b'"refused":"internal"' in answer:
        outcome.wrong.append(f"une faute de Companion à {what!r}")
    if not may and any(secret in answer for secret in door.secrets):
        outcome.wrong.append(f"ce qui est privé a été envoyé à {what!r}")


def _plain(path: str) -> dict[str, Any]:
    fixed = {"method": "GET", "host": "{host}", "origin": None, "site": None, "cookie": "good", "headers": {}}
    return {**fixed, "path": path, "type": "", "body": b""}


def _asked(door: Door, request: dict[str, Any], patience: float = PATIENCE) -> bytes:
    path = request["path"].replace("{id}", door.seance)
    lines = [f"{request['method']} {path} HTTP/1.1", f"Host: {request['host'].format(host=door.host)}"]
    if request["origin"] is not None:
        lines.append(f"Origin: {request['origin'].format(origin=door.origin)}")
    if request["site"] is not None:
        lines.append(f"Sec-Fetch-Site: {request['site']}")
    cookies = {"good": door.cookie, "wrong": door.cookie[:-3] + "000", "garbage": 'a="\xff; =;,'}
    if request["cookie"] in cookies:
        lines.append(f"Cookie: {cookies[request['cookie']]}")
    lines += [f"{name}: {value}" for name, value in request["headers"].items()]
    lines += [
        f"Content-Type: {request['type']}",
        f"Content-Length: {len(request['body'])}",
        "Connection: close",
    ]
    head = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
    return _exchange(door, head + request["body"], patience)


def _streamed(
    door: Door, sent: list[bytes], own: bool, goodbye: bytes = CLOSE, patience: float = PATIENCE
) -> bytes:
    path = f"/stream/facilitator?seance={door.seance}&after=1" if own else "/stream/table"
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: {door.host}", f"Origin: {door.origin}", "Connection: Upgrade"]
    lines += ["Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
    if own:
        lines.append(f"Cookie: {door.cookie}")
    return _exchange(door, "\r\n".join(lines).encode() + b"\r\n\r\n" + b"".join(sent) + goodbye, patience)


def _exchange(door: Door, sent: bytes, patience: float = PATIENCE) -> bytes:
    came = b""
    with socket.create_connection(("127.0.0.1", door.port), timeout=patience) as connection:
        try:
            connection.sendall(sent)
            while block := connection.recv(1 << 16):
                came += block
        except OSError:  # it closed, or waits for more: what came is looked at
            return came
    return came


def _alive(door: Door) -> bool:
    return _asked(door, _plain("/table"), LONG).startswith(b"HTTP/1.1 200")
