"""Mending what was misheard, line by line or a whole voice, and striking a line for good."""

from companion.domain.messages import (
    CancelEnrolment,
    CorrectSpeaker,
    CorrectText,
    CorrectVoice,
    CueKept,
    DismissCue,
    EnrolmentFailed,
    EnrolmentStarted,
    EnrolVoice,
    ForgetVoice,
    KeepCue,
    SpeakerCorrected,
    SpokeOutOfTurn,
    Strike,
    UtteranceRedacted,
    VoiceEnrolled,
    VoiceForgotten,
)
from tests.domain.refusing import refusal
from tests.domain.table import Table, identified, transcribed


def heard(*people: str | None) -> Table:
    """u1, u2... said by these people."""
    table = Table()
    for number, person in enumerate(people, 1):
        label = identified(f"u{number}", person, number, number + 0.5)
        table.happen(label, *([transcribed(f"u{number}", number, number + 0.5, "Oui.")] if person else []))
    return table


def corrected(table: Table, utterance: str, person: str) -> list[str]:
    events = table.do(CorrectVoice(utterance=utterance, person=person))
    assert all(isinstance(event, SpeakerCorrected) and event.person == person for event in events)
    return [event.utterance for event in events if isinstance(event, SpeakerCorrected)]


def test_every_line_of_a_voice_is_given_to_somebody_else() -> None:
    table = heard("karim", "lea", "karim", None, "karim")
    assert corrected(table, "u3", "paul") == ["u3", "u1", "u5"]
    assert [table.traces.person(f"u{n}") for n in range(1, 6)] == ["paul", "lea", "paul", None, "paul"]


def test_every_unknown_voice_gets_a_name() -> None:
    assert corrected(heard(None, "lea", None), "u3", "paul") == ["u3", "u1"]


def test_a_line_corrected_before_belongs_to_whom_it_was_given() -> None:
    table = heard("karim", "karim", "lea")
    table.do(CorrectSpeaker(utterance="u1", person="lea"))
    assert corrected(table, "u3", "paul") == ["u3", "u1"]
    assert corrected(table, "u2", "karim") == [], "it is that person's already"


def test_a_line_not_labelled_yet_is_no_part_of_a_voice() -> None:
    table = heard("karim", None)
    table.happen(identified("u9", "karim", 9, 10, final=False))
    assert corrected(table, "u1", "paul") == ["u1"]
    assert corrected(table, "u9", "lea") == ["u9", "u2"]


def test_what_was_never_heard_cannot_be_mended() -> None:
    table = heard("karim", None)
    assert refusal(table, CorrectVoice(utterance="u9", person="lea")) == "unknown_utterance"
    assert refusal(table, CorrectVoice(utterance="u1", person="zoe")) == "unknown_person"
    assert refusal(table, Strike(utterance="u9")) == "unknown_utterance"
    assert refusal(table, CorrectText(utterance="u2", text="Non.")) == "unknown_utterance"
    assert refusal(table, CorrectText(utterance="u1", text="n" * 5001)) == "long_text"


def test_a_struck_line_is_gone_with_its_cue_and_cannot_be_touched_again() -> None:
    table = heard("karim", "lea")
    flag = SpokeOutOfTurn(
        person="karim", step="accueil", start=1, end=2, raised_at=2, rule="intrusion", utterance="u1"
    )
    table.happen(flag)
    (cue,) = table.session.cues
    assert table.do(Strike(utterance="u1")) == (UtteranceRedacted(utterance="u1"),)
    assert table.do(Strike(utterance="u1")) == (), "striking twice is striking once"
    assert refusal(table, CorrectSpeaker(utterance="u1", person="lea")) == "unknown_utterance"
    assert refusal(table, CorrectText(utterance="u1", text="Non.")) == "unknown_utterance"
    assert refusal(table, DismissCue(cue=cue)) == "unknown_cue"
    assert corrected(table, "u2", "karim") == ["u2"]


def test_a_voice_is_called_off_redone_and_forgotten() -> None:
    table = Table()
    assert refusal(table, CancelEnrolment(person="karim")) == "not_enrolling"
    table.do(EnrolVoice(person="karim"))
    failed = EnrolmentFailed(person="karim", reason="cancelled")
    assert table.do(CancelEnrolment(person="karim")) == (failed,)
    started = EnrolmentStarted(person="karim", start=0.0)
    assert table.do(EnrolVoice(person="karim")) == (started,)
    table.happen(VoiceEnrolled(person="karim", start=0, end=9, speech=8))
    again = table.do(EnrolVoice(person="karim"))
    assert again == (VoiceForgotten(person="karim"), EnrolmentStarted(person="karim", start=0.0))
    table.happen(VoiceEnrolled(person="karim", start=0, end=9, speech=8))
    assert table.do(ForgetVoice(person="karim")) == (VoiceForgotten(person="karim"),)
    assert table.session.enrolled == frozenset()
    forgotten = table.do(ForgetVoice(person="lea"))
    assert forgotten == (VoiceForgotten(person="lea"),), "it may be in memory since the round before"


def test_a_cue_is_kept_once_and_may_still_be_set_aside() -> None:
    table = heard("karim", "lea")
    times = {"start": 1, "end": 2, "raised_at": 2}
    table.happen(SpokeOutOfTurn(person="karim", step="accueil", rule="intrusion", utterance="u1", **times))
    (cue,) = table.session.cues
    assert table.do(KeepCue(cue=cue)) == (CueKept(cue=cue),)
    assert table.do(KeepCue(cue=cue)) == ()
    assert table.session.kept == {cue}
    table.do(DismissCue(cue=cue))
    assert refusal(table, KeepCue(cue=cue)) == "unknown_cue"
