"""What works on this machine, as data, and the same in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["KEEPS_UP", "Diagnosis", "Finding", "Speed", "recommended", "rendered"]

KEEPS_UP = 0.4
"""Real-time factor up to which a Whisper is fit for a live séance.

At 0.4 a sentence of 4 s is written 1.6 s after its end, the delay that we promise, and more than half of
the machine is left to the voices, the page and whatever else is open.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``works`` is None when it could not be told."""

    subject: str
    works: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a Whisper runs here: ``factor`` is seconds of work per second of sound.

    It is None when it was not measured.
    """

    model: str
    factor: float | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything the doctor found. ``speeds`` are from the smallest model to the largest."""

    findings: tuple[Finding, ...]
    speeds: tuple[Speed, ...]


def recommended(speeds: Sequence[Speed]) -> str | None:
    """The largest model that keeps up, else the smallest that was measured, else None."""
    measured = [(speed.model, speed.factor) for speed in speeds if speed.factor is not None]
    fast = [model for model, factor in measured if factor <= KEEPS_UP]
    if fast:
        return fast[-1]
    return measured[0][0] if measured else None


def rendered(diagnosis: Diagnosis) -> str:
    """The diagnosis for a person, in French, one line per thing."""
    lines = [
        f"{_mark(finding.works)} {finding.subject:<13}{finding.sentence}" for finding in diagnosis.findings
    ]
    lines += ["", "Vitesse de transcription sur cette machine :"]
    lines += [f"  {speed.model:<24}{_speed(speed.factor)}" for speed in diagnosis.speeds]
    lines += ["", _advice(diagnosis.speeds)]
    return "\n".join(lines)


def _mark(works: bool | None) -> str:
    return "?" if works is None else "✓" if works else "✗"


def _speed(factor: float | None) -> str:
    if factor is None:
        return "non mesuré"
    figure = f"{factor:.2f}".replace(".", ",")
    judgement = "tient le direct" if factor <= KEEPS_UP else "trop lent pour le direct"
    return f"{figure} s de calcul par seconde de parole : {judgement}"


def _advice(speeds: Sequence[Speed]) -> str:
    choice = recommended(speeds)
    if choice is None:
        return "Aucun modèle de transcription n'a pu être mesuré : lancez « companion models fetch »."
    factors = {speed.model: speed.factor for speed in speeds}
    factor = factors[choice]
    if factor is not None and factor > KEEPS_UP:
        return f"Aucun modèle mesuré ne tient le direct : avec {choice}, le texte prendra du retard."
    advice = f"Conseillé en direct : {choice}, le plus grand modèle mesuré qui tient le rythme."
    if choice == "whisper-base":
        advice += " Sa transcription est peu fiable : essayez aussi « companion models fetch whisper-small »."
    return advice
