"""A short version of ``scripts/prove-erasure``."""

from pathlib import Path

import pytest
from erasure.__main__ import Folders, prove
from erasure.steps import STEPS


@pytest.mark.parametrize("step", [None, STEPS[1], STEPS[3]])
def test_a_forgotten_seance_is_nowhere(tmp_path: Path, step: str | None) -> None:
    """Erased in peace; or killed on the way, and started again."""
    before, after, files, voices = prove(Folders.under(tmp_path), 60, step)
    assert before == 60, "the search finds every word while it is there"
    assert after == 0 and files >= 3
    assert voices == (2, 0), "a voice that was kept for the programme goes too, with its key"
