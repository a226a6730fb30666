"""The manners: a sound waits for a pause, gives up in time, and is never made when it was not wished."""

import random
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from companion.domain.messages import Sounds
from companion.speaking.manners import PATIENCE, PAUSE, Chosen, Due, Manners, level
from companion.speaking.phrases import Kind, Phrase

FRAME = 0.032
LEFT = Phrase(Kind.LEFT, "expose", "Il reste une minute.", last=True)
HALF = Phrase(Kind.HALF, "consultation", "La moitié du temps est passée.")
OPENING = Phrase(Kind.OPENING, "expose", "Exposé.")
END = Phrase(Kind.END, "expose", "Le temps de cette étape est écoulé.")
VOICE = Chosen(sounds=Sounds.VOICE)


def hear(manners: Manners, start: float, seconds: float, *, voiced: bool) -> float:
    for n in range(round(seconds / FRAME)):
        manners.heard(start + n * FRAME, start + (n + 1) * FRAME, voiced=voiced)
    return start + round(seconds / FRAME) * FRAME


def test_it_waits_for_a_pause() -> None:
    manners = Manners()
    manners.due(Due(1, OPENING, 0.0))
    now = hear(manners, 0.0, 2.0, voiced=True)
    assert manners.next(now, VOICE) is None
    now = hear(manners, now, 1.1, voiced=False)
    assert manners.next(now, VOICE) is None
    now = hear(manners, now, 0.2, voiced=False)
    play = manners.next(now, VOICE)
    assert play is not None
    assert (play.texts, play.sound) == (("Exposé.",), Sounds.VOICE)
    assert manners.next(now, VOICE) is None


def test_whoever_pressed_a_key_has_the_first_word() -> None:
    manners = Manners()
    now = hear(manners, 0.0, 5.0, voiced=False)
    manners.due(Due(1, OPENING, now))
    assert manners.next(now, VOICE) is None
    assert manners.next(hear(manners, now, PAUSE + 0.1, voiced=False), VOICE) is not None
    manners.due(Due(2, LEFT, now))
    assert manners.next(now + PAUSE + 0.1, VOICE) is not None, "a mark comes by the clock"


def test_a_room_that_is_not_heard_is_no_pause() -> None:
    manners = Manners()
    manners.due(Due(1, OPENING, 0.0))
    assert manners.next(10.0, VOICE) is None
    now = hear(manners, 10.0, 2.0, voiced=False)
    assert manners.next(now + 1.0, VOICE) is None, "what was heard is a second old"
    hear(manners, now, 1.0, voiced=False)
    manners.deaf()
    assert manners.next(now + 1.0, VOICE) is None


def test_a_time_mark_that_finds_no_pause_stays_on_the_screen_and_an_end_waits_as_a_chime() -> None:
    manners = Manners()
    manners.due(Due(1, LEFT, 0.0))
    manners.due(Due(2, OPENING, 0.5))
    manners.due(Due(3, END, 1.0))
    assert [due.number for due in manners.waiting] == [2, 3]
    now = hear(manners, 1.0, PATIENCE + 0.5, voiced=True)
    assert [due.number for due in manners.given_up(now, VOICE)] == [2]
    now = hear(manners, now, PAUSE + 0.1, voiced=False)
    play = manners.next(now, VOICE)
    assert play is not None
    assert (play.texts, play.sound) == ((), Sounds.CHIME)


def test_two_that_are_due_together_are_said_as_one() -> None:
    manners = Manners()
    manners.due(Due(1, Phrase(Kind.RESUMED, "expose", "La séance reprend."), 0.0))
    manners.due(Due(2, LEFT, 0.1))
    play = manners.next(hear(manners, 0.0, 2.0, voiced=False), VOICE)
    assert play is not None
    assert [due.number for due in play.dues] == [1, 2]
    assert play.texts == ("Il reste une minute.",)


def test_levels_follow_the_choice_and_the_clients_own_time() -> None:
    client = Due(1, LEFT, 0.0, client=True)
    assert level(Due(1, LEFT, 0.0), VOICE) is Sounds.VOICE
    assert level(client, VOICE) is Sounds.CHIME
    assert level(client, Chosen(own_time=True)) is Sounds.VOICE
    assert level(Due(1, OPENING, 0.0, client=True), VOICE) is Sounds.VOICE
    assert level(Due(1, HALF, 0.0), VOICE) is Sounds.CHIME
    assert level(Due(1, OPENING, 0.0), Chosen(sounds=Sounds.CHIME)) is Sounds.CHIME
    for cut in (Chosen(silence=True), Chosen(off_the_record=True), Chosen(sounds=Sounds.SCREEN)):
        assert level(Due(1, OPENING, 0.0), cut) is Sounds.SCREEN
        manners = Manners()
        manners.due(Due(1, OPENING, 0.0))
        assert [due.number for due in manners.given_up(0.0, cut)] == [1]


turns = st.lists(st.tuples(st.floats(0.1, 6.0), st.floats(0.2, 3.0)), min_size=1, max_size=8)


@given(turns, st.lists(st.floats(0.0, 20.0), min_size=1, max_size=4))
def test_nothing_ever_starts_in_an_utterance_nor_before_the_pause(
    said: list[tuple[float, float]], dues: list[float]
) -> None:
    assert all(silent >= PAUSE - FRAME - 1e-6 for _, silent in starts(said, sorted(dues)))


def test_in_a_hundred_conversations_no_announcement_starts_inside_an_utterance() -> None:
    waits = []
    for seed in range(100):
        draw = random.Random(seed)  # noqa: S311 - the same conversations each time
        said = [(draw.uniform(0.5, 8.0), draw.uniform(0.2, 3.0)) for _ in range(12)]
        for wait, silent in starts(said, [draw.uniform(0, 30.0)]):
            assert silent >= PAUSE - FRAME - 1e-6
            assert wait <= PATIENCE + FRAME
            waits.append(wait)
    assert len(waits) > 50
    print(f"median wait {median(waits):.1f} s, {len(waits)} of 100 sounded")


def starts(said: list[tuple[float, float]], dues: list[float]) -> list[tuple[float, float]]:
    """For each start, how long it had waited and how long nobody had spoken."""
    manners, now, found, since, number = Manners(), 0.0, [], None, 0
    for speech, pause in said:
        for seconds, voiced in ((speech, True), (pause, False)):
            for _ in range(round(seconds / FRAME)):
                while number < len(dues) and dues[number] <= now:
                    manners.due(Due(number, LEFT, dues[number]))
                    number += 1
                since = None if voiced else (now if since is None else since)
                manners.heard(now, now + FRAME, voiced=voiced)
                now += FRAME
                manners.given_up(now, VOICE)
                if play := manners.next(now, VOICE):
                    silent = 0.0 if since is None else now - since
                    found.append((now - play.dues[0].at, silent))
    return found
