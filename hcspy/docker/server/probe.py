"""Whether somebody listens at an address."""

from __future__ import annotations

import asyncio
import socket
import sys

from hcspy.docker.server.address import ListenAddress, PipeAddress, TcpAddress, UnixAddress

PATIENCE = 5.0


async def listens(address: ListenAddress) -> bool:
    """Tell whether a connection to an address is taken."""
    if isinstance(address, PipeAddress):
        return pipe_is_there(address.path)
    try:
        async with asyncio.timeout(PATIENCE):
            await _connect(address)
    except (OSError, TimeoutError):
        return False
    return True


async def _connect(address: TcpAddress | UnixAddress) -> None:
    if isinstance(address, TcpAddress):
        _, writer = await asyncio.open_connection(address.host, address.port)
        writer.close()
        await writer.wait_closed()
        return
    if not hasattr(socket, "AF_UNIX"):
        raise OSError("this system has no Unix sockets")
    with socket.socket(socket.AF_UNIX) as client:
        client.setblocking(False)
        await asyncio.get_running_loop().sock_connect(client, address.path)


def pipe_is_there(path: str) -> bool:
    """Tell whether there is a named pipe by that path, busy or not; elsewhere than on Windows there is none."""
    if sys.platform == "win32":
        import _winapi

        try:
            _winapi.WaitNamedPipe(path, 1)
        except FileNotFoundError:
            return False
        except OSError:  # there, and every instance is taken
            return True
        return True
    return False
