"""A short ``scripts/prove-survival``: a real server is killed and its disk filled, and nothing is lost."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from survival.__main__ import kill, report
from survival.campaign import Campaign, Tally
from survival.crash import crash_models
from survival.full_disk import fill_disks
from survival.log import Left, digest, fold
from survival.outputs import recorded_outputs

from companion.adapters.model_store import ModelStore
from companion.adapters.places import fetched_models, shipped_models
from companion.domain.codec import to_plain
from companion.domain.messages import Event, Recorded, UtteranceRedacted, UtteranceTranscribed

KILLS, FULL = 5, 2
CHANCE = random.Random(20261124)  # noqa: S311 - no secret


async def test_what_was_shown_outlives_kills() -> None:
    tally = Tally()
    await kill(KILLS, CHANCE, tally, 0.5)
    assert tally.clean, report("killed", tally)
    assert tally.cuts == KILLS and tally.shown > 50 and tally.commands > 0


async def test_what_was_shown_outlives_a_full_disk() -> None:
    tally = Tally()
    await fill_disks(FULL, CHANCE, tally)
    assert tally.clean, report("full", tally)
    assert tally.cuts == FULL


def recorded(seq: int, event: Event) -> Recorded:
    return Recorded(seq=seq, at=datetime(2026, 11, 24, tzinfo=UTC), elapsed=1.0, session_id="s1", event=event)


def said(utterance: str) -> UtteranceTranscribed:
    return UtteranceTranscribed(utterance=utterance, start=0.0, end=1.0, text="Un mot.", ready_at=1.0)


def frame(one: Recorded) -> dict[str, object]:
    kind = type(one.event).__name__
    return {"seq": one.seq, "elapsed": one.elapsed, "event": kind, "data": to_plain(one.event)}


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        ([recorded(1, said("a")), recorded(2, said("b"))], 0),
        ([recorded(1, said("a"))], 1),
        ([recorded(1, said("a")), recorded(2, said("c"))], 1),
        ([recorded(1, said("a")), recorded(3, UtteranceRedacted(utterance="b"))], 0),
    ],
)
def test_an_event_that_was_shown_and_is_not_kept_is_counted(
    tmp_path: Path, kept: list[Recorded], lost: int
) -> None:
    """The checks can fail: what is missing or altered counts, what was struck does not."""
    tally = Tally()
    campaign = Campaign(tmp_path, CHANCE, tally)
    for one in (recorded(1, said("a")), recorded(2, said("b"))):
        campaign.page.shown[one.seq] = frame(one)
    campaign.check_shown(Left(sound=True, events=kept))
    assert tally.lost == lost
    assert tally.clean == (lost == 0)


def test_another_state_has_another_digest() -> None:
    assert digest(fold([])) == digest(fold([]))
    assert digest(fold([])) != digest(fold([recorded(1, UtteranceRedacted(utterance="b"))]))


def test_recorded_outputs_are_in_order_and_name_everybody() -> None:
    spoken = recorded_outputs()
    assert [one.at for one in spoken] == sorted(one.at for one in spoken)
    assert len({one.event.person for one in spoken if hasattr(one.event, "person")}) == 6


@pytest.mark.models
async def test_a_séance_outlives_the_crash_of_its_models() -> None:
    """SIGSEGV in one of their processes: told, started again, heard again; the page stays where it is."""
    if "whisper-base" not in ModelStore(fetched_models(), shipped_models()).installed():
        pytest.skip("whisper-base is not on this machine: companion models fetch whisper-base")
    tally = Tally()
    await crash_models(1, CHANCE, tally, longest=1.0)
    assert tally.clean, report("crashed", tally)
    assert tally.cuts == 2
