"""How a process that hears people is closed off: it opens what it needs, then there is no network."""

import argparse
import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from socket import socket

from companion.adapters.browser import BrowserOutside, has_screen
from companion.adapters.egress import hold_seances, let_listen
from companion.adapters.isolation import Isolation, isolate
from companion.adapters.language_model import LanguageModel
from companion.adapters.local_network import chosen_address
from companion.config import Settings
from companion.domain.errors import CompanionError

__all__ = ["Alone", "alone"]

_HOST = "127.0.0.1"
_OFF = Isolation(False, "Sans isolement du système, à votre demande : le garde de Companion veille seul.")


@dataclass(frozen=True, slots=True)
class Alone:
    """What was opened before the network went: the pages' port, and if wanted a port for a second screen
    (``lan``), a browser and a language model."""

    port: socket
    lan: socket | None
    browser: BrowserOutside | None
    rewriter: LanguageModel | None
    isolation: Isolation


@contextmanager
def alone(
    arguments: argparse.Namespace, settings: Settings, *, rewords: bool = False
) -> Generator[Alone, None, None]:
    """Close this process off. Raises CompanionError: the port cannot be had, or isolation was asked in vain.

    The browser and what speaks to a language model on the host's loopback (``rewords``, when one is in the
    settings) are processes of their own, which stay outside. With ``--lan`` a port is opened on the local
    network too: it goes on answering whoever knocks, and nothing else can be reached through it.
    """
    from companion.web.port import open_port, passed_port, take  # the pages take a moment to load

    hold_seances()
    with ExitStack() as stack:
        browser = BrowserOutside() if arguments.open and has_screen(os.environ) else None
        if browser is not None:
            stack.callback(browser.close)
        rewriter = _rewriter(settings) if rewords else None
        if rewriter is not None:
            stack.callback(rewriter.close)
        listener = stack.enter_context(passed_port(os.environ) or open_port(_HOST, settings.port))
        lan = None
        if wanted := getattr(arguments, "lan", None):
            address = chosen_address(wanted)
            let_listen(address)
            lan = stack.enter_context(take(address, next_port(settings.port)))
        yield Alone(listener, lan, browser, rewriter, _isolation(arguments.isolated))


def next_port(port: int) -> int:
    """The second screen's: the one after that of the pages; 0, any free one, where there is none."""
    return port + 1 if 0 < port < 65535 else 0


def _rewriter(settings: Settings) -> LanguageModel | None:
    """Off by default. Raises BadSetting for an address that is not this machine's."""
    if settings.language_model is None:
        return None
    return LanguageModel(settings.language_model, settings.language_model_name)


def _isolation(wanted: bool | None) -> Isolation:
    if wanted is False:
        return _OFF
    isolation = isolate()
    if wanted and not isolation.holds:
        raise CompanionError("not_isolated", isolation.sentence)
    return isolation
