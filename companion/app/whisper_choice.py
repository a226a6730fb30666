"""Which Whisper hears the séance: the one asked for, else the largest that is known to keep up here."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.adapters.model_store import ModelStore
from companion.domain.errors import PartMissing

__all__ = ["AUTO", "KEEPS_UP", "WEAK", "Speed", "chosen_whisper", "recommended"]

AUTO = "auto"
"""The setting that leaves the choice to us."""

WEAK = "whisper-base"
"""The one model whose text must be marked as unreliable; also the one that every machine can run."""

KEEPS_UP = 0.4
"""Real-time factor up to which a Whisper is fit for a live séance.

At 0.4 a sentence of 4 s is written 1.6 s after its end, the delay that we promise, and more than half of
the machine is left to the voices, the page and whatever else is open.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a Whisper runs here: ``factor`` is seconds of work per second of sound.

    It is None when it was not measured.
    """

    model: str
    factor: float | None


def recommended(speeds: Sequence[Speed]) -> str | None:
    """The largest model that keeps up, else the smallest that was measured, else None."""
    measured = [(speed.model, speed.factor) for speed in speeds if speed.factor is not None]
    fast = [model for model, factor in measured if factor <= KEEPS_UP]
    if fast:
        return fast[-1]
    return measured[0][0] if measured else None


def chosen_whisper(wanted: str, models: ModelStore, speeds: Sequence[Speed]) -> str:
    """The model's id. ``speeds`` are what the doctor measured here before. Raises PartMissing.

    A model that was never measured is not chosen over WEAK: nobody knows whether it keeps up.
    """
    if wanted != AUTO:
        if models.model(wanted).kind != "whisper":
            message = f"« {wanted} » ne transcrit pas : choisissez un modèle whisper."
            raise PartMissing("not_a_whisper", message)
        return wanted
    installed = [model.id for model in models if model.kind == "whisper" and model.id in models.installed()]
    factors = {speed.model: speed.factor for speed in speeds}
    choice = recommended([Speed(model, factors.get(model)) for model in installed])
    if choice is not None:
        return choice
    return installed[0] if installed else WEAK
