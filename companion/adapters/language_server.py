"""The process that alone speaks to a language server of this machine, one question after the other.

Started before Companion leaves the network, as ``python -m companion.adapters.language_server``, with one end
of a socket pair as its standard input. The first line is a JSON object (``address``, ``model``, and
``patience`` in seconds), each later line a question (``number``, ``prompt``, ``text``), answered on the same
socket with the same number and ``text`` or ``problem``. It ends when the other end is closed. It connects to
that one address of the loopback: no name is looked up, no proxy used, no redirection followed, and a question
cannot name another.
"""

import ipaddress
import json
import signal
import socket
import sys
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

__all__ = ["PATIENCE", "ask", "loopback", "remote_model"]

PATIENCE = 60
"""Seconds for the whole answer: a small model on two cores writes a sentence in ten to thirty."""

_LARGEST = 64 * 1024
"""Bytes read of an answer; a sentence takes a hundredth of it."""

_MOST_TOKENS = 200


def loopback(address: str) -> SplitResult | None:
    """The parts of an ``http://`` address of this machine; None for anything else.

    « localhost » is taken to be 127.0.0.1: nobody is asked what it means.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        return None
    if parts.scheme != "http" or parts.username or parts.query or parts.fragment or not inside:
        return None
    shown = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{shown}:{port or 80}")


def remote_model(name: str) -> bool:
    """Whether a server on loopback would pass this model's questions on to somebody else's machine."""
    return name.endswith(("-cloud", ":cloud"))


def ask(address: str, model: str, prompt: str, text: str, patience: int = PATIENCE) -> dict[str, str]:
    """One rewording: ``{"text"}``, or ``{"problem"}``, a code that ``language_model`` says in words."""
    where = loopback(address)
    if where is None:
        return {"problem": "not_loopback"}
    if remote_model(model):
        return {"problem": "remote_model"}
    try:
        status, answer = _post(where, _question(model, prompt, text), patience)
    except (OSError, HTTPException):
        return {"problem": "unreachable"}
    if 300 <= status < 400:
        return {"problem": "redirected"}
    if status != 200:
        return {"problem": "unreachable"}
    return _read(answer, words=len(f"{prompt} {text}".split()))


def _question(model: str, prompt: str, text: str) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [{"role": "system", "content": prompt}, {"role": "user", "content": text}],
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
    }


def _post(where: SplitResult, question: dict[str, Any], patience: int) -> tuple[int, bytes]:
    """``http.client`` knows neither proxies nor redirections: what is asked goes there or nowhere."""
    connection = HTTPConnection(where.hostname or "", where.port, timeout=patience)
    try:
        path = where.path.rstrip("/").removesuffix("/chat/completions").removesuffix("/v1")
        body = json.dumps(question).encode()
        connection.request("POST", f"{path}/v1/chat/completions", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read(_LARGEST + 1)
    finally:
        connection.close()


def _read(answer: bytes, *, words: int) -> dict[str, str]:
    """A server that had no room for the whole question says so only in its count of tokens: each word is one
    at least."""
    if len(answer) > _LARGEST:
        return {"problem": "unusable"}
    try:
        said = json.loads(answer)
        choice = said["choices"][0]
        text, ended, model = choice["message"]["content"], choice.get("finish_reason"), said.get("model", "")
        read = said["usage"]["prompt_tokens"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {"problem": "unusable"}
    if not (isinstance(text, str) and isinstance(model, str) and type(read) is int):
        return {"problem": "unusable"}
    if remote_model(model):
        return {"problem": "remote_model"}
    if ended != "stop" or read < words:
        return {"problem": "truncated"}
    return {"text": " ".join(text.split()).strip('«»"“” ')}


def main() -> None:
    """Answer until nobody asks any more."""
    own = socket.fromfd(sys.stdin.fileno(), socket.AF_UNIX, socket.SOCK_STREAM)
    with suppress(OSError), own as line, line.makefile("rb") as asked:
        address, model, patience = map(json.loads(next(asked, b"{}")).get, ("address", "model", "patience"))
        if (where := loopback(address or "")) is None:
            return
        _keep_to(where)
        signal.signal(signal.SIGALRM, _time_is_up)
        for question in map(json.loads, asked):
            answer = _in_time(address, model, question["prompt"], question["text"], patience)
            line.sendall(json.dumps({"number": question["number"], **answer}).encode() + b"\n")


def _keep_to(where: SplitResult) -> None:
    """From now on, this process connects there and nowhere else."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect" and tuple(args[1][:2]) != (where.hostname, where.port):
            raise PermissionError("this process speaks to one address")

    sys.addaudithook(hook)


def _in_time(address: str, model: str, prompt: str, text: str, patience: int) -> dict[str, str]:
    """A server that drips one byte a second is given up too."""
    signal.alarm(2 * patience)
    try:
        return ask(address, model, prompt, text, patience)
    except TimeoutError:
        return {"problem": "unreachable"}
    finally:
        signal.alarm(0)


def _time_is_up(*_: object) -> NoReturn:
    raise TimeoutError


if __name__ == "__main__":
    main()
