"""Requests that no browser makes: what the terminal is told of them, and one that aiohttp stumbles over."""

import logging
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDict, CIMultiDictProxy

__all__ = ["expect_nothing", "server_log"]


class _KindAlone(logging.Filter):
    """A malformed request is the sender's mistake: it was answered. Anything else is ours: its kind is named,
    never its text nor its trace, which may hold words."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (HttpProcessingError, ConnectionError)):
            return False
        if error is not None:
            record.msg, record.args = "a request failed: %s", (type(error).__name__,)
            record.exc_info = record.exc_text = None
        return True


def server_log() -> logging.Logger:
    """The logger of the page's server."""
    log = logging.getLogger("companion.web.server")
    if not log.filters:
        log.addFilter(_KindAlone())
    return log


def expect_nothing(server: web.Server) -> None:
    """Forget « Expect » before anything answers: aiohttp would, before our gate, and fails at some bytes."""
    made = server.request_factory

    def make(message: Any, *more: Any) -> web.BaseRequest:
        if "Expect" in message.headers:
            headers = CIMultiDict(message.headers)
            headers.popall("Expect")
            message = message._replace(headers=CIMultiDictProxy(headers))
        return made(message, *more)

    server.request_factory = make
