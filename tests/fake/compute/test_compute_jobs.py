"""The silos of containers: job objects by which they are bound to processors, past the compute service."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy._ffi import kernel32, virtdisk
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.kernel32 import set_job_group_affinities
from hcspy._ffi.ntdll import JobHandle, open_job_object
from hcspy.errors import AccessDeniedError, InvalidDocumentError, NotFoundError, PathNotFoundError
from hcspy.testing import FakeHost

from .doors import ARGON, XENON, Door

CLASS = 14
BAD_LENGTH, INVALID_PARAMETER, INVALID_HANDLE = 24, 87, 6


def bound(fake: FakeHost, id: str = "c1") -> list[tuple[int, int]]:
    """Return the processors that a container is bound to."""
    with fake.machine() as machine:
        return [(entry["Group"], entry["Mask"]) for entry in machine.state.systems.get(id).affinities]


def limited(job: JobHandle, entries: list[dict[str, Any]], size: int | None = None, kind: int = CLASS) -> int:
    """Set processors without anybody looking at them before; return the code."""
    array = ffi.new("GROUP_AFFINITY[]", entries) if entries else NULL
    length = 16 * len(entries) if size is None else size
    succeeded = job.tables.kernel32.SetInformationJobObject(job.value(), kind, array, length)
    return 0 if succeeded else kernel32.last_error()


def test_silo_is_there_from_creation_to_the_end(fake: FakeHost, door: Door) -> None:
    """What is bound before the start holds for the first process, too."""
    with pytest.raises(NotFoundError):
        open_job_object(fake.tables, r"\Container_c1")
    system = door.create("c1", ARGON)
    assert bound(fake) == []
    with open_job_object(fake.tables, r"\Container_c1") as job:
        set_job_group_affinities(job, [(0, 0b11)])
    assert bound(fake) == [(0, 0b11)]
    door.step("Start", system)
    with open_job_object(fake.tables, r"\CONTAINER_C1") as job:  # names are what they are, letter case aside
        set_job_group_affinities(job, [(0, 0b1000)])
        assert bound(fake) == [(0, 0b1000)]
        door.step("Terminate", system)
        set_job_group_affinities(job, [(0, 1)])  # nobody is in it any more
    with pytest.raises(PathNotFoundError, match=r"there is no job object \\Container_c1"):
        open_job_object(fake.tables, r"\Container_c1")


def test_handle_is_of_the_container_that_was_there(fake: FakeHost, door: Door) -> None:
    """One that was made anew under the same id has another job."""
    system = door.create("c1", ARGON)
    with open_job_object(fake.tables, r"\Container_c1") as job:
        door.step("Terminate", system)
        door.create("c1", ARGON)
        set_job_group_affinities(job, [(0, 1)])
    assert bound(fake) == []


@pytest.mark.parametrize("name", ["c1", r"\c1", r"\Container_", r"\Container_other", r"\BaseNamedObjects\Container_c1"])
def test_other_names_are_no_silos(fake: FakeHost, door: Door, name: str) -> None:
    """A name is looked up whole."""
    door.create("c1", ARGON)
    with pytest.raises(NotFoundError):
        open_job_object(fake.tables, name)


def test_container_with_a_kernel_of_its_own_has_none_here(fake: FakeHost, door: Door) -> None:
    """Its processes are in the virtual machine."""
    door.create("x", XENON)
    with pytest.raises(NotFoundError):
        open_job_object(fake.tables, r"\Container_x")


def test_not_everybody_may(fake: FakeHost, door: Door) -> None:
    """Only SYSTEM."""
    door.create("c1", ARGON)
    with fake.machine() as machine:
        machine.switches.elevated = False
    with pytest.raises(AccessDeniedError):
        open_job_object(fake.tables, r"\Container_c1")
    with fake.machine() as machine:
        machine.switches.elevated = True


@pytest.mark.parametrize(
    "entries",
    [
        [{"Mask": 0}],
        [{"Mask": 1 << 4}],
        [{"Mask": 1, "Group": 1}],
        [{"Mask": 1, "Reserved": [0, 1, 0]}],
        [{"Mask": 1}, {"Mask": 2}],
        [],
    ],
)
def test_only_processors_of_the_machine(fake: FakeHost, door: Door, entries: list[dict[str, Any]]) -> None:
    """It has four, in one group; each group is named once."""
    door.create("c1", ARGON)
    with open_job_object(fake.tables, r"\Container_c1") as job:
        assert limited(job, [{"Mask": 0b101}]) == 0
        assert limited(job, entries) == INVALID_PARAMETER
    assert bound(fake) == [(0, 0b101)]


def test_other_classes_and_sizes_are_refused(fake: FakeHost, door: Door) -> None:
    """The fake knows one kind of limit, and half a structure is none."""
    door.create("c1", ARGON)
    with open_job_object(fake.tables, r"\Container_c1") as job:
        assert limited(job, [{"Mask": 1}], size=15) == BAD_LENGTH
        assert limited(job, [{"Mask": 1}], kind=9) == INVALID_PARAMETER
        assert limited(job, [{"Mask": 1}], size=0) == INVALID_PARAMETER
    assert bound(fake) == []


@pytest.mark.parametrize("build", ["2019"])
def test_groups_are_of_2022(fake: FakeHost, door: Door) -> None:
    """Before, a silo has processors of the first group, and says so of any other one that it hears of."""
    door.create("c1", ARGON)
    with open_job_object(fake.tables, r"\Container_c1") as job:
        set_job_group_affinities(job, [(0, 1)])
        with pytest.raises(InvalidDocumentError, match="group 1: 0x1"):
            set_job_group_affinities(job, [(1, 1)])
    assert bound(fake) == [(0, 1)]


def test_handles_are_counted() -> None:
    """An open job is a leak; a disk is no job, and a job is closed once."""
    fake = FakeHost()
    fake.add_container("c1")
    job = open_job_object(fake.tables, r"\Container_c1")
    assert [("job object" in leak, "NtOpenJobObject" in leak) for leak in fake.leaks] == [(True, True)]
    handle = job.value()
    with virtdisk.create_virtual_disk(fake.tables, r"C:\disk.vhdx", size=1 << 30) as disk:
        wrong = JobHandle(fake.tables, disk.value())
        assert limited(wrong, [{"Mask": 1}]) == INVALID_HANDLE
    job.close()
    assert fake.tables.kernel32.CloseHandle(handle) == 0
    assert kernel32.last_error() == INVALID_HANDLE
    fake.close()
    disk_as_job, closed_twice = fake.misuses
    assert disk_as_job.endswith("as a job object")
    assert "job object" in closed_twice
    assert "after it was closed by" in closed_twice
    assert fake.leaks == []


def test_nothing_to_open_into_is_refused(fake: FakeHost) -> None:
    """A caller that gives no cell, or no name, gets a status and not a crash."""
    cell = ffi.new("HANDLE *")
    unnamed = ffi.new("OBJECT_ATTRIBUTES *", {"Length": 48})
    empty = ffi.new("UNICODE_STRING *")
    nameless = ffi.new("OBJECT_ATTRIBUTES *", {"Length": 48, "ObjectName": empty})
    for place, attributes in ((NULL, unnamed), (cell, NULL), (cell, unnamed), (cell, nameless)):
        assert fake.tables.ntdll.NtOpenJobObject(place, 2, attributes) & 0xFFFFFFFF == 0xC000000D


def test_state_is_written_down(fake: FakeHost, door: Door) -> None:
    """Other processes of a shared machine, and those who compare, see what was bound."""
    door.create("c1", ARGON)
    with open_job_object(fake.tables, r"\Container_c1") as job:
        set_job_group_affinities(job, [(0, 0b11)])
    systems = fake.dump()["machine"]["compute"]["systems"]
    assert [system["affinities"] for system in systems] == [[{"Group": 0, "Mask": 3}]]
