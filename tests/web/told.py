"""A whole séance that was heard, word for word, on a real hall: what its notes are drafted from."""

from collections.abc import Mapping

from companion.app.house import House
from companion.domain.consents import everybody
from companion.domain.messages import (
    Accepted,
    EndSession,
    NextStep,
    PrepareSession,
    SpeakerIdentified,
    StartSession,
    UtteranceTranscribed,
)
from companion.domain.people import Person, Role
from tests.domain.table import preparing
from tests.web.hall import SCRIBES, HallHouse

PEOPLE = (
    Person(id="claire", name="Claire", role=Role.CLIENT),
    Person(id="karim", name="Karim", role=Role.CONSULTANT),
    Person(id="lea", name="Léa", role=Role.CONSULTANT),
    Person(id="sophie", name="Sophie", role=Role.FACILITATOR),
)
MARKER = "zirconium"
TURNS: tuple[tuple[str, str, str], ...] = (
    ("accueil", "sophie", "Bonjour à tous, on commence le tour de table."),
    ("expose", "claire", "J'ai repris le projet zirconium il y a six mois, et Gérard ne me parle plus."),
    ("expose", "claire", "Ce qui est difficile pour moi, c'est que je me sens seule face à eux."),
    ("clarification", "karim", "Depuis quand est-ce que cela dure ?"),
    ("clarification", "claire", "Cela dure depuis le mois de septembre."),
    ("contrat", "claire", "Je voudrais vos témoignages pour reprendre ma place dans cette équipe."),
    ("contrat", "karim", "Oui, c'est clair pour moi, je suis d'accord."),
    ("contrat", "lea", "D'accord pour moi aussi."),
    ("consultation", "karim", "Moi, quand j'ai repris un service, j'ai déjeuné avec chacun en une semaine."),
    ("consultation", "lea", "Tu pourrais écrire ton rôle noir sur blanc et le lire en réunion."),
    ("consultation", "lea", "Qu'est-ce que tu perdrais à lui poser la question ?"),
    ("synthese", "claire", "Je retiens l'idée d'écrire mon rôle."),
    ("synthese", "claire", "Lundi, j'appelle Gérard pour lui proposer un déjeuner."),
    ("apprentissages", "claire", "J'apprends que je peux demander de l'aide."),
    ("apprentissages", "karim", "J'apprends que j'écoute mieux quand je me tais."),
    ("apprentissages", "lea", "Je repars avec l'idée que mon équipe a aussi son zirconium."),
)


async def do(house: House, command: object) -> None:
    answer = await house.engine.submit(command)  # type: ignore[arg-type]
    assert isinstance(answer, Accepted), answer


async def say(house: House, utterance: str, person: str | None, text: str, confidence: float = 0.95) -> None:
    """That person (None: a « voix inconnue ») says it now, heard with that ``confidence``."""
    at = house.clock.elapsed()
    label = {"utterance": utterance, "person": person, "start": at, "end": at, "ready_at": at}
    await house.engine.hear(SpeakerIdentified(**label, confidence=0.7, final=True))
    words = {"utterance": utterance, "start": at, "end": at, "ready_at": at, "confidence": confidence}
    await house.engine.hear(UtteranceTranscribed(**words, text=text))


async def begun(hall: HallHouse, *, title: str = "Séance du jeudi") -> House:
    """Everybody agreed, and the first step is open."""
    command: PrepareSession = preparing(PEOPLE, title=title)
    house = await hall.hall.find(await hall.made(command))
    assert house is not None
    await hall.hall.enter(house.session_id)
    await started(house)
    return house


async def started(house: House) -> None:
    """Everybody agrees, and the first step is open."""
    for consent in everybody(house.session.roster):
        await do(house, consent)
    await do(house, StartSession())


async def told(
    hall: HallHouse,
    turns: tuple[tuple[str, str | None, str], ...] = TURNS,
    *,
    until: str | None = None,
    title: str = "Séance du jeudi",
    confidence: Mapping[int, float] | None = None,
) -> House:
    """These turns were said, each in its step; the séance is over, or stands in the step ``until``."""
    house = await begun(hall, title=title)
    for number, (step, person, text) in enumerate(turns):
        if until == house.session.step.id:  # type: ignore[union-attr]
            return house
        while house.session.step.id != step:  # type: ignore[union-attr]
            await do(house, NextStep())
        await say(house, f"u{number}", person, text, (confidence or {}).get(number, 0.95))
    while until and house.session.step.id != until:  # type: ignore[union-attr]
        await do(house, NextStep())
    if until is None:
        await do(house, EndSession())
    return house


async def drafted(house: House) -> House:
    """The same, once nobody drafts its notes any more."""
    await SCRIBES[house.session_id].idle()
    assert house.session.review.exists
    return house
