"""The host compute service itself, and the files of virtual machines, through computecore.dll."""

from __future__ import annotations

from hcspy._ffi.strings import out_string, wide
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

from .calls import call, judge


def get_service_properties(tables: Tables, query: str = "", *, timeout: float | None = None) -> str:
    """Return what the service says of itself; the query names what."""
    return _asked(tables, "HcsGetServiceProperties", query, timeout)


def modify_service_settings(tables: Tables, settings: str, *, timeout: float | None = None) -> str:
    """Change settings of the service as a document says; return what it answers."""
    return _asked(tables, "HcsModifyServiceSettings", settings, timeout)


def submit_wer_report(tables: Tables, settings: str, *, timeout: float | None = None) -> None:
    """Hand a crash report to Windows Error Reporting."""
    _told(tables, "HcsSubmitWerReport", settings, timeout=timeout)


def create_empty_guest_state_file(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Create a file for the state of a virtual machine's firmware."""
    _told(tables, "HcsCreateEmptyGuestStateFile", path, timeout=timeout)


def create_empty_runtime_state_file(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Create a file for the state of a saved virtual machine."""
    _told(tables, "HcsCreateEmptyRuntimeStateFile", path, timeout=timeout)


def grant_vm_access(tables: Tables, vm: str, path: str, *, timeout: float | None = None) -> None:
    """Let a virtual machine open a file."""
    _told(tables, "HcsGrantVmAccess", vm, path, timeout=timeout)


def revoke_vm_access(tables: Tables, vm: str, path: str, *, timeout: float | None = None) -> None:
    """Take from a virtual machine what ``grant_vm_access`` gave."""
    _told(tables, "HcsRevokeVmAccess", vm, path, timeout=timeout)


def grant_vm_group_access(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Let all virtual machines open a file."""
    _told(tables, "HcsGrantVmGroupAccess", path, timeout=timeout)


def revoke_vm_group_access(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Take from all virtual machines what ``grant_vm_group_access`` gave."""
    _told(tables, "HcsRevokeVmGroupAccess", path, timeout=timeout)


def get_processor_compatibility_from_saved_state(tables: Tables, path: str, *, timeout: float | None = None) -> str:
    """Return which features of the processor a saved virtual machine needs."""
    return _asked(tables, "HcsGetProcessorCompatibilityFromSavedState", path, timeout)


def _asked(tables: Tables, export: str, request: str, timeout: float | None) -> str:
    argument = wide(request)

    def work() -> str:
        cell = out_string()
        try:
            hresult = getattr(tables.computecore, export)(argument, cell)
        finally:
            text = tables.take(cell)  # hcsshim's way for these; the documents name none
        judge(hresult, export, text, request, None)
        return text or ""

    return run_with_timeout(work, timeout, call=export, request=request)


def _told(tables: Tables, export: str, *texts: str, timeout: float | None) -> None:
    arguments, request = [wide(text) for text in texts], texts[-1]

    def work() -> None:
        call(tables, export, *arguments, request=request)

    run_with_timeout(work, timeout, call=export, request=request)
