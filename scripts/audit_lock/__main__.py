"""See ``scripts/audit-lock``. Exit status 1 when something is wrong."""

import argparse
import sys
from pathlib import Path

from audit_lock.audit import advised, altered, installed_otherwise, locked, unlicensed

LOCK = Path(__file__).parents[2] / "requirements.lock"


def main() -> int:
    """0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="audit-lock")
    parser.add_argument("--advisories", type=Path, metavar="FILE", help="OSV's archive of PyPI, all.zip")
    asked = parser.parse_args()
    packages = locked(LOCK.read_text(encoding="utf-8"))
    wrong = installed_otherwise(packages) + altered(packages) + unlicensed(packages)
    if asked.advisories:
        wrong += advised(packages, asked.advisories)
    for one in wrong:
        print(one)
    told = "with" if asked.advisories else "without"
    print(f"{len(packages)} locked packages, {len(wrong)} remarks, {told} advisories.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
