"""What a facilitator prints for the people and for a security officer: in French, as the law is."""

from collections.abc import Sequence

from aiohttp import web

from companion.web.site import Site

__all__ = ["DOCUMENTS", "Documents"]

DOCUMENTS = ("information", "aipd", "licences")
"""Templates of ``templates/documents``; the list of séances leads to each."""


class Documents:
    """Answers for them."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> Sequence[web.RouteDef]:
        """Their addresses."""
        return [web.get("/print/documents/{name}", self._document)]

    async def _document(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in DOCUMENTS:
            raise web.HTTPNotFound
        return self._site.render(request, f"documents/{name}.html")
