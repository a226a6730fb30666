"""What of the wording is told, to the facilitator alone: sure, seldom, one at a time, and never twice."""

import itertools

import pytest

from companion.domain.discretion import DISMISSED_RESTS, RULE_RESTS, SAME_PERSON, Discretion
from companion.domain.messages import (
    CueDismissed,
    EndSession,
    Event,
    NextStep,
    Pause,
    ProposeContract,
    SpeakerIdentified,
    SpokeOutOfTurn,
    Strike,
    SwapClient,
    UtteranceTranscribed,
    WithdrawConsent,
    WordingCounted,
    WordingCue,
)
from companion.domain.people import Consent
from companion.domain.wording_watch import LAST_WORDS, WordingWatch
from tests.domain.table import CODEV, Table

ADVICE = "Est-ce que tu as pensé à demander un médiateur ?"
OTHER_ADVICE = "Tu devrais lui en parler."
FACTS = "Depuis quand cela dure-t-il ?"
MEANING = "Au fond, tu as peur du conflit."


class Listening(Table):
    """A table with a watch beside it, folded and asked as the engine does."""

    def __init__(self, step: str = "clarification") -> None:
        super().__init__()
        self.discretion = Discretion()
        self.watch = WordingWatch(CODEV, self.discretion)
        self.told: list[Event] = []
        self._names = itertools.count()
        for recorded in self.log:
            self.watch.fold(recorded)
            self.discretion.fold(recorded)
        while self.step != step:
            self.do(NextStep())

    def happen(self, *events: Event) -> tuple[Event, ...]:
        watch = getattr(self, "watch", None)
        all_of_them = tuple(watch.closing(events, self.now)) if watch else events
        for event in all_of_them:
            super().happen(event)
            if watch:
                self.discretion.fold(self.log[-1])
                watch.fold(self.log[-1])
                if isinstance(event, WordingCue | WordingCounted):
                    self.told.append(event)
        return all_of_them

    def say(
        self, person: str, text: str, *, sure: float = 0.9, likeness: float = 0.8, gap: float = 3.0
    ) -> str:
        """Somebody speaks for two seconds after ``gap`` seconds; the id of the utterance."""
        name = f"u{next(self._names)}"
        start, self.now = self.now + gap, self.now + gap + 2.0
        span = {"utterance": name, "start": start, "end": self.now, "ready_at": self.now}
        self.happen(SpeakerIdentified(person=person, confidence=likeness, final=True, **span))
        self.happen(UtteranceTranscribed(text=text, confidence=sure, **span))
        self.happen(*self.watch.heard(name, self.session, self.now))
        return name

    def later(self, seconds: float) -> None:
        self.now += seconds
        self.happen(*self.watch.tick(self.now))

    @property
    def cues(self) -> list[tuple[str, str]]:
        return [(cue.rule, cue.person) for cue in self.told if isinstance(cue, WordingCue)]

    @property
    def counted(self) -> list[str]:
        return [one.rule for one in self.told if isinstance(one, WordingCounted)]

    def last_cue(self) -> int:
        return next(r.seq for r in reversed(self.log) if isinstance(r.event, WordingCue))


def test_a_fault_is_told_with_its_sentence_and_no_word_is_copied() -> None:
    table = Listening()
    utterance = table.say("karim", f"D'accord. {ADVICE}")
    (cue,) = (one for one in table.told if isinstance(one, WordingCue))
    assert (cue.rule, cue.person, cue.step, cue.utterance) == (
        "Q2-CONSEIL",
        "karim",
        "clarification",
        utterance,
    )
    assert f"D'accord. {ADVICE}"[cue.first : cue.last].strip() == ADVICE
    assert not any(isinstance(value, str) and "médiateur" in value for value in vars_of(cue))


def vars_of(cue: WordingCue) -> list[object]:
    return [getattr(cue, name) for name in cue.__dataclass_fields__]


@pytest.mark.parametrize(
    "doubt", [{"sure": 0.4}, {"likeness": 0.3}], ids=["doubtful words", "doubtful voice"]
)
def test_what_is_doubtful_accuses_nobody(doubt: dict[str, float]) -> None:
    table = Listening()
    table.say("karim", ADVICE, **doubt)
    assert table.told == []


def test_neither_the_facilitator_nor_an_unknown_voice_nor_another_step_is_told_of() -> None:
    table = Listening()
    table.say("sophie", ADVICE)
    table.say("nobody", ADVICE)
    later = Listening("consultation")
    later.say("karim", ADVICE)
    assert table.told == later.told == []


def test_words_that_come_after_the_step_are_judged_by_the_step_they_were_said_in() -> None:
    table = Listening()
    name, start = "late", table.now + 1
    table.now += 4
    span = {"utterance": name, "start": start, "end": start + 2, "ready_at": table.now}
    table.do(NextStep())
    table.happen(SpeakerIdentified(person="karim", confidence=0.8, final=True, **span))
    table.happen(UtteranceTranscribed(text=ADVICE, confidence=0.9, **span))
    table.happen(*table.watch.heard(name, table.session, table.now))
    assert [cue.step for cue in table.told if isinstance(cue, WordingCue)] == ["clarification"]


def test_a_rule_rests_after_its_cue_and_what_it_hears_meanwhile_is_counted() -> None:
    table = Listening()
    table.say("karim", ADVICE)
    table.now += 20
    table.say("lea", OTHER_ADVICE)
    table.now += RULE_RESTS
    table.say("paul", OTHER_ADVICE)
    assert table.cues == [("Q2-CONSEIL", "karim"), ("Q2-CONSEIL", "paul")]
    assert table.counted == ["Q2-FERMEE", "Q2-CONSEIL"]


