"""DLLs for storage that keep the books: what was asked, what was handed out, what came back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.filler import FilledTables, fill

Reply = Mapping[str, Any]

GUID = "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"
VOLUME = rf"\\?\Volume{{{GUID}}}"


class Machine:
    """Answers every call; `answers` may say otherwise, by export, and `fault` by the number of the call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.open: set[int] = set()
        self.misuses: list[str] = []
        self.answers: dict[str, Reply | Callable[[dict[str, Any]], Reply]] = {}
        self.fault: Callable[[int, str], int] = lambda number, export: 0
        self.tables: FilledTables = fill(self.respond)
        self._numbers = itertools.count(0x1000, 4)

    def respond(self, dll: str, export: str, args: dict[str, Any]) -> Reply:
        """Answer one call."""
        self.calls.append((dll, export, args))
        if export == "CloseHandle":
            self._close(args["object"])
        code = self.fault(len(self.calls), export)
        if code:
            return _failed(dll, export, code)
        answer = self.answers.get(export, {})
        return {**self._given(export), **(answer(args) if callable(answer) else answer)}

    def close(self) -> None:
        """See that everything came back."""
        assert not self.open
        assert self.misuses == []
        assert self.tables.ledger.live == []
        assert self.tables.ledger.misuses == []

    @property
    def exports(self) -> list[str]:
        """The exports that were called, in order."""
        return [export for _, export, _ in self.calls]

    @property
    def args(self) -> dict[str, Any]:
        """The arguments of the last call."""
        return self.calls[-1][2]

    def fail(self, export: str, code: int) -> None:
        """Let an export fail from now on."""
        self.fault = lambda number, called: code if called == export else 0

    def _given(self, export: str) -> dict[str, Any]:
        if export in ("CreateVirtualDisk", "OpenVirtualDisk"):
            number = next(self._numbers)
            self.open.add(number)
            return {"handle": number}
        texts = {"GetLayerMountPath": "buffer", "HcsGetLayerVhdMountPath": "mountPath"}
        if export in texts:
            return {texts[export]: VOLUME}
        if export == "NameToGuid":
            return {"guid": GUID}
        return {}

    def _close(self, number: int) -> None:
        if number not in self.open:
            self.misuses.append(f"0x{number:x} was closed and was not open")
        self.open.discard(number)


def _failed(dll: str, export: str, code: int) -> Reply:
    returns = EXPORTS[dll][export].returns
    if returns == "HRESULT":
        return {"hresult": code}
    return {"ret": 0 if returns == "BOOL" else code & 0xFFFF}


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine that must get back what it handed out."""
    machine = Machine()
    yield machine
    machine.close()
