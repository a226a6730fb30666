"""``companion seances list | erase``: what is kept on this machine, and how to forget it."""

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from companion.app.archive import Archive
    from companion.domain.certificate import Certificate

__all__ = ["add"]

_STAGES = {
    "to_prepare": "à tenir",
    "in_progress": "en cours",
    "to_review": "à relire",
    "closed": "close",
}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("seances", help="les séances gardées : voir, oublier")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="montre les séances de cette machine")
    listing.set_defaults(run=_list, alone=True)
    erase = actions.add_parser("erase", help="oublie une séance, et le prouve")
    erase.add_argument("seance", metavar="ID")
    erase.add_argument("--certificate", type=Path, metavar="FICHIER", help="écrit le certificat en JSON")
    erase.set_defaults(run=_erase, alone=True)


def _list(_: argparse.Namespace) -> int:
    asyncio.run(_listed())
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    import json

    from companion.adapters.occupied import alone_in
    from companion.config import read_settings
    from companion.domain.codec import to_plain

    with alone_in(read_settings(os.environ).home):
        certificate = asyncio.run(_erased(arguments.seance))
    print("\n".join(certificate.lines))
    if arguments.certificate is not None:
        text = json.dumps(to_plain(certificate), indent=2) + "\n"
        arguments.certificate.write_text(text, encoding="utf-8")
    return 2 if certificate.found_in else 0


async def _open() -> "Archive":
    # imported here: other commands need no database
    from companion.app.archive import open_archive
    from companion.cli.passphrase import ask_passphrase
    from companion.config import read_settings

    archive = await open_archive(read_settings(os.environ), ask_passphrase)
    for sentence in archive.notices:
        print(sentence, file=sys.stderr)
    return archive


async def _listed() -> None:
    from companion.app.shelf import Shelf

    archive = await _open()
    try:
        for one in await Shelf(archive.log).summaries({}):
            print(f"{one.id}  {one.date}  {_STAGES[one.stage.value]:<9} {one.title}")
    finally:
        await archive.log.close()


async def _erased(session_id: str) -> "Certificate":
    from companion.adapters.clock import SystemClock
    from companion.app.forgetting import forget
    from companion.domain.errors import StoreFailed

    archive = await _open()
    try:
        if session_id not in await archive.log.sessions():
            raise StoreFailed("unknown_seance", "Cette séance n'existe pas, ou n'existe plus.")
        now = SystemClock().now()
        certificate = await forget(
            session_id, archive.log, archive.book, archive.places, now, archive.programmes
        )
    finally:
        await archive.log.close()
    return certificate
