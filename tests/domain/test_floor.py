"""Who is flagged for speaking out of turn, when, and how often: one flag per intervention."""

from itertools import count

import pytest

from companion.domain.floor import FloorWatch
from companion.domain.messages import SpokeOutOfTurn
from companion.domain.people import Roster
from companion.domain.speech import VoiceObserved, WordsHeard
from tests.domain.table import CODEV, PEOPLE

STEPS = tuple(step.id for step in CODEV.steps)
CLIENTS_OWN = ("expose", "synthese")
LOOK = 0.256
NEUTRAL = "Dans le service il y a douze personnes et un bureau au rez-de-chaussée"


class Room:
    """Lets people talk in front of a watch: one look every quarter of a second, words when asked."""

    def __init__(self, step: str | None) -> None:
        self.watch = FloorWatch()
        self.watch.step(CODEV.step(step) if step else None, Roster(PEOPLE))
        self.now = 100.0
        self.flags: list[SpokeOutOfTurn] = []
        self._ids = count(1)

    def talk(
        self,
        person: str | None,
        seconds: float,
        text: str = "",
        *,
        sure: bool = True,
        doubts: tuple[str, ...] = (),
    ) -> list[SpokeOutOfTurn]:
        """``person`` speaks; the words, if any, are known at the end. The flags that this raised."""
        before, start, name = len(self.flags), self.now, f"u{next(self._ids)}"
        for index in range(1, round(seconds / LOOK) + 1):
            self.now = start + min(index * LOOK, seconds)
            self._keep(
                self.watch.voice(
                    VoiceObserved(
                        utterance=name,
                        person=person,
                        start=start,
                        end=self.now,
                        confidence=0.7,
                        sure=sure,
                        doubts=doubts,
                    ),
                    self.now,
                )
            )
        self.now = start + seconds
        if text:
            words = WordsHeard(utterance=name, person=person, start=start, end=self.now, text=text)
            self._keep(self.watch.words(words, self.now))
        return self.flags[before:]

    def silence(self, seconds: float) -> None:
        self.now += seconds

    def _keep(self, flag: SpokeOutOfTurn | None) -> None:
        if flag is not None:
            self.flags.append(flag)


# --- whoever speaks in the client's time ---


@pytest.mark.parametrize("step", CLIENTS_OWN)
def test_a_consultant_in_the_clients_time_is_flagged_once_during_the_speech(step: str) -> None:
    [flag] = Room(step).talk("karim", 6.0)
    assert ("karim", step, "intrusion", 100.0) == (flag.person, flag.step, flag.rule, flag.start)
    assert 1.1 <= flag.raised_at - flag.start <= 1.6
    assert flag.end == flag.raised_at


@pytest.mark.parametrize("step", CLIENTS_OWN)
@pytest.mark.parametrize("person", ["claire", "sophie", None])
def test_client_facilitator_and_unknown_voices_are_never_flagged_there(step: str, person: str | None) -> None:
    assert Room(step).talk(person, 20.0, "Non, mais ce n'est pas possible, j'ai déjà essayé.") == []


@pytest.mark.parametrize("step", STEPS)
def test_the_facilitator_is_flagged_in_no_step(step: str) -> None:
    assert Room(step).talk("sophie", 20.0, "Non mais ce n'est pas le moment.") == []


@pytest.mark.parametrize("step", [None, *(s for s in STEPS if s not in (*CLIENTS_OWN, "consultation"))])
def test_nobody_is_watched_in_the_other_steps_nor_between_steps(step: str | None) -> None:
    room = Room(step)
    for person in PEOPLE:
        assert room.talk(person.id, 8.0, "Oui mais j'ai déjà essayé.") == []


def test_consultants_may_speak_in_the_consultation() -> None:
    assert Room("consultation").talk("karim", 30.0, "Oui mais j'ai déjà essayé.") == []


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.05])
def test_a_short_turn_takes_no_floor(seconds: float) -> None:
    assert Room("expose").talk("karim", seconds) == []


def test_short_turns_with_silence_between_them_do_not_add_up() -> None:
    room = Room("expose")
    for _ in range(4):
        room.talk("karim", 0.8)
        room.silence(3.0)
    assert room.flags == []


def test_short_turns_with_others_between_them_do_not_add_up() -> None:
    room = Room("expose")
    for _ in range(4):
        room.talk("karim", 0.8)
        room.talk("claire", 1.0)
    assert room.flags == []


def test_a_breath_inside_an_intervention_makes_no_second_one() -> None:
    room = Room("expose")
    room.talk("karim", 2.0)
    room.silence(1.0)
    room.talk("karim", 3.0)
    assert len(room.flags) == 1


