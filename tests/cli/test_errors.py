"""What the terminal says when a command fails."""

import argparse

import pytest

from companion import cli
from companion.domain.errors import CompanionError


class Failing:
    """A command that fails with that error."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def add(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        commands.add_parser("fail").set_defaults(run=self._run)

    def _run(self, _: argparse.Namespace) -> int:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CompanionError("x", "Le micro manque."), 2, "companion : Le micro manque.\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_that_were_foreseen(
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Their own sentence, and an exit code that scripts can tell apart."""
    monkeypatch.setattr(cli, "_COMMANDS", (Failing(error),))
    assert (cli.main(["fail"]), capsys.readouterr().err) == (code, said)


def test_error_that_nobody_foresaw_keeps_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its kind and its place, no trace, and none of its text, which may hold what was said."""
    monkeypatch.setattr(cli, "_COMMANDS", (Failing(ValueError("des mots de la séance")),))
    assert cli.main(["fail"]) == 1
    said = capsys.readouterr().err
    assert "ValueError" in said and "ligne" in said
    assert "mots" not in said and "Traceback" not in said and len(said.splitlines()) == 1
