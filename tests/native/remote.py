"""How a test speaks to the server behind the stand-in DLLs, which is another process."""

from __future__ import annotations

import json
import os
import socket
from typing import Any


class Remote:
    """The commands of ``Control`` in windows/standin/server.py, as methods.

    A command that fails there raises AssertionError here.
    """

    def __init__(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", int(os.environ["HCSPY_STANDIN_PORT"])), timeout=60)
        self._lines = self._socket.makefile("rb")

    def __getattr__(self, name: str) -> Any:
        def command(*args: Any) -> Any:
            self._socket.sendall(json.dumps({"control": name, "args": args}).encode("ascii") + b"\n")
            reply = json.loads(self._lines.readline())
            assert "error" not in reply, f"{name}: {reply['error']}"
            return reply["result"]

        return command

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._socket.close()
