"""What the tests of several adapters share."""

from collections.abc import Iterator
from functools import partial

import pytest

from companion.adapters.places import shipped_models
from companion.adapters.remote_engines import voice_engines
from companion.adapters.worker import Worker


@pytest.fixture(scope="session")
def voices_worker() -> Iterator[Worker]:
    """The models of voices that ship, in a process of their own."""
    models = shipped_models()
    with Worker("essai") as worker:
        worker.start(partial(voice_engines, models / "campplus-zh-en.onnx", models / "segmentation-3.0.onnx"))
        yield worker
