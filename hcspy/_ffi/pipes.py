"""Pipes of processes: from a handle of the operating system to a file descriptor of Python.

On Windows a handle becomes a descriptor of the C runtime, which then owns it; elsewhere, where only a fake can
be behind the tables, the number is a descriptor already. Either way `os.close` of the descriptor closes the pipe.

HCS opens its pipes for overlapped use. Plain reads and writes work on them, one at a time in each direction: a
call that is not done at once is waited for on the handle itself, and each stream has a handle of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NamedTuple

from .cdata import HCS_PROCESS_INFORMATION, Pointer, ffi
from .structs import struct_at


class ProcessInformation(NamedTuple):
    """The number of a process, and its pipes as handles of the operating system, 0 where there is none."""

    pid: int
    stdin: int = 0
    stdout: int = 0
    stderr: int = 0

    def close(self) -> None:
        """Close the pipes; once, and only if they were not made into descriptors."""
        close_pipes((self.stdin, self.stdout, self.stderr))


def out_information() -> Pointer[HCS_PROCESS_INFORMATION]:
    """Return the structure into which a call puts what it says of a process."""
    out: Pointer[HCS_PROCESS_INFORMATION] = ffi.new("HCS_PROCESS_INFORMATION *")
    return out


def information(out: Pointer[HCS_PROCESS_INFORMATION]) -> ProcessInformation:
    """Return what a call has put into the structure."""
    found = struct_at(out, "HCS_PROCESS_INFORMATION")
    return ProcessInformation(found["ProcessId"], found["StdInput"], found["StdOutput"], found["StdError"])


def descriptor(handle: int, *, writing: bool) -> int:
    """Return the file descriptor for a pipe, to which the pipe belongs from now on."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.open_osfhandle(handle, os.O_BINARY | (os.O_WRONLY if writing else os.O_RDONLY))
    return handle


def close_pipes(handles: Iterable[int]) -> None:
    """Close pipes that nobody made into descriptors; 0 is none. All are closed, and what fails is left."""
    for handle in handles:
        if handle:
            try:
                os.close(descriptor(handle, writing=False))
            except OSError:  # somebody else has closed it: there is nothing to give back
                pass
