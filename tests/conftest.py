"""What all tests share."""

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure: examples are bounded in number, never in time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def keys_of_tests() -> Iterator[None]:
    """No test leaves a key in the keyring or in the memory of whoever runs it."""
    if "COMPANION_RUNTIME" in os.environ:  # the tests within a test
        yield
        return
    folder = tempfile.mkdtemp(prefix="companion-tests-")
    os.environ["COMPANION_RUNTIME"], os.environ["COMPANION_KEY"] = folder, "runtime"
    yield
    shutil.rmtree(folder)
