"""Compute systems of computecore.dll. A call with an operation begins; the operation tells how it ends.

Documents of options may be None where nothing is asked for.
"""

from __future__ import annotations

import contextlib
from typing import Any, Final

from hcspy._ffi.callbacks import Handler, Registration, hcs_events
from hcspy._ffi.cdata import HCS_OPERATION, NULL, Pointer, ffi
from hcspy._ffi.handles import CoreSystemHandle, LiveHandle, OperationHandle
from hcspy._ffi.live import obtain
from hcspy._ffi.strings import wide, wide_or_null
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout
from hcspy.errors import HcspyError

from .calls import begin, call, document, followed, handle_number
from .operations import create_operation, milliseconds

# All that a handle can allow.
GENERIC_ALL: Final = 0x10000000


def create_compute_system(
    tables: Tables, id: str, configuration: str, operation: OperationHandle, *, timeout: float | None = None
) -> CoreSystemHandle:
    """Begin to create a compute system; return its handle, which is of no use before the operation has ended."""
    export = "HcsCreateComputeSystem"
    arguments = wide(id), wide(configuration)

    def work(value: HCS_OPERATION) -> CoreSystemHandle:
        def make(cell: Pointer[object]) -> None:
            call(tables, export, *arguments, value, NULL, cell, request=configuration, noun="system")

        return obtain(tables, CoreSystemHandle, make, export)

    return followed(operation, work, timeout, call=export, request=configuration, discard=abandon)


def create_compute_system_in_namespace(
    tables: Tables,
    namespace: str,
    id: str,
    configuration: str,
    operation: OperationHandle,
    *,
    token: int = 0,
    timeout: float | None = None,
) -> CoreSystemHandle:
    """Begin to create a compute system in a namespace of the service, with the rights of a token; 0 is none."""
    export = "HcsCreateComputeSystemInNamespace"
    arguments = wide(namespace), wide(id), wide(configuration)
    options = ffi.new("HCS_CREATE_OPTIONS_1 *", {"Version": 0x00010000, "UserToken": handle_number(token)})
    versioned = ffi.cast("HCS_CREATE_OPTIONS *", options)

    def work(value: HCS_OPERATION) -> CoreSystemHandle:
        def make(cell: Pointer[object]) -> None:
            call(tables, export, *arguments, value, versioned, cell, request=configuration, noun="system")

        return obtain(tables, CoreSystemHandle, make, export)

    return followed(operation, work, timeout, call=export, request=configuration, discard=abandon)


def terminate_unseen(system: CoreSystemHandle) -> None:
    """Have a system terminated, and do not look what comes of it."""
    with contextlib.suppress(HcspyError), create_operation(system.tables) as operation:
        terminate_compute_system(system, operation)


def abandon(system: CoreSystemHandle) -> None:
    """Have a system terminated that nobody waits for any more, and close its handle."""
    with system:
        terminate_unseen(system)


def open_compute_system(
    tables: Tables, id: str, access: int = GENERIC_ALL, *, timeout: float | None = None
) -> CoreSystemHandle:
    """Open a compute system by its id; the caller closes the handle."""
    return _opened(tables, "HcsOpenComputeSystem", wide(id), access, request=id, timeout=timeout)


def open_compute_system_in_namespace(
    tables: Tables, namespace: str, id: str, access: int = GENERIC_ALL, *, timeout: float | None = None
) -> CoreSystemHandle:
    """Open a compute system of a namespace of the service; the caller closes the handle."""
    export = "HcsOpenComputeSystemInNamespace"
    return _opened(tables, export, wide(namespace), wide(id), access, request=id, timeout=timeout)


def _opened(tables: Tables, export: str, *arguments: Any, request: str, timeout: float | None) -> CoreSystemHandle:
    def make(cell: Pointer[object]) -> None:
        call(tables, export, *arguments, cell, request=request, noun="system")

    return run_with_timeout(
        lambda: obtain(tables, CoreSystemHandle, make, export),
        timeout,
        call=export,
        request=request,
        discard=LiveHandle.let_go,
    )


