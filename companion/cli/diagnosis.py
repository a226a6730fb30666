"""What works on this machine, as data, and the same in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.app.whisper_choice import KEEPS_UP, WEAK, Speed, recommended

__all__ = ["Diagnosis", "Finding", "rendered"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``works`` is None when it could not be told."""

    subject: str
    works: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything the doctor found. ``speeds`` are from the smallest model to the largest."""

    findings: tuple[Finding, ...]
    speeds: tuple[Speed, ...]


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
    if choice == WEAK:
        advice += " Sa transcription est peu fiable : essayez aussi « companion models fetch whisper-small »."
    return advice
