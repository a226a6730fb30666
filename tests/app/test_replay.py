"""A recorded séance through the whole house, with an ear that counts seconds."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from companion.adapters.clock import SystemClock
from companion.adapters.seance_folder import read_seance
from companion.app.house import Ear, House
from companion.app.playing import Recording
from companion.app.replay import Speed, as_lines, as_notes, replay
from companion.domain.errors import CompanionError, PartMissing
from companion.domain.messages import (
    Command,
    OffTheRecord,
    Recorded,
    Resume,
    SessionEnded,
    SessionPaused,
    SessionResumed,
)
from companion.domain.plan import scheduled
from companion.hearing.gate import Gate
from companion.ports import AudioSource
from tests.app.folder import PLAN, make_folder
from tests.fakes.ear import CountingEar
from tests.fakes.floor import ScriptedFloor

MAX, REAL = Speed(real_time=False), Speed(real_time=True)


async def heard(folder: Path, speed: Speed = MAX, fit: type[CountingEar] = CountingEar) -> Sequence[Recorded]:
    plan, samples = read_seance(folder)
    recording = Recording(samples, tuple(scheduled(plan, len(samples) / 16_000)))
    return await replay(plan, recording, fit, ScriptedFloor(), speed)


def lines(log: Sequence[Recorded]) -> list[dict[str, object]]:
    return [json.loads(line) for line in as_lines(log).splitlines()]


async def test_facilitators_commands_fall_at_their_second(tmp_path: Path) -> None:
    """Each line is one event with its second; commands take place at exactly the second of the plan."""
    found = [(e["kind"], e["at"]) for e in lines(await heard(make_folder(tmp_path)))]
    assert found == [
        ("SessionPrepared", 0.0),
        *[("ConsentGiven", 0.0)] * 4,  # three of one person, then the second agrees to be heard
        ("ListeningChanged", 0.0),
        *[("ConsentGiven", 0.0)] * 2,
        ("SessionStarted", 0.2),
        ("StepStarted", 0.2),
        ("EnrolmentStarted", 0.5),
        ("VoiceEnrolled", 1.0),
        ("EnrolmentStarted", 1.0),
        ("SpeakerIdentified", 1.024),
        ("UtteranceTranscribed", 1.024),
        ("VoiceEnrolled", 1.51),
        ("StepEnded", 2.0),
        ("StepStarted", 2.0),
        ("SpeakerIdentified", 2.016),
        ("UtteranceTranscribed", 2.016),
        ("SpeakerIdentified", 3.008),
        ("UtteranceTranscribed", 3.008),
        ("StepEnded", 3.008),
        ("SessionEnded", 3.008),
    ]


async def test_two_replays_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """As fast as possible, nothing depends on which thread was quicker."""
    folder = make_folder(tmp_path)
    first = as_lines(await heard(folder))
    assert all([as_lines(await heard(folder)) == first for _ in range(5)])


async def test_both_speeds_hear_the_same(tmp_path: Path) -> None:
    """Only the seconds at which it was known differ."""
    folder = make_folder(tmp_path, PLAN.replace("start = 1.0", "start = 1.2"))
    fast, real = lines(await heard(folder)), lines(await heard(folder, REAL))
    kinds = [sorted((e["kind"], e.get("text"), e.get("person")) for e in log) for log in (fast, real)]
    assert kinds[0] == kinds[1]


class GatedEar(CountingEar):
    """An ear that lets the recording go while nothing may be heard."""

    def __init__(self, house: House, source: AudioSource) -> None:
        gate = Gate(source, listening=True, live=isinstance(house.clock, SystemClock))
        super().__init__(house, gate)
        self._gate = gate
        house.bus.subscribe(Recorded, self._obey)

    def _obey(self, recorded: Recorded) -> None:
        match recorded.event:
            case SessionPaused(off_the_record=True):
                self._gate.record(on=False)
            case SessionResumed():
                self._gate.record(on=True)
            case SessionEnded():
                self._gate.end()


@pytest.mark.parametrize("speed", [MAX, REAL], ids=["max", "real time"])
@pytest.mark.parametrize(
    ("resume", "texts"),
    [([(3.4, Resume())], [1.0, 2.0, 3.4]), ([], [1.0, 2.0])],
    ids=["back", "end"],
)
async def test_time_passes_off_the_record_and_the_recording_ends(
    tmp_path: Path, speed: Speed, resume: list[tuple[float, Command]], texts: list[float]
) -> None:
    """Nobody plays the recording meanwhile: it must not stand still for ever."""
    plan, samples = read_seance(make_folder(tmp_path, seconds=4.0))
    commands = [*scheduled(plan, 4.0), (2.5, OffTheRecord()), *resume]
    recording = Recording(samples, tuple(sorted(commands, key=lambda timed: timed[0])))
    log = lines(await replay(plan, recording, GatedEar, ScriptedFloor(), speed))
    heard_at = [e["at"] for e in log if e["kind"] == "UtteranceTranscribed"]
    assert heard_at == pytest.approx(texts, abs=0.2)
    [ended] = [e["at"] for e in log if e["kind"] == "SessionEnded"]
    assert ended == pytest.approx(4.0, abs=0.2)


async def test_notes_are_drafted_from_what_was_heard(tmp_path: Path) -> None:
    """Marked as unreliable when the model is."""
    folder = make_folder(tmp_path)
    method = read_seance(folder)[0].method
    notes = as_notes(await heard(folder), method, weak_transcription=True)
    assert "seconde 3" in notes
    assert "Transcription peu fiable" in notes


async def test_failure_of_the_ear_ends_the_replay_with_its_own_error(tmp_path: Path) -> None:
    """Not with a group of errors, and with nothing left running."""

    class Deaf(CountingEar):
        async def run(self) -> None:
            raise PartMissing("model_missing", "Le modèle manque.")

    with pytest.raises(PartMissing):
        await heard(make_folder(tmp_path), MAX, Deaf)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_late_voiceprint_makes_the_next_enrolment_wait(tmp_path: Path) -> None:
    """In real time a voiceprint may take longer than the pause between two people."""

    class Slow(CountingEar):
        async def _say(self, event: object) -> None:
            if type(event).__name__ == "VoiceEnrolled":
                await asyncio.sleep(0.25)
            await super()._say(event)

    found = lines(await heard(make_folder(tmp_path), REAL, Slow))
    assert [e["person"] for e in found if e["kind"] == "VoiceEnrolled"] == ["paul", "claire"]


def test_words_are_urgent_only_where_the_words_decide(tmp_path: Path) -> None:
    """The client's in the consultation; nobody's before the séance."""
    plan, samples = read_seance(make_folder(tmp_path))
    asked: list[bool] = []

    class Asking(CountingEar):
        def __init__(self, house: House, source: AudioSource) -> None:
            super().__init__(house, source)
            asked.append(house.wants_words("claire"))
            assert house.vocabulary()[:2] == ("Paul", "Claire")

    def fit(house: House, source: AudioSource) -> Ear:
        return Asking(house, source)

    asyncio.run(replay(plan, Recording(samples, tuple(scheduled(plan, 3.0))), fit, ScriptedFloor(), MAX))
    assert asked == [False]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('title = "Essai"', 'title = "Essai', "not_toml"),
        ('method = "codev"', 'method = "brainstorm"', "unknown_method"),
        ('role = "client"', 'role = "boss"', "unknown_role"),
        ('id = "claire"', 'id = "paul"', "same_id"),
        ('name = "Claire"', 'name = "paul"', "same_name"),
        ('role = "client"', 'role = "facilitator"', "two_facilitators"),
        ('language = "fr"', 'language = "xx"', "bad_language"),
        ('person = "claire"', 'person = "zoe"', "unknown_person"),
        ("end = 1.51", "end = 7.5", "enrolment_outside"),
        ("end = 1.51", "end = 1.0", "bad_enrolment"),
        ("start = 1.0", "start = 0.9", "enrolments_overlap"),
        ('id = "expose"', 'id = "pause"', "unknown_step"),
        ('id = "expose"', 'id = "clarification"', "steps_order"),
        ('id = "expose"', 'id = "accueil"', "steps_order"),
        ("start = 2.0", "start = 0.2", "steps_overlap"),
        ("start = 2.0", "start = 0.1", "steps_overlap"),
        ("start = 2.0", "start = 3.0", "step_outside"),
        ("start = 2.0", "start = -1", "negative_time"),
        ("start = 2.0", 'start = "2"', "bad_type"),
        ("start = 2.0", "start = nan", "bad_type"),
        ("start = 2.0", "", "missing_key"),
        ("date = 2026-11-20", "", "missing_key"),
        ("date = 2026-11-20", 'date = "2026-11-20"', "bad_type"),
        ("date = 2026-11-20", "date = 2026-11-20T10:00:00", "bad_type"),
        ('title = "Essai"', "title = 3", "bad_type"),
        ('title = "Essai"', 'title = "Essai"\ncolour = "red"', "unknown_key"),
        ("[[people]]", "[[personnes]]", "unknown_key"),
    ],
)
async def test_plan_that_cannot_be_played_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    """Before anything is heard, with one sentence that ends on what to do."""
    assert old in PLAN
    with pytest.raises(CompanionError) as refused:
        await heard(make_folder(tmp_path, PLAN.replace(old, new)))
    assert (refused.value.code, refused.value.message[-1]) == (code, ".")


async def test_séance_without_steps_is_refused(tmp_path: Path) -> None:
    """It would never begin."""
    with pytest.raises(CompanionError) as refused:
        await heard(make_folder(tmp_path, PLAN.partition("[[steps]]")[0]))
    assert refused.value.code == "no_steps"


async def test_folder_without_audio_plan_or_at_all_is_refused(tmp_path: Path) -> None:
    """Three different sentences."""
    folder = make_folder(tmp_path / "a")
    (folder / "audio.wav").unlink()
    other = make_folder(tmp_path / "b")
    (other / "seance.toml").unlink()
    codes = []
    for path in (folder, other, tmp_path / "c"):
        with pytest.raises(CompanionError) as refused:
            await heard(path)
        codes.append(refused.value.code)
    assert codes == ["audio_missing", "plan_missing", "folder_missing"]