def test_the_same_person_after_somebody_else_is_flagged_again() -> None:
    room = Room("expose")
    room.talk("karim", 2.0)
    room.talk("claire", 1.0)
    room.talk("karim", 2.0)
    assert ["karim", "karim"] == [flag.person for flag in room.flags]


def test_the_same_person_after_a_long_silence_is_flagged_again() -> None:
    room = Room("expose")
    room.talk("karim", 2.0)
    room.silence(4.0)
    room.talk("karim", 2.0)
    assert len(room.flags) == 2


def test_two_consultants_are_two_flags() -> None:
    room = Room("synthese")
    room.talk("karim", 2.0)
    room.talk("lea", 2.0)
    assert ["karim", "lea"] == [flag.person for flag in room.flags]


def test_a_voice_that_is_not_sure_flags_nobody() -> None:
    assert Room("expose").talk("karim", 8.0, sure=False) == []


def test_a_doubt_between_two_consultants_is_a_consultant_all_the_same() -> None:
    assert len(Room("expose").talk("karim", 3.0, doubts=("lea",))) == 1


@pytest.mark.parametrize("other", ["claire", "sophie"])
def test_a_doubt_with_somebody_who_may_speak_flags_nobody(other: str) -> None:
    assert Room("expose").talk("karim", 8.0, doubts=("lea", other)) == []


def test_a_backchannel_drawn_out_takes_no_floor() -> None:
    """« D'accord, je vois » over a second: the looks made so far count for nothing."""
    room = Room("expose")
    room.talk("karim", 1.0, "Ah oui, d'accord, je vois.")
    assert room.flags == []


# --- the client in the consultation ---


@pytest.fixture
def consultation() -> Room:
    return Room("consultation")


def test_words_that_justify_are_debate_from_a_second_and_a_half(consultation: Room) -> None:
    [flag] = consultation.talk("claire", 1.6, "Oui mais j'ai déjà essayé.")
    assert ("claire", "consultation", "debate") == (flag.person, flag.step, flag.rule)


def test_a_word_that_slips_out_is_no_debate(consultation: Room) -> None:
    assert consultation.talk("claire", 1.2, "Oui mais non.") == []


def test_four_seconds_on_the_floor_are_debate_whatever_is_said(consultation: Room) -> None:
    assert consultation.talk("claire", 3.5, NEUTRAL) == []
    assert ["debate"] == [flag.rule for flag in consultation.talk("claire", 1.0)]


def test_words_of_the_beginning_that_come_late_take_nothing_back(consultation: Room) -> None:
    """Texts and early words overtake one another on a busy machine: the longer reading stands."""
    start = consultation.now
    assert consultation.talk("claire", 2.5, NEUTRAL) == []
    late = WordsHeard(
        utterance="u0", person="claire", start=start, end=start + 1, text="Comment tu fais ça ?"
    )
    assert consultation.watch.words(late, consultation.now) is None
    assert ["debate"] == [flag.rule for flag in consultation.talk("claire", 1.8)]


def test_time_alone_flags_nobody_before_any_word_is_known(consultation: Room) -> None:
    """It might be a long question."""
    assert consultation.talk("claire", 12.0) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tu peux préciser ce que tu entends par cadre ?",
        "Merci beaucoup, je note, c'est une idée à laquelle je n'avais pas pensé.",
        "On s'éloigne de ma demande, je crois.",
        "Pardon, je n'ai pas bien entendu la fin.",
    ],
)
def test_a_question_a_precision_or_thanks_are_free_however_long(consultation: Room, text: str) -> None:
    assert consultation.talk("claire", 9.0, text) == []


def test_one_intervention_of_the_client_is_one_flag(consultation: Room) -> None:
    consultation.talk("claire", 3.0, "Oui mais j'ai déjà essayé.")
    consultation.talk("claire", 6.0, "Et puis ça ne marchera jamais.")
    assert len(consultation.flags) == 1


def test_a_doubt_with_a_consultant_does_not_count_the_clients_time(consultation: Room) -> None:
    assert consultation.talk("claire", 8.0, NEUTRAL, doubts=("karim",)) == []


def test_a_new_step_forgets_what_was_begun_before() -> None:
    room = Room("clarification")
    room.talk("karim", 5.0)
    room.watch.step(CODEV.step("synthese"), Roster(PEOPLE))
    assert room.talk("karim", 0.8) == []
    assert len(room.talk("karim", 1.5)) == 1


def test_nobody_is_watched_after_the_last_step() -> None:
    room = Room("expose")
    room.watch.step(None, Roster(PEOPLE))
    assert room.talk("karim", 5.0) == []
