"""Minutes made by hand for the tests of the notes."""

from collections.abc import Sequence
from datetime import date

from companion.adapters.methods import load_method
from companion.domain.messages import SessionPrepared
from companion.domain.minutes import Minutes, Utterance
from companion.domain.session import Contract
from tests.domain.table import PEOPLE

CODEV = load_method("codev")
PREPARED = SessionPrepared(
    title="Reprendre une équipe",
    language="fr",
    method="codev",
    date=date(2026, 12, 1),
    people=PEOPLE,
    minutes=(),
)


def said(*turns: tuple[str | None, str, str]) -> tuple[Utterance, ...]:
    """Utterances of (step, person, text), five seconds each, one second apart."""
    return tuple(
        Utterance(
            id=f"u{n}", person=who, step=step, start=6.0 * n, end=6.0 * n + 5.0, text=text, confidence=0.6
        )
        for n, (step, who, text) in enumerate(turns)
    )


def minutes(utterances: Sequence[Utterance] = (), contract: Contract | None = None) -> Minutes:
    return Minutes(prepared=PREPARED, utterances=tuple(utterances), contract=contract)
