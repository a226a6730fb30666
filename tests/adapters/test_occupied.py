"""Séances are held by several, and forgotten by one alone."""

from pathlib import Path

import pytest

from companion.adapters.occupied import alone_in, at_home_in
from companion.domain.errors import StoreFailed


def test_nobody_is_alone_while_séances_are_held_and_the_other_way_round(tmp_path: Path) -> None:
    home = tmp_path / "new"
    with at_home_in(home), at_home_in(home), pytest.raises(StoreFailed, match="est ouvert"), alone_in(home):
        pass
    with alone_in(home), pytest.raises(StoreFailed, match="oubliée"), at_home_in(home):
        pass
    with at_home_in(home), alone_in(tmp_path / "elsewhere"):
        assert list(home.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed, match="droits"), at_home_in(tmp_path / "file"):
        pass
