"""A hub of models on loopback: real HTTP, ranges, and a line that can be cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class LocalHub:
    """Serves ``files`` (path, content). ``cut_after``: bytes of a body after which the line drops."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.cut_after: int | None = None
        self.ranges: list[tuple[str, str | None]] = []
        self.url = ""


@contextmanager
def local_hub(files: dict[str, bytes]) -> Iterator[LocalHub]:
    """A hub that serves until the block ends."""
    hub = LocalHub(files)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(hub, self)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


def _answer(hub: LocalHub, request: BaseHTTPRequestHandler) -> None:
    asked = request.headers.get("Range")
    hub.ranges.append((request.path, asked))
    content = hub.files.get(request.path)
    if content is None:
        request.send_error(404)
        return
    start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
    request.send_response(206 if start else 200)
    request.send_header("Content-Length", str(len(content) - start))
    request.end_headers()
    body = content[start:]
    request.wfile.write(body if hub.cut_after is None else body[: hub.cut_after])
    request.close_connection = True
