"""The figures in lines that a person reads."""

from collections.abc import Iterator

from measures.attribution import Attribution
from measures.delays import quantile
from measures.flags import Flags
from measures.measured import Measured
from measures.run import Cost
from measures.seance import NearMiss
from measures.words import Words

__all__ = ["report"]

SHOWN = 5
"""Utterances named worst, at most, that are listed."""
WORTH_SHOWING = 0.5
"""Seconds under a wrong name or none from which an utterance is listed."""


def report(m: Measured, near_misses: tuple[NearMiss, ...] | None = None) -> str:
    """One paragraph: words, names, flags, delays, cost.

    Missed and false flags are listed beside the near misses of a séance; of a total, without any, not again.
    """
    lines = [f"{m.name}  {m.seconds:.0f} s" + (f", speed {m.cost.speed}" if m.cost else "")]
    lines.append(f"  words    {_words(m.words, m.offline)}")
    lines.append(f"  names    {_names(m.names)}")
    lines.append(f"           after accueil: {_names(m.names_after_opening)}")
    lines += [f"           misnamed: {line}" for line in _misnamed(m)]
    lines.append(f"  flags    {_rates(m.flags)}")
    for name, flags in (("consultants", m.consultants), ("client", m.client), ("overlapped", m.overlapped)):
        lines.append(f"           {name}: {_flag_delays(flags)}")
    if near_misses is not None:
        lines += [f"           {line}" for line in _mistakes(m.flags, near_misses)]
    lines += [f"  {line}" for line in _cues(m, listed=near_misses is not None)]
    lines.append(f"  delay    {_text_delays(m)}")
    lines.append(f"  cost     {_cost(m.cost, m.seconds)}")
    return "\n".join(lines)


def _words(live: Words | None, offline: Words | None) -> str:
    if live is None or live.rate is None:
        return "no text in the truth"
    line = f"WER {_percent(live.rate)} of {live.said} words"
    line += f" ({live.replaced} replaced, {live.missing} missing, {live.added} added)"
    if offline and offline.rate is not None:
        line += f"; offline {_percent(offline.rate)}, {100 * (live.rate - offline.rate):+.1f} points"
    return line


def _names(a: Attribution) -> str:
    shares = (a.share(a.right), a.share(a.wrong), a.share(a.nobody))
    right, wrong, nobody = (_percent(share) for share in shares)
    return f"right {right}, wrong {wrong}, nobody {nobody} of {a.seconds:.0f} s"


def _misnamed(m: Measured) -> Iterator[str]:
    for u, judged in m.misnamed[:SHOWN]:
        if judged.wrong + judged.nobody >= WORTH_SHOWING:
            faults = f"wrong {judged.wrong:.1f} s, nobody {judged.nobody:.1f} s"
            yield f"{u.person}, {u.step}, {_span(u.start, u.end)}: {faults}"


def _rates(flags: Flags) -> str:
    right, missed, false = len(flags.matches), len(flags.missed), len(flags.false)
    recall, precision = _ratio(flags.recall), _ratio(flags.precision)
    return f"recall {recall} ({right}/{right + missed}), precision {precision} ({right}/{right + false})"


def _flag_delays(flags: Flags) -> str:
    if not flags.matches and not flags.missed and not flags.false:
        return "none"
    median, late = (_seconds(quantile(flags.delays, share)) for share in (0.5, 0.9))
    return f"{_rates(flags)}, delay median {median}, p90 {late}"


def _mistakes(flags: Flags, near_misses: tuple[NearMiss, ...]) -> Iterator[str]:
    for due in flags.missed:
        yield f"missed: {due.person}, {due.step}, {_span(due.start, due.end)}"
    for flag in flags.false:
        near = [
            n.why
            for n in near_misses
            if n.person == flag.person and n.start < flag.end and flag.start < n.end
        ]
        why = f" (near miss: {near[0]})" if near else ""
        heard = f"{_span(flag.start, flag.end)}, raised {flag.raised_at:.1f}"
        yield f"false: {flag.person}, {flag.step}, {heard}{why}"


def _cues(m: Measured, *, listed: bool) -> Iterator[str]:
    """How many cues of wording in ten minutes; of a séance, each with its words, to be judged one by one."""
    for what, cues in (("true text", m.cues_of_truth), ("heard", m.cues_heard)):
        told = [cue for cue in cues if not cue.counted]
        rate = 600 * len(told) / m.seconds
        yield f"cues     {what}: {len(told)} told, {rate:.1f} in ten minutes; {len(cues) - len(told)} counted"
        for cue in told if listed else ():
            yield f"         {cue.rule}, {cue.person}, {cue.step}, {cue.start:.0f} s: {cue.text}"


def _text_delays(m: Measured) -> str:
    median, late = (_seconds(quantile(m.delays, share)) for share in (0.5, 0.95))
    line = f"text {median} (median), {late} (p95) after the end of {len(m.delays)} utterances"
    if m.growths:
        worst = max(m.growths, key=lambda g: g.thirds)
        line += f"; last third {worst.thirds:+.2f} s on the first, {worst.slope:+.3f} s per minute"
    return line


def _cost(cost: Cost | None, seconds: float) -> str:
    if cost is None:
        return "not measured"
    rates = f"RTF {cost.wall / seconds:.2f}, CPU {cost.cpu / seconds:.2f} s per second of sound"
    return f"{rates}, peak RSS {cost.peak_rss / 1e6:.0f} MB"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _ratio(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"


def _span(start: float, end: float) -> str:
    return f"{start:.1f}-{end:.1f} s"
