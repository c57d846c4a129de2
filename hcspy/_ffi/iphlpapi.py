"""iphlpapi.dll: the network compartments of threads and jobs.

All three functions speak in Win32 codes, where everything but 0 is a failure, though hcsshim declares one of them
as an HRESULT and looks only for negative ones. A thread that is silently left in the wrong network is worse than
an error too many, so nothing but 0 counts as success here.
"""

from __future__ import annotations

import logging
from typing import Final

from hcspy.errors import from_hresult

from .cdata import HANDLE, ffi
from .tables import Tables

_log: Final = logging.getLogger("hcspy.wire")


def get_current_thread_compartment_id(tables: Tables) -> int:
    """Return the number of the compartment that the calling thread is in."""
    compartment = tables.iphlpapi.GetCurrentThreadCompartmentId()
    _log.debug("GetCurrentThreadCompartmentId -> %d", compartment)
    return compartment


def set_current_thread_compartment_id(tables: Tables, compartment: int) -> None:
    """Put the calling thread into a compartment."""
    result = tables.iphlpapi.SetCurrentThreadCompartmentId(compartment)
    _judge("SetCurrentThreadCompartmentId", result, f"compartment {compartment}")


def set_job_compartment_id(tables: Tables, job: int, compartment: int) -> None:
    """Put the processes of a job into a compartment; the job is given by its handle."""
    handle: HANDLE = ffi.cast("HANDLE", job)
    result = tables.iphlpapi.SetJobCompartmentId(handle, compartment)
    _judge("SetJobCompartmentId", result, f"job 0x{job:x}, compartment {compartment}")


def _judge(export: str, result: int, request: str) -> None:
    _log.debug("%s %s -> 0x%08x", export, request, result & 0xFFFFFFFF)
    if result:
        raise from_hresult(result, call=export, request=request, noun="compartment")
