"""What a client's words do in the consultation: argue, or ask, thank and recall the demand."""

import unicodedata

import pytest

from companion.domain.debate import Speech, speech_of, trivial

ARGUES = (
    "Oui mais chez nous c'est le siège qui décide.",
    "Oui, mais bon, le directeur refuse tout.",
    "Je l'ai fait l'an dernier et personne n'est venu.",
    "Je l'ai déjà proposé deux fois au comité.",
    "On a essayé la réunion hebdomadaire, ça n'a rien donné.",
    "Non, parce que le contrat ne le permet pas.",
    "Non non, elle ne viendra pas.",
    "C'est pas si simple, il y a les syndicats.",
    "Ce n'est pas aussi facile que ça.",
    "Ça ne marchera pas avec Bruno.",
    "Ça marche pas chez nous ce genre de choses.",
    "J'ai pas le temps de faire tout ça.",
    "Je ne peux pas lui dire une chose pareille.",
    "Tu ne connais pas mon responsable.",
    "Vous ne vous rendez pas compte de la charge.",
    "Je ne suis pas d'accord avec cette idée.",
    "Si, je lui en ai parlé, justement.",
    "Le problème, c'est que personne ne m'écoute.",
    "Sauf que le budget est déjà voté.",
    "C'est impossible avant la rentrée.",
    "Je t'assure que j'ai tout essayé.",
    "En fait c'est parce que je suis arrivée après les autres.",
    "D'accord mais il faudrait que la direction suive.",
    "Merci mais ça je l'ai déjà fait.",
    "J'y ai déjà pensé, et ça coûte trop cher.",
    "Il n'acceptera jamais.",
    "Tu dis ça mais tu ne connais pas l'équipe.",
    "Je ne vois pas comment tu ferais à ma place.",
    "Quand j'ai proposé ça, vous savez, ça n'a pas marché.",
    "Je sais pas comment vous faites, mais chez nous c'est interdit.",
    "Comment tu veux que je trouve le temps ?",
    "Tu veux dire lui parler ? Je lui en ai déjà parlé.",
)

ALLOWED = (
    "Tu veux dire quoi par rituel ?",
    "Qu'est-ce que tu entends par lâcher prise ?",
    "C'était combien de temps ?",
    "C'était dans quelle équipe ?",
    "D'accord, merci.",
    "Merci Karim, c'est noté.",
    "Est-ce que tu parles de la réunion du lundi ?",
    "On s'éloigne un peu de ma question.",
    "Je voudrais qu'on revienne à ma demande.",
    "Pardon, je n'ai pas compris la fin.",
    "Tu peux répéter, s'il te plaît ?",
    "Est-ce que tu pourrais me donner un exemple ?",
    "Attends, tu parles de mon équipe ou de la tienne ?",
    "Ça m'aide beaucoup, merci.",
    "C'est très intéressant, je le note.",
    "Ah oui, je n'y avais pas pensé, merci.",
    "Comment tu as fait, toi ?",
    "Et ça a duré longtemps ?",
    "Je n'ai pas entendu ton dernier mot.",
    "Je rappelle que ma demande porte sur l'annonce.",
    "Non, vas-y, continue, je t'écoute.",
    "Quand tu dis ça, tu penses à qui ?",
    "J'ai tout noté, merci.",
    "Non, c'est très clair, merci.",
    "C'est pas bête du tout, ça.",
    "Qu'est-ce que tu veux savoir exactement ?",
    "Si je comprends bien, tu proposes d'attendre ?",
)

STATES = (
    "Dans le service il y a douze personnes.",
    "La réunion est jeudi matin.",
    "Il y a deux bureaux au premier étage.",
)


def misheard(text: str) -> list[str]:
    """As a small Whisper may write it: no accents, no punctuation, other apostrophes, a sound before."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    flat = "".join(c if c.isalnum() or c in "' " else " " for c in bare).lower()
    return [text, bare, flat, text.replace("'", "’"), f"Euh, {text[0].lower()}{text[1:]}"]


@pytest.mark.parametrize("text", ARGUES)
def test_who_justifies_refuses_or_contradicts_argues(text: str) -> None:
    assert {Speech.ARGUES} == {speech_of(each) for each in misheard(text)}


@pytest.mark.parametrize("text", ALLOWED)
def test_who_asks_thanks_or_recalls_the_demand_does_not_argue(text: str) -> None:
    assert {speech_of(each) for each in (text, text.replace("'", "’"))} <= {Speech.ASKS, Speech.THANKS}


@pytest.mark.parametrize("text", ALLOWED)
def test_no_misheard_question_is_taken_for_an_argument(text: str) -> None:
    """Without its question mark it may be a statement, which counts only when it lasts."""
    assert Speech.ARGUES not in {speech_of(each) for each in misheard(text)}


@pytest.mark.parametrize("text", STATES)
def test_a_plain_statement_does_neither(text: str) -> None:
    assert {Speech.STATES} == {speech_of(each) for each in misheard(text)}


def test_a_question_mark_does_not_excuse_an_objection() -> None:
    assert speech_of("Oui mais j'ai déjà essayé ?") is Speech.ARGUES


def test_no_words_state_nothing_worse() -> None:
    assert speech_of("") is Speech.STATES


TOLERATED = ("mmh", "oui", "d'accord", "ah oui", "je vois", "très bien")


@pytest.mark.parametrize(
    "text", ["Mmh.", "Oui, oui.", "D’accord.", "Ah oui, d'accord, je vois.", "tres bien", "…"]
)
def test_backchannels_in_any_number_are_trivial(text: str) -> None:
    assert trivial(text, TOLERATED)


@pytest.mark.parametrize("text", ["Oui, et pourquoi ?", "Je vois un problème.", "Ouistiti.", "Moi aussi."])
def test_anything_more_than_a_backchannel_is_not(text: str) -> None:
    assert not trivial(text, TOLERATED)
