"""What is said in the room, what its facilitator does, and over which announcements somebody speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from companion.adapters.places import demonstration
from companion.adapters.seance_folder import read_seance
from companion.domain.messages import Command, NextStep, PrepareSession, StartSession
from companion.domain.method import Method
from companion.domain.plan import SeancePlan, scheduled
from companion.ports import SAMPLE_RATE, Samples

__all__ = ["Scene", "again_and_again", "short", "whole"]

MINUTES = {"accueil": 2.0, "expose": 1.5, "clarification": 1.2, "contrat": 1.0,
           "consultation": 2.05, "synthese": 1.4, "apprentissages": 2.0}  # fmt: skip
"""Short steps, so that the last minute of some falls in the middle of what somebody says."""
VOICE = (24.0, 27.0)
"""Seconds of the recording that are said over announcements: one of its voices, alone."""
SPOKEN = (0.5, 3.5)
"""When that voice speaks in the short scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``commands`` by second of ``samples``; ``over``: which spoken announcements, from 0, ``voice`` cuts."""

    method: Method
    prepare: PrepareSession
    samples: Samples
    commands: Sequence[tuple[float, Command]]
    voice: Samples
    over: tuple[int, ...]
    openings: tuple[str, ...] = ()
    """Of these steps alone are rendered ahead; of all of them, and every mark, if there are none."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_RATE


def whole(until: float | None = None) -> Scene:
    """The demonstration, or its beginning. Two announcements are spoken over."""
    plan, samples = read_seance(demonstration())
    commands = scheduled(plan, len(samples) / SAMPLE_RATE)
    kept = samples if until is None else samples[: round(until * SAMPLE_RATE)]
    return _scene(
        plan, kept, [pair for pair in commands if until is None or pair[0] < until], samples, (2, 4)
    )


def short() -> Scene:
    """Eighteen seconds: an announcement waits for a voice to end, and another one is spoken over."""
    plan, samples = read_seance(demonstration())
    room = np.zeros(18 * SAMPLE_RATE, np.float32)
    first, last = (round(second * SAMPLE_RATE) for second in SPOKEN)
    room[first:last] = _voice(samples)
    scene = _scene(plan, room, [(0.0, StartSession()), (11.0, NextStep())], samples, (1,))
    return replace(scene, openings=("accueil", "expose"))


def again_and_again(minutes: float) -> Scene:
    """The demonstration over and over for so long; its steps come once."""
    scene = whole()
    length = round(minutes * 60 * SAMPLE_RATE)
    return replace(scene, samples=np.resize(scene.samples, length), over=())


def _scene(
    plan: SeancePlan,
    samples: Samples,
    commands: Sequence[tuple[float, Command]],
    recording: Samples,
    over: tuple[int, ...],
) -> Scene:
    return Scene(
        method=plan.method,
        prepare=replace(plan.prepare, minutes=tuple(MINUTES.items())),
        samples=samples,
        commands=commands,
        voice=_voice(recording),
        over=over,
    )


def _voice(recording: Samples) -> Samples:
    first, last = (round(second * SAMPLE_RATE) for second in VOICE)
    return np.ascontiguousarray(recording[first:last])
