"""Processes in compute systems of vmcompute.dll."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from hcspy._ffi.callbacks import Handler, Registration, hcs_notifications
from hcspy._ffi.cdata import (
    HCS_NOTIFICATION_CALLBACK,
    HCS_PROCESS_INFORMATION,
    VMCOMPUTE_HCS_CALLBACK,
    VMCOMPUTE_HCS_PROCESS,
    VMCOMPUTE_HCS_SYSTEM,
    Pointer,
    VoidPointer,
    ffi,
)
from hcspy._ffi.handles import ProcessHandle, SystemHandle
from hcspy._ffi.hresult import check
from hcspy._ffi.live import obtain, on_shared
from hcspy._ffi.pipes import ProcessInformation, information, out_information
from hcspy._ffi.strings import wide
from hcspy.errors import HcspyError

from .calls import asked, call, on_system


class NewProcess(NamedTuple):
    """A process that was created, and what is known of it: the caller closes handle and pipes."""

    handle: ProcessHandle
    information: ProcessInformation

    def abandon(self) -> None:
        """End a process that nobody waits for any more, and close all of it."""
        self.information.close()
        with self.handle, contextlib.suppress(HcspyError):
            terminate_process(self.handle)


def create_process(system: SystemHandle, parameters: str, *, timeout: float | None = None) -> NewProcess:
    """Create a process in a running compute system; the pipes are those that the document asks for."""
    export = "HcsCreateProcess"
    tables, document = system.tables, wide(parameters)

    def work(value: VMCOMPUTE_HCS_SYSTEM) -> NewProcess:
        out: Pointer[HCS_PROCESS_INFORMATION] = out_information()

        def make(cell: Pointer[object]) -> None:
            call(tables, export, value, document, out, cell, request=parameters, noun="process")

        try:
            handle = obtain(tables, ProcessHandle, make, export)
        except BaseException:
            information(out).close()
            raise
        return NewProcess(handle, information(out))

    return on_shared(system, work, timeout, call=export, request=parameters, discard=NewProcess.abandon)


def open_process(system: SystemHandle, pid: int, *, timeout: float | None = None) -> ProcessHandle:
    """Open a process by its number; the caller closes the handle."""
    export = "HcsOpenProcess"
    tables, request = system.tables, str(pid)

    def work(value: VMCOMPUTE_HCS_SYSTEM) -> ProcessHandle:
        def make(cell: Pointer[object]) -> None:
            call(tables, export, value, pid, cell, request=request, noun="process")

        return obtain(tables, ProcessHandle, make, export)

    return on_shared(
        system,
        work,
        timeout,
        call=export,
        request=request,
        discard=ProcessHandle.let_go,
    )


def get_process_info(process: ProcessHandle, *, timeout: float | None = None) -> ProcessInformation:
    """Return the number of a process and its pipes, which then are the caller's."""
    export = "HcsGetProcessInfo"
    tables = process.tables

    def work(value: VMCOMPUTE_HCS_PROCESS) -> ProcessInformation:
        out = out_information()
        try:
            call(tables, export, value, out, noun="process")
        except BaseException:
            information(out).close()
            raise
        return information(out)

    return on_shared(process, work, timeout, call=export, discard=ProcessInformation.close)


def get_process_properties(process: ProcessHandle, *, timeout: float | None = None) -> str:
    """Return the properties document of a process: whether it has exited, and how."""
    return asked(process, "HcsGetProcessProperties", timeout=timeout, noun="process")


def modify_process(process: ProcessHandle, settings: str, *, timeout: float | None = None) -> None:
    """Change a running process as a document says: the size of its console, closing its input."""
    on_system(process, "HcsModifyProcess", wide(settings), request=settings, timeout=timeout, noun="process")


def signal_process(process: ProcessHandle, options: str = "", *, timeout: float | None = None) -> None:
    """Send a process the signal that a document names."""
    on_system(process, "HcsSignalProcess", wide(options), request=options, timeout=timeout, noun="process")


def terminate_process(process: ProcessHandle, *, timeout: float | None = None) -> bool:
    """End a process by force; true if its exit is still to come."""
    return on_system(process, "HcsTerminateProcess", timeout=timeout, noun="process")


def register_process_callback(process: ProcessHandle, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each notification, on threads of Windows.

    Close the registration before the handle.
    """
    cell: Pointer[VMCOMPUTE_HCS_CALLBACK] = ffi.new("VMCOMPUTE_HCS_CALLBACK *")
    functions = process.tables.vmcompute

    def register(function: HCS_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        name = "HcsRegisterProcessCallback"
        check(functions.HcsRegisterProcessCallback(process.value(), function, context, cell), name)

    def unregister() -> None:
        if cell[0]:
            check(functions.HcsUnregisterProcessCallback(cell[0]), "HcsUnregisterProcessCallback")

    return Registration(hcs_notifications(), handler, register, unregister)
