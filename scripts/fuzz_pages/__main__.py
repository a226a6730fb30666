"""See ``scripts/fuzz-pages``."""

import argparse
import sys

from fuzz_pages.knocking import knock


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="fuzz-pages")
    parser.add_argument("--count", type=int, default=10_000, metavar="N")
    asked = parser.parse_args()
    outcome = knock(asked.count)
    print(outcome.sentence())
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
