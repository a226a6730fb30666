"""The draft holds what was said, where it was said, and nothing else."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.adapters.methods import load_method
from companion.domain.codec import to_plain
from companion.domain.messages import NextStep, SpeakerCorrected, Strike, SwapClient
from companion.domain.minutes import Minutes, Utterance, minutes_of
from companion.domain.notes import (
    Caveat,
    DoubtReason,
    Kind,
    NoteLine,
    Notes,
    Quote,
    Section,
    notes_from_plain,
)
from companion.domain.session import Contract
from companion.drafting.dates import dates_in
from companion.drafting.doubts import weakly_found
from companion.drafting.notetaker import STEPS, draft
from tests.domain.table import PEOPLE, Table, identified, transcribed
from tests.drafting.seance import CODEV, PREPARED, minutes, said

SEANCE = said(
    ("accueil", "claire", "Bonjour."),
    ("expose", "sophie", "La parole est à Claire."),
    ("expose", "claire", "Je, euh, reprends une équipe de douze personnes. J'ai peur de la perdre."),
    ("expose", "karim", "Chez moi aussi."),
    ("clarification", "karim", "Depuis quand ?"),
    ("clarification", "claire", "Depuis lundi."),
    ("contrat", "lea", "Tu veux de l'aide."),
    ("contrat", "claire", "J'aimerais, euh, que vous m'aidiez à trouver ma place."),
    ("contrat", "karim", "D'accord."),
    ("consultation", "paul", "Va la voir."),
    ("consultation", "sophie", "Merci Paul."),
    ("consultation", "karim", "Mmh."),
    ("consultation", "lea", "Ne va pas la voir."),
    ("consultation", "claire", "J'y ai pensé."),
    ("consultation", "paul", "Va la voir."),
    ("synthese", "lea", "Garde mon idée."),
    ("synthese", "claire", "Je garde cette visite. Le 12 mars, je vais la voir."),
    ("apprentissages", "karim", "J'apprends à me taire."),
    ("apprentissages", "claire", "Je repars avec du courage."),
    (None, "claire", "Avant tout."),
)

PHRASES = (
    "Je garde l'idée de Paul.",
    "Tu pourrais écrire une lettre à ta directrice.",
    "Euh, demain, j'appelle Léa.",
    "La lettre, non, je la laisse de côté.",
    "D'ici la fin du mois, je je fais le point.",
    "J'apprends à écouter.",
    "Comment est-ce que je peux dire non ?",
    "Oui.",
    "Le premier pas, c'est de dormir.",
    "Et les autres, aussi.",
    "Chez nous, on avait mis trois semaines.",
    "Ça me touche.",
    "Bonne séance.",
    "Qui a fait quoi",
    "et puis voilà",
    "la prochaine fois, il faudra veiller à l'heure.",
    "Vous pouvez compter sur moi dans quinze jours.",
    "…",
)
TALK = st.lists(
    st.tuples(st.sampled_from((*STEPS, "accueil", None)), st.sampled_from([p.id for p in PEOPLE]),
              st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map(" ".join),
              st.floats(min_value=0, max_value=1)),
    max_size=25,
)  # fmt: skip


def drafted(heard: tuple[Utterance, ...], *, weak: bool = False) -> Notes:
    return draft(minutes(heard), CODEV, weak_transcription=weak)


def texts(notes: Notes, section: Section) -> list[tuple[str | None, str]]:
    return [(line.person, line.text) for line in notes.of(section)]


def heard_as(talk: list[tuple[str | None, str, str, float]]) -> tuple[Utterance, ...]:
    spoken = said(*[turn[:3] for turn in talk])
    return tuple(replace(one, confidence=turn[3]) for one, turn in zip(spoken, talk, strict=True))


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        (Section.CONTEXT, [("claire", "Je reprends une équipe de douze personnes.")]),
        (Section.STAKE, [("claire", "J'ai peur de la perdre.")]),
        (Section.FACTS, [("karim", "Depuis quand ?")]),
        (Section.CONTRACT, [("claire", "Trouver ma place.")]),
        (
            Section.CONTRIBUTIONS,
            [("paul", "Va la voir."), ("lea", "Ne va pas la voir."), ("paul", "Va la voir.")],
        ),
        (Section.KEPT, [("claire", "Je garde cette visite.")]),
        (Section.PLAN, [("claire", "Le 12 mars, je vais la voir.")]),
        (Section.LEARNINGS, [("karim", "J'apprends à me taire."), ("claire", "Je repars avec du courage.")]),
    ],
)
def test_a_section_holds_its_people_in_its_step(
    section: Section, lines: list[tuple[str | None, str]]
) -> None:
    assert lines == texts(drafted(SEANCE), section)


def test_a_question_has_its_answer_and_a_contract_its_raw_words_and_its_agreement() -> None:
    notes = drafted(SEANCE)
    (fact,) = notes.of(Section.FACTS)
    assert fact.answer
    assert "Depuis lundi." == fact.answer.text
    (contract,) = notes.of(Section.CONTRACT)
    assert "J'aimerais, euh, que vous m'aidiez à trouver ma place." == contract.said
    assert ["karim"] == [quote.person for quote in notes.contract.agreement]


def test_an_action_has_its_owner_and_its_day() -> None:
    (line,) = drafted(SEANCE).of(Section.PLAN)
    assert line.action
    assert line.action.due
    assert ("claire", "Le 12 mars", date(2027, 3, 12)) == (
        line.action.owner,
        line.action.due.words,
        line.action.due.day,
    )
    assert line.action.sign is None


def test_what_is_done_with_it_is_the_same_action_unless_each_has_its_day() -> None:
    one = said(("synthese", "claire", "Je vais écrire la lettre. Je la fais relire par Paul avant le 12."))
    assert 1 == len(drafted(one).of(Section.PLAN))
    two = said(("synthese", "claire", "Jeudi je vais écrire la lettre. Vendredi je la fais relire par Paul."))
    assert 2 == len(drafted(two).of(Section.PLAN))


def test_an_action_of_somebody_who_is_not_at_the_table_has_no_owner() -> None:
    heard = said(
        ("synthese", "claire", "Je vais écrire demain. Ma cheffe va relire jeudi. Paul m'appelle mardi."),
    )
    owners = [line.action.owner for line in drafted(heard).lines if line.action]
    assert ["claire", None, "paul"] == owners


def test_what_was_written_down_in_the_room_is_kept_beside_what_was_heard() -> None:
    contract = Contract(text="Trouver une place", type="temoignages", agreed=True)
    notes = draft(minutes(contract=contract), CODEV, weak_transcription=False)
    assert contract == notes.contract.written
    assert notes.contract.agreed


def test_an_empty_log_and_a_silent_seance_give_no_line() -> None:
    for silent in (Minutes(), minutes()):
        assert () == draft(silent, CODEV, weak_transcription=False).lines


def test_steps_that_were_never_reached_leave_the_rest() -> None:
    some = tuple(u for u in SEANCE if u.step not in ("contrat", "synthese"))
    notes = drafted(some)
    assert () == notes.of(Section.CONTRACT) + notes.of(Section.KEPT) + notes.of(Section.PLAN)
    assert 3 == len(notes.of(Section.CONTRIBUTIONS))


def test_a_weak_model_and_another_method_are_told() -> None:
    assert () == drafted(SEANCE).caveats
    assert (Caveat.WEAK_TRANSCRIPTION,) == drafted(SEANCE, weak=True).caveats
    other = draft(minutes(SEANCE), load_method("troika"), weak_transcription=False)
    assert (Caveat.OTHER_METHOD,) == other.caveats


def test_a_negation_and_a_date_of_the_plan_heard_badly_are_to_be_checked() -> None:
    badly = tuple(
        replace(u, text="Jeudi, je dis à Paul que je ne viens pas.", confidence=0.6)
        if u.step == "synthese"
        else u
        for u in SEANCE
        if u.person == "claire"
    )
    (line,) = drafted(badly).of(Section.PLAN)
    reasons = {doubt.reason: doubt.words for doubt in line.doubts}
    assert {
        DoubtReason.DATE: "Jeudi",
        DoubtReason.NEGATION: "ne viens pas",
        DoubtReason.NAME: "Paul",
    } == reasons


def test_what_may_reverse_a_plan_is_marked_however_long_the_list() -> None:
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    badly = said(*(("synthese", "claire", f"Je ne vois pas Paul {day}, je vais écrire.") for day in days))
    plan = [line for line in drafted(badly).lines if line.section is Section.PLAN]
    assert len(days) == len(plan)
    for line in plan:
        assert {DoubtReason.NEGATION, DoubtReason.DATE} <= {doubt.reason for doubt in line.doubts}
    assert not any(line.doubts for line in drafted(tuple(replace(u, confidence=0.9) for u in badly)).lines)


def test_a_doubt_of_a_detail_is_one_of_its_action() -> None:
    first, second = said(
        ("synthese", "claire", "Jeudi, je vais écrire la lettre."),
        (
            "synthese",
            "claire",
            "Le premier pas, c'est de ne pas appeler Rodrigue, ni les trois autres.",
        ),
    )
    (line,) = drafted((replace(first, confidence=0.9), second)).of(Section.PLAN)
    assert {"ne pas": DoubtReason.NEGATION, "trois": DoubtReason.NUMBER, "Rodrigue": DoubtReason.NAME} == {
        doubt.words: doubt.reason for doubt in line.doubts
    }


def test_who_speaks_is_doubtful_when_the_voice_hardly_fits_or_had_another_name() -> None:
    table = Table()
    for _ in range(4):
        table.do(NextStep())
    table.happen(identified("u1", "paul", 1, 3), transcribed("u1", 1, 3, "Tu pourrais écrire une lettre."))
    assert [] == [line.doubts for line in _lines_of(table) if line.doubts]
    table.happen(replace(identified("u1", "paul", 1, 3), confidence=0.5))
    assert [DoubtReason.SPEAKER] == [doubt.reason for line in _lines_of(table) for doubt in line.doubts]
    table.happen(SpeakerCorrected(utterance="u1", person="paul"))
    assert [] == [line.doubts for line in _lines_of(table) if line.doubts]
    table.happen(identified("u2", None, 4, 6), identified("u2", "lea", 4, 6))
    table.happen(transcribed("u2", 4, 6, "Va voir ta directrice."))
    (unsure,) = [line for line in _lines_of(table) if line.doubts]
    assert ("lea", False) == (unsure.person, unsure.held)


def _lines_of(table: Table) -> tuple[NoteLine, ...]:
    return draft(minutes_of(table.log), CODEV, weak_transcription=False).of(Section.CONTRIBUTIONS)


def test_an_offer_that_the_client_did_not_take_is_held() -> None:
    offered = said(("synthese", "karim", "Je peux t'envoyer mon plan jeudi."))
    (line,) = drafted(offered).to_check
    assert line.held
    assert () == drafted(offered).of(Section.PLAN)
    taken = said(("synthese", "karim", "Je peux t'envoyer mon plan."), ("synthese", "claire", "Merci."))
    assert [("karim", "Je peux t'envoyer mon plan.")] == texts(drafted(taken), Section.PLAN)


def test_a_thing_that_is_only_named_and_hardly_heard_is_held() -> None:
    heard = said(
        ("synthese", "sophie", "Qu'est-ce que tu gardes ?"),
        ("synthese", "claire", "La lettre de mission."),
        ("synthese", "claire", "Donc, Chapelle, les doux formats."),
    )
    notes = drafted((*heard[:2], replace(heard[2], confidence=0.5)))
    assert [("claire", "La lettre de mission.")] == texts(notes, Section.KEPT)
    assert ["Donc, Chapelle, les doux formats."] == [line.text for line in notes.to_check]


def test_what_is_kept_and_what_is_left_are_parted_though_only_commas_were_heard() -> None:
    sorted_out = "Je garde la lettre, je garde aussi les horaires, la question je la laisse de côté."
    notes = drafted(said(("synthese", "claire", sorted_out)))
    kept = [("claire", "Je garde la lettre"), ("claire", "Je garde aussi les horaires")]
    assert kept == texts(notes, Section.KEPT)
    assert [("claire", "La question je la laisse de côté.")] == texts(notes, Section.SET_ASIDE)


def test_what_is_kept_names_the_contribution_that_it_comes_from() -> None:
    heard = said(
        ("consultation", "paul", "Tu pourrais écrire une lettre de mission."),
        ("consultation", "lea", "Tu pourrais partir en vacances."),
        ("synthese", "claire", "Je garde la lettre de mission."),
    )
    notes = drafted(heard)
    (kept,) = notes.of(Section.KEPT)
    assert (notes.of(Section.CONTRIBUTIONS)[0].id,) == kept.refs


@given(TALK)
def test_nothing_is_added(talk: list[tuple[str | None, str, str, float]]) -> None:
    """Every word is in the evidence, every date comes from its words, every id is alone."""
    heard = heard_as(talk)
    by_id = {utterance.id: utterance for utterance in heard}
    notes = drafted(heard)
    assert len(notes.lines) == len({line.id for line in notes.lines})
    for quote in (q for line in notes.lines for q in _quotes(line)):
        carried = [by_id[e.utterance] for e in quote.evidence]
        assert {quote.person} == {u.person for u in carried}
        words = set(re.findall(r"\w+", " ".join(u.text for u in carried).lower()))
        assert set(re.findall(r"\w+", f"{quote.said} {quote.text}".lower())) <= words
    for line in notes.lines:
        if line.action and (due := line.action.due):
            assert due.words.lower() in " ".join(by_id[e.utterance].text for e in due.evidence).lower()
            assert due.day in {found.day for found in dates_in(line.text, PREPARED.date)}


@given(TALK)
def test_the_list_to_check_stays_short_and_ids_follow_the_words(
    talk: list[tuple[str | None, str, str, float]],
) -> None:
    heard = heard_as(talk)
    notes = drafted(heard)
    weakly = [line for line in notes.to_check if weakly_found(line.section, line.doubts)]
    assert len(weakly) <= max(1, 0.15 * len(notes.lines))
    assert notes == drafted(heard)
    assert notes == notes_from_plain(json.loads(json.dumps(to_plain(notes))))


def test_an_id_outlives_a_correction_of_its_words() -> None:
    mended = tuple(replace(u, text="Va donc la voir.") if u.id == "u9" else u for u in SEANCE)
    before, after = drafted(SEANCE), drafted(mended)
    assert [line.id for line in before.lines] == [line.id for line in after.lines]
    assert "Va donc la voir." == after.line("contributions:u9:0").text


def test_ten_thousand_lines_are_drafted() -> None:
    many = said(
        *(
            (STEPS[n * 6 // 10_000], PEOPLE[n % 4].id, f"Tu pourrais écrire la lettre {n}.")
            for n in range(10_000)
        )
    )
    notes = drafted(many)
    assert 1000 < len(notes.of(Section.CONTRIBUTIONS))
    assert {Kind.SUGGESTION} == {line.kind for line in notes.of(Section.CONTRIBUTIONS)}


def test_the_notes_follow_another_client_and_hold_nothing_of_the_first() -> None:
    table = Table()
    table.do(NextStep())
    table.happen(identified("u1", "claire", 1, 9), transcribed("u1", 1, 9, "Je reprends une équipe."))
    table.now = 60
    table.do(SwapClient(person="lea"))
    table.happen(
        identified("u2", "lea", 70, 79), transcribed("u2", 70, 79, "Je quitte mon poste d'infirmière.")
    )
    table.happen(identified("u3", "lea", 80, 89), transcribed("u3", 80, 89, "Ne gardez pas cette phrase."))
    table.do(Strike(utterance="u3"))
    notes = draft(minutes_of(table.log), CODEV, weak_transcription=False)
    assert [("lea", "Je quitte mon poste d'infirmière.")] == texts(notes, Section.CONTEXT)
    assert "équipe" not in str(notes.lines)
    assert "gardez" not in str(notes)


def _quotes(line: NoteLine) -> list[Quote | NoteLine]:
    action = line.action
    parts = (
        (action.with_whom, action.first_step, action.sign, action.obstacle, action.support) if action else ()
    )
    return [line, *(q for q in (line.answer, *parts) if q)]
