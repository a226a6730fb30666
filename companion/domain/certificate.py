"""What is left of a séance that was forgotten: a proof without a word, a name or a title."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Made after the search, never before.

    ``events`` were taken out of the log, and ``voices`` that the séance had kept for its programme destroyed
    with their keys; then ``words`` of the séance that no other one holds were looked for
    in ``files`` files, whatever their case, in UTF-8 and UTF-16; ``found_in`` are the names of those that
    still hold one: files that Companion did not write.
    """

    session_id: str
    erased_at: datetime
    events: int
    words: int
    files: int
    voices: int = 0
    found_in: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """In French, for the terminal and to be printed."""
        found = ", ".join(self.found_in) or "aucun"
        return (
            "Certificat d'effacement",
            f"Séance : {self.session_id}",
            f"Effacée le : {self.erased_at.isoformat(timespec='seconds')}",
            f"Événements effacés du journal : {self.events}",
            f"Empreintes de voix gardées pour le programme, détruites avec leur clé : {self.voices}",
            f"Mots de la séance recherchés ensuite : {self.words}, dans {self.files} fichiers",
            f"Fichiers qui en contiennent encore : {found}",
        )
