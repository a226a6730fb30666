"""The short proof, and the long one: what happened, and what should not have."""

from companion.domain.messages import (
    AnnouncementFinished,
    AudioLost,
    AudioRecovered,
    PartFailed,
    SpeechStarted,
    UtteranceTranscribed,
)
from prove_announcements.run import AFTER, LASTS, Run
from prove_announcements.scene import SPOKEN

__all__ = ["report_endurance", "report_short"]

EDGE = 0.5
"""Seconds that a voice may be late: the players and the devices of the room."""
PASS = 60.0
"""Seconds of the pieces by which the long one is counted."""


def report_short(run: Run) -> list[str]:
    """One announcement waited for a voice and was said, another was stopped by one; the companion heard two
    voices, and its own was neither."""
    ends = [r.event for r in run.log if isinstance(r.event, AnnouncementFinished)]
    voices = [r.event for r in run.log if isinstance(r.event, SpeechStarted)]
    for end in ends:
        print(f"{end.start - run.began:7.2f} to {end.end - run.began:7.2f}  {end.outcome}")
    print("voices heard at", [f"{voice.start - run.began:.2f}" for voice in voices])
    sounded = [end for end in ends if end.end > end.start]
    said = [(run.began + SPOKEN[0], run.began + SPOKEN[1])]
    said += [(end.start + AFTER, end.start + AFTER + LASTS) for end in sounded[1:2]]
    real = [any(a - EDGE < voice.start < b + EDGE for a, b in said) for voice in voices]
    checks = {
        "said and then interrupted": [end.outcome for end in sounded[:2]] != ["spoken", "interrupted"],
        "the first waited for the voice to end": any(end.start < said[0][1] for end in sounded),
        "both voices were heard": not all(
            any(a - EDGE < voice.start < b for voice in voices) for a, b in said
        ),
        "its own voice was not": not all(real),
        "every part worked": any(isinstance(r.event, PartFailed | AudioLost) for r in run.log),
    }
    return [what for what, wrong in checks.items() if wrong]


def report_endurance(run: Run) -> list[str]:
    """The microphone was heard without a hole, and as well at the end as at the beginning."""
    lost = [r.event for r in run.log if isinstance(r.event, AudioLost)]
    gaps = [r.event.gap for r in run.log if isinstance(r.event, AudioRecovered)]
    words: dict[int, int] = {}
    for recorded in run.log:
        if isinstance(recorded.event, UtteranceTranscribed):
            piece = int((recorded.event.start - run.began) / PASS)
            words[piece] = words.get(piece, 0) + len(recorded.event.text.split())
    print("words heard, minute by minute:", [words.get(n, 0) for n in range(max(words, default=0) + 1)])
    print("sound lost:", [f"{one.reason} at {one.start - run.began:.1f}" for one in lost], gaps)
    return ["sound was lost"] * bool(lost) + ["no word was heard"] * (not words)
