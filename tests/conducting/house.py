"""A house with one engine in it: every port but the floor's real or passing the same contract."""

from companion.adapters.clock import ReplayClock
from companion.bus import Bus
from companion.conducting.engine import Engine
from companion.domain.consents import everybody
from companion.domain.messages import Accepted, Command, Event, PartFailed, Recorded, Refused, StartSession
from companion.domain.speech import UnassignedWords, VoiceObserved, WordsHeard
from tests.domain.table import CODEV, START, preparing
from tests.fakes.floor import ScriptedFloor
from tests.fakes.store import ListStore


class House:
    """``shown`` is what a page gets, in order."""

    def __init__(self, store: ListStore | None = None) -> None:
        self.store = store or ListStore()
        self.clock = ReplayClock(START)
        self.floor = ScriptedFloor()
        self.bus = Bus()
        self.shown: list[object] = []
        for kind in (Recorded, UnassignedWords, VoiceObserved, WordsHeard, PartFailed):
            self.bus.subscribe(kind, self.shown.append)
        self.engine = Engine("s1", CODEV, self.store, self.bus, self.clock, self.floor)

    async def started(self) -> "House":
        """Everybody agreed, the séance is in its first step, at second 0; nothing shown yet counts."""
        await self.do(preparing())
        await self.agree()
        await self.do(StartSession())
        self.shown.clear()
        return self

    async def agree(self) -> None:
        """Everybody agrees to be heard, recognised and written down."""
        for consent in everybody(self.engine.session.roster):
            await self.do(consent)

    async def do(self, command: Command, *, command_id: str | None = None) -> int:
        """The number of the last event of a command that must be accepted."""
        answer = await self.engine.submit(command, command_id=command_id)
        assert isinstance(answer, Accepted), answer
        return answer.seq

    async def refusal(self, command: Command, *, command_id: str | None = None) -> str:
        """The code of a command that must be refused."""
        answer = await self.engine.submit(command, command_id=command_id)
        assert isinstance(answer, Refused)
        return answer.code

    def events(self) -> list[Event]:
        """What was recorded and shown."""
        return [one.event for one in self.shown if isinstance(one, Recorded)]

    def signals(self) -> list[object]:
        """What was shown and not recorded."""
        return [one for one in self.shown if not isinstance(one, Recorded)]

    async def log(self) -> list[Recorded]:
        return await self.store.events("s1")
