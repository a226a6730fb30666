"""``companion replay``: hears a recorded séance and writes what was heard to files."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any, TextIO

from companion.domain.errors import StoreFailed
from companion.domain.messages import Recorded, SpokeOutOfTurn, UtteranceTranscribed
from companion.ports import AudioSource, Clock, Frame, SourceLost

__all__ = ["add"]


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("replay", help="écoute une séance enregistrée, et en écrit le résultat")
    parser.add_argument("folder", type=Path, metavar="DOSSIER", help="contient audio.flac et seance.toml")
    parser.add_argument("--events", type=Path, metavar="FICHIER", help="les événements, en JSON par ligne")
    parser.add_argument("--notes", type=Path, metavar="FICHIER", help="le brouillon de notes, en Markdown")
    parser.add_argument(
        "--speed",
        choices=("1.0", "max"),
        default="max",
        help="1.0 : en temps réel ; max : aussi vite que la machine peut entendre (par défaut)",
    )
    parser.set_defaults(run=_run, alone=True)


def _run(arguments: argparse.Namespace) -> int:
    # imported here: the engines take a second to load
    from companion.adapters.clock import SystemClock
    from companion.adapters.exported_file import check_writable, write_whole
    from companion.adapters.seance_folder import read_seance
    from companion.app.ears import Engines, floor_watch, load_ears, whisper_of
    from companion.app.playing import Recording
    from companion.app.replay import Speed, as_lines, as_notes, replay
    from companion.app.whisper_choice import WEAK
    from companion.cli.models import open_store
    from companion.config import read_settings
    from companion.domain.plan import scheduled

    if arguments.events and arguments.events == arguments.notes:
        raise StoreFailed("same_export", "Donnez deux noms différents aux événements et aux notes.")
    for path in filter(None, (arguments.events, arguments.notes)):
        check_writable(path)
    plan, samples = read_seance(arguments.folder)
    recording = Recording(samples, ())
    recording = Recording(samples, tuple(scheduled(plan, recording.seconds)))
    settings, models = read_settings(os.environ), open_store()
    weak = whisper_of(settings, models) == WEAK
    with Engines() as engines:
        fit = load_ears(settings, models, engines, language=plan.prepare.language, live=False)
        clock = SystemClock()
        progress = _Progress(recording.seconds, clock, sys.stderr)
        speed = Speed(real_time=arguments.speed == "1.0")
        log = asyncio.run(replay(plan, recording, fit, floor_watch(), speed, progress.around))
    progress.done()
    if arguments.events:
        write_whole(arguments.events, as_lines(log))
    if arguments.notes:
        write_whole(arguments.notes, as_notes(log, plan.method, weak_transcription=weak))
    print(_summary(log, recording.seconds, clock.elapsed()), file=sys.stderr)
    return 0


def _summary(log: list[Recorded], seconds: float, took: float) -> str:
    said = sum(isinstance(recorded.event, UtteranceTranscribed) for recorded in log)
    flags = sum(isinstance(recorded.event, SpokeOutOfTurn) for recorded in log)
    heard = f"Séance de {_minutes(seconds)} entendue en {_minutes(took)}"
    return f"{heard} : {said} interventions transcrites, {flags} prises de parole hors de son tour."


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


class _Progress:
    """How far the replay is, on one line of a terminal, at most once a second; nothing anywhere else."""

    def __init__(self, seconds: float, clock: Clock, out: TextIO) -> None:
        self._seconds = seconds
        self._clock = clock
        self._out = out
        self._next = 0.0
        self._source: AudioSource | None = None

    def around(self, source: AudioSource) -> AudioSource:
        """The same source, followed."""
        if not self._out.isatty():
            return source
        self._source = source
        return self

    async def frames(self) -> AsyncGenerator[Frame | SourceLost, None]:
        """The source's own frames."""
        if self._source is None:
            return
        async with aclosing(self._source.frames()) as items:
            async for item in items:
                self._tell(item.start)
                yield item

    def done(self) -> None:
        """Leave the line."""
        if self._next:
            self._out.write("\n")

    def _tell(self, at: float) -> None:
        now = self._clock.elapsed()
        if now >= self._next:
            self._next = now + 1.0
            self._out.write(f"\r  {_minutes(at)} sur {_minutes(self._seconds)} ")
            self._out.flush()
