"""Endpointing: from (time, speech probability) to the boundaries of utterances. No audio, no clock.

An utterance opens after ``onset`` seconds of speech and closes after ``pause`` seconds without. A long
monologue is cut at a pause: from ``soft_limit`` on, ``breath`` seconds are enough; at ``hard_limit`` the
longest dip since then is taken, so that no word is cut when a pause exists. Two thresholds (hysteresis)
keep a weak syllable from closing what a clear one opened, as Silero's own iterator does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Closed", "Endpointing", "Opened", "Segmenter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpointing:
    """Seconds and probabilities of the segmenter."""

    enter: float = 0.35
    """Probability from which a frame is speech. Silero's own 0.5 loses whole syllables of a voice 1.5 m from
    the microphone in a live room."""
    leave: float = 0.15
    """Probability below which speech may have ended: a weak end of word in a room still gives 0.2."""
    onset: float = 0.096
    """Seconds of speech that open an utterance: shorter is a click."""
    pause: float = 0.416
    """Seconds of silence (13 frames) that close it: the turns of a group are 0.3 to 1 s apart, and every
    tenth of a second more is a tenth that its words come later."""
    soft_limit: float = 11.0
    """Seconds from which a breath closes it: a sentence cut in two costs words on both sides, a longer
    utterance costs delay."""
    breath: float = 0.2
    """Seconds of silence that count as a breath between words."""
    hard_limit: float = 15.0
    """Seconds at which it is closed whatever happens: what came before must fit in Whisper's 30 s too."""


NEAR = 0.5
"""Seconds around a change of speaker in which a dip is taken for the change."""
LEAST = 0.3
"""Seconds of speech that each side of a split must hold."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody began to speak at ``start``."""

    start: float


@dataclass(frozen=True, slots=True)
class Closed:
    """The speech from ``start`` to ``end`` is complete. ``cut``: it goes on in the next utterance."""

    start: float
    end: float
    cut: bool


@dataclass(slots=True)
class _Dip:
    """A stretch under ``leave`` inside an utterance."""

    start: float
    end: float


class Segmenter:
    """Fed frame by frame; yields at most two boundaries per frame."""

    def __init__(self, endpointing: Endpointing | None = None) -> None:
        self._rule = endpointing or Endpointing()
        self.reset()

    def reset(self) -> None:
        """Forget the utterance in progress."""
        self._start: float | None = None
        self._rising: float | None = None
        self._voiced = 0.0
        self._dips: list[_Dip] = []
        self._dip: _Dip | None = None
        self._deepest: _Dip | None = None

    @property
    def open_since(self) -> float | None:
        """Start of the utterance in progress, if any."""
        return self._start

    def split(self, at: float, now: float) -> Iterator[Closed]:
        """The speaker changed at about ``at``: close there, in a dip if one is near, and go on."""
        if self._start is None:
            return
        near = [dip for dip in self._dips if abs((dip.start + dip.end) / 2 - at) <= NEAR]
        dip = max(near, key=lambda each: each.end - each.start, default=_Dip(at, at))
        if dip.start - self._start < LEAST or now - dip.end < LEAST:
            return
        present, voiced = self._dip, self._voiced
        yield from self._close(self._start, dip.start, cut=True)
        self._start, self._dip, self._voiced = dip.end, present, max(voiced, dip.end)

    def voiced_since(self, now: float) -> float:
        """Since when speech has been heard without a dip; ``now`` while there is none."""
        return now if self._start is None or self._dip else max(self._start, self._voiced)

    def push(self, start: float, end: float, probability: float) -> Iterator[Opened | Closed]:
        """One frame from ``start`` to ``end`` seconds, and the probability that it is speech."""
        if self._start is None:
            yield from self._wait_for_speech(start, end, probability)
        else:
            yield from self._follow(self._start, start, end, probability)

    def flush(self, now: float) -> Iterator[Closed]:
        """The source ended or was lost: close what is open; a first syllable of speech is forgotten."""
        if self._start is not None:
            yield from self._close(self._start, self._dip.start if self._dip else now, cut=False)
        self.reset()

    def _wait_for_speech(self, start: float, end: float, probability: float) -> Iterator[Opened]:
        if probability < self._rule.enter:
            self._rising = None
            return
        if self._rising is None:
            self._rising = start
        if end - self._rising >= self._rule.onset - 1e-9:
            self._start = self._rising
            yield Opened(self._start)

    def _follow(self, opened: float, start: float, end: float, probability: float) -> Iterator[Closed]:
        if probability >= (self._rule.enter if self._dip else self._rule.leave):
            self._keep_deepest(opened)
        elif self._dip is None:
            self._dip = _Dip(start, end)
        else:
            self._dip.end = end
        length = end - opened
        enough = self._rule.breath if length >= self._rule.soft_limit else self._rule.pause
        if self._dip and self._dip.end - self._dip.start >= enough - 1e-9:
            yield from self._close(opened, self._dip.start, cut=enough < self._rule.pause)
        elif length >= self._rule.hard_limit:
            yield from self._cut(opened, end)

    def _keep_deepest(self, opened: float) -> None:
        """A dip is over: remember it if it is the longest where a cut is allowed."""
        dip, self._dip = self._dip, None
        if dip is not None:
            self._voiced = dip.end
            self._dips.append(dip)
        if dip is None or dip.start - opened < self._rule.soft_limit:
            return
        best = self._deepest
        if best is None or dip.end - dip.start >= best.end - best.start:
            self._deepest = dip

    def _cut(self, opened: float, now: float) -> Iterator[Closed]:
        """Close at the longest dip, or here if there was none, and go on from there."""
        dip = self._deepest or self._dip or _Dip(now, now)
        yield from self._close(opened, dip.start, cut=True)
        self._start = dip.end

    def _close(self, opened: float, end: float, *, cut: bool) -> Iterator[Closed]:
        """Nothing was said if the silence is as long as the utterance: it is what followed a cut."""
        self.reset()
        if end > opened:
            yield Closed(opened, end, cut)
