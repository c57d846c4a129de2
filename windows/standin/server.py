"""Answer the calls of the stand-in DLLs: the other end of standin.c, from another process.

    python windows/standin/server.py        prints the port that it listens on; ends when its stdin does

Every call is put to a FakeHost through the same seam that fills a fake's function table: a dll, an export and
the arguments by name go in, the result and the out-parameters by name come out. The server itself knows
nothing about networks.

A test steers it with lines of its own, ``{"control": NAME, ...}`` (see `Control`), on any connection.
"""

from __future__ import annotations

import itertools
import json
import socketserver
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from hcspy._ffi.exports import EXPORTS
from hcspy.testing import FakeHost

E_UNEXPECTED = 0x8000FFFF
PATIENCE = 30.0  # seconds that a callback may take, or a held call may wait

Reply = Mapping[str, Any]


class Events:
    """The event connection of one DLL in one process."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._returned: dict[int, threading.Event] = {}

    def send(self, event: dict[str, Any]) -> bool:
        """Have a callback called; say whether it returned in time."""
        with self._lock:
            number = next(self._numbers)
            returned = self._returned[number] = threading.Event()
            self._stream.write(line({"seq": number, **event}))
        return returned.wait(PATIENCE)

    def acknowledge(self, number: int) -> None:
        """Note that a callback has returned."""
        self._returned.pop(number).set()


class RemoteCallback:
    """A callback of the client's: calling it, from any thread, calls back through the DLL."""

    def __init__(self, server: Server, request: Mapping[str, Any], kind: str, address: int, context: int) -> None:
        self.context = context
        self._server, self._kind, self._address = server, kind, address
        self._client = request["pid"], request["dll"]

    def __call__(self, *args: Any) -> None:
        self._server.events(*self._client).send({"type": self._kind, "callback": self._address, "args": args})
