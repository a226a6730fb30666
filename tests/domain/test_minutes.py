"""Who said what, in which step, for how long: a fold of the log with its corrections."""

from companion.domain.messages import (
    AgreeContract,
    CorrectVoice,
    GiveConsent,
    NextStep,
    Pause,
    ProposeContract,
    Resume,
    SpeakerCorrected,
    Strike,
    SwapClient,
    UtteranceCorrected,
    WithdrawConsent,
)
from companion.domain.minutes import Minutes, Passage, minutes_of
from companion.domain.people import Consent, Role
from tests.domain.table import PEOPLE, Table, identified, transcribed


def test_an_empty_log_gives_empty_minutes() -> None:
    assert minutes_of([]) == Minutes()


def test_words_go_to_the_person_and_the_step_in_which_they_were_begun() -> None:
    table = Table()
    table.now = 100
    table.happen(identified("u2", "karim", 50, 55), transcribed("u2", 50, 55, "Deux."))
    table.do(NextStep())
    table.now = 110
    table.happen(transcribed("u1", 20, 30, "Un."), identified("u1", "claire", 20, 30))
    table.happen(identified("u3", "claire", 101, 109), transcribed("u3", 101, 109, "Trois."))
    said = [(u.id, u.person, u.step, u.text) for u in minutes_of(table.log).utterances]
    assert said == [
        ("u1", "claire", "accueil", "Un."),
        ("u2", "karim", "accueil", "Deux."),
        ("u3", "claire", "expose", "Trois."),
    ]


def test_words_before_the_start_have_no_step() -> None:
    table = Table(started=False)
    table.happen(identified("u1", "claire", 1, 3), transcribed("u1", 1, 3, "Bonjour."))
    assert [u.step for u in minutes_of(table.log).utterances] == [None]


def test_a_correction_wins_over_what_was_heard_before_or_after() -> None:
    table = Table()
    table.happen(identified("u1", "karim", 1, 3), transcribed("u1", 1, 3, "Bon jour."))
    table.happen(
        SpeakerCorrected(utterance="u1", person="lea"), UtteranceCorrected(utterance="u1", text="Bonjour.")
    )
    table.happen(identified("u1", "karim", 1, 3))
    (said,) = minutes_of(table.log).utterances
    assert (said.person, said.text, said.confidence) == ("lea", "Bonjour.", 1.0)
    assert minutes_of(table.log).talk == {("lea", "accueil"): 2.0}


def test_an_unknown_voice_and_a_provisional_label_say_nothing() -> None:
    table = Table()
    table.happen(identified("u1", None, 1, 3), identified("u2", "lea", 4, 6, final=False))
    table.happen(transcribed("u2", 4, 6, "Oui."))
    assert minutes_of(table.log).utterances == ()
    assert minutes_of(table.log).talk == {}


def test_a_name_once_given_is_kept() -> None:
    table = Table()
    table.happen(identified("u1", "karim", 1, 3), transcribed("u1", 1, 3, "Bonjour."))
    table.happen(identified("u1", None, 1, 3))
    assert [(u.person, u.text) for u in minutes_of(table.log).utterances] == [("karim", "Bonjour.")]


def test_talk_is_summed_by_person_and_step() -> None:
    table = Table()
    table.happen(
        identified("u1", "claire", 1, 3), identified("u2", "claire", 5, 9), identified("u3", "lea", 9, 10)
    )
    assert minutes_of(table.log).talk == {("claire", "accueil"): 6.0, ("lea", "accueil"): 1.0}


def test_steps_keep_their_planned_and_real_time() -> None:
    table = Table()
    table.now = 100
    table.do(Pause())
    table.now = 160
    table.do(Resume())
    table.now = 200
    table.do(NextStep())
    assert minutes_of(table.log).passages == (
        Passage(step="accueil", started_at=0, planned=600, lasted=140),
        Passage(step="expose", started_at=200, planned=480, lasted=None),
    )


def test_the_people_and_the_contract_are_in_the_minutes() -> None:
    table = Table()
    table.do(ProposeContract(text="Aidez-moi à préparer jeudi.", type="idées"))
    table.do(AgreeContract())
    minutes = minutes_of(table.log)
    assert minutes.roster.people == PEOPLE
    assert minutes.contract is not None
    assert minutes.contract.agreed


def said(table: Table) -> list[tuple[str, str, str]]:
    return [(u.person, u.step or "", u.text) for u in minutes_of(table.log).utterances]


def talked() -> Table:
    """Karim in the accueil, then Claire and Karim in the exposé."""
    table = Table()
    table.happen(identified("u1", "karim", 50, 55), transcribed("u1", 50, 55, "Bonjour."))
    table.now = 100
    table.do(NextStep())
    table.happen(identified("u2", "claire", 110, 119), transcribed("u2", 110, 119, "Mon équipe."))
    table.happen(identified("u3", "karim", 120, 122), transcribed("u3", 120, 122, "Ah bon."))
    table.now = 160
    return table


def test_a_voice_corrected_as_a_whole_is_followed() -> None:
    table = talked()
    table.do(CorrectVoice(utterance="u3", person="lea"))
    assert said(table) == [
        ("lea", "accueil", "Bonjour."),
        ("claire", "expose", "Mon équipe."),
        ("lea", "expose", "Ah bon."),
    ]


def test_a_struck_line_is_neither_said_nor_counted_even_when_it_comes_late() -> None:
    table = talked()
    table.do(Strike(utterance="u3"))
    table.happen(identified("u3", "karim", 120, 123), transcribed("u3", 120, 123, "Ah bon."))
    assert said(table) == [("karim", "accueil", "Bonjour."), ("claire", "expose", "Mon équipe.")]
    assert minutes_of(table.log).talk == {("karim", "accueil"): 5.0, ("claire", "expose"): 9.0}


def test_the_minutes_of_a_swapped_client_hold_nothing_of_the_first_expose() -> None:
    table = talked()
    table.do(NextStep())
    table.do(ProposeContract(text="Comment tenir bon ?", type="idées"))
    table.do(SwapClient(person="lea"))
    table.now = 200
    table.happen(identified("u4", "lea", 170, 180), transcribed("u4", 170, 180, "Mon projet."))
    minutes = minutes_of(table.log)
    assert said(table) == [("karim", "accueil", "Bonjour."), ("lea", "expose", "Mon projet.")]
    assert minutes.talk == {("karim", "accueil"): 5.0, ("lea", "expose"): 10.0}
    assert minutes.contract is None
    assert [(p.step, p.started_at) for p in minutes.passages] == [("accueil", 0), ("expose", 160)]
    assert minutes.roster.role_of("claire") is Role.CONSULTANT
    assert minutes.roster.role_of("lea") is Role.CLIENT


def test_whoever_withdraws_from_the_notes_is_counted_and_not_quoted() -> None:
    table = talked()
    table.do(WithdrawConsent(person="karim", consent=Consent.NOTES))
    table.do(GiveConsent(person="karim", consent=Consent.NOTES))
    assert said(table) == [("claire", "expose", "Mon équipe.")], "a later yes brings nothing back"
    assert minutes_of(table.log).talk["karim", "expose"] == 2.0


def test_minutes_are_the_same_before_and_after_the_words_left_the_log() -> None:
    table = talked()
    table.do(Strike(utterance="u3"))
    table.do(SwapClient(person="lea"))
    left = [recorded for recorded in table.log if recorded.seq not in table.traces.due]
    assert len(left) < len(table.log)
    assert minutes_of(left) == minutes_of(table.log)
