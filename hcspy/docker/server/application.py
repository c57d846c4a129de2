"""The HTTP service: each call of the engine to a method of a driver, and every failure to words."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any, Final

import attrs
from aiohttp import web

from hcspy import to_json
from hcspy.docker.base import Driver
from hcspy.docker.protocol.methods import ACTIVATE, METHODS, Method
from hcspy.docker.protocol.plugin import Manifest, Service
from hcspy.docker.server.answers import document, refusal, words
from hcspy.docker.server.log import cut, new_request_id, note, request_id
from hcspy.docker.server.metrics import Metrics
from hcspy.docker.server.request import RefusedError, body_of, model_of, no_such_method
from hcspy.errors import HcspyError

IDS: Final = ("network_id", "endpoint_id", "pool_id", "address")


@attrs.define
class Exchange:
    """One request and what became of it."""

    name: str
    method: Method | None
    outcome: str = "ok"
    error: str | None = None
    ids: dict[str, Any] = attrs.field(factory=dict)
    started: float = attrs.field(factory=time.perf_counter)

    @property
    def label(self) -> str:
        """The method as the metrics have it: what is no method has one name, however many are tried."""
        return self.name if self.method or self.name == ACTIVATE else "unknown"

    @property
    def service(self) -> Service | None:
        """The service that was asked for."""
        return self.method.service if self.method else None


class PluginApplication:
    """Answers the engine for one plugin."""

    def __init__(self, name: str, drivers: Mapping[Service, Driver], metrics: Metrics, *, max_body: int) -> None:
        self._name = name
        self._drivers = drivers
        self._metrics = metrics
        self._max_body = max_body
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.stopping = False
        """Whether new requests are refused."""
        self.web = web.Application(client_max_size=max_body)
        self.web.router.add_route("*", "/{path:.*}", self._handle)

    async def drained(self) -> None:
        """Wait until no request is being answered."""
        await self._idle.wait()

    async def _handle(self, request: web.Request) -> web.Response:
        new_request_id()
        name = request.match_info["path"]
        exchange = Exchange(name, METHODS.get(name))
        self._running += 1
        self._metrics.running.inc()
        self._idle.clear()
        try:
            response = await self._answer(request, exchange)
        finally:
            self._running -= 1
            self._metrics.running.dec()
            if not self._running:
                self._idle.set()
        self._record(exchange, response.status)
        if self.stopping:
            response.force_close()
        return response

    def _record(self, exchange: Exchange, status: int) -> None:
        seconds = time.perf_counter() - exchange.started
        self._metrics.answered(exchange.label, exchange.outcome, seconds)
        level = logging.INFO if exchange.error is None else logging.WARNING
        facts: dict[str, Any] = {"outcome": exchange.outcome, "ms": f"{seconds * 1000:.1f}", "error": exchange.error}
        note("request", level=level, method=cut(exchange.name), status=status, **exchange.ids, **facts)

    async def _answer(self, request: web.Request, exchange: Exchange) -> web.Response:
        try:
            return document(await self._serve(request, exchange))
        except RefusedError as error:
            exchange.outcome, exchange.error = error.outcome, str(error)
            return refusal(str(error), exchange.service, error.status)
        except HcspyError as error:
            self._metrics.failed(exchange.label, error)
            exchange.outcome, exchange.error = "error", words(error)
            return refusal(exchange.error, exchange.service)
        except Exception as error:
            self._metrics.failed(exchange.label, error)
            told = cut(" ".join(f"{type(error).__name__}: {error}".split()))
            exchange.outcome, exchange.error = "mistake", told
            note("failed", level=logging.ERROR, trace=True, method=exchange.label)
            text = f"internal error of {self._name} (request {request_id.get()}): {told}"
            return refusal(text, exchange.service, 500)

    async def _serve(self, request: web.Request, exchange: Exchange) -> Any:
        if self.stopping:
            raise RefusedError(503, f"{self._name} is stopping; try again in a moment", "stopping")
        if request.method != "POST":
            raise RefusedError(405, f"{exchange.name or '/'} is called with POST, not {request.method}", "not POST")
        if "Origin" in request.headers:
            # A page that is open on this machine can send a POST to a port of the loopback; the engine is no browser.
            raise RefusedError(403, f"{self._name} serves no browser", "browser")
        body = await body_of(request, self._max_body)
        note("request document", level=logging.DEBUG, method=cut(exchange.name), document=_shown(body))
        if exchange.name == ACTIVATE:
            return Manifest(implements=tuple(self._drivers))
        driver = self._drivers.get(exchange.method.service) if exchange.method else None
        if driver is None or exchange.method is None:
            raise no_such_method(exchange.name, self._name)
        return await self._call(driver, exchange.method, body, exchange)

    async def _call(self, driver: Driver, method: Method, body: bytes, exchange: Exchange) -> Any:
        """Call a driver's method with what it takes, and see that it answers what the engine understands."""
        arguments = () if method.request is None else (model_of(method, body),)
        for model in arguments:
            exchange.ids = {name: cut(str(getattr(model, name))) for name in IDS if getattr(model, name, None)}
        answer = await getattr(driver, method.attribute)(*arguments)
        if method.response is None:
            return None
        if not isinstance(answer, method.response):
            raise TypeError(f"{method.attribute}() returned {answer!r}, not a {method.response.__name__}")
        if logging.getLogger("hcspy.docker").isEnabledFor(logging.DEBUG):
            note("answer", level=logging.DEBUG, method=method.path, document=cut(to_json(answer)))
        return answer


def _shown(body: bytes) -> str | None:
    return cut(body.decode("utf-8", "replace")) if body else None
