"""The command line: one module per command, errors rendered once, here.

A command's module has ``add(commands)``, which declares its arguments and sets ``run`` to the function
that carries it out: ``run(arguments) -> int``, the exit code.
"""

import argparse
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from companion import __version__
from companion.adapters.egress import hold_seances
from companion.adapters.isolation import isolate
from companion.cli import doctor, models, replay, seances, serve
from companion.domain.errors import CompanionError

__all__ = ["main", "parser"]

_COMMANDS = (serve, replay, doctor, models, seances)


def main(argv: Sequence[str] | None = None, *, own_process: bool = False) -> int:
    """Carry out one command; the exit code is 0, 2 for an error that has a sentence, or the command's own.

    130 after Ctrl-C, 1 for an error that nobody foresaw. In a process of its own, a command that asks for it
    with ``alone`` is without any network from the start, where the system can.
    """
    arguments = parser().parse_args(argv)
    if own_process and getattr(arguments, "alone", False):
        hold_seances()
        isolate()
    try:
        code: int = arguments.run(arguments)
    except CompanionError as error:
        print(f"companion : {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # as a shell says of Ctrl-C
    except Exception as error:
        # Never its text nor its trace: they may hold words that were said.
        print(
            f"companion : erreur inattendue, {_where(error)}. Signalez-la, s'il vous plaît.", file=sys.stderr
        )
        return 1
    return code


def _where(error: Exception) -> str:
    """The kind of the error and the line of code that it came from."""
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if "companion" in Path(place.filename).parts] or places
    return f"{type(error).__name__} ({Path(ours[-1].filename).name}, ligne {ours[-1].lineno})"


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    about = "Le compagnon de vos séances de codéveloppement, sur votre machine seule."
    whole = argparse.ArgumentParser(prog="companion", description=about)
    whole.add_argument("--version", action="version", version=f"companion {__version__}")
    commands = whole.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return whole
