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


@migrations()
def commands(db: Database) -> None:
    """One row per command that made events, so that it is not carried out twice, even after a restart."""
    db.table("commands").create(
        {"session_id": str, "id": str, "seq": int}, pk=("session_id", "id"), not_null={"seq"}
    )


@migrations()
def course(db: Database) -> None:
    """Finds the events of one kind, redacted ones left out, without reading those between."""
    db.execute("create index events_by_kind on events(kind, session_id) where payload is not null")


@migrations()
def erasures(db: Database) -> None:
    """One row per séance that is being forgotten: what a crash cut short is finished at the next start."""
    db.table("erasures").create({"session_id": str}, pk="session_id")


@migrations()
def unsettled(db: Database) -> None:
    """One row per séance written in since it was last known to hold nothing that should be gone; ``seq`` is
    its last event. Every séance is to be looked through once.
    """
    db.table("unsettled").create({"session_id": str, "seq": int}, pk="session_id", not_null={"seq"})
    db.execute("insert into unsettled select session_id, max(seq) from events group by session_id")
