"""How the floor passes: who speaks over the client, aside, too much, or not at all; and a long silence."""

from hypothesis import given
from hypothesis import strategies as st

from companion.domain.discretion import Discretion
from companion.domain.messages import (
    Event,
    NextStep,
    OffTheRecord,
    SpeakerIdentified,
    TurnTakingCue,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.domain.people import Role
from companion.domain.turn_taking import (
    ENOUGH_TALK,
    LARGE_GROUP,
    LARGE_SHARE,
    LONG_SILENCE,
    LONG_STRETCH,
    Said,
    Talk,
    TurnTaking,
    aside,
    dominant,
    interrupted,
)
from tests.domain.table import CODEV, PEOPLE, Table

PEOPLE_ROLES = {
    "claire": Role.CLIENT,
    "karim": Role.CONSULTANT,
    "lea": Role.CONSULTANT,
    "paul": Role.CONSULTANT,
}


def talk(*said: tuple[str, float, float, int]) -> Talk:
    lines = [
        Said(f"u{n}", person, PEOPLE_ROLES[person], start, end, words)
        for n, (person, start, end, words) in enumerate(said)
    ]
    return Talk("clarification", 0.0, 1200.0, lines)


def test_four_words_of_a_second_over_the_client_interrupt() -> None:
    found = interrupted(talk(("claire", 0, 10, 30), ("karim", 8, 12, 8)))
    assert found is not None
    assert found.person == "karim"


def test_what_was_heard_over_the_client_interrupts_though_the_names_follow_each_other() -> None:
    """Nobody is named while two speak: the client's part ends where the overlap begins."""
    table = talk(("claire", 0, 8, 30), ("karim", 8, 12, 8))
    assert interrupted(table) is None
    table.said[-1].over = 0.6
    found = interrupted(table)
    assert found is not None and found.person == "karim"
    table.said[-1].over = 0.2
    assert interrupted(table) is None
    late = talk(("claire", 0, 8, 30), ("karim", 8.3, 12, 8))
    late.said[-1].over = 0.8
    assert interrupted(late) is None, "a pause lay between"


def test_a_sign_of_listening_a_reply_and_the_client_interrupt_nobody() -> None:
    assert interrupted(talk(("claire", 0, 10, 30), ("karim", 8, 8.6, 5))) is None
    assert interrupted(talk(("claire", 0, 10, 30), ("karim", 8, 12, 2))) is None
    assert interrupted(talk(("claire", 0, 10, 30), ("karim", 10.1, 12, 8))) is None
    assert interrupted(talk(("karim", 0, 10, 30), ("claire", 8, 12, 8))) is None


def test_two_consultants_who_answer_one_another_are_aside() -> None:
    found = aside(talk(("karim", 0, 2, 6), ("lea", 2.5, 4, 6), ("karim", 4.4, 6, 6)))
    assert found is not None
    assert aside(talk(("karim", 0, 2, 6), ("claire", 2.5, 4, 6), ("karim", 4.4, 6, 6))) is None
    assert aside(talk(("karim", 0, 2, 6), ("lea", 2.5, 4, 6), ("paul", 4.4, 6, 6))) is None
    assert aside(talk(("karim", 0, 2, 6), ("lea", 9, 11, 6), ("karim", 12, 14, 6))) is None


PIECES = st.lists(
    st.tuples(st.sampled_from(["karim", "lea", "paul"]), st.floats(1, 60), st.floats(5, 20)),
    min_size=1,
    max_size=30,
)


def laid_out(pieces: list[tuple[str, float, float]]) -> Talk:
    """One after another, with pauses long enough that nobody speaks in a row for minutes."""
    now, said = 0.0, []
    for person, length, gap in pieces:
        said.append((person, now, now + length, 10))
        now += length + gap
    return talk(*said)


@given(PIECES)
def test_whoever_is_said_to_dominate_has_more_than_their_part(pieces: list[tuple[str, float, float]]) -> None:
    room = laid_out(pieces)
    found = dominant(room, LARGE_GROUP)
    spoken: dict[str, float] = {}
    for one in room.said:
        spoken[one.person] = spoken.get(one.person, 0.0) + one.end - one.start
    total, mine = sum(spoken.values()), spoken[room.said[-1].person]
    due = total >= ENOUGH_TALK and mine > LARGE_SHARE * total
    assert (found is not None) == (due or room.said[-1].end - room.said[-1].start >= LONG_STRETCH)


@given(PIECES)
def test_in_a_small_group_only_minutes_in_a_row_count(pieces: list[tuple[str, float, float]]) -> None:
    assert dominant(laid_out(pieces), LARGE_GROUP - 1) is None


@given(st.floats(0.1, 3.9), st.integers(2, 12))
def test_minutes_in_a_row_are_counted_over_short_pauses(gap: float, pieces: int) -> None:
    length = LONG_STRETCH / pieces
    said = [("karim", n * (length + gap), n * (length + gap) + length + 0.01, 10) for n in range(pieces)]
    assert dominant(talk(*said), 3) is not None
    short = [one for one in said if one[1] < LONG_STRETCH - length]
    assert short == [] or short[-1][2] >= LONG_STRETCH or dominant(talk(*short), 3) is None


class Watched(Table):
    """A table with its turn-taking watched."""

    def __init__(self, step: str = "clarification") -> None:
        super().__init__()
        self.discretion = Discretion()
        self.watch = TurnTaking(CODEV, self.discretion)
        for person in PEOPLE:
            span = {"start": 0.0, "end": 1.0, "speech": 10.0}
            self.happen(VoiceEnrolled(person=person.id, **span))
        while self.step != step:
            self.do(NextStep())

    def happen(self, *events: Event) -> tuple[Event, ...]:
        watch = getattr(self, "watch", None)
        for event in events:
            super().happen(event)
            if watch:
                self.discretion.fold(self.log[-1])
                watch.fold(self.log[-1], self.session)
        return events

    def say(self, person: str, seconds: float, *, gap: float = 5.0) -> None:
        start, self.now = self.now + gap, self.now + gap + seconds
        name, span = f"u{len(self.log)}", {"start": start, "end": self.now, "ready_at": self.now}
        label = SpeakerIdentified(utterance=name, person=person, confidence=0.8, final=True, **span)
        self.happen(
            label, UtteranceTranscribed(utterance=name, text="Voilà ce que j'en sais pour ma part.", **span)
        )
        self.happen(*self.watch.heard(self.session, self.now))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.happen(*self.watch.tick(self.session, self.now))

    @property
    def cues(self) -> list[tuple[str, str | None]]:
        return [(r.event.rule, r.event.person) for r in self.log if isinstance(r.event, TurnTakingCue)]


def test_a_long_silence_is_told_once_and_not_in_the_exposé() -> None:
    room, exposition = Watched(), Watched("expose")
    for table in (room, exposition):
        table.say("claire", 5.0)
        for _ in range(4):
            table.pass_time(LONG_SILENCE / 2)
    assert room.cues == [("silence", None)]
    assert exposition.cues == []


def test_off_the_record_no_silence_is_told() -> None:
    room = Watched()
    room.say("claire", 5.0)
    room.do(OffTheRecord())
    room.pass_time(LONG_SILENCE * 2)
    assert room.cues == []


def test_who_has_said_nothing_at_two_thirds_of_the_step_is_told_one_at_a_time() -> None:
    room = Watched()
    minutes = 20
    while room.now < minutes * 60 * 0.6:
        room.say("karim", 20.0)
        room.say("lea", 20.0)
    assert room.cues == []
    room.now = minutes * 60 * 0.7
    room.say("karim", 2.0)
    room.pass_time(1.0)
    assert [cue for cue in room.cues if cue[0] == "retrait"] == [("retrait", "paul")]
    room.pass_time(200.0)
    assert [cue for cue in room.cues if cue[0] == "retrait"] == [("retrait", "paul")]


def test_an_aside_is_told_once_in_a_step() -> None:
    room = Watched()
    for _ in range(12):
        room.say("karim", 2.0, gap=0.5)
        room.say("lea", 2.0, gap=0.5)
    room.now += 300
    for _ in range(4):
        room.say("karim", 2.0, gap=0.5)
        room.say("lea", 2.0, gap=0.5)
    assert [rule for rule, _ in room.cues].count("aparte") <= 2
    assert ("aparte", "karim") in room.cues
