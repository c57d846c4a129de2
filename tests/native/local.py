"""A FakeHost of the test's own process that is reached through the DLLs.

The stand-in DLLs ask whoever listens on the port that the environment names. Here that is a thread of the same process,
so a test can touch the fake, register programs and look at the machine, while every call, callback and string
goes through System32. The pipes of processes are real, as numbers of this process.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hcspy
from hcspy.testing import FakeHost

from . import calls

sys.path.append(str(Path(__file__).parents[2] / "windows" / "standin"))

from server import Server

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables

PORT = "HCSPY_STANDIN_PORT"


class Behind:
    """A FakeHost as a test knows it, but those who connect to it come in through the DLLs."""

    def __init__(self, fake: FakeHost) -> None:
        self._fake = fake
        self._host = hcspy.connect()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fake, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            super().__setattr__(name, value)
        else:
            setattr(self._fake, name, value)

    def connect(self, *, timeout: float | None = None, validate: bool = True) -> hcspy.Host:
        """Connect to this machine."""
        return hcspy.connect(self, timeout=timeout, validate=validate)

    @property
    def tables(self) -> Tables:
        """The functions of the DLLs."""
        return self._host.tables

    def respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make a call of an export."""
        return calls.respond(self._host.tables, dll, export, args)

    def disconnect(self) -> None:
        """Close the connection that `respond` uses."""
        self._host.close()


class Local:
    """The server in this process: one for all tests, with one fake after the other."""

    def __init__(self) -> None:
        self.server = Server()
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    @contextmanager
    def asked_for(self, fake: FakeHost) -> Iterator[Behind]:
        """Let the DLLs ask a fake."""
        host, before = self.server.host, os.environ[PORT]
        host.begin(fake)
        os.environ[PORT] = str(self.server.server_address[1])
        behind = Behind(fake)
        try:
            yield behind
        finally:
            behind.disconnect()
            os.environ[PORT] = before
        assert not host.failures, host.failures[0]

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()
