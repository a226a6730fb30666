"""What is installed is what was locked, it is left as it was made, and none of it reaches out when loaded."""

import json
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from audit_lock.audit import advised, altered, installed_otherwise, locked, unlicensed

from tests.adapters.test_virtual_audio import run

LOCK = (Path(__file__).parents[1] / "requirements.lock").read_text(encoding="utf-8")
PACKAGES = locked(LOCK)


def test_lock_and_machine_agree() -> None:
    """Same versions, files unchanged since they were packaged, licences that go with ours."""
    assert len(PACKAGES) > 30
    assert installed_otherwise(PACKAGES) + altered(PACKAGES) + unlicensed(PACKAGES) == []


def test_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another version, a changed file, and a pin without a hash."""
    assert installed_otherwise({"aiohttp": "0.1"}) != []
    with pytest.raises(ValueError, match="no hash"):
        locked("aiohttp==1.0\n    # via companion\n")
    package = tmp_path / "planted-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\nLicense: secret\n")
    (package / "RECORD").write_text("planted.py,sha256=AAAA,1\n")
    (tmp_path / "planted.py").write_text("changed = True\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert altered({"planted": "1.0"}) == ["planted : planted.py was changed"]
    assert unlicensed({"planted": "1.0"}) == ["planted : licence not understood"]


@pytest.mark.parametrize(
    ("affected", "found"),
    [
        ({"versions": ["1.0", "1.1"]}, True),
        ({"versions": ["2.0"]}, False),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}]}, True),
        ({"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}]}, False),
        (
            {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"last_affected": "1.1"}]}]},
            True,
        ),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
    ],
)
def test_known_weaknesses_are_found_in_an_archive(affected: dict, found: bool, tmp_path: Path) -> None:
    """One advisory about one package, whose name is written otherwise."""
    archive = tmp_path / "all.zip"
    advisory = {"id": "PYSEC-1", "affected": [{"package": {"name": "A_Package"}, **affected}]}
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("PYSEC-1.json", json.dumps(advisory))
    assert bool(advised({"a-package": "1.1"}, archive)) == found


WATCH = """
import sys
calls = []
def watch(event, args):
    if event.startswith("socket.") and event not in LOCAL:
        calls.append(event)
sys.addaudithook(watch)
{what}
print(sorted(set(calls)))
"""
LOCAL = "LOCAL = {'socket.gethostname'}"  # asks the kernel for this machine's own name


def _imports() -> list[str]:
    """The modules that each locked package brings."""
    found = set()
    for name in PACKAGES:
        try:
            files = distribution(name).files or []
        except ModuleNotFoundError:  # for another system
            continue
        tops = {file.parts[0].removesuffix(".py") for file in files if file.suffix == ".py"}
        found |= {top for top in tops if top.isidentifier() and not top.startswith("_")}
    return sorted(found)


def test_no_dependency_opens_a_socket_when_it_is_loaded() -> None:
    """Every module of every locked package, in a process without our guard; a control is seen."""
    modules = _imports()
    assert {"aiohttp", "faster_whisper", "onnxruntime", "sounddevice"} <= set(modules)
    loaded = (
        "import importlib\nfor name in {!r}:\n  try: importlib.import_module(name)\n  except Exception: pass"
    )
    done = run(sys.executable, "-c", LOCAL + WATCH.format(what=loaded.format(modules)))
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
    control = run(sys.executable, "-c", LOCAL + WATCH.format(what="import socket; socket.socket()"))
    assert control.stdout.splitlines()[-1] == "['socket.__new__']"
