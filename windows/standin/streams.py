"""The pipes of processes between the FakeHost and a program on the Windows side.

The fake hands out one end of a pipe as a number that means something in this process only. So that end stays here; what
goes through it is carried, over a connection of its own, by relay.py, which runs on the Windows side and has a named
pipe for it. The DLL is told the name.

    fake's program  <- pipe ->  carry()  <- TCP ->  relay.py  <- named pipe ->  program under test
"""

from __future__ import annotations

import itertools
import os
import select
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

PATIENCE: Final = 30.0  # seconds for the relay to be there, and to make a pipe
CHUNK: Final = 65536
MEMBERS: Final = {"StdInput": True, "StdOutput": False, "StdError": False}
"""The members of HCS_PROCESS_INFORMATION that are pipes, and whether the program writes to them."""


class Stream:
    """What is at this end of a named pipe: `carry` does the work, from when the other end is there until it is gone."""

    def __init__(self, carry: Callable[[socket.socket], object]) -> None:
        self.is_open = threading.Event()
        self._carry = carry

    def carry(self, connection: socket.socket) -> None:
        """Do the work."""
        self.is_open.set()
        self._carry(connection)


def carrier(end: int, *, writing: bool) -> Callable[[socket.socket], None]:
    """Carry what goes through a pipe of the fake until one side closes its end; then close the other."""

    def carry(connection: socket.socket) -> None:
        try:
            (inward if writing else outward)(end, connection)
        except OSError:  # a side that does not listen any more: that is an end like any other
            pass
        finally:
            os.close(end)

    return carry


def inward(end: int, connection: socket.socket) -> None:
    """Carry to the fake's program what is written on the other side."""
    while connection in ready(connection, end):
        data = connection.recv(CHUNK)
        if not data:
            return
        while data:
            data = data[os.write(end, data) :]


def outward(end: int, connection: socket.socket) -> None:
    """Carry to the other side what the fake's program writes."""
    while True:
        found = ready(end, connection)
        if end not in found or not (data := os.read(end, CHUNK)):
            return
        connection.sendall(data)


def ready(reading: Any, other: Any) -> set[Any]:
    """Wait until there is something to read, or the other one is broken; return which."""
    poll = select.poll()
    by_number = {item if isinstance(item, int) else item.fileno(): item for item in (reading, other)}
    for number, item in by_number.items():
        # Nobody sends anything against the direction of a stream: what can be read there is its end.
        poll.register(number, 0 if item is other and isinstance(item, int) else select.POLLIN)
    return {by_number[number] for number, _ in poll.poll()}


class Streams:
    """The streams that are on their way, and the relay that makes names for them."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._streams: dict[int, Stream] = {}
        self._relay: Callable[[Mapping[str, Any]], object] | None = None
        self._changed = threading.Condition()

    def attach(self, relay: Callable[[Mapping[str, Any]], object] | None) -> None:
        """Take in the relay: what tells it to make a pipe."""
        with self._changed:
            self._relay = relay
            self._changed.notify_all()

    def named(self, information: Mapping[str, int]) -> dict[str, Any]:
        """Return what is told of a process with names in place of its pipes."""
        named: dict[str, Any] = dict(information)
        for member, writing in MEMBERS.items():
            if information.get(member):
                named[member] = self._name(Stream(carrier(information[member], writing=writing)))
        return named

    def watched(self, closed: Callable[[], object]) -> str:
        """Return a name for something that is no pipe, only to hear when its handle is closed."""

        def watch(connection: socket.socket) -> None:
            while connection.recv(CHUNK):
                pass
            closed()

        return self._name(Stream(watch))

    def _name(self, stream: Stream) -> str:
        with self._changed:
            number = next(self._numbers)
            self._streams[number] = stream
            if not self._changed.wait_for(lambda: self._relay, PATIENCE) or self._relay is None:
                raise TimeoutError("there is no relay")
            name = rf"\\.\pipe\hcspy-standin-{os.getpid()}-{number}"
            self._relay({"stream": number, "pipe": name})
        if not stream.is_open.wait(PATIENCE):
            raise TimeoutError(f"the relay has not made {name}")
        return name

    def carry(self, number: int, connection: socket.socket) -> None:
        """Carry a stream over the connection that the relay has opened for it."""
        self._streams[number].carry(connection)
        del self._streams[number]
