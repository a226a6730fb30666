"""The hand-over: what each person is given, shown before it goes; as a file, on paper, or photographed."""

import asyncio
from collections.abc import Sequence

from aiohttp import web
from multidict import MultiMapping

from companion.domain.case_content import held_lines, outsiders
from companion.domain.document import Document
from companion.domain.errors import CompanionError
from companion.domain.forms import client_form, group_form
from companion.domain.handover import (
    Wording,
    client_notes,
    consultant_page,
    named,
    organisation_page,
    page_one,
)
from companion.domain.messages import Refused
from companion.domain.people import Person, Role
from companion.ports import HandedFile, Papers, Seance
from companion.web.home import Home
from companion.web.review import in_time
from companion.web.site import Site, posted

__all__ = ["PaperPages"]

_CONSULTANT = "consultant-"
_FORMS = {"client-form": client_form, "group-form": group_form}
_READ_ALREADY = ("page-one", *_FORMS)
"""What nobody has to be shown first: it has just been read, or there is nothing in it."""
MOST_CODES = 9
"""Codes that somebody photographs one by one: seven thousand bytes, three times a long plan."""


class PaperPages:
    """What is handed over of a séance. Only the client's own papers hold its content."""

    def __init__(self, site: Site, home: Home, papers: Papers) -> None:
        self._site, self._home, self._papers = site, home, papers

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [
            web.get("/seances/{id}/handover", self._handover),
            web.get("/seances/{id}/papers/{paper}", self._preview),
            web.post("/seances/{id}/papers/{paper}", self._hand),
            web.get("/seances/{id}/codes/{number}.svg", self._code),
            web.get("/seances/{id}/codes", self._codes),
            web.get("/print/forms/{id}/{paper}", self._preview),
            web.post("/print/forms/{id}/{paper}", self._hand),
        ]

    async def _handover(self, request: web.Request) -> web.Response:
        seance = await in_time(self._home, request)
        review = seance.session.review
        if not review.exists:
            return self._site.see_other(request, f"/seances/{seance.session_id}/review")
        notes = review.current()
        people = seance.session.roster
        known = dict(review.sharing.names)
        names = dict.fromkeys((*outsiders(notes), *known))
        held = held_lines(notes, review.touching, ())
        return self._site.render(
            request,
            "handover.html",
            seance=seance,
            review=review,
            notes=notes,
            papers=_papers_of(seance),
            names=[(name, known.get(name, "")) for name in names],
            held=[(line, people.get(line.person), line.id in review.sharing.released) for line in held],
            others=[one for one in people if one.role is not Role.CLIENT],
            formats=self._papers.formats,
            places=await asyncio.to_thread(self._papers.places),
            demonstration=seance.demonstration,
        )

    async def _preview(self, request: web.Request) -> web.Response:
        """The paper as it goes, to read and to print."""
        seance, paper = await self._asked(request)
        document = self._document(request, seance, paper)
        blocks = [(type(block).__name__, block) for block in document.blocks]
        return self._site.render(
            request,
            "paper.html",
            seance=seance,
            document=document,
            blocks=blocks,
            form=paper in _FORMS,
            large=request.query.get("large") == "1",
        )

    async def _hand(self, request: web.Request) -> web.Response:
        """A file to download, or put into a folder: then the page that says where."""
        seance, paper = await self._asked(request)
        post = await posted(request)
        if paper not in _READ_ALREADY and not _text(post, "seen"):
            sentence = self._site.texts(request, seance)["hand_not_seen"]
            return self._site.explain(request, 422, Refused("hand_not_seen", sentence))
        try:
            file = await asyncio.to_thread(self._file, self._document(request, seance, paper), paper, post)
            folder = _text(post, "folder")
            if not folder:
                return _download(file)
            path = await asyncio.to_thread(self._papers.keep, file, folder)
        except CompanionError as error:
            return self._site.explain(request, 422, error)
        texts = self._site.texts(request, seance)
        return self._site.render(
            request,
            "kept.html",
            seance=seance,
            message=texts["paper_kept"].format(path=path),
            form=paper in _FORMS,
        )

    def _file(self, document: Document, paper: str, post: MultiMapping[object]) -> HandedFile:
        return self._papers.file(
            document,
            f"codeveloppement-{paper}",
            _text(post, "format") or "pdf",
            large=bool(_text(post, "large")),
            password=_text(post, "password"),
        )

    async def _codes(self, request: web.Request) -> web.Response:
        """Asked for in private: a screen that everybody sees is no place for it."""
        seance = await in_time(self._home, request)
        codes = await asyncio.to_thread(self._papers.codes, self._document(request, seance, "page-one"))
        return self._site.render(request, "codes.html", seance=seance, count=len(codes), most=MOST_CODES)

    async def _code(self, request: web.Request) -> web.Response:
        seance = await in_time(self._home, request)
        codes = await asyncio.to_thread(self._papers.codes, self._document(request, seance, "page-one"))
        number = request.match_info["number"]
        known = {str(place) for place in range(1, len(codes) + 1)} if len(codes) <= MOST_CODES else set()
        if number not in known:
            raise web.HTTPNotFound
        return web.Response(body=codes[int(number) - 1], content_type="image/svg+xml")

    async def _asked(self, request: web.Request) -> tuple[Seance, str]:
        """The séance and the paper. Raises HTTPNotFound for a paper that is not there, or not yet."""
        paper = request.match_info["paper"]
        if request.path.startswith("/print"):
            seance = await self._home.seance(request)
            if paper not in _FORMS or seance.session.prepared is None:
                raise web.HTTPNotFound
            return seance, paper
        seance = await in_time(self._home, request)
        if paper not in _papers_of(seance) or not seance.session.review.exists:
            raise web.HTTPNotFound
        return seance, paper

    def _document(self, request: web.Request, seance: Seance, paper: str) -> Document:
        """The paper, which is there. Raises HTTPNotFound for one that is not."""
        say, session = self._wording(request, seance), seance.session
        prepared, review = session.prepared, session.review
        if prepared is None:
            raise web.HTTPNotFound
        if paper in _FORMS:
            return _FORMS[paper](prepared, say)
        if paper == "organisation":
            minutes = sum(visit.lasted for visit in session.visits) / 60
            people, day = prepared.people, prepared.date
            return organisation_page(day, people, minutes, prepared.round, review.sharing, say)
        notes = review.current()
        if paper == "page-one":
            return named(page_one(notes, say), review.sharing.names)
        if paper == "client":
            return client_notes(notes, review.sharing, say, approved=review.approved is not None)
        person = session.roster.get(paper.removeprefix(_CONSULTANT))
        if person is None:
            raise web.HTTPNotFound
        return consultant_page(notes, person, review.touching, review.sharing, say)

    def _wording(self, request: web.Request, seance: Seance) -> Wording:
        tag = self._site.language(request, seance)
        return Wording(tag=tag, texts=self._site.catalogues[tag], day=self._site.day(tag))


def _papers_of(seance: Seance) -> dict[str, Person | None]:
    """What may be handed over: the paper, and the person whose it is if it is one consultant's."""
    others = (one for one in seance.session.roster if one.role is not Role.CLIENT)
    own: dict[str, Person | None] = {f"{_CONSULTANT}{person.id}": person for person in others}
    return {"page-one": None, "client": None, **own, "organisation": None}


def _text(post: MultiMapping[object], name: str) -> str:
    value = post.get(name, "")
    return value if isinstance(value, str) else ""


def _download(file: HandedFile) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return web.Response(body=file.content, content_type=file.media_type, headers=headers)
