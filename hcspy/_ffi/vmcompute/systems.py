"""Compute systems of vmcompute.dll.

What takes time returns before it is done and says so; a notification then ends it. The documents of options are
empty texts where nothing is asked for.
"""

from __future__ import annotations

import contextlib

from hcspy._ffi.callbacks import Handler, Registration, hcs_notifications
from hcspy._ffi.cdata import HCS_NOTIFICATION_CALLBACK, VMCOMPUTE_HCS_CALLBACK, Pointer, VoidPointer, ffi
from hcspy._ffi.handles import SystemHandle
from hcspy._ffi.hresult import check
from hcspy._ffi.live import obtain
from hcspy._ffi.strings import wide
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout
from hcspy.errors import HcspyError

from .calls import asked, begin, handle_number, on_system, opened, service


def create_compute_system(
    tables: Tables, id: str, configuration: str, *, identity: int = 0, timeout: float | None = None
) -> tuple[SystemHandle, bool]:
    """Create a compute system from a document; return its handle, which the caller closes, and whether it goes on.

    `identity` is the handle of a token whose rights the system is to have; 0 is none.
    """
    export = "HcsCreateComputeSystem"
    arguments = wide(id), wide(configuration), handle_number(identity)
    pending = False

    def make(cell: Pointer[object]) -> None:
        nonlocal pending
        pending = begin(tables, export, *arguments, cell, request=configuration, noun="system")

    system = run_with_timeout(
        lambda: obtain(tables, SystemHandle, make, export),
        timeout,
        call=export,
        request=configuration,
        discard=abandon,
    )
    return system, pending


def abandon(system: SystemHandle) -> None:
    """Have a system terminated that nobody waits for any more, and close its handle."""
    with system, contextlib.suppress(HcspyError):
        terminate_compute_system(system)


def open_compute_system(tables: Tables, id: str, *, timeout: float | None = None) -> SystemHandle:
    """Open a compute system by its id; the caller closes the handle."""
    return opened(tables, SystemHandle, "HcsOpenComputeSystem", wide(id), request=id, timeout=timeout)


def start_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """Start a compute system; true if StartCompleted ends it."""
    return on_system(system, "HcsStartComputeSystem", wide(options), request=options, timeout=timeout)


def shutdown_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """Ask a compute system to end; true if SystemExited ends it."""
    return on_system(system, "HcsShutdownComputeSystem", wide(options), request=options, timeout=timeout)


def terminate_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """End a compute system by force; true if SystemExited ends it."""
    return on_system(system, "HcsTerminateComputeSystem", wide(options), request=options, timeout=timeout)


def pause_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """Stop the processors of a compute system; true if PauseCompleted ends it."""
    return on_system(system, "HcsPauseComputeSystem", wide(options), request=options, timeout=timeout)


def resume_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """Let a paused compute system go on; true if ResumeCompleted ends it."""
    return on_system(system, "HcsResumeComputeSystem", wide(options), request=options, timeout=timeout)


def save_compute_system(system: SystemHandle, options: str = "", *, timeout: float | None = None) -> bool:
    """Save the state of a compute system; true if SaveCompleted ends it."""
    return on_system(system, "HcsSaveComputeSystem", wide(options), request=options, timeout=timeout)


def get_compute_system_properties(system: SystemHandle, query: str = "", *, timeout: float | None = None) -> str:
    """Return the properties document of a compute system; the query names which, an empty one the usual ones."""
    return asked(system, "HcsGetComputeSystemProperties", wide(query), request=query, timeout=timeout)


def modify_compute_system(system: SystemHandle, configuration: str, *, timeout: float | None = None) -> bool:
    """Change a running compute system as a document says; true if ModifyCompleted ends it."""
    return on_system(system, "HcsModifyComputeSystem", wide(configuration), request=configuration, timeout=timeout)


def enumerate_compute_systems(tables: Tables, query: str = "", *, timeout: float | None = None) -> str:
    """Return the document that lists the compute systems which match a query."""
    return service(tables, "HcsEnumerateComputeSystems", wide(query), request=query, timeout=timeout)


def register_compute_system_callback(system: SystemHandle, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each notification, on threads of Windows.

    What was notified before comes at once. Close the registration before the handle.
    """
    cell: Pointer[VMCOMPUTE_HCS_CALLBACK] = ffi.new("VMCOMPUTE_HCS_CALLBACK *")
    functions = system.tables.vmcompute

    def register(function: HCS_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        name = "HcsRegisterComputeSystemCallback"
        check(functions.HcsRegisterComputeSystemCallback(system.value(), function, context, cell), name)

    def unregister() -> None:
        if cell[0]:
            name = "HcsUnregisterComputeSystemCallback"
            check(functions.HcsUnregisterComputeSystemCallback(cell[0]), name)

    return Registration(hcs_notifications(), handler, register, unregister)
