"""``companion serve``: every séance of this machine, its pages, and hearing in the background."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from socket import socket

from companion.adapters.link_secret import link_secret
from companion.adapters.locked import nobody
from companion.adapters.model_store import ModelStore
from companion.adapters.occupied import at_home_in
from companion.app.announcing import Announcing
from companion.app.archive import open_archive
from companion.app.attempts import tell_attempts
from companion.app.demonstration import demonstration
from companion.app.ears import Engines, floor_watch, load_ears
from companion.app.hall import Hall, Works, running
from companion.app.house import FitEar, alongside
from companion.app.machine import ThisMachine
from companion.app.note_making import drafter
from companion.app.room_ear import RoomEar
from companion.app.scribe import Scribe
from companion.app.second_screen import second_screen
from companion.app.showing import HOST, Terminal, notices_for, shown, until_stopped
from companion.app.supervisor import kept_beside
from companion.config import Settings
from companion.domain.errors import CompanionError
from companion.domain.messages import PrepareSession, Refused
from companion.ports import Rewriter
from companion.web.port import open_port

__all__ = ["serve"]

_ROOM = "La séance a dû être reprise après une erreur inattendue. Rien de ce qui est écrit n'est perdu."
_RETENTION = (
    "Ce qui doit être effacé ne l'est plus à temps, après une erreur inattendue : redémarrez Companion."
)


async def serve(
    settings: Settings,
    models: ModelStore,
    wanted: PrepareSession | None,
    term: Terminal,
    works: Works | None = None,
    opened: socket | None = None,
    ask: Callable[[bool], str] = nobody,
    rewriter: Rewriter | None = None,
    lan: socket | None = None,
) -> None:
    """Hold séances until told to stop. Raises CompanionError before anything is touched.

    ``works`` go on in the room in place of its own: the microphone and the models of this machine. ``opened``
    is the pages' port when it was taken before, else it is taken here. ``ask`` gives the passphrase of the
    séances, if they have one. ``rewriter`` proposes other wordings of a line, if the user chose one. ``lan``
    is a port of the local network, for a second screen.
    """
    notices = notices_for(settings, models)
    async with AsyncExitStack() as stack:
        screen = None if lan is None else second_screen(settings.home, lan)
        port = opened or stack.enter_context(open_port(HOST, settings.port))
        stack.enter_context(at_home_in(settings.home))
        archive = await open_archive(settings, ask)
        store = archive.log
        stack.push_async_callback(store.close)
        for sentence in archive.notices:
            term.tell(sentence)
        notices = (*notices, *archive.notices)
        machine = ThisMachine(settings, models, archive.place)
        engines = stack.enter_context(Engines())

        def load(language: str) -> FitEar:
            return load_ears(settings, models, engines, language=language, live=True)

        ear = RoomEar(machine, term.tell, load, Announcing(settings, models, term.tell))
        guest = partial(demonstration, settings, models, term.tell)
        drafting = drafter(settings, models)
        hall = Hall(
            store,
            floor_watch,
            works or ear.works,
            guest,
            lambda house: Scribe(house, drafting),
            book=archive.book,
            places=archive.places,
            programmes=archive.programmes,
        )
        await hall.come_back()
        if wanted is not None and not (hall.room and running(hall.room.session)):
            await _bring(hall, wanted)
        secret = link_secret(settings.home)
        with until_stopped() as stop:
            async with (
                shown(hall, machine, secret, port, notices, term, rewriter, screen),
                alongside(
                    kept_beside(hall, "room", _ROOM, hall.run, term.tell),
                    kept_beside(hall, "retention", _RETENTION, hall.keep_no_longer, term.tell),
                    tell_attempts(hall, term.tell),
                ),
            ):
                await stop.wait()


async def _bring(hall: Hall, wanted: PrepareSession) -> None:
    """The séance of a file comes into the room. Raises CompanionError when it cannot be held."""
    made = await hall.create(wanted)
    answer = made if isinstance(made, Refused) else await hall.enter(made)
    if isinstance(answer, Refused):
        raise CompanionError(answer.code, answer.message)
