"""Everything that is measured of one séance, or of several together."""

from dataclasses import dataclass, replace

from measures.attribution import OPENING, Attribution, attributed
from measures.cues import ToldCue
from measures.delays import Growth, delays, growth
from measures.flags import Flags, matched, overlapped
from measures.heard import Heard
from measures.run import Cost
from measures.seance import Said, Seance
from measures.words import Words, reference, word_errors

__all__ = ["Measured", "measured", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures. ``growths``: one per séance with text at both ends. None: not measured.

    ``cues_of_truth`` are the cues of wording that the true text brings, ``cues_heard`` those of the heard.
    """

    name: str
    clean: bool = False
    seconds: float
    words: Words | None
    offline: Words | None
    names: Attribution
    names_after_opening: Attribution
    misnamed: tuple[tuple[Said, Attribution], ...] = ()
    flags: Flags
    consultants: Flags
    client: Flags
    overlapped: Flags
    delays: tuple[float, ...]
    growths: tuple[Growth, ...]
    cost: Cost | None
    cues_of_truth: tuple[ToldCue, ...] = ()
    cues_heard: tuple[ToldCue, ...] = ()


def measured(seance: Seance, heard: Heard, cost: Cost | None, offline: str | None) -> Measured:
    """What was heard, held against the truth. ``offline`` is the model's own text of the whole file."""
    truth = reference(seance.said)
    names = attributed(seance.said, heard.labels)
    flags = matched(seance.due, heard.flags)
    grown = growth(heard.texts, seance.seconds)
    return Measured(
        name=seance.name,
        clean=seance.clean,
        seconds=seance.seconds,
        words=word_errors(truth, " ".join(text.text for text in heard.texts)),
        offline=None if offline is None else word_errors(truth, offline),
        names=sum((judged for _, judged in names), Attribution()),
        names_after_opening=sum((judged for u, judged in names if u.step != OPENING), Attribution()),
        misnamed=tuple(sorted(names, key=lambda pair: pair[1].right - pair[1].seconds)),
        flags=flags,
        consultants=flags.of(lambda f: seance.roles.get(f.person) == "consultant"),
        client=flags.of(lambda f: seance.roles.get(f.person) == "client"),
        overlapped=replace(flags.of(lambda f: overlapped(f, seance.said)), false=()),
        delays=tuple(delays(heard.texts)),
        growths=(grown,) if grown else (),
        cost=cost,
    )


def together(parts: list[Measured]) -> Measured:
    """All séances as one: words, seconds, flags and delays are pooled, not averaged.

    Offline words count only beside live ones of the same séances: pooled when every séance has them.
    """
    with_words = [part for part in parts if part.words]
    comparable = all(part.offline for part in with_words)
    return Measured(
        name="TOTAL",
        seconds=sum(part.seconds for part in parts),
        words=_added([part.words for part in with_words]),
        offline=_added([part.offline for part in with_words]) if comparable else None,
        names=sum((part.names for part in parts), Attribution()),
        names_after_opening=sum((part.names_after_opening for part in parts), Attribution()),
        flags=sum((part.flags for part in parts), Flags()),
        consultants=sum((part.consultants for part in parts), Flags()),
        client=sum((part.client for part in parts), Flags()),
        overlapped=sum((part.overlapped for part in parts), Flags()),
        delays=tuple(delay for part in parts for delay in part.delays),
        growths=tuple(grown for part in parts for grown in part.growths),
        cost=_total_cost([part.cost for part in parts]),
        cues_of_truth=tuple(cue for part in parts for cue in part.cues_of_truth),
        cues_heard=tuple(cue for part in parts for cue in part.cues_heard),
    )


def _added(parts: list[Words | None]) -> Words | None:
    known = [part for part in parts if part]
    return sum(known, Words()) if known else None


def _total_cost(costs: list[Cost | None]) -> Cost | None:
    """None when one is not known: a total of some would flatter."""
    known = [cost for cost in costs if cost]
    if not known or len(known) < len(costs):
        return None
    speeds = {cost.speed for cost in known}
    return Cost(
        speed=speeds.pop() if len(speeds) == 1 else "mixed",
        wall=sum(cost.wall for cost in known),
        cpu=sum(cost.cpu for cost in known),
        peak_rss=max(cost.peak_rss for cost in known),
    )
