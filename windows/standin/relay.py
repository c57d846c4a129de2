"""Make named pipes for the streams of processes: between a program on Windows and server.py on Linux.

    windows/rig/python windows/standin/relay.py    runs until the server is gone; its port is in HCSPY_STANDIN_PORT

The server says ``{"stream": 7, "pipe": NAME}``. The relay makes the pipe, opens a connection, says
``{"hello": "stream", "number": 7}`` there, and from then on carries bytes between the two. Whichever side closes first,
the other is closed once it has got everything.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, cast

if sys.platform != "win32":
    raise SystemExit("only Windows has named pipes")

PORT = int(os.environ["HCSPY_STANDIN_PORT"])


class Side(asyncio.Protocol):
    """One side of a stream: what arrives here leaves on the other one."""

    transport: asyncio.Transport
    other: Side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to write."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Pass on."""
        self.other.transport.write(data)

    def pause_writing(self) -> None:
        """Let the other side wait while this one is full."""
        self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        """Let the other side go on."""
        self.other.transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        """Close the other side, once it has got everything."""
        if hasattr(self, "other"):
            self.other.transport.close()


async def open_stream(loop: asyncio.ProactorEventLoop, number: int, name: str) -> None:
    """Make the pipe of a stream, for one client, and the connection behind it."""
    _, connection = await loop.create_connection(Side, "127.0.0.1", PORT)
    connection.transport.pause_reading()  # nothing is read before there is somebody to give it to

    def connected() -> Side:
        side = Side()
        side.other, connection.other = connection, side
        servers[0].close()
        # The pipe's own connection_made() comes first.
        loop.call_soon(loop.call_soon, connection.transport.resume_reading)
        return side

    servers = await loop.start_serving_pipe(connected, name)
    await asyncio.sleep(0)  # now it waits for the client, who may be gone again at once, and would not be seen later
    connection.transport.write(line({"hello": "stream", "number": number}))


def line(message: Mapping[str, Any]) -> bytes:
    """Write a message."""
    return json.dumps(message).encode("ascii") + b"\n"


async def main() -> None:
    """Do what the server says."""
    loop = cast("asyncio.ProactorEventLoop", asyncio.get_running_loop())
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(line({"hello": "relay"}))
    try:
        while text := await reader.readline():
            message = json.loads(text)
            await open_stream(loop, message["stream"], message["pipe"])
    except ConnectionError:
        pass  # the server was killed


if __name__ == "__main__":
    asyncio.run(main())
