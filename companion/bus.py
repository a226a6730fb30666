"""Typed publish/subscribe on the event loop's thread.

Recorded events and passing signals travel on it; samples and embeddings never do, so that the
event log cannot keep audio. A subscriber is a plain function that neither blocks nor raises.
"""

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["Bus"]

M = TypeVar("M")


class Bus:
    """Delivers a message to whoever subscribed to its type, in order of subscription."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Callable[[Any], None]]] = {}

    def subscribe(self, kind: type[M], handler: Callable[[M], None]) -> Callable[[], None]:
        """Call ``handler`` with every message of exactly that type; returns the way to stop."""
        handlers = self._handlers.setdefault(kind, [])
        handlers.append(handler)
        return lambda: handlers.remove(handler)

    def publish(self, message: object) -> None:
        """Deliver now, to every subscriber of the message's type."""
        for handler in tuple(self._handlers.get(type(message), ())):
            handler(message)

    def serves(self, kind: type) -> bool:
        """Whether anybody subscribed to that type."""
        return bool(self._handlers.get(kind))