def enumerate_compute_systems(
    operation: OperationHandle, query: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to list the compute systems that match a query."""
    _enumerate(operation, "HcsEnumerateComputeSystems", wide_or_null(query), request=query, timeout=timeout)


def enumerate_compute_systems_in_namespace(
    operation: OperationHandle, namespace: str, query: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to list the compute systems of a namespace of the service."""
    export = "HcsEnumerateComputeSystemsInNamespace"
    _enumerate(operation, export, wide(namespace), wide_or_null(query), request=query, timeout=timeout)


def _enumerate(
    operation: OperationHandle, export: str, *arguments: Any, request: str | None, timeout: float | None
) -> None:
    def work(value: HCS_OPERATION) -> None:
        call(operation.tables, export, *arguments, value, request=request)

    followed(operation, work, timeout, call=export, request=request)


def start_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to start a compute system."""
    _on_system(system, operation, "HcsStartComputeSystem", options, timeout)


def shutdown_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to ask a compute system to end."""
    _on_system(system, operation, "HcsShutDownComputeSystem", options, timeout)


def terminate_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to end a compute system by force."""
    _on_system(system, operation, "HcsTerminateComputeSystem", options, timeout)


def pause_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to stop the processors of a compute system."""
    _on_system(system, operation, "HcsPauseComputeSystem", options, timeout)


def resume_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to let a paused compute system go on."""
    _on_system(system, operation, "HcsResumeComputeSystem", options, timeout)


def save_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to save the state of a compute system."""
    _on_system(system, operation, "HcsSaveComputeSystem", options, timeout)


def crash_compute_system(
    system: CoreSystemHandle, operation: OperationHandle, options: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to crash the guest of a virtual machine, which writes a dump."""
    _on_system(system, operation, "HcsCrashComputeSystem", options, timeout)


def get_compute_system_properties(
    system: CoreSystemHandle, operation: OperationHandle, query: str | None = None, *, timeout: float | None = None
) -> None:
    """Begin to ask for the properties of a compute system; the query names which."""
    _on_system(system, operation, "HcsGetComputeSystemProperties", query, timeout)


def modify_compute_system(
    system: CoreSystemHandle,
    operation: OperationHandle,
    configuration: str,
    *,
    identity: int = 0,
    timeout: float | None = None,
) -> None:
    """Begin to change a compute system as a document says, with the rights of a token; 0 is none."""
    arguments = wide(configuration), handle_number(identity)
    begin(system, operation, "HcsModifyComputeSystem", *arguments, request=configuration, timeout=timeout)


def _on_system(
    system: CoreSystemHandle, operation: OperationHandle, export: str, options: str | None, timeout: float | None
) -> None:
    begin(system, operation, export, wide_or_null(options), request=options, timeout=timeout)


def set_compute_system_callback(system: CoreSystemHandle, handler: Handler, options: int = 0) -> Registration:
    """Have a handler called with (type, data or None, operation number) for each event, on threads of Windows.

    ``options`` say of which events beyond the usual ones. A handle takes one callback for its life; closing what this
    returns only means that nobody listens any more.
    """

    def register(function: Any, context: Any) -> None:
        with system.borrowed() as value:
            call(system.tables, "HcsSetComputeSystemCallback", value, options, context, function)

    return Registration(hcs_events(), handler, register, _nothing)


def _nothing() -> None:
    """The DLL ends callbacks with the handle."""


def wait_for_compute_system_exit(system: CoreSystemHandle, timeout: float | None = None) -> str:
    """Wait for the end of a compute system and return the document of it; TimedOutError if it takes longer."""
    with system.borrowed() as value:
        export, time = "HcsWaitForComputeSystemExit", milliseconds(timeout)
        return document(system.tables, export, value, time, noun="system")
