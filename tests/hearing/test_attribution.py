"""Who said which part of an utterance. A voice is a tone here, so that voices are orthogonal."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.hearing.attribution import UNKNOWN, Part, Window, label_windows, listen_to_windows
from companion.hearing.voiceprints import Voices
from companion.ports import Embedding, Samples
from tests.fakes.encoder import SpectrumEncoder, silence, tone
from tests.fakes.overlap import BandOverlap

CLAIRE, KARIM, LEA, STRANGER = 750.0, 1750.0, 2750.0, 3750.0
ENCODER, OVERLAP = SpectrumEncoder(), BandOverlap()


@pytest.fixture
def voices() -> Voices:
    known = Voices()
    for person, hertz in (("claire", CLAIRE), ("karim", KARIM), ("lea", LEA)):
        known.enrol(person, [ENCODER.embed(tone(3.0, hertz))])
    return known


def windows(*pieces: Samples, start: float = 0.0) -> list[Window]:
    return listen_to_windows(np.concatenate(pieces), start, encoder=ENCODER, overlap=OVERLAP)


def parts(voices: Voices, *pieces: Samples, start: float = 100.0) -> list[tuple[str | None, float, float]]:
    """Who from when to when, to the tenth of a second."""
    end = start + sum(len(piece) for piece in pieces) / 16_000
    found = label_windows(windows(*pieces, start=start), voices, start, end)
    return [(part.person, round(part.start, 1), round(part.end, 1)) for part in found]


def share(amount: float, of: float) -> Embedding:
    """A voice whose cosine to that tone's is ``amount``, and to no other known one."""
    rest = np.zeros(192, dtype=np.float32)
    rest[-1] = np.sqrt(1 - amount**2)
    mixed: Embedding = amount * ENCODER.embed(tone(3.0, of)) + rest
    return mixed


def test_one_person_is_one_part(voices: Voices) -> None:
    assert [("claire", 100.0, 106.0)] == parts(voices, tone(6.0, CLAIRE))


def test_a_change_inside_an_utterance_splits_it_where_it_happens(voices: Voices) -> None:
    heard = parts(voices, tone(3.0, CLAIRE), tone(2.0, KARIM), tone(2.0, CLAIRE))
    assert [("claire", 100.0, 103.0), ("karim", 103.0, 105.0), ("claire", 105.0, 107.0)] == heard


def test_a_breath_of_the_same_person_splits_nothing(voices: Voices) -> None:
    assert [("karim", 100.0, 104.4)] == parts(voices, tone(2.0, KARIM), silence(0.4), tone(2.0, KARIM))


def test_a_monologue_longer_than_the_models_window_is_one_part(voices: Voices) -> None:
    assert [("lea", 100.0, 114.0)] == parts(voices, tone(14.0, LEA))


def test_what_two_say_at_once_goes_to_one_of_them_and_makes_no_third(voices: Voices) -> None:
    both = tone(0.6, CLAIRE) + tone(0.6, KARIM)
    heard = parts(voices, tone(2.0, CLAIRE), both, tone(2.0, KARIM))
    assert ["claire", "karim"] == [person for person, _, _ in heard]


def test_a_voice_nobody_knows_is_unknown(voices: Voices) -> None:
    heard = parts(voices, tone(3.0, CLAIRE), tone(3.0, STRANGER))
    assert ["claire", None] == [person for person, _, _ in heard]


def test_before_any_enrolment_everybody_is_unknown() -> None:
    assert [(None, 100.0, 103.0)] == parts(Voices(), tone(3.0, CLAIRE))


@pytest.mark.parametrize(("cosine", "person"), [(UNKNOWN - 0.02, None), (UNKNOWN + 0.02, "karim")])
def test_the_nearest_voice_must_be_credible(voices: Voices, cosine: float, person: str | None) -> None:
    [part] = label_windows([Window(0.0, 1.6, True, share(cosine, KARIM))], voices, 0.0, 1.6)
    assert part.person == person
    assert part.confidence == pytest.approx(cosine, abs=0.01)


def test_one_doubtful_window_inside_a_turn_does_not_change_the_speaker(voices: Voices) -> None:
    """A change inside a turn must gain more than the noise of one window."""
    sure = ENCODER.embed(tone(3.0, CLAIRE))
    torn = 0.50 * sure + 0.52 * ENCODER.embed(tone(3.0, KARIM))
    heard = [Window(i * 1.6, (i + 1) * 1.6, i == 0, torn if i == 1 else sure) for i in range(3)]
    assert ["claire"] == [part.person for part in label_windows(heard, voices, 0.0, 4.8)]
    heard[1] = Window(1.6, 3.2, True, 0.3 * sure + 0.7 * ENCODER.embed(tone(3.0, KARIM)))
    assert ["claire", "karim", "claire"] == [p.person for p in label_windows(heard, voices, 0.0, 4.8)]


def test_whom_the_facilitator_declared_is_believed_before_the_sound(voices: Voices) -> None:
    heard = windows(tone(3.0, STRANGER), start=10.0)
    [part] = label_windows(heard, voices, 10.0, 13.0, lambda _: "sophie")
    assert ("sophie", 1.0) == (part.person, part.confidence)
    [part] = label_windows(heard, voices, 10.0, 13.0, lambda _: "lea")
    assert part.person == "lea"


def test_an_enrolment_names_only_the_time_that_it_lasted(voices: Voices) -> None:
    heard = windows(tone(3.0, CLAIRE), tone(3.0, STRANGER), start=0.0)
    found = label_windows(heard, voices, 0.0, 6.0, lambda time: "sophie" if time > 3 else None)
    assert ["claire", "sophie"] == [part.person for part in found]


def test_no_sound_is_one_window_and_no_window_no_part(voices: Voices) -> None:
    assert len(windows(silence(0.0))) == 1
    assert [] == label_windows([], voices, 0.0, 1.0)


def test_a_faint_voice_that_the_model_missed_fills_the_hole(voices: Voices) -> None:
    """The detector heard speech all along; the segmentation model only the louder half."""
    faint = tone(2.0, KARIM, level=0.015)
    assert ["claire", "karim"] == [person for person, _, _ in parts(voices, tone(2.0, CLAIRE), faint)]


pieces = st.lists(
    st.tuples(st.sampled_from([CLAIRE, KARIM, LEA, STRANGER, 0.0]), st.integers(1, 40)),
    min_size=1,
    max_size=8,
)


@given(pieces)
def test_parts_fill_the_utterance_in_order_and_neighbours_differ(talk: list[tuple[float, int]]) -> None:
    known = Voices()
    for person, hertz in (("claire", CLAIRE), ("karim", KARIM)):
        known.enrol(person, [ENCODER.embed(tone(1.0, hertz))])
    sound = np.concatenate(
        [tone(tenths / 10, hertz) if hertz else silence(tenths / 10) for hertz, tenths in talk]
    )
    end = 50.0 + len(sound) / 16_000
    found = label_windows(windows(sound, start=50.0), known, 49.9, end + 0.1)
    assert (49.9, end + 0.1) == (found[0].start, found[-1].end)
    assert all(first.end == second.start for first, second in pairwise(found))
    assert all(first.person != second.person for first, second in pairwise(found))
    assert all(isinstance(part, Part) and part.start < part.end for part in found)
