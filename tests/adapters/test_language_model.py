"""A rewording comes from this machine, in a process of its own, and only when it says nothing new."""

import asyncio
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest

from companion.adapters.language_model import LanguageModel
from companion.adapters.language_server import ask, loopback
from companion.domain.errors import BadSetting, PartMissing
from tests.adapters.test_isolation import USER, need_isolation
from tests.fakes.language_server import language_server

SAID = "Alors lundi, euh, j'appelle Marie, je ne parle pas du budget."
BETTER = "Lundi, j'appelle Marie, je ne parle pas du budget."


async def reworded(address: str, model: str, **patience: int) -> str:
    with closing(LanguageModel(address, model, **patience)) as small:
        return await small.reword(SAID, "fr")


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.10:11434/v1",
        "http://example.org/v1",
        "https://127.0.0.1:8080/v1",
        "http://127.0.0.1.example.org/v1",
        "http://somebody@127.0.0.1/v1",
        "http://127.0.0.1:99999/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "file:///etc/passwd",
        "",
    ],
)
def test_another_machine_is_refused(address: str) -> None:
    with pytest.raises(BadSetting):
        LanguageModel(address, "small")
    assert ask(address, "small", "Réécris.", "Oui.") == {"problem": "not_loopback"}


def test_localhost_is_this_machine_and_no_name_is_looked_up() -> None:
    where = loopback("http://localhost:11434/v1")
    assert where is not None and where.hostname == "127.0.0.1"


@pytest.mark.parametrize("model", ["gpt-oss:120b-cloud", "qwen3:cloud"])
def test_a_model_that_runs_elsewhere_is_refused(model: str) -> None:
    with pytest.raises(BadSetting):
        LanguageModel("http://127.0.0.1:11434/v1", model)
    assert ask("http://127.0.0.1:11434", model, "Réécris.", "Oui.") == {"problem": "remote_model"}


async def test_a_faithful_wording_is_given() -> None:
    async with language_server() as server:
        server.say = lambda text: f"« {BETTER} »"
        assert await reworded(server.address, "small") == BETTER
        assert [message["role"] for message in server.asked[0]["messages"]] == ["system", "user"]
        assert server.asked[0]["messages"][1]["content"] == SAID


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy would be asked first: it is not there, so the answer came straight."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    async with language_server() as server:
        assert await reworded(server.address, "small") == SAID


async def test_a_redirection_is_not_followed() -> None:
    async with language_server() as server, language_server() as elsewhere:
        server.redirect = f"{elsewhere.address}/chat/completions"
        with pytest.raises(PartMissing) as failed:
            await reworded(server.address, "small")
        assert failed.value.code == "language_model_redirected"
        assert elsewhere.asked == []


def _cut(answer: dict[str, Any]) -> dict[str, Any]:
    answer["usage"]["prompt_tokens"] = 5
    return answer


def _stopped(answer: dict[str, Any]) -> dict[str, Any]:
    answer["choices"][0]["finish_reason"] = "length"
    return answer


def _elsewhere(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "model": "small:cloud"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_cut, "truncated"),
        (_stopped, "truncated"),
        (_elsewhere, "remote_model"),
        (lambda answer: {**answer, "usage": None}, "unusable"),
        (lambda answer: {"error": "no"}, "unusable"),
        (lambda answer: ["?"], "unusable"),
        (lambda answer: {**answer, "padding": "x" * 70_000}, "unusable"),
    ],
)
async def test_an_answer_that_cannot_be_trusted_is_refused(change: Any, code: str) -> None:
    async with language_server() as server:
        server.change = change
        with pytest.raises(PartMissing) as failed:
            await reworded(server.address, "small")
        assert failed.value.code == f"language_model_{code}"


