"""The client's page: French, readable, and no trace of where the words lie in the recording."""

import re

from companion.domain.minutes import Minutes
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
        assert 6 == to_markdown(notes).count("rien relevé")
        assert 6 == to_markdown(notes).count("\n## ")


def test_questions_and_answers_are_told_apart() -> None:
    page = to_markdown(drafted(SEANCE))
    assert "- **Question** : Depuis quand ?\n- **Claire** : Oui." == part(page, "Clarification")


def test_the_contract_shows_what_was_written_and_what_was_said() -> None:
    page = to_markdown(draft(minutes(SEANCE, AGREED), CODEV, weak_transcription=False))
    contract = part(page, "Contrat")
    assert contract.startswith("Noté pendant la séance : « Trouver une place »")
    assert "Type de consultation : témoignages\n\nAccord du groupe : oui" in contract
    assert contract.endswith("- « J'aimerais, euh, que vous m'aidiez. »")


def test_authors_show_only_when_the_group_agreed() -> None:
    notes = drafted(SEANCE)
    bare = "- Va la voir.\n- Ne va pas la voir.\n- Va la voir."
    assert bare == part(to_markdown(notes), "Consultation")
    assert "- **Léa** : Ne va pas la voir." in part(to_markdown(notes, authors=True), "Consultation")


def test_the_learnings_of_others_show_only_with_their_agreement() -> None:
    notes = drafted(SEANCE)
    own = part(to_markdown(notes), "Apprentissages")
    assert own.startswith("- Je repars contente.")
    assert "me taire" not in own
    everyone = part(to_markdown(notes, every_learning=True), "Apprentissages")
    assert "### Karim\n\n- J'apprends à me taire." in everyone
    assert "### Paul\n\nrien relevé" in everyone


def test_no_identifier_and_no_time_goes_out() -> None:
    heard = said(("expose", "claire", "Je reprends une équipe."))
    page = to_markdown(drafted(heard), authors=True, every_learning=True)
    assert not re.search(r"\bu\d|\d+[.:]\d|claire", page)


def test_spoken_words_are_never_read_as_markdown() -> None:
    heard = said(("expose", "claire", "1. <b>Un</b> *vrai* # problème"), ("expose", "claire", "- Voilà."))
    assert r"- 1\. \<b\>Un\</b\> \*vrai\* \# problème" + "\n" + r"- \- Voilà." == part(
        to_markdown(drafted(heard)), "Exposé"
    )
