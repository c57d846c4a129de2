"""Processes in compute systems of computecore.dll. A call with an operation begins; the operation tells how it ends."""

from __future__ import annotations

import contextlib
from typing import Any

from hcspy._ffi.callbacks import Handler, Registration, hcs_events
from hcspy._ffi.cdata import HCS_SYSTEM, NULL, Pointer
from hcspy._ffi.handles import CoreProcessHandle, CoreSystemHandle, LiveHandle, OperationHandle
from hcspy._ffi.live import obtain, on_shared
from hcspy._ffi.strings import wide, wide_or_null
from hcspy.errors import HcspyError

from .calls import begin, call, document
from .operations import create_operation, milliseconds
from .systems import GENERIC_ALL


def create_process(
    system: CoreSystemHandle, parameters: str, operation: OperationHandle, *, timeout: float | None = None
) -> CoreProcessHandle:
    """Begin to create a process; return its handle. The operation's result has the number and the pipes, once."""
    export, tables, text = "HcsCreateProcess", system.tables, wide(parameters)

    def work(value: HCS_SYSTEM) -> CoreProcessHandle:
        def make(cell: Pointer[object]) -> None:
            with operation.borrowed() as followed:
                call(tables, export, value, text, followed, NULL, cell, request=parameters, noun="process")

        return obtain(tables, CoreProcessHandle, make, export)

    return on_shared(system, work, timeout, call=export, request=parameters, discard=abandon)


def end_process_unseen(process: CoreProcessHandle) -> None:
    """Have a process ended, and do not look what comes of it."""
    with contextlib.suppress(HcspyError), create_operation(process.tables) as operation:
        terminate_process(process, operation)


def abandon(process: CoreProcessHandle) -> None:
    """End a process that nobody waits for any more, and close its handle."""
    with process:
        end_process_unseen(process)


def open_process(
    system: CoreSystemHandle, pid: int, access: int = GENERIC_ALL, *, timeout: float | None = None
) -> CoreProcessHandle:
    """Open a process by its number; the caller closes the handle."""
    export, tables, request = "HcsOpenProcess", system.tables, str(pid)

    def work(value: HCS_SYSTEM) -> CoreProcessHandle:
        def make(cell: Pointer[object]) -> None:
            call(tables, export, value, pid, access, cell, request=request, noun="process")

        return obtain(tables, CoreProcessHandle, make, export)

    return on_shared(system, work, timeout, call=export, request=request, discard=LiveHandle.let_go)


def get_process_info(process: CoreProcessHandle, operation: OperationHandle, *, timeout: float | None = None) -> None:
    """Begin to ask for the number of a process and its pipes."""
    begin(process, operation, "HcsGetProcessInfo", timeout=timeout, noun="process")


def get_process_properties(
    process: CoreProcessHandle, operation: OperationHandle, query: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to ask whether a process has exited, and how."""
    _on_process(process, operation, "HcsGetProcessProperties", query, timeout)


def modify_process(
    process: CoreProcessHandle, operation: OperationHandle, settings: str, *, timeout: float | None = None
) -> None:
    """Begin to change a process: the size of its console, closing its input."""
    _on_process(process, operation, "HcsModifyProcess", settings, timeout)


def signal_process(
    process: CoreProcessHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to send a process the signal that a document names."""
    _on_process(process, operation, "HcsSignalProcess", options, timeout)


def terminate_process(
    process: CoreProcessHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to end a process by force."""
    _on_process(process, operation, "HcsTerminateProcess", options, timeout)


def _on_process(
    process: CoreProcessHandle, operation: OperationHandle, export: str, options: str | None, timeout: float | None
) -> None:
    begin(process, operation, export, wide_or_null(options), request=options, timeout=timeout, noun="process")


def set_process_callback(process: CoreProcessHandle, handler: Handler) -> Registration:
    """Have a handler called with (type, data or None, operation number) for each event, on threads of Windows.

    A handle takes one callback for its life; closing what this returns only means that nobody listens any more.
    """

    def register(function: Any, context: Any) -> None:
        with process.borrowed() as value:
            call(process.tables, "HcsSetProcessCallback", value, 0, context, function)

    return Registration(hcs_events(), handler, register, _nothing)


def _nothing() -> None:
    """The DLL ends callbacks with the handle."""


def wait_for_process_exit(process: CoreProcessHandle, timeout: float | None = None) -> str:
    """Wait for the end of a process and return the document of it; TimedOutError if it takes longer."""
    with process.borrowed() as value:
        return document(process.tables, "HcsWaitForProcessExit", value, milliseconds(timeout), noun="process")
