"""Which cues of wording a séance brings, from its true text or from what was heard of it, with the words."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from companion.adapters.methods import load_method
from companion.adapters.seance_folder import read_seance as read_plan
from companion.domain.codec import event_from_plain
from companion.domain.discretion import Discretion
from companion.domain.errors import CompanionError
from companion.domain.messages import (
    Event,
    Recorded,
    SessionEnded,
    SessionPrepared,
    SpeakerIdentified,
    StepEnded,
    StepStarted,
    TurnTakingCue,
    UtteranceTranscribed,
    WordingCounted,
    WordingCue,
)
from companion.domain.method import Method
from companion.domain.session import Session, apply
from companion.domain.turn_taking import TurnTaking
from companion.domain.wording_watch import WordingWatch
from measures.seance import Seance

__all__ = ["ToldCue", "cues_from_events", "cues_from_truth"]


@dataclass(frozen=True, slots=True)
class ToldCue:
    """A cue, or words that were only counted, with the words. Seconds."""

    rule: str
    step: str
    person: str | None
    start: float
    text: str
    counted: bool


def cues_from_truth(seance: Seance) -> list[ToldCue]:
    """What perfect ears would have brought: each utterance as it was written, its speaker certain."""
    plan, _ = read_plan(seance.folder)
    return list(_told(_as_it_was(seance, plan.steps, plan.prepare.people), plan.method))


def cues_from_events(path: Path) -> list[ToldCue]:
    """From the exported events of a replay: its words and names judged anew, its own cues left out.

    None of events that do not say who takes part.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        methods = [line["method"] for line in lines if line["kind"] == "SessionPrepared"]
        if not methods:
            return []
        method = load_method(methods[-1])
        events = [(line["at"], _event(line)) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CompanionError("bad_events", f"« {path} » est illisible ({type(error).__name__}).") from error
    own = (WordingCue, WordingCounted, TurnTakingCue)
    return list(_told([(at, event) for at, event in events if not isinstance(event, own)], method))


def _event(line: dict[str, Any]) -> Event:
    kind = line.pop("kind")
    return event_from_plain(kind, {key: value for key, value in line.items() if key not in ("seq", "at")})


def _as_it_was(seance: Seance, steps: Sequence[Any], people: Any) -> list[tuple[float, Event]]:
    prepared = SessionPrepared(
        title="", language="fr", method="codev", date=date.min, people=people, minutes=()
    )
    events: list[tuple[float, int, Event]] = [(0.0, 0, prepared)]
    for place, mark in enumerate(steps):
        if place:
            events.append((mark.start, 0, StepEnded(step=steps[place - 1].id, lasted=0.0)))
        events.append((mark.start, 1, StepStarted(step=mark.id, ends_at=mark.start + 600)))
    for number, said in enumerate(seance.said):
        name, span = f"t{number}", {"start": said.start, "end": said.end, "ready_at": said.end}
        label = SpeakerIdentified(utterance=name, person=said.person, confidence=1.0, final=True, **span)
        events.append((said.end, 2, label))
        events.append((said.end, 3, UtteranceTranscribed(utterance=name, text=said.text, **span)))
    events.append((seance.seconds, 4, SessionEnded()))
    return [(at, event) for at, _, event in sorted(events, key=lambda one: one[:2])]


def _told(events: Iterable[tuple[float, Event]], method: Method) -> Iterator[ToldCue]:
    """The engine's own order: what is recorded is folded, then complete words are judged."""
    discretion = Discretion()
    watch, turns = WordingWatch(method, discretion), TurnTaking(method, discretion)
    session, texts = Session(), dict[str, str]()
    seq = 0

    def fold(at: float, event: Event) -> None:
        nonlocal seq, session
        seq += 1
        one = Recorded(seq=seq, at=datetime.min.replace(tzinfo=UTC), elapsed=at, session_id="", event=event)
        session = apply(session, one)
        discretion.fold(one)
        watch.fold(one)
        turns.fold(one, session)

    for at, event in events:
        found = [
            *watch.tick(at),
            *turns.tick(session, at),
            *(one for one in watch.closing((event,), at) if one is not event),
        ]
        fold(at, event)
        if isinstance(event, UtteranceTranscribed):
            texts[event.utterance] = event.text
            found += watch.heard(event.utterance, session, at) or turns.heard(session, at)
        for cue in found:
            fold(at, cue)
            yield _with_words(cue, texts)


def _with_words(cue: Event, texts: dict[str, str]) -> ToldCue:
    match cue:
        case WordingCue():
            words = texts[cue.utterance][cue.first : cue.last].strip()
            return ToldCue(cue.rule, cue.step, cue.person, cue.start, words, counted=False)
        case TurnTakingCue():
            words = texts.get(cue.utterance or "", "")
            return ToldCue(cue.rule, cue.step, cue.person, cue.start, words, counted=False)
        case WordingCounted():
            return ToldCue(cue.rule, cue.step, None, cue.start, texts[cue.utterance], counted=True)
        case _:
            raise TypeError(type(cue).__name__)
