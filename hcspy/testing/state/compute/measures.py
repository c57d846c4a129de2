"""What can be measured of a compute system: numbers that grow with the machine's clock, and repeat with it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.views import stats

from .system import Process, System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_MEGABYTE: Final = 1 << 20
_BASE: Final = 48 * _MEGABYTE
_PROCESS: Final = 6 * _MEGABYTE
PAGES_IN_MEGABYTE: Final = 256


def factor(text: str, limit: int) -> int:
    """Return a number below the limit that is always the same for a text."""
    return zlib.crc32(text.encode()) % limit


def statistics(state: State, system: System) -> dict[str, Any]:
    """Measure a system: processor, memory, storage."""
    # fidelity: HCS-Q04
    now = state.clock.tick()
    uptime = now - system.started
    busy = uptime // (20 + factor(system.id, 20))
    running = sum(not process.exited for process in system.processes.values())
    commit = _BASE + running * _PROCESS + factor(system.id, 4096) * 4096
    operations = uptime // 1_000_000
    return {
        "Timestamp": now,
        "ContainerStartTime": system.started,
        "Uptime100ns": uptime,
        "Processor": {
            "TotalRuntime100ns": busy,
            "RuntimeUser100ns": busy * 3 // 5,
            "RuntimeKernel100ns": busy - busy * 3 // 5,
        },
        "Memory": {
            "MemoryUsageCommitBytes": commit,
            "MemoryUsageCommitPeakBytes": commit + len(system.processes) * _PROCESS,
            "MemoryUsagePrivateWorkingSetBytes": commit * 2 // 3,
        },
        "Storage": {
            "ReadCountNormalized": operations,
            "ReadSizeBytes": operations * 4096,
            "WriteCountNormalized": operations // 2,
            "WriteSizeBytes": operations // 2 * 4096,
        },
    }


def traffic(state: State, system: System) -> list[dict[str, Any]]:
    """Measure the endpoints of a container."""
    return [stats(state, endpoint) for endpoint in state.endpoints.table.by("container", system.id.lower())]


def process(state: State, process: Process) -> dict[str, Any]:
    """Measure a process."""
    # fidelity: HCS-P11
    age = state.clock.now - process.created
    busy = age // (50 + factor(str(process.pid), 50))
    commit = _PROCESS + factor(process.image, 1024) * 4096
    return {
        "ProcessId": process.pid,
        "ImageName": process.image,
        "CreateTimestamp": process.created,
        "UserTime100ns": busy * 3 // 5,
        "KernelTime100ns": busy - busy * 3 // 5,
        "MemoryCommitBytes": commit,
        "MemoryWorkingSetPrivateBytes": commit * 2 // 3,
        "MemoryWorkingSetSharedBytes": commit // 3,
    }


def memory(system: System) -> dict[str, Any]:
    """Measure the memory of a virtual machine; assigned memory is counted in pages of 4 KiB."""
    # fidelity: HCS-Q05
    return {
        "VirtualNodeCount": 1,
        "VirtualMachineMemory": {
            "AvailableMemory": 70,
            "AvailableMemoryBuffer": 50,
            "ReservedMemory": 0,
            "AssignedMemory": system.memory_mb * PAGES_IN_MEGABYTE,
            "SlpActive": False,
            "BalancingEnabled": False,
            "DmOperationInProgress": False,
        },
    }
