"""What every page is made with: templates, words in the right language, and a clear refusal."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from multidict import MultiMapping

from companion.domain.errors import CompanionError
from companion.domain.messages import Refused
from companion.ports import Seance
from companion.web.access import Access
from companion.web.catalogue import LANGUAGES, Catalogues, said, why

__all__ = ["HERE", "Site", "posted"]

HERE = Path(__file__).parent


class Site:
    """Renders pages. A page of a séance speaks the séance's language unless the address asks for another.

    ``lan``: a second screen may be paired, over the local network; pages say so.
    """

    def __init__(self, access: Access, *, lan: bool = False) -> None:
        self.access = access
        self._lan = lan
        self.catalogues = Catalogues()
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    def language(self, request: web.Request, seance: Seance | None = None) -> str:
        """The language of the answer: a tag that the catalogue knows."""
        asked = request.query.get("lang", "")
        if asked in self.catalogues:
            return asked
        prepared = seance.session.prepared if seance else None
        return prepared.language if prepared and prepared.language in self.catalogues else LANGUAGES[0]

    def day(self, language: str) -> Callable[[date], str]:
        """How that language says a date."""
        return lambda date: _long(date, language.split("-")[0])

    def texts(self, request: web.Request, seance: Seance | None = None) -> Mapping[str, str]:
        """The words of the answer."""
        return self.catalogues[self.language(request, seance)]

    def render(
        self,
        request: web.Request,
        name: str,
        status: int = 200,
        *,
        seance: Seance | None = None,
        **values: Any,
    ) -> web.Response:
        """A page. Its template finds the séance's id, stream and language among its values."""
        language = self.language(request, seance)
        about = {"seance_id": "", "stream": "", "method_query": ""}
        if seance is not None:
            about = {
                "seance_id": seance.session_id,
                "stream": f"/stream/facilitator?seance={seance.session_id}",
                "method_query": f"?seance={seance.session_id}",
            }
        page = self._templates.get_template(name).render(
            t=self.catalogues[language],
            language=language,
            say=lambda texts: said(texts, language),
            day=self.day(language),
            lan_open=self._lan,
            **{**about, **values},
        )
        return web.Response(text=page, status=status, content_type="text/html")

    def refuse(self, request: web.Request, status: int, why: str) -> web.Response:
        """A page that says why there is no page."""
        return self.render(request, "refused.html", status, message=self.texts(request)[f"refused_{why}"])

    def explain(
        self,
        request: web.Request,
        status: int,
        wrong: Refused | CompanionError,
        seance: Seance | None = None,
    ) -> web.Response:
        """The same for what the house refused, or could not do; in the language of that séance."""
        message = why(wrong, self.texts(request, seance))
        return self.render(request, "refused.html", status, seance=seance, message=message)

    def see_other(self, request: web.Request, path: str) -> web.Response:
        """Go there instead; a language asked for goes along."""
        asked = request.query.get("lang", "")
        language = f"?lang={asked}" if asked in self.catalogues else ""
        return web.Response(status=303, headers={"Location": path + language})


def _long(day: date, language: str) -> str:
    """« 1er décembre 2026 », « 2 décembre 2026 »: French alone has an ordinal, of the first."""
    said = format_date(day, "long", locale=language)
    return f"1er{said[1:]}" if language == "fr" and day.day == 1 else said


async def posted(request: web.Request) -> MultiMapping[Any]:
    """The form that was sent. Raises HTTPBadRequest for what no browser sends."""
    try:
        return await request.post()
    except (ValueError, LookupError, AssertionError) as error:  # UnicodeDecodeError is a ValueError
        raise web.HTTPBadRequest from error
