"""Who said what, in which step, for how long: a fold of the log with its corrections."""

from companion.domain.messages import (
    AgreeContract,
    NextStep,
    Pause,
    ProposeContract,
    Resume,
    SpeakerCorrected,
    UtteranceCorrected,
)
from companion.domain.minutes import Minutes, Passage, minutes_of
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
