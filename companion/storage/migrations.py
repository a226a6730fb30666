"""The schema, step by step. A migration is applied once, whole or not at all, and never edited after."""

from sqlite_utils import Database, Migrations

__all__ = ["migrations"]

migrations = Migrations("companion")


@migrations()
def events(db: Database) -> None:
    """One row per event; ``payload`` is JSON, or null once redacted."""
    db.table("events").create(
        {"session_id": str, "seq": int, "at": str, "elapsed": float, "kind": str, "payload": str},
        pk=("session_id", "seq"),
        not_null={"at", "elapsed", "kind"},
    )
