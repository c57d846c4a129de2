"""What the compute service shows of its systems and their processes."""

from __future__ import annotations

from typing import Any

from hcspy.testing.state.compute import System
from hcspy.testing.wire.jsontext import compact


def basic(system: System, build: int) -> dict[str, Any]:
    """Show what every question about a system gives."""
    # fidelity: HCS-H04 HCS-Q01
    document: dict[str, Any] = {
        "Id": system.id,
        "SystemType": "VirtualMachine" if system.is_machine else "Container",
    }
    if system.owner:
        document["Owner"] = system.owner
    document |= {"RuntimeId": system.runtime_id, "State": system.state}
    if system.name:
        document["Name"] = system.name
    if build >= 17763 or system.is_machine:
        document["RuntimeOsType"] = system.os
    return document


def process_status(pid: int, exit_code: int | None, wait_result: int = 0) -> str:
    """Show whether a process runs, and what it said when it ended."""
    # fidelity: HCS-P05
    document = {
        "ProcessId": pid,
        "Exited": exit_code is not None,
        "ExitCode": exit_code or 0,
        "LastWaitResult": wait_result,
    }
    return compact(document)


def exit_status(status: int, exit_type: str) -> str:
    """Show how a system ended."""
    # fidelity: HCS-E01
    return compact({"Status": status - (status >> 31 << 32), "ExitType": exit_type})
