"""Containers that are bound to processors, through both doors."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from hcs_documents import DOCUMENT

from hcspy.errors import (
    AccessDeniedError,
    ClosedError,
    HcspyError,
    InvalidDocumentError,
    NotFoundError,
    NotSupportedError,
    TimedOutError,
)
from hcspy.hcs import GroupAffinity, System
from hcspy.hcs.services import HCS
from hcspy.host import Host
from hcspy.testing import FakeHost

MACHINE = {
    "Owner": "me",
    "SchemaVersion": {"Major": 2, "Minor": 1},
    "VirtualMachine": {"ComputeTopology": {"Memory": {"SizeInMB": 64}, "Processor": {"Count": 1}}},
}
XENON = {
    "SystemType": "Container",
    "Name": "x",
    "Owner": "me",
    "HvPartition": True,
    "HvRuntime": {"ImagePath": r"C:\uvm"},
    "Layers": [],
}
EXPORTS = ("NtOpenJobObject", "SetInformationJobObject", "CloseHandle")


def bound(fake: FakeHost, id: str = "web") -> list[tuple[int, int]]:
    """Return the processors that a container is bound to."""
    with fake.machine() as machine:
        return [(entry["Group"], entry["Mask"]) for entry in machine.state.systems.get(id).affinities]


def jobs(fake: FakeHost) -> list[str]:
    """Return the calls that had to do with jobs."""
    return [call.export for call in fake.calls if call.export in EXPORTS]


def test_container_is_bound_before_it_starts_and_while_it_runs(system: System, fake_host: FakeHost) -> None:
    """The handle of the job is closed each time."""
    system.set_cpu_group_affinities([GroupAffinity.of([0, 1])])
    assert bound(fake_host) == [(0, 0b11)]
    system.start()
    system.set_cpu_group_affinities(iter([GroupAffinity(0b1000)]))
    assert bound(fake_host) == [(0, 0b1000)]
    assert jobs(fake_host) == [*EXPORTS, *EXPORTS]


def test_silo_is_found_whatever_case_the_id_was_opened_in(hcs: HCS, system: System, fake_host: FakeHost) -> None:
    """Names of Windows are the same in capitals."""
    with hcs.systems.open("WEB") as opened:
        opened.set_cpu_group_affinities([GroupAffinity(1)])
    assert bound(fake_host) == [(0, 1)]


@pytest.mark.parametrize(
    ("affinities", "said"),
    [
        ([], "affinities is empty, allowed are the processors of at least one group"),
        ([3], "affinities[0] is 3, allowed is a GroupAffinity"),
        (
            [GroupAffinity(1), GroupAffinity(0, 1)],
            "affinities[1].mask is 0, allowed is a whole number from 1 to 2^64-1",
        ),
        ([GroupAffinity(1 << 64)], f"affinities[0].mask is {1 << 64}, allowed is a whole number from 1 to 2^64-1"),
        ([GroupAffinity(True)], "affinities[0].mask is True, allowed is a whole number from 1 to 2^64-1"),
        ([GroupAffinity(1, -1)], "affinities[0].group is -1, allowed is a whole number from 0 to 65535"),
        ([GroupAffinity(1, 65536)], "affinities[0].group is 65536, allowed is a whole number from 0 to 65535"),
        ([GroupAffinity(1), GroupAffinity(2)], "affinities[1].group is 0 a second time, allowed is once"),
    ],
)
def test_what_windows_cannot_take_is_refused_before_any_call(
    system: System, fake_host: FakeHost, affinities: list[Any], said: str
) -> None:
    """The member, the value, and what is allowed."""
    before = len(fake_host.calls)
    with pytest.raises(InvalidDocumentError) as caught:
        system.set_cpu_group_affinities(affinities)
    assert str(caught.value) == said.replace("2^64-1", str((1 << 64) - 1))
    assert len(fake_host.calls) == before


@pytest.mark.parametrize("processor", [-1, 64, "0", True])
def test_processor_of_a_group_is_one_of_64(processor: Any) -> None:
    """A shift by -1 would be Python's own complaint, one by 64 a processor of no group."""
    with pytest.raises(InvalidDocumentError, match="allowed is a whole number from 0 to 63"):
        GroupAffinity.of([1, processor], group=2)


