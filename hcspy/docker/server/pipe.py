r"""Named pipes of Windows, open to those that a security descriptor names and to nobody else.

asyncio can serve a named pipe, but makes it with the descriptor of the process, which lets everybody on the machine
read. Here each instance is made with a descriptor of our own, in its text form (SDDL), and refuses clients of other
machines, which could reach `\\MACHINE\pipe\NAME` otherwise. There is always one instance that waits: the next one is
made before the client of the last is served.
"""

from __future__ import annotations

import sys
from typing import Final

if sys.platform == "win32":
    import _winapi
    import asyncio
    import contextlib
    import ctypes
    from asyncio import windows_utils
    from collections.abc import Callable
    from typing import Any

    from hcspy.docker.errors import ServeError
    from hcspy.docker.server.address import PipeAddress
    from hcspy.docker.server.log import note
    from hcspy.docker.server.security import SecurityAttributes

    REJECT_REMOTE_CLIENTS: Final = 0x8
    ERROR_ACCESS_DENIED: Final = 5
    ERROR_PIPE_BUSY: Final = 231
    BUFFER: Final = 64 * 1024

    class PipeListener:
        """Serves a named pipe: hands each client to a protocol of the factory."""

        def __init__(self, address: PipeAddress, factory: Callable[[], asyncio.Protocol], sddl: str) -> None:
            self.address = address
            self._factory = factory
            self._security = SecurityAttributes.of(sddl)
            self._loop: Any = asyncio.get_running_loop()
            try:
                self._waiting = self._instance(first=True)
            except BaseException:
                self._security.free()
                raise
            self._task = asyncio.create_task(self._accept(), name=f"accept {address}")

        def _instance(self, *, first: bool = False) -> windows_utils.PipeHandle:
            flags = _winapi.PIPE_ACCESS_DUPLEX | _winapi.FILE_FLAG_OVERLAPPED
            # Another process may have made the pipe since somebody looked; it would get half of the clients.
            flags |= _winapi.FILE_FLAG_FIRST_PIPE_INSTANCE if first else 0
            try:
                handle = _winapi.CreateNamedPipe(
                    self.address.path,
                    flags,
                    _winapi.PIPE_WAIT | REJECT_REMOTE_CLIENTS,  # bytes, since HTTP has no messages
                    _winapi.PIPE_UNLIMITED_INSTANCES,
                    BUFFER,
                    BUFFER,
                    _winapi.NMPWAIT_WAIT_FOREVER,
                    ctypes.addressof(self._security),
                )
            except OSError as error:
                taken = first and error.winerror in (ERROR_ACCESS_DENIED, ERROR_PIPE_BUSY)
                hint = "another process listens there; choose another name" if taken else None
                raise ServeError(f"cannot listen on {self.address}: {error}", hint=hint) from error
            return windows_utils.PipeHandle(handle)

        async def _accept(self) -> None:
            """Wait for clients, one after the other, until the listener is closed."""
            while True:
                pipe = self._waiting
                try:
                    await self._loop._proactor.accept_pipe(pipe)
                except OSError as error:  # it came and went
                    note("client lost", error=error)
                    pipe.close()
                    self._waiting = self._instance()
                    continue
                self._waiting = self._instance()
                self._loop._make_duplex_pipe_transport(pipe, self._factory(), extra={"addr": self.address.path})

        def close(self) -> None:
            """Take no more clients; those that are being served are not touched."""
            self._task.cancel()
            self._task.add_done_callback(self._ended)

        def _ended(self, task: asyncio.Task[None]) -> None:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                task.result()
            self._waiting.close()
            self._security.free()
