"""What the README names exists, and what exists is in the README."""

import argparse
import os
import re
from pathlib import Path

import pytest

from companion.cli import parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _choices(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


COMMANDS = _choices(parser())


def test_commands_of_the_readme_are_the_commands() -> None:
    """A command without a line, or a line without a command, is a mistake."""
    documented = set(re.findall(r"companion ([a-z]+)", README))
    assert documented == set(COMMANDS)


@pytest.mark.parametrize("action", sorted(_choices(COMMANDS["models"])))
def test_actions_on_models_are_documented(action: str) -> None:
    """`companion models ACTION`, or the action's name between backticks."""
    assert re.search(rf"companion models {action}\b|`{action}`", README)


def test_scripts_of_the_readme_are_the_scripts() -> None:
    """Every script that can be run is named, and no other."""
    documented = {name.rstrip("-") for name in re.findall(r"scripts/([a-z][a-z-]*)", README)}
    assert documented == {path.name for path in (ROOT / "scripts").iterdir() if path.is_file()}


def test_scripts_can_be_run() -> None:
    """They are executable and say what runs them."""
    for path in (ROOT / "scripts").iterdir():
        if path.is_file():
            assert os.access(path, os.X_OK), path.name
            assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env "), path.name


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_of_the_readme_lead_somewhere(target: str) -> None:
    """A link to a file of the project finds it."""
    assert target.startswith("https://") or (ROOT / target).exists()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_names_no_index(lock: str) -> None:
    """Packages are pinned by version and hash; where they come from is the machine's own setting."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)
