"""The notes as a page: French, readable, and no trace of where the words lie in the recording."""

import re
from dataclasses import replace

from companion.domain.minutes import Minutes
from companion.domain.notes import Section
from companion.domain.session import Contract
from companion.drafting.markdown import to_markdown
from companion.drafting.notetaker import draft
from tests.drafting.seance import CODEV, minutes, said
from tests.drafting.test_notetaker import SEANCE, drafted

AGREED = Contract(text="Trouver une place", type="temoignages", agreed=True)


def part(page: str, title: str) -> str:
    """The text below a title, up to the next one."""
    return re.split(r"^## ", page.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0].strip()


def test_the_head_says_what_the_page_is_worth() -> None:
    page = to_markdown(drafted(SEANCE, weak=True))
    assert page.startswith("# Reprendre une équipe\n\n> Brouillon : ")
    assert "Les notes personnelles du client prévalent." in page
    assert "> **Transcription peu fiable : " in page
    assert "- Date : 1er décembre 2026\n- Client : Claire\n- Consultants : Karim, Léa, Paul\n" in page
    assert "peu fiable" not in to_markdown(drafted(SEANCE))


def test_where_nothing_was_heard_it_says_so() -> None:
    for notes in (drafted(()), draft(Minutes(), CODEV, weak_transcription=False)):
        page = to_markdown(notes)
        assert len(Section) + 1 == page.count("\n## ")
        for title in ("Contexte", "Contrat", "Contributions", "Plan d'action", "À vérifier"):
            assert part(page, title).startswith("rien relevé")


def test_a_question_stands_above_its_answer() -> None:
    page = to_markdown(drafted(SEANCE))
    assert "- **Question** : Depuis quand ?\n  - **Réponse** : Depuis lundi." == part(page, "Clarification")


def test_the_contract_shows_what_was_said_and_what_was_written() -> None:
    contract = part(to_markdown(draft(minutes(SEANCE, AGREED), CODEV, weak_transcription=False)), "Contrat")
    assert contract.startswith("« Trouver ma place. »\n\nMots du client : « J'aimerais, euh, que vous")
    assert "Noté pendant la séance : « Trouver une place »" in contract
    assert contract.endswith("Type de consultation : témoignages\n\nAccord du groupe : oui")


def test_a_client_who_keeps_the_sentence_back_is_not_quoted() -> None:
    unsaid = Contract(text="", type="questions", agreed=True)
    page = to_markdown(draft(minutes(SEANCE, unsaid), CODEV, weak_transcription=False))
    contract = part(page, "Contrat")
    assert "La phrase du client n'est pas notée, selon son choix." in contract
    assert "trouver ma place" not in page
    assert "questions réflexives" in contract


def test_contributions_stand_by_kind_and_authors_show_only_when_the_group_agreed() -> None:
    notes = drafted(SEANCE)
    bare = "### Suggestions\n\n- Va la voir.\n- Ne va pas la voir.\n- Va la voir."
    assert bare == part(to_markdown(notes), "Contributions")
    assert "- **Léa** : Ne va pas la voir." in part(to_markdown(notes, authors=True), "Contributions")


def test_an_action_says_what_was_not_said() -> None:
    plan = part(to_markdown(drafted(SEANCE)), "Plan d'action")
    assert plan.startswith(
        "1. Le 12 mars, je vais la voir.\n   - Qui : Claire\n   - Échéance : « Le 12 mars »"
    )
    assert "soit le vendredi 12 mars 2027" in plan
    assert plan.endswith("Non précisé : avec qui, premier pas, signe de réussite, obstacle, soutien")


def test_a_day_that_is_assumed_says_so() -> None:
    vague = said(("synthese", "claire", "La semaine prochaine, je vais la voir."))
    plan = part(to_markdown(drafted(vague)), "Plan d'action")
    assert "« La semaine prochaine », soit le vendredi 11 décembre 2026 au plus tard (supposition)" in plan


def test_what_is_to_be_checked_says_why() -> None:
    heard = said(("synthese", "claire", "Jeudi, je vais la voir."))
    page = to_markdown(drafted((replace(heard[0], confidence=0.5),)))
    checked = "- Plan d'action — une date mal entendue (« Jeudi ») : « Jeudi, je vais la voir. »"
    assert checked == part(page, "À vérifier")


def test_the_learnings_of_others_show_only_with_their_agreement() -> None:
    notes = drafted(SEANCE)
    own = part(to_markdown(notes), "Apprentissages")
    assert own.startswith("- Je repars avec du courage.")
    assert "me taire" not in to_markdown(notes)
    everyone = part(to_markdown(notes, every_learning=True), "Apprentissages")
    assert "### Karim\n\n- J'apprends à me taire." in everyone
    assert "### Paul\n\nrien relevé" in everyone


def test_no_identifier_and_no_time_goes_out() -> None:
    page = to_markdown(drafted(SEANCE, weak=True), authors=True, every_learning=True)
    assert not re.search(r"\bu\d|\d+[.:]\d|claire", page)


def test_spoken_words_are_never_read_as_markdown() -> None:
    heard = said(("expose", "claire", "Il y a <b>un</b> *vrai* # problème."))
    page = to_markdown(drafted(heard))
    assert r"- Il y a \<b\>un\</b\> \*vrai\* \# problème." in page
