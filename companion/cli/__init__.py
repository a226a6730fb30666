"""The command line: one module per command, errors rendered once, here.

A command's module has ``add(commands)``, which declares its arguments and sets ``run`` to the function
that carries it out: ``run(arguments) -> int``, the exit code.
"""

import argparse
import sys
from collections.abc import Sequence

from companion import __version__
from companion.cli import doctor, models
from companion.domain.errors import CompanionError

__all__ = ["main", "parser"]

_COMMANDS = (models, doctor)


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command; the exit code is 0, 2 for an error that has a sentence, or the command's own."""
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except CompanionError as error:
        print(f"companion : {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # as a shell says of Ctrl-C
    return code


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    about = "Le compagnon de vos séances de codéveloppement, sur votre machine seule."
    whole = argparse.ArgumentParser(prog="companion", description=about)
    whole.add_argument("--version", action="version", version=f"companion {__version__}")
    commands = whole.add_subparsers(title="commandes", metavar="COMMANDE", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return whole
