"""The host compute service itself, through vmcompute.dll."""

from __future__ import annotations

from hcspy._ffi.strings import wide
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

from .calls import call, service


def get_service_properties(tables: Tables, query: str = "", *, timeout: float | None = None) -> str:
    """Return what the service says of itself; the query names what."""
    return service(tables, "HcsGetServiceProperties", wide(query), request=query, timeout=timeout)


def modify_service_settings(tables: Tables, settings: str, *, timeout: float | None = None) -> None:
    """Change settings of the service as a document says."""
    export, document = "HcsModifyServiceSettings", wide(settings)
    run_with_timeout(lambda: call(tables, export, document, request=settings), timeout, call=export, request=settings)
