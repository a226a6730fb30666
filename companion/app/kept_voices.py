"""Ties the voices of a séance to the voice book: what is learnt is kept, what is withdrawn is destroyed."""

from collections.abc import Iterable
from contextlib import suppress

from companion.app.house import House
from companion.domain.errors import StoreFailed
from companion.domain.messages import (
    ConsentWithdrawn,
    Recorded,
    SessionEnded,
    SessionPrepared,
    VoiceEnrolled,
    VoiceForgotten,
)
from companion.domain.people import Consent
from companion.ports import VoiceBook

__all__ = ["KeptVoices", "sweep"]


class KeptVoices:
    """Follows one house from the moment it is open, whether it is in the room or not."""

    def __init__(self, house: House, book: VoiceBook) -> None:
        self._house, self._book = house, book
        self._bring_back()
        house.bus.subscribe(Recorded, self._follow)

    def keep_all(self) -> None:
        """Those that the house took over from the round before."""
        for person in self._house.voices.people:
            self._keep(person)

    def _bring_back(self) -> None:
        """After a crash, from the book; what the log does not know any more is destroyed there."""
        house = self._house
        if house.session.ended_at is not None:
            self._book.destroy(house.session_id)
            return
        with suppress(StoreFailed):  # they are learnt again, and the page says so
            for person, voiceprint in self._book.read(house.session_id).items():
                if person in house.session.enrolled and house.session.consented(person, Consent.VOICEPRINT):
                    house.voices.restore(person, voiceprint)
                else:
                    self._book.forget(house.session_id, person)

    def _follow(self, recorded: Recorded) -> None:
        match recorded.event:
            case VoiceEnrolled(person=person):
                self._keep(person)
            case VoiceForgotten(person=person):
                self._forget(person)
            case ConsentWithdrawn(person=person, consent=Consent.VOICEPRINT):
                self._forget(person)
            case SessionPrepared():
                for gone in self._unknown():
                    self._forget(gone)
            case SessionEnded():
                self._book.destroy(self._house.session_id)

    def _unknown(self) -> Iterable[str]:
        try:
            kept = self._book.read(self._house.session_id)
        except StoreFailed:
            return ()
        return [person for person in kept if person not in self._house.session.enrolled]

    def _keep(self, person: str) -> None:
        voiceprint = self._house.voices.voiceprint(person)
        if voiceprint is not None:
            with suppress(StoreFailed):  # it is known until this process ends
                self._book.keep(self._house.session_id, person, voiceprint)

    def _forget(self, person: str) -> None:
        """If it cannot be destroyed alone, all those of the séance are."""
        try:
            self._book.forget(self._house.session_id, person)
        except StoreFailed:
            self._book.destroy(self._house.session_id)


def sweep(book: VoiceBook, standing: Iterable[str]) -> None:
    """Destroy what belongs to no séance that goes on. Raises StoreFailed."""
    alive = set(standing)
    for session_id in book.sessions():
        if session_id not in alive:
            book.destroy(session_id)
