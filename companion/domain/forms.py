"""Papers to fill in by hand before a séance: the fiche-client, and the group's fiche de présentation."""

from companion.domain.document import Blanks, Document, Fields, Heading, Items, Text
from companion.domain.handover import Wording
from companion.domain.messages import SessionPrepared
from companion.domain.people import Role

__all__ = ["client_form", "group_form"]

_CLIENT_PARTS = (("situation", 5), ("hard", 3), ("tried", 3), ("stake", 3), ("expect", 2), ("unsaid", 2))
"""What a client prepares, in half a page to one page, with lines to write on."""


def client_form(prepared: SessionPrepared, say: Wording) -> Document:
    """One page for whoever is willing to be client; nothing about anybody is on it yet."""
    hints = {name: say.texts.get(f"form_{name}_hint", "") for name, _ in _CLIENT_PARTS}
    parts = (Blanks(say[f"form_{name}"], lines, hints[name]) for name, lines in _CLIENT_PARTS)
    return say.document(
        say["form_client_title"],
        Blanks(say["form_name"], 1),
        Fields(((say["form_topic"], say["form_topic_choices"]),)),
        *parts,
        subtitle=f"{prepared.title} · {say.day(prepared.date)}",
        notice=say["form_client_notice"],
    )


def group_form(prepared: SessionPrepared, say: Wording) -> Document:
    """Who we are and how we work, on one page to print: the rules are the group's own to complete."""
    rows = []
    for role in (Role.FACILITATOR, Role.CLIENT, Role.CONSULTANT):
        names = ", ".join(person.name for person in prepared.people if person.role is role)
        rows.append((say[f"paper_role_{role.value}"], names or say["paper_unsaid"]))
    minutes = sum(minutes for _, minutes in prepared.minutes)
    rows.append((say["form_length"], say["form_minutes"].format(minutes=f"{minutes:.0f}")))
    rules = tuple(("", say[f"form_rule_{number}"]) for number in range(1, 6))
    return say.document(
        say["form_group_title"],
        Fields(tuple(rows)),
        Heading(say["form_method"]),
        Text(say["form_method_about"]),
        Heading(say["form_rules"]),
        Items(rules),
        Blanks(say["form_own_rules"], 4),
        Heading(say["form_consents"]),
        Text(say["form_consents_about"]),
        subtitle=f"{prepared.title} · {say.day(prepared.date)}",
    )
