"""Who speaks right now: a look at the last seconds, and looks strung together."""

import numpy as np
import pytest

from companion.hearing.looks import LONGEST, Follower, Look, look
from companion.hearing.turns import Turn
from companion.hearing.voiceprints import Voices
from companion.ports import Embedding, Samples
from tests.fakes.encoder import SpectrumEncoder, silence, tone
from tests.fakes.overlap import BandOverlap

CLAIRE, KARIM, LEA, STRANGER = 750.0, 1750.0, 2750.0, 3750.0
ENCODER = SpectrumEncoder()
EVERY = 0.256


def seen(*pieces: Samples, voiced: float = 0.0) -> Look | None:
    return look(np.concatenate(pieces), voiced, encoder=ENCODER, overlap=BandOverlap())


def sounds_like(embedding: Embedding, hertz: float) -> float:
    return float(embedding @ ENCODER.embed(tone(2.0, hertz)))


def test_the_voice_at_the_end_is_the_one_encoded() -> None:
    found = seen(tone(3.0, CLAIRE), tone(0.8, KARIM))
    assert found is not None
    assert (3.0, 3.8) == pytest.approx((found.turn.start, found.turn.end))
    assert sounds_like(found.embedding, KARIM) > 0.95


def test_what_two_say_at_once_is_not_encoded() -> None:
    both = tone(0.6, CLAIRE) + tone(0.6, KARIM)
    found = seen(tone(2.0, KARIM), both, tone(0.4, KARIM))
    assert found is not None
    assert sounds_like(found.embedding, KARIM) > 0.95


def test_too_little_of_a_voice_says_nothing() -> None:
    assert seen(tone(3.0, CLAIRE), tone(0.4, KARIM)) is None
    assert seen(tone(3.0, CLAIRE), silence(0.5)) is None


def test_what_only_the_detector_hears_is_one_voice() -> None:
    """A voice too faint for the segmentation model."""
    found = seen(silence(3.0), tone(1.0, KARIM, level=0.015), voiced=1.0)
    assert found is not None
    assert (3.0, 4.0) == pytest.approx((found.turn.start, found.turn.end))
    assert sounds_like(found.embedding, KARIM) > 0.95


def test_only_the_latest_second_is_encoded() -> None:
    lengths: list[int] = []

    class Counting(SpectrumEncoder):
        def embed(self, samples: Samples) -> Embedding:
            lengths.append(samples.size)
            return super().embed(samples)

    look(tone(4.0, CLAIRE), 4.0, encoder=Counting(), overlap=BandOverlap())
    assert [LONGEST] == pytest.approx([length / 16_000 for length in lengths])


class Watched:
    """Looks at a conversation, one after the other, as the listener makes them."""

    def __init__(self) -> None:
        voices = Voices()
        for person, hertz in (("claire", CLAIRE), ("karim", KARIM), ("lea", LEA)):
            voices.enrol(person, [ENCODER.embed(tone(2.0, hertz))])
        self.follower = Follower(voices)
        self.now = 20.0

    def look(self, hertz: float, begins: float, over: float = 0.0) -> tuple[str | None, float]:
        """A look at a voice whose turn began ``begins`` s into the séance, ``over`` s of it over another one:
        who, since when."""
        self.now += EVERY
        window = self.now - 5.0
        start = max(0.0, begins - window)
        turn = Turn(start, 5.0, ((start, 5.0),), over)
        heard = self.follower.follow(Look(turn, ENCODER.embed(tone(1.0, hertz))), window, "u1")
        assert heard.end == pytest.approx(self.now)
        assert heard.sure <= (heard.person is not None), "only a name can be sure"
        return heard.person, heard.start

    def looks(self, count: int, hertz: float, begins: float) -> tuple[str | None, float]:
        return [self.look(hertz, begins) for _ in range(count)][-1]


def test_a_name_needs_two_looks() -> None:
    room = Watched()
    assert room.look(CLAIRE, 19.5)[0] is None
    assert ("claire", pytest.approx(19.5)) == room.look(CLAIRE, 19.5)


def test_one_look_that_disagrees_is_noise() -> None:
    """The name and the start of the turn come through it."""
    room = Watched()
    room.looks(4, CLAIRE, 19.5)
    assert room.look(KARIM, 19.5)[0] is None
    assert ("claire", pytest.approx(19.5)) == room.look(CLAIRE, 19.5)


def test_two_looks_that_disagree_are_another_voice() -> None:
    room = Watched()
    room.looks(8, CLAIRE, 19.5)
    assert ("karim", pytest.approx(room.now - 0.3)) == room.looks(2, KARIM, room.now - 0.3)


def test_a_change_that_the_model_missed_is_not_dated_back_to_the_first_voice() -> None:
    """The turn seems to begin when the first one spoke; the second has spoken half a second at most."""
    room = Watched()
    room.looks(8, CLAIRE, 19.5)
    before = room.now
    person, since = room.looks(2, KARIM, 19.5)
    assert person == "karim"
    assert before - 0.6 <= since <= before + EVERY


def test_a_missed_change_is_not_dated_back_to_a_breath_of_the_first_voice_either() -> None:
    """The first one paused, went on, and the second began within what the model hears as one turn."""
    room = Watched()
    room.looks(8, CLAIRE, 19.5)
    room.looks(6, CLAIRE, breath := room.now - 0.1)
    before = room.now
    person, since = room.looks(2, KARIM, breath)
    assert person == "karim"
    assert before - 0.6 <= since <= before + EVERY


def test_who_begins_over_another_began_then_though_the_other_was_found_meanwhile() -> None:
    room = Watched()
    room.looks(8, CLAIRE, 19.5)
    begins = room.now - 0.1
    room.looks(4, CLAIRE, begins)
    room.look(KARIM, begins, 1.2)
    assert ("karim", pytest.approx(begins)) == room.look(KARIM, begins, 1.2)


def test_two_looks_at_different_voices_are_noise_twice() -> None:
    room = Watched()
    room.looks(4, CLAIRE, 19.5)
    room.look(KARIM, 19.5)
    assert room.look(LEA, 19.5)[0] is None
    assert "claire" == room.look(CLAIRE, 19.5)[0]


def test_an_unknown_voice_has_no_name() -> None:
    assert Watched().looks(5, STRANGER, 19.5)[0] is None


def test_after_a_silence_a_turn_begins_anew() -> None:
    room = Watched()
    room.looks(4, CLAIRE, 19.5)
    room.now += 3.0
    begins = room.now - 0.5
    assert ("claire", pytest.approx(begins)) == room.looks(2, CLAIRE, begins)


def test_what_is_forgotten_must_be_seen_twice_again() -> None:
    room = Watched()
    room.looks(4, CLAIRE, 19.5)
    room.follower.forget()
    assert room.look(CLAIRE, 19.5)[0] is None
