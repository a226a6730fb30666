"""An OpenAI-style server on loopback, faithful in its shape, that answers what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class LanguageServer:
    """``say`` makes the sentence from the one asked; ``change`` may spoil the answer."""

    def __init__(self) -> None:
        self.say: Callable[[str], str] = lambda text: text
        self.change: Callable[[dict[str, Any]], Any] = lambda answer: answer
        self.redirect: str | None = None
        self.silent = False
        self.asked: list[dict[str, Any]] = []
        self.begun = asyncio.Event()
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        question = await request.json()
        self.asked.append(question)
        self.begun.set()
        if self.silent:
            await asyncio.Event().wait()
        if self.redirect:
            return web.Response(status=307, headers={"Location": self.redirect})
        prompt, text = (message["content"] for message in question["messages"])
        plain = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": question["model"],
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": self.say(text)},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": len(f"{prompt} {text}".split()) + 12, "completion_tokens": 9},
        }
        return web.json_response(self.change(plain))


@asynccontextmanager
async def language_server() -> AsyncIterator[LanguageServer]:
    """Open while the block lasts."""
    server = LanguageServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
