"""An engine that plays recorded documents, in a thread of its own: over TCP, a socket or a pipe."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
from aiohttp import web

DATA = Path(__file__).parents[2] / "data" / "docker" / "engine-api"
PATIENCE = 30.0


def recorded(name: str) -> Any:
    """Return a recorded document."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@attrs.define
class Played:
    """What the engine answers, by path, and what it was asked."""

    paths: dict[str, Any]
    """Documents; a pair is a status and a document, bytes are sent as they are."""

    address: str = ""
    asked: list[str] = attrs.field(factory=list)
    before: Callable[[str], None] = lambda path: None
    """Called before an answer."""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.asked.append(request.path_qs)
        self.before(request.path)
        found = self.paths.get(request.path, (404, {"message": f"no such thing: {request.path}"}))
        if isinstance(found, bytes):
            return web.Response(body=found)
        status, document = found if isinstance(found, tuple) else (200, found)
        return web.json_response(document, status=status)


@contextmanager
def played(paths: dict[str, Any], listen: str = "tcp") -> Iterator[Played]:
    """Serve the documents; `listen` is `tcp`, or the path of a socket or pipe."""
    engine, ready, loop = Played(paths), threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        application = web.Application()
        application.router.add_get("/{path:.*}", engine.answer)
        runner = web.AppRunner(application)
        await runner.setup()
        site = _site(runner, listen)
        await site.start()
        engine.address = _address(runner, listen)
        ready.set()
        await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: _run(loop, serve()))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield engine
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _run(loop: asyncio.AbstractEventLoop, main: Any) -> None:
    try:
        loop.run_until_complete(main)
    finally:
        loop.close()


def _site(runner: web.AppRunner, listen: str) -> web.BaseSite:
    if listen == "tcp":
        return web.TCPSite(runner, "127.0.0.1", 0)
    return web.NamedPipeSite(runner, listen) if sys.platform == "win32" else web.UnixSite(runner, listen)


def _address(runner: web.AppRunner, listen: str) -> str:
    if listen == "tcp":
        host, port = runner.addresses[0][:2]
        return f"tcp://{host}:{port}"
    return "npipe:" + listen.replace("\\", "/") if sys.platform == "win32" else f"unix://{listen}"
