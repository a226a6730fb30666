"""Files of the Hugging Face hub at a pinned revision, resumed where they stopped."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from companion.adapters.model_catalogue import Hub, ModelFile

__all__ = ["HUB", "download_from_hub"]

HUB = "https://huggingface.co"
_BLOCK = 1 << 18
_TIMEOUT = 30  # seconds without a byte


def download_from_hub(
    origin: Hub, files: Sequence[ModelFile], folder: Path, progress: Callable[[int], None], hub: str = HUB
) -> None:
    """Fill ``folder`` with these files. Raises ConnectionError when the hub cannot be reached.

    ``progress`` is called with the bytes of these files that are here. Whether they are the right ones
    is for the caller to verify. ``hub`` is another address of the hub: a mirror, or a test.
    """
    before = 0
    for file in files:
        url = f"{hub}/{origin.repo}/resolve/{origin.revision}/{file.name}"
        _download(url, folder / file.name, file.size, _beyond(before, progress))
        before += file.size


def _beyond(before: int, progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: progress(before + done)


def _download(url: str, target: Path, size: int, progress: Callable[[int], None]) -> None:
    here = target.stat().st_size if target.exists() else 0
    if here >= size:
        if here == size:
            return
        target.unlink()
        here = 0
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ConnectionError(f"refused address: {url}")
    request = urllib.request.Request(url, headers={"Range": f"bytes={here}-"})  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - checked above
            _save(answer, target, size, progress)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise ConnectionError(str(error)) from error
    if target.stat().st_size != size:
        raise ConnectionError(f"cut short: {url}")


def _save(answer: http.client.HTTPResponse, target: Path, size: int, progress: Callable[[int], None]) -> None:
    resumed = answer.status == http.client.PARTIAL_CONTENT
    with target.open("ab" if resumed else "wb") as file:
        done = file.tell()
        while block := answer.read(_BLOCK):
            done += file.write(block)
            progress(done)
            if done > size:  # not our file: the caller finds out by its sha256
                return
