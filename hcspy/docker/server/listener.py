"""Listening, in each of the ways that the engine can connect."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from hcspy.docker.errors import ServeError
from hcspy.docker.server.address import ListenAddress, PipeAddress, TcpAddress, UnixAddress
from hcspy.docker.server.log import note
from hcspy.docker.server.probe import listens

Factory = Callable[[], asyncio.Protocol]


class Listener(Protocol):
    """Something that takes clients until it is closed."""

    @property
    def address(self) -> ListenAddress:
        """Where it listens; a port that was left to the system is the one that it got."""

    def close(self) -> None:
        """Take no more clients; those that are being served are not touched."""


async def open_listener(
    address: ListenAddress, factory: Factory, *, tls: ssl.SSLContext | None = None, sddl: str
) -> Listener:
    """Listen at an address and hand each client to a protocol of the factory."""
    if isinstance(address, PipeAddress):
        if await listens(address):
            raise ServeError(f"cannot listen on {address}: another process does", hint="choose another name")
        return _open_pipe(address, factory, sddl)
    listening = await (_unix(address) if isinstance(address, UnixAddress) else _tcp(address))
    try:
        server = await asyncio.get_running_loop().create_server(factory, sock=listening, ssl=tls, backlog=128)
    except BaseException:
        listening.close()
        raise
    if isinstance(address, UnixAddress):
        return UnixListener(address, server)
    return SocketListener(TcpAddress(address.host, listening.getsockname()[1], address.scheme), server)


def _open_pipe(address: PipeAddress, factory: Factory, sddl: str) -> Listener:
    if sys.platform == "win32":
        from hcspy.docker.server.pipe import PipeListener

        return PipeListener(address, factory, sddl)
    raise ServeError(f"{address} is a named pipe, which only Windows has")


class SocketListener:
    """A listening socket."""

    def __init__(self, address: ListenAddress, server: asyncio.Server) -> None:
        self.address = address
        self._server = server

    def close(self) -> None:
        """Take no more clients; those that are being served are not touched."""
        self._server.close()


class UnixListener(SocketListener):
    """A listening socket in the file system, which it leaves again."""

    def __init__(self, address: UnixAddress, server: asyncio.Server) -> None:
        super().__init__(address, server)
        self._path = address.path
        self._identity = _identity(self._path)

    def close(self) -> None:
        """Take no more clients, and remove the socket unless another server has put its own there."""
        super().close()
        if self._identity is not None and _identity(self._path) == self._identity:
            Path(self._path).unlink(missing_ok=True)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


async def _tcp(address: TcpAddress) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise ServeError(f"cannot listen on {address}: {error}") from error


async def _unix(address: UnixAddress) -> socket.socket:
    """Make a socket that only the user of this process, usually root, can connect to."""
    if not hasattr(socket, "AF_UNIX"):
        raise ServeError(f"{address} is a Unix socket, which this system does not have")
    await _make_room(address)
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(address.path)
        os.chmod(address.path, 0o600)  # before anybody can connect: it does not listen yet
    except OSError as error:
        listening.close()
        raise ServeError(f"cannot listen on {address}: {error}") from error
    return listening


async def _make_room(address: UnixAddress) -> None:
    """Remove the socket of a server that is gone; one that answers is another server's."""
    path = Path(address.path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise ServeError(f"cannot listen on {address}: {error}") from error
    if not stat.S_ISSOCK(kind):
        raise ServeError(f"cannot listen on {address}: there is a file that is no socket")
    if await listens(address):
        raise ServeError(f"cannot listen on {address}: another process does", hint="choose another name")
    path.unlink(missing_ok=True)
    note("stale socket removed", path=path)
