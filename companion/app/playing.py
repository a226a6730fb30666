"""A recorded séance played into a house, as if it were happening: its sound and its facilitator."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from companion.adapters.clock import ReplayClock
from companion.adapters.recording import RecordingSource, as_fast_as_heard
from companion.app.house import Ear, FitEar, House, alongside
from companion.app.schedule import Schedule
from companion.domain.errors import BadSeance
from companion.domain.messages import Command, EndSession, Refused
from companion.ports import FRAME_SAMPLES, SAMPLE_RATE, AudioSource, Samples

__all__ = ["Recording", "play"]


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of a séance and the commands to hand in, by second of the sound."""

    samples: Samples
    commands: tuple[tuple[float, Command], ...]

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_RATE


async def play(
    house: House,
    recording: Recording,
    fit: FitEar,
    *,
    begins: float = 0.0,
    strict: bool = True,
    wrap: Callable[[AudioSource], AudioSource] = lambda source: source,
) -> None:
    """Play it to its end and end the séance when everything is heard. Sample 0 is heard at ``begins``.

    In real time on a clock that runs; on a ReplayClock as fast as it is heard, with the same result.
    Unless ``strict``, a command is left out when it is refused: somebody was quicker on the page.
    ``wrap`` is put around the source, to follow how far it is. Raises what the ear or a refusal raises.
    """
    clock = house.clock
    shifted = [(begins + at, command) for at, command in recording.commands]
    ears: list[Ear] = []

    async def idle() -> None:
        await schedule.idle()
        await house.engine.idle()
        await ears[0].idle()
        await house.engine.idle()  # the pulse may have beaten meanwhile

    async def a_moment() -> None:
        await clock.sleep_until(clock.elapsed() + 0.05)

    async def until_heard() -> None:
        await ears[0].idle()

    pace: Callable[[float], Awaitable[None]] = clock.sleep_until
    while_enrolling = a_moment
    if isinstance(clock, ReplayClock):  # which stands still meanwhile
        pace, while_enrolling = as_fast_as_heard(clock, idle), until_heard
    schedule = Schedule(shifted, house.engine, clock, while_enrolling, strict=strict)
    source = RecordingSource(recording.samples, pace, clock.elapsed, begins)

    async def go_on_unheard() -> None:
        """Off the record nobody plays the recording; its time passes all the same, and so does its end."""
        while True:
            await source.let_go.wait()
            if clock.elapsed() >= begins + recording.seconds:
                await _end(house)
                return
            await pace(clock.elapsed() + FRAME_SAMPLES / SAMPLE_RATE)

    ears.append(fit(house, wrap(source)))
    async with alongside(schedule.run(), go_on_unheard()):
        await ears[0].run()
        await schedule.idle()
        await house.engine.idle()
    await _end(house)


async def _end(house: House) -> None:
    if house.engine.session.ended_at is not None:
        return  # by hand, on the page
    answer = await house.engine.submit(EndSession())
    if isinstance(answer, Refused):
        raise BadSeance(answer.code, answer.message)