@pytest.mark.parametrize(
    "lie",
    ["Lundi, j'appelle Sophie, je ne parle pas du budget.", "Bla bla bla.", "", BETTER.replace("pas ", "")],
)
async def test_a_lie_is_refused(lie: str) -> None:
    async with language_server() as server:
        server.say = lambda text: lie
        with pytest.raises(PartMissing) as failed:
            await reworded(server.address, "small")
        assert failed.value.code == "language_model_unfaithful"


async def test_nobody_there_is_said_in_words() -> None:
    async with language_server() as server:
        address = server.address
    with pytest.raises(PartMissing, match="démarrez-le"):
        await reworded(address, "small")


async def test_a_model_that_never_answers_is_given_up() -> None:
    async with language_server() as server:
        server.silent = True
        with pytest.raises(PartMissing) as failed:
            await reworded(server.address, "small", patience=1)
        assert failed.value.code == "language_model_unreachable"
        assert server.asked  # it was asked, and said nothing


async def test_whoever_left_gets_no_answer_meant_for_somebody_else() -> None:
    async with language_server() as server:
        with closing(LanguageModel(server.address, "small")) as small:
            left = asyncio.create_task(small.reword("Ne gardez pas cette phrase.", "fr"))
            await server.begun.wait()
            left.cancel()
            assert await small.reword(SAID, "fr") == SAID


async def test_a_process_that_is_gone_is_said_in_words_and_leaves_nothing_behind() -> None:
    async with language_server() as server:
        small = LanguageModel(server.address, "small")
        small.close()
        small.close()
        with pytest.raises(PartMissing, match="démarrez-le"):
            await small.reword(SAID, "fr")


ASKED_ELSEWHERE = """
import socket, sys
from companion.adapters.language_server import _keep_to, loopback
_keep_to(loopback(sys.argv[1]))
for place in sys.argv[1:]:
    where = loopback(place)
    try:
        socket.create_connection((where.hostname, where.port)).close()
        print("reached")
    except PermissionError as refused:
        print(refused)
"""


async def test_the_process_outside_speaks_to_the_configured_address_alone() -> None:
    """Another port of the same loopback is refused too."""
    async with language_server() as server, language_server() as other:
        command = (sys.executable, "-c", ASKED_ELSEWHERE, server.address, other.address)
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines() == ["reached", "this process speaks to one address"]
        assert other.asked == []


ISOLATED = """
import argparse, asyncio, os, socket, sys
from pathlib import Path
from companion.adapters.isolation import isolated
from companion.adapters.language_model import LanguageModel
from companion.cli.alone import alone, isolate
from companion.config import Settings
address, said, port = sys.argv[1:]

def asked(small):
    print(isolated(), asyncio.run(small.reword(said, "fr")))
    try:
        socket.create_connection(("127.0.0.1", int(port)))
    except OSError as wrong:
        print(type(wrong).__name__)
"""
AS_SERVE_DOES = """
settings = Settings(home=Path("/nonexistent"), port=0, language_model=address, language_model_name="small")
with alone(argparse.Namespace(open=False, isolated=None), settings, rewords=True) as closed_off:
    asked(closed_off.rewriter)
"""
AS_A_USER = f"""
small = LanguageModel(address, "small")
{USER}
isolate()
asked(small)
os._exit(sys.stdout.flush() or 0)  # the process outside is root's here: it ends with this one
"""


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
@pytest.mark.parametrize("how", [AS_SERVE_DOES, AS_A_USER], ids=["as serve does", "as a user"])
async def test_it_is_reached_from_an_empty_network(how: str) -> None:
    """A server on the host's loopback answers, though the process that asks cannot reach it itself."""
    need_isolation(USER if how is AS_A_USER else "")
    async with language_server() as server:
        server.say = lambda text: BETTER
        port = server.address.rsplit(":", 1)[1].partition("/")[0]
        command = (sys.executable, "-c", ISOLATED + how, server.address, SAID, port)
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
        assert done.stdout.splitlines() == [f"True {BETTER}", "OSError"], done.stderr
