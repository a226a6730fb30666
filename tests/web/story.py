"""A séance cut short, with everything that a page may have to show. Names and words are made up."""

from datetime import date

from companion.domain.messages import (
    AudioLost,
    AudioRecovered,
    ContractAgreed,
    ContractHidden,
    ContractProposed,
    ContractShown,
    CueDismissed,
    EnrolmentStarted,
    Event,
    Hearing,
    HearingChanged,
    LagChanged,
    ListeningChanged,
    ReminderShown,
    SessionEnded,
    SessionPaused,
    SessionPrepared,
    SessionResumed,
    SessionStarted,
    SilenceChanged,
    SpeakerIdentified,
    SpeechStarted,
    SpokeOutOfTurn,
    StepEnded,
    StepEndingSoon,
    StepExtended,
    StepOverrun,
    StepStarted,
    UtteranceTranscribed,
    VoiceEnrolled,
)
from companion.domain.people import Person, Role

PEOPLE = (
    Person(id="claire", name="Claire", role=Role.CLIENT),
    Person(id="bruno", name="Bruno", role=Role.CONSULTANT),
    Person(id="camille", name="Camille", role=Role.CONSULTANT),
    Person(id="denis", name="Denis", role=Role.CONSULTANT),
    Person(id="elise", name="Élise <b>M.</b>", role=Role.CONSULTANT),
    Person(id="farid", name="Farid", role=Role.FACILITATOR),
)
WORDS = "Reprendre une équipe qui ne me parle plus."
DEMAND = "Comment reprendre ma place ?"
PREPARED = SessionPrepared(
    title="Reprendre une équipe",
    language="fr",
    method="codev",
    date=date(2026, 11, 20),
    people=PEOPLE,
    minutes=(
        ("accueil", 10.0),
        ("expose", 8.0),
        ("clarification", 20.0),
        ("contrat", 7.0),
        ("consultation", 25.0),
        ("synthese", 10.0),
        ("apprentissages", 10.0),
    ),
)

Story = list[tuple[float, Event]]


def spoken(utterance: str, person: str | None, start: float, text: str) -> Story:
    """Somebody says something."""
    end = start + 3.0
    label = {"utterance": utterance, "person": person, "start": start, "confidence": 0.71}
    return [
        (start, SpeechStarted(utterance=utterance, start=start)),
        (start + 1, SpeakerIdentified(**label, end=start + 1, final=False, ready_at=start + 1)),
        (end, SpeakerIdentified(**label, end=end, final=True, ready_at=end)),
        (end, UtteranceTranscribed(utterance=utterance, start=start, end=end, text=text, ready_at=end)),
    ]


def cue(person: str, utterance: str, start: float) -> Story:
    """That person is flagged while speaking."""
    flag = SpokeOutOfTurn(
        person=person,
        step="expose",
        start=start,
        end=start + 1.4,
        raised_at=start + 1.4,
        rule="intrusion",
        utterance=utterance,
    )
    return [(start + 1.4, flag)]


COURSE: Story = [
    (2.0, ListeningChanged(listening=True)),
    (2.0, HearingChanged(hearing=Hearing.READY)),
    (60.0, SessionStarted()),
    (60.0, StepStarted(step="accueil", ends_at=660.0)),
    (120.0, StepEnded(step="accueil", lasted=60.0)),
    (120.0, StepStarted(step="expose", ends_at=600.0)),
    (200.0, SessionPaused(off_the_record=True)),
    (260.0, SessionResumed(ends_at=660.0)),
    (300.0, AudioLost(start=300.0, reason="unplugged")),
    (310.0, AudioRecovered(start=300.0, gap=10.0)),
    (400.0, ReminderShown(reminder="one_at_a_time")),
    (500.0, SilenceChanged(on=True)),
    (600.0, StepEndingSoon(step="expose", remaining=60.0)),
    (660.0, StepOverrun(step="expose", over=0.0)),
    (700.0, StepExtended(step="expose", minutes=5.0, ends_at=1000.0)),
    (760.0, StepEnded(step="expose", lasted=580.0)),
    (760.0, StepStarted(step="contrat", ends_at=1180.0)),
    (810.0, ContractAgreed()),
    (812.0, ContractShown(text=DEMAND)),
    (815.0, ContractHidden()),
    (820.0, StepEnded(step="contrat", lasted=60.0)),
    (820.0, SessionEnded()),
]
HIDDEN: Story = [
    (1.0, PREPARED),
    (5.0, EnrolmentStarted(person="claire", start=5.0)),
    (20.0, VoiceEnrolled(person="claire", start=5.0, end=20.0, speech=12.0)),
    *spoken("u1", "claire", 130.0, WORDS),
    *spoken("u2", "bruno", 140.0, "Et pourquoi tu n'as rien dit ?"),
    *cue("bruno", "u2", 140.0),
    (150.0, CueDismissed(cue=1)),
    (320.0, LagChanged(seconds=4.0)),
    (800.0, ContractProposed(text=DEMAND, type="temoignages")),
]


def whole() -> Story:
    """Everything, in order of time."""
    return sorted(COURSE + HIDDEN, key=lambda moment: moment[0])
