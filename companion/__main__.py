"""``python -m companion``, and the command ``companion``."""

import sys

from companion import cli

__all__ = ["main"]


def main() -> int:
    """The command line, in a process that is Companion's own."""
    return cli.main(own_process=True)


if __name__ == "__main__":
    sys.exit(main())
