"""A service that a test writes down: answers by export, and a note of every call."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from hcspy._ffi import filler

Answer = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Scripted:
    """A target to connect to. ``script[export]`` answers an export; what is not there succeeds without output.

    Handles are numbered by themselves; ``opened`` and ``closed`` tell whether each was closed once.
    """

    def __init__(self, script: Mapping[str, Answer] | None = None) -> None:
        self.script: dict[str, Answer] = dict(script or {})
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.opened: list[int] = []
        self.closed: list[int] = []
        self._numbers = itertools.count(4096, 16)
        self.tables = filler.fill(self._respond)

    def close(self) -> None:
        """Nothing is held."""

    def _respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        self.calls.append((export, args))
        if export.startswith("HcnClose"):
            self.closed += args.values()
        answer = self.script.get(export, {})
        reply = dict(answer(args) if callable(answer) else answer)
        kind = next((kind for kind in HANDLES if export in (f"HcnOpen{kind}", f"HcnCreate{kind}")), None)
        if kind is not None and reply.get("hresult", 0) == 0:
            reply[HANDLES[kind]] = number = next(self._numbers)
            self.opened.append(number)
        return reply

    @property
    def exports(self) -> list[str]:
        """The exports that were called, in order."""
        return [export for export, _ in self.calls]

    def sent(self, export: str) -> list[Any]:
        """Return the documents that an export was given, parsed."""
        names = ("Settings", "settings", "Query", "query")
        found = [args[name] for call, args in self.calls if call == export for name in names if name in args]
        return [json.loads(text) for text in found]

    def assert_closed(self) -> None:
        """Fail unless each handle was closed, once, and nothing allocated is left."""
        assert sorted(self.opened) == sorted(self.closed)
        assert list(self.tables.ledger.live) == []
        assert list(self.tables.ledger.misuses) == []


HANDLES = {
    "Network": "Network",
    "Endpoint": "Endpoint",
    "Namespace": "Namespace",
    "LoadBalancer": "LoadBalancer",
    "SdnRoute": "route",
    "GuestNetworkService": "GuestNetworkService",
}


def record(hresult: int, text: str = "No. ") -> dict[str, Any]:
    """Return the reply of a call that fails, with the record that HCN leaves."""
    document = {"Success": False, "Error": text, "ErrorCode": hresult}
    return {"hresult": hresult, "ErrorRecord": json.dumps(document)}