def test_the_same_person_is_not_told_of_twice_in_two_minutes() -> None:
    table = Listening()
    table.say("karim", ADVICE)
    table.now += SAME_PERSON - 20
    table.say("karim", MEANING)
    table.now += 40
    table.say("karim", MEANING)
    assert table.cues == [("Q2-CONSEIL", "karim"), ("Q2-INTERP", "karim")]


def test_a_flag_of_the_floor_is_enough() -> None:
    table = Listening("expose")
    span = {"start": table.now + 3, "end": table.now + 5, "raised_at": table.now + 5}
    table.happen(SpokeOutOfTurn(person="karim", step="expose", rule="intrusion", utterance="u0", **span))
    table.say("karim", "Et pourquoi tu n'as rien dit à ton chef ?")
    assert table.cues == []


def test_one_cue_at_a_time() -> None:
    table = Listening()
    table.say("karim", f"{MEANING} {OTHER_ADVICE}")
    table.say("lea", MEANING)
    assert len(table.cues) == 1


def test_a_cue_set_aside_makes_its_rule_quieter_then_silent() -> None:
    table = Listening()
    table.say("karim", ADVICE)
    table.happen(CueDismissed(cue=table.last_cue()))
    table.now += RULE_RESTS * 2
    table.say("lea", ADVICE)
    table.now += DISMISSED_RESTS
    table.say("paul", ADVICE)
    table.happen(CueDismissed(cue=table.last_cue()))
    table.now += DISMISSED_RESTS * 10
    table.say("karim", ADVICE)
    table.say("lea", MEANING)
    assert table.cues == [("Q2-CONSEIL", "karim"), ("Q2-CONSEIL", "paul"), ("Q2-INTERP", "lea")]


def test_what_was_told_and_set_aside_is_known_again_after_a_crash() -> None:
    table = Listening()
    table.say("karim", ADVICE)
    table.happen(CueDismissed(cue=table.last_cue()))
    table.discretion = Discretion()
    table.watch = WordingWatch(CODEV, table.discretion)
    for recorded in table.log:
        table.discretion.fold(recorded)
        table.watch.fold(recorded)
    table.now += RULE_RESTS * 2
    table.say("lea", ADVICE)
    assert table.cues == [("Q2-CONSEIL", "karim")]


def test_closed_questions_are_counted_and_name_nobody() -> None:
    table = Listening()
    table.say("karim", "Est-ce que ton chef est au courant ?")
    assert table.counted == ["Q2-FERMEE"]
    assert "person" not in WordingCounted.__dataclass_fields__


def test_questions_asked_over_short_pauses_are_one_turn() -> None:
    table = Listening()
    table.say("karim", FACTS)
    table.say("karim", "Et qui était là ce jour-là ?", gap=0.5)
    apart = Listening()
    apart.say("karim", FACTS)
    apart.say("karim", "Et qui était là ce jour-là ?", gap=5.0)
    assert (table.cues, apart.cues) == ([("Q2-TIROIRS", "karim")], [])


def test_an_answer_to_the_client_is_no_interruption() -> None:
    table = Listening("synthese")
    table.say("claire", "Tu peux me redire le nom de ton contact ?")
    table.say("karim", "C'est Julie Martin, à la mairie.")
    table.say("lea", "Tu oublies mon idée du planning.")
    assert table.cues == [("P5-INTERV", "lea")]


def test_the_type_that_is_missing_is_told_once_the_step_is_over() -> None:
    table = Listening("contrat")
    table.say("claire", "Aidez-moi, c'est tout.")
    assert table.cues == []
    table.do(NextStep())
    table.later(LAST_WORDS)
    assert table.cues == [("C3-TYPE", "claire")]
    assert [cue.at_step_end for cue in table.told if isinstance(cue, WordingCue)] == [True]


@pytest.mark.parametrize("likeness", [0.8, 0.3])
def test_words_that_settle_it_take_the_cue_back_even_doubtful_ones(likeness: float) -> None:
    table = Listening("contrat")
    table.say("claire", "Aidez-moi, c'est tout.")
    table.say("claire", "J'attends surtout des témoignages.", likeness=likeness)
    table.do(NextStep())
    table.later(LAST_WORDS)
    assert table.cues == []


def test_a_type_that_is_written_in_the_contract_settles_it_too() -> None:
    table = Listening("contrat")
    table.say("claire", "Aidez-moi, c'est tout.")
    table.do(ProposeContract(text="Annoncer la réorganisation", type="temoignages"))
    table.do(EndSession())
    assert table.cues == []


def test_what_waits_is_told_before_the_séance_ends() -> None:
    table = Listening("synthese")
    table.say("claire", "Je vais essayer de mieux communiquer.")
    table.do(EndSession())
    assert table.cues == [("P5-VAGUE", "claire")]


def test_words_that_were_struck_are_told_to_nobody() -> None:
    table = Listening("synthese")
    utterance = table.say("claire", "Je vais essayer de mieux communiquer.")
    table.do(Strike(utterance=utterance))
    table.do(EndSession())
    assert table.cues == []


def test_whoever_takes_back_an_agreement_and_what_is_erased_are_told_to_nobody() -> None:
    withdrawn = Listening("synthese")
    withdrawn.say("claire", "Je vais essayer de mieux communiquer.")
    withdrawn.do(WithdrawConsent(person="claire", consent=Consent.NOTES))
    swapped = Listening("contrat")
    swapped.say("claire", "Je ne sais pas, dites-moi ce que vous en pensez.")
    swapped.do(SwapClient(person="karim"))
    for table in (withdrawn, swapped):
        table.do(EndSession())
        assert table.cues == []


def test_in_a_pause_nobody_is_listened_to_for_wording() -> None:
    table = Listening()
    table.do(Pause())
    table.say("karim", ADVICE)
    assert table.told == []
