"""An engine that dies of a piece of work: that piece is given up, and said; the rest is heard."""

import pytest

from companion.domain.messages import EnrolmentFailed, SpeakerIdentified, UtteranceTranscribed, WordsLost
from tests.fakes.encoder import silence
from tests.hearing.room import CLAIRE, KARIM, ROUND, Room, say, table

TALK = (say(4, CLAIRE), silence(1.5), say(4, KARIM), silence(1.5))


async def test_words_that_could_not_be_written_are_a_gap_in_the_log() -> None:
    room = table(*TALK)
    room.acts.append((14.0, lambda: setattr(room.transcriber, "lost", 1)))
    await room.hear()
    [lost] = room.of(WordsLost)
    assert (14.0, 16.0) == pytest.approx((lost.start, lost.end), abs=0.4)
    assert lost.utterance not in {one.utterance for one in room.of(UtteranceTranscribed)}
    assert (lost.utterance, "claire") in room.names()
    last = room.of(UtteranceTranscribed)[-1]
    assert last.start > lost.end


async def test_a_voice_that_could_not_be_named_is_unknown_and_its_words_are_kept() -> None:
    room = table(*TALK)
    room.acts.append((14.0, lambda: setattr(room.encoder, "lost", 1000)))
    room.acts.append((17.2, lambda: setattr(room.encoder, "lost", 0)))
    await room.hear()
    first, second = [e for e in room.of(SpeakerIdentified) if e.final and e.start > 13.0]
    assert (None, "karim") == (first.person, second.person)
    assert first.utterance in {one.utterance for one in room.of(UtteranceTranscribed)}


async def test_a_voice_that_could_not_be_learnt_is_said() -> None:
    room = Room(*ROUND)
    room.learns("claire", 0.0, 6.9)
    room.acts.insert(1, (6.8, lambda: setattr(room.encoder, "lost", 1000)))
    await room.hear()
    assert [("claire", "engine_lost")] == [(e.person, e.reason) for e in room.of(EnrolmentFailed)]
