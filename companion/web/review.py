"""The notes on the page: page one in the room, and the review beside the transcript."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from aiohttp import web

from companion.domain.codec import to_plain
from companion.domain.errors import CompanionError
from companion.domain.note_rows import Row
from companion.domain.notes import Kind, NoteLine, Section
from companion.domain.reviewing import PAGE_ONE, may_draft
from companion.ports import Rewriter, Seance
from companion.web.catalogue import why
from companion.web.home import Home
from companion.web.site import Site

__all__ = ["CONTRACT_TYPES", "ReviewPages", "in_time"]

CONTRACT_TYPES = ("impressions", "temoignages", "suggestions", "questions", "hypotheses", "soutien", "mixte")


class ReviewPages:
    """What shows the draft. Commands come by the séance's stream, as everywhere."""

    def __init__(self, site: Site, home: Home, rewriter: Rewriter | None) -> None:
        self._site, self._home, self._rewriter = site, home, rewriter

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/seances/{id}/review", self._review),
            web.get("/seances/{id}/page-one", self._page_one),
            web.get("/seances/{id}/notes.json", self._notes),
            web.post("/seances/{id}/rewording", self._reword),
        ]

    async def _review(self, request: web.Request) -> web.Response:
        seance = await in_time(self._home, request)
        return self._page(request, seance, "review.html", list(Section))

    async def _page_one(self, request: web.Request) -> web.Response:
        seance = await in_time(self._home, request)
        return self._page(request, seance, "page_one.html", list(PAGE_ONE))

    def _page(
        self, request: web.Request, seance: Seance, template: str, sections: list[Section]
    ) -> web.Response:
        return self._site.render(
            request,
            template,
            seance=seance,
            sections=[section.value for section in sections],
            kinds=[kind.value for kind in Kind],
            types=CONTRACT_TYPES,
            rewording=self._rewriter is not None,
            prepared=seance.session.prepared,
        )

    async def _notes(self, request: web.Request) -> web.Response:
        seance = await in_time(self._home, request)
        return web.json_response(_plain(seance))

    async def _reword(self, request: web.Request) -> web.Response:
        """A proposal for one line; only its text is sent, and nothing is changed."""
        seance = await in_time(self._home, request)
        texts = self._site.texts(request, seance)
        asked = (await request.post()).get("line", "")
        review, prepared = seance.session.review, seance.session.prepared
        if self._rewriter is None or prepared is None or review.draft is None or review.approved is not None:
            return web.json_response({"refused": texts["reword_off"]})
        rows = review.rows()
        if not isinstance(asked, str) or asked not in rows:
            return web.json_response({"refused": texts["reword_no_line"]})
        try:
            text = await self._rewriter.reword(rows[asked].line.text, prepared.language)
        except CompanionError as error:
            return web.json_response({"refused": why(error, texts)})
        return web.json_response({"text": text})


async def in_time(home: Home, request: web.Request) -> Seance:
    """The séance of the address, once its notes may be read; before, back to the séance (HTTPSeeOther)."""
    seance = await home.seance(request)
    if not may_draft(seance.session, seance.method):
        raise web.HTTPSeeOther(f"/seances/{seance.session_id}/live")
    return seance


def _plain(seance: Seance) -> dict[str, Any]:
    """Everything that the pages show, as JSON."""
    review = seance.session.review
    about = {
        "draft": review.exists,
        "approved": review.approved is not None,
        "confirmed": review.confirmed,
        "agreed": review.agreed,
        "undo": bool(review.edits) and review.approved is None,
        "sharing": to_plain(review.sharing),
    }
    if not review.exists:
        return {**about, "rows": [], "caveats": [], "contract": None, "to_check": 0}
    rows = review.rows()
    notes = review.current()
    every = rows.all()
    return {
        **about,
        "rows": [_row(row) for row in every],
        "caveats": [caveat.value for caveat in notes.caveats],
        "contract": {"types": rows.contract.types, "agreed": rows.contract.agreed}
        | ({"written": asdict(rows.contract.written)} if rows.contract.written else {}),
        "to_check": sum(1 for row in every if row.line.doubts and not row.rejected),
    }


def _row(row: Row) -> dict[str, Any]:
    line = row.line
    plain: dict[str, Any] = {
        "id": line.id,
        "section": line.section.value,
        "text": line.text,
        "said": line.said,
        "person": line.person,
        "held": line.held,
        "doubts": to_plain(line.doubts),
        "kind": line.kind.value if line.kind else None,
        "answer": line.answer.text if line.answer else None,
        "utterances": line.utterances,
        "by_hand": line.by_hand,
        "rejected": row.rejected,
        "edited": row.edited,
        "changed": row.changed,
    }
    return {**plain, "parts": _parts(line)} if line.action else plain


def _parts(line: NoteLine) -> dict[str, Any]:
    action = line.action
    if action is None:
        return {}
    due = action.due
    names = ("with_whom", "first_step", "sign", "obstacle", "support")
    said = {name: getattr(action, name) for name in names}
    return {
        "owner": action.owner or "",
        "due": due.words if due else "",
        "day": due.day.isoformat() if due and due.day else "",
        "assumed": bool(due and due.assumed),
        **{name: quote.text if quote else "" for name, quote in said.items()},
    }
