"""A computenetwork.dll that keeps the books: what it handed out, what came back, what was done wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest

from hcspy._ffi.computenetwork import (
    NounCalls,
    endpoints,
    guest_network_services,
    load_balancers,
    namespaces,
    networks,
    routes,
)
from hcspy._ffi.exports import EXPORTS, Export
from hcspy._ffi.filler import FilledTables, fill

Reply = Mapping[str, Any]

ID: Final = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
OTHER_ID: Final = "b7e0c4aa-51d2-4c0f-9a77-6655443322aa"
QUERY: Final = '{"SchemaVersion":{"Major":2,"Minor":0}}'
SETTINGS: Final = '{"Name":"Näme \U0001f40b"}'
RECORDS: Final = ("ErrorRecord", "result")
NOUNS: Final[list[NounCalls[Any]]] = [
    networks,
    endpoints,
    namespaces,
    load_balancers,
    routes,
    guest_network_services,
]

noun_of_each_kind = pytest.mark.parametrize("calls", NOUNS, ids=lambda calls: calls.noun)


def record(code: int, text: str = "Said by the service. ") -> str:
    """Return an error record as the service writes it."""
    return json.dumps({"Success": False, "Error": text, "ErrorCode": code}, separators=(",", ":"))


def record_cell(export: str) -> str | None:
    """Return the name of the out-parameter for the error record."""
    return next((p.name for p in EXPORTS["computenetwork"][export].params if p.name in RECORDS), None)


class Service:
    """Answers every export of computenetwork.dll.

    `fault` may answer a call in its stead, `extra` may add to an answer; both get the number of the call and its
    export.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.open: dict[int, str] = {}
        self.misuses: list[str] = []
        self.callback: Any = None
        self.fault: Callable[[int, str], Reply | None] = lambda number, export: None
        self.extra: Callable[[int, str], Reply] = lambda number, export: {}
        self.tables: FilledTables = fill(self.respond, dlls=("computenetwork",))
        self._next = 0x1000

    def respond(self, dll: str, export: str, args: dict[str, Any]) -> Reply:
        """Answer one call."""
        self.calls.append((export, args))
        described = EXPORTS[dll][export]
        self._take_back(described, args)
        number = len(self.calls)
        reply = self.fault(number, export)
        return {**self._answer(described, args), **self.extra(number, export)} if reply is None else reply

    def hand_out(self, export: str) -> int:
        """Make a handle that the program has to close."""
        self._next += 0x10
        self.open[self._next] = export
        return self._next

    def _take_back(self, export: Export, args: dict[str, Any]) -> None:
        for param in export.params:
            if param.kind == "handle" and param.direction == "in":
                if args[param.name] not in self.open:
                    self.misuses.append(f"{export.name} was given 0x{args[param.name]:x}")
                elif export.name.startswith(("HcnClose", "HcnRelease", "HcnUnregister")):
                    del self.open[args[param.name]]

    def _answer(self, export: Export, args: dict[str, Any]) -> Reply:
        self.callback = args.get("Callback", self.callback)
        reply: dict[str, Any] = {}
        for param in export.params:
            if param.direction == "out" and param.kind == "handle":
                reply[param.name] = self.hand_out(export.name)
            elif param.direction == "out" and param.kind == "string" and param.name not in RECORDS:
                reply[param.name] = f'{{"Of":"{export.name}"}}'
        return reply

    @property
    def exports(self) -> list[str]:
        """The names of the exports that were called, in order."""
        return [export for export, _ in self.calls]

    @property
    def args(self) -> dict[str, Any]:
        """The arguments of the last call."""
        return self.calls[-1][1]

    def fail(self, export: str, hresult: int, text: str | None = None) -> None:
        """Let an export fail from now on, with a record if there is a text for it."""
        self.fault = lambda number, called: failure(called, hresult, text) if called == export else None

    def assert_clean(self) -> None:
        """Nothing is open or allocated, and nothing was misused."""
        assert self.open == {}
        assert self.misuses == []
        assert self.tables.ledger.live == []
        assert self.tables.ledger.misuses == []


def failure(export: str, hresult: int, text: str | None = None) -> Reply:
    """Return the answer of an export that fails."""
    cell = record_cell(export)
    return {"hresult": hresult, **({cell: text} if cell and text is not None else {})}


@pytest.fixture
def service() -> Iterator[Service]:
    """A service to which everything has to come back."""
    service = Service()
    yield service
    service.assert_clean()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for another thread."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def wait_for_late_calls() -> None:
    """Wait until no call that was given up is under way any more."""
    wait_until(lambda: not any(thread.name.startswith("hcspy Hcn") for thread in threading.enumerate()))