def test_affinity_names_its_processors() -> None:
    """Both ways."""
    assert GroupAffinity.of(range(64)).mask == (1 << 64) - 1
    assert GroupAffinity.of(range(64)).processors == tuple(range(64))
    assert GroupAffinity.of([63, 0], group=1) == GroupAffinity((1 << 63) + 1, 1)


def test_processors_that_are_not_there_are_refused_by_windows(running: System, fake_host: FakeHost) -> None:
    """Which ones were meant, and where to look."""
    running.set_cpu_group_affinities([GroupAffinity(1)])
    with pytest.raises(
        InvalidDocumentError, match="this machine has no such processors for a job: group 1: 0xf"
    ) as caught:
        running.set_cpu_group_affinities([GroupAffinity(0b1111, 1)])
    assert "ProcessorTopology" in str(caught.value.hint)
    assert bound(fake_host) == [(0, 1)]


def test_virtual_machine_has_no_silo(host: Host, fake_host: FakeHost) -> None:
    """Its processors are in its document, or in a CPU group."""
    with (
        host.hcs.systems.create("vm", MACHINE, terminate_on_exit=True) as machine,
        pytest.raises(NotSupportedError, match="vm is a VirtualMachine: only containers"),
    ):
        machine.set_cpu_group_affinities([GroupAffinity(1)])
    assert jobs(fake_host) == []


def test_hyperv_container_has_its_silo_elsewhere(host: Host) -> None:
    """Windows says that there is none; the hint says why."""
    with (
        host.hcs.use("vmcompute").systems.create("x", XENON, terminate_on_exit=True) as container,
        pytest.raises(NotFoundError, match=r"there is no job object \\Container_x") as caught,
    ):
        container.set_cpu_group_affinities([GroupAffinity(1)])
    assert "process isolation" in str(caught.value.hint)


def test_only_system_may(running: System, fake_host: FakeHost) -> None:
    """An administrator sees a plain denial otherwise, and tries for hours."""
    with fake_host.on("NtOpenJobObject").fail(0xC0000022), pytest.raises(AccessDeniedError) as caught:
        running.set_cpu_group_affinities([GroupAffinity(1)])
    assert "SYSTEM" in str(caught.value.hint)
    assert bound(fake_host) == []


def test_closed_or_ended_system_is_not_bound(hcs: HCS, fake_host: FakeHost) -> None:
    """Another container of the same id may be there by then."""
    with hcs.systems.create("web", DOCUMENT) as system:
        assert system.os == "windows"  # asked once, and known from then on
        system.terminate()
        with pytest.raises(NotFoundError):
            system.set_cpu_group_affinities([GroupAffinity(1)])
    with hcs.systems.create("web", DOCUMENT, terminate_on_exit=True):
        with pytest.raises(ClosedError):
            system.set_cpu_group_affinities([GroupAffinity(1)])
        assert bound(fake_host) == []


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("after", [False, True])
def test_each_call_may_fail_and_nothing_is_left_open(
    running: System, fake_host: FakeHost, export: str, after: bool
) -> None:
    """A close that fails changes nothing; the fixtures look for what was left."""
    with fake_host.on(export).fail(0x80070005, after=after):
        try:
            running.set_cpu_group_affinities([GroupAffinity(1)])
        except HcspyError as error:
            assert (error.call, export) in ((export, export), ("NtOpenJobObject", export))
            assert export != "CloseHandle"
        else:
            assert export == "CloseHandle"
    running.set_cpu_group_affinities([GroupAffinity(2)])
    assert bound(fake_host) == [(0, 2)]


def test_slow_call_ends_with_the_patience_of_the_caller(running: System, fake_host: FakeHost) -> None:
    """What it does then is closed by the thread that it is left to."""
    with fake_host.on("SetInformationJobObject").delay(0.5), pytest.raises(TimedOutError):
        running.set_cpu_group_affinities([GroupAffinity(1)], timeout=0.05)
    running.set_cpu_group_affinities([GroupAffinity(2)], timeout=30)
    while any(thread.name == "hcspy SetInformationJobObject" for thread in threading.enumerate()):
        time.sleep(0.005)
    assert sorted(jobs(fake_host)) == sorted([*EXPORTS, *EXPORTS])
