"""Phrases are made ahead, the urgent ones first; what is kept is not made again."""

import asyncio
from collections.abc import Callable

from companion.app.house import alongside
from companion.speaking.rendering import Rendering
from tests.fakes.kept import DictKept
from tests.fakes.synthesizer import ToneSynthesizer


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - a thread makes it so
        await asyncio.sleep(0.005)


async def test_what_is_foreseen_is_made_in_order_and_a_wish_comes_first() -> None:
    voice, kept = ToneSynthesizer(), DictKept()
    rendering = Rendering("tone-fr", voice, kept)
    rendering.foresee(["un", "deux", "un"])
    rendering.wish("trois")
    assert rendering.ready("un") is None
    async with alongside(rendering.run()):
        await until(lambda: all(rendering.ready(text) for text in ("un", "deux", "trois")))
    assert ["trois", "un", "deux"] == voice.said
    assert {("tone-fr", "un"), ("tone-fr", "deux"), ("tone-fr", "trois")} == kept.sounds.keys()


async def test_what_was_kept_is_not_made_again_and_what_cannot_be_said_is_left() -> None:
    kept = DictKept()
    first = Rendering("tone-fr", ToneSynthesizer(), kept)
    first.foresee(["un"])
    async with alongside(first.run()):
        await until(lambda: first.ready("un") is not None)
    voice = ToneSynthesizer()
    second = Rendering("tone-fr", voice, kept)
    second.foresee(["…", "un", "deux"])
    async with alongside(second.run()):
        await until(lambda: second.ready("deux") is not None)
    assert ["…", "deux"] == voice.said
    assert second.ready("…") is None
    assert second.ready("un") is not None
