"""Machines on paper and in files: what of a compute system others see, and what they can do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hcspy.testing import FakeHost
from hcspy.testing.node.marks import is_alive, new_mark, retire

from .doors import ARGON, ARGON_2, DOORS, MACHINE, Door, First, Refused


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "node.json")


def opened(door: Door, id: str = "c1") -> int:
    """Open a system."""
    system: int = door.call("HcsOpenComputeSystem", id=id, requestedAccess=0)["computeSystem"]
    door.systems.append(system)
    if isinstance(door, First):
        door.watch(system)
    return system


def test_dump_has_the_systems_and_comes_back_whole(door: Door) -> None:
    """A snapshot of a machine with containers is one with containers."""
    fake = door.fake
    system = door.running({**ARGON_2, "ShouldTerminateOnLastHandleClosed": False})
    door.output(system, "cmd /c (exit 5)")
    door.running(MACHINE, "vm")
    guard = {"Operation": "AddInstance", "OperationDetails": {"Id": "x"}}
    settings = json.dumps({"PropertyType": "ContainerCredentialGuard", "Settings": guard})
    door.call("HcsModifyServiceSettings", settings=settings)
    dump = json.loads(json.dumps(fake.dump()))
    with FakeHost(load=dump) as copy:
        assert copy.dump() == dump
        other = DOORS[door.dll](copy)
        again = opened(other)
        other.step("Shutdown", again)
        other.close()
    assert [entry["id"] for entry in dump["machine"]["compute"]["systems"]] == ["c1", "vm"]


def test_dump_without_systems_is_read(fake: FakeHost) -> None:
    """Those that were written before there were any."""
    dump = fake.dump()
    del dump["machine"]["compute"]
    dump["containers"] = [{"id": "old", "compartment": 2, "owner": "docker", "namespace": ""}]
    with FakeHost(load=dump) as copy:
        door = First(copy)
        door.step("Terminate", opened(door, "old"))
        door.close()


def test_programs_are_not_in_a_dump(first: First) -> None:
    """Where it is read their processes have ended; two hosts of one seed write the same."""
    process = first.exec(first.running(), "ping -t x")
    dump = first.fake.dump()
    assert dump["machine"]["compute"]["systems"][0]["processes"][0]["runs_in"] == ""
    with FakeHost(load=dump) as copy:
        (shown,) = copy.dump()["machine"]["compute"]["systems"][0]["processes"]
        assert (shown["exited"], shown["exit_code"]) == (True, 1067)
    system = first.systems[0]
    first.fake.load(dump)
    query = '{"PropertyTypes":["ProcessList"]}'
    shown = first.call("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)["properties"]
    assert json.loads(shown)["ProcessList"] == []
    assert first.wait_process(process.handle) == 1067


def test_programs_go_on_when_the_machine_moves_into_a_file(first: First) -> None:
    """Nothing has ended; who comes by the file sees who runs them."""
    system = first.running()
    process = first.exec(system, "ping -t x")
    path = first.fake.environ["HCSPY_HOST"].removeprefix("fake:")
    with FakeHost.open(path) as other:
        door = First(other)
        handle, _ = _open_process(door, opened(door), process.pid)
        door.call("HcsTerminateProcess", process=handle)
        assert door.wait_process(handle) == 1067
        door.unwatch(handle)
        door.call("HcsCloseProcess", process=handle)
        door.close()
    assert first.wait_process(process.handle) == 1067


def test_system_outlives_who_made_it(path: str) -> None:
    """It runs until somebody stops it; others can start processes in it."""
    with FakeHost.open(path) as one:
        door = First(one)
        door.running()
        door.close()
    with FakeHost.open(path) as two:
        second = DOORS["computecore"](two)
        system = opened(second)
        assert second.output(system, "cmd /c echo other") == (0, b"other\r\n")
        second.step("Shutdown", system)
        with pytest.raises(Refused):
            opened(second)
        second.close()


def test_end_is_seen_by_all_processes(path: str) -> None:
    """Whoever waits for a container need not be who stops it."""
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first, second = First(one), DOORS["computecore"](two)
        system = first.running()
        process = first.exec(system, "ping -t x")
        other = opened(second)
        second.step("Terminate", other)
        assert first.heard(system, 1) == 0
        assert first.wait_process(process.handle) == 1067
        second.close()
        first.close()


def test_crash_is_seen_as_a_crash_elsewhere(path: str) -> None:
    """The reason travels with the news."""
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first = First(one)
        system = first.running()
        two.crash_system("c1")
        assert first.heard(system, 1) == 0xC0370106
        first.close()


@pytest.mark.parametrize("dll", DOORS)
def test_process_of_another_process_is_watched_and_ended(path: str, dll: str) -> None:
    """By the number that both see."""
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first, second = First(one), DOORS[dll](two)
        process = first.exec(first.running(), "ping -t x")
        handle, information = _open_process(second, opened(second), process.pid)
        assert information["StdOutput"] == 0
        _modify(second, handle)
        _terminate(second, handle)
        assert second.wait_process(handle) == 1067
        assert first.wait_process(process.handle) == 1067
        with pytest.raises(Refused) as caught:
            _terminate(second, handle)
        assert caught.value.hresult == 0x8037011F
        second.raw("HcsCloseProcess", process=handle) if dll == "computecore" else None
        if isinstance(second, First):
            second.unwatch(handle)
            second.call("HcsCloseProcess", process=handle)
        second.close()
        first.close()


def _open_process(door: Door, system: int, pid: int) -> tuple[int, Any]:
    handle = door.call("HcsOpenProcess", computeSystem=system, pid=pid, processId=pid, requestedAccess=0)["process"]
    if isinstance(door, First):
        door.watch(handle, "process")
        return handle, door.call("HcsGetProcessInfo", process=handle)["processInformation"]
    _, result = door.tracked("HcsGetProcessInfo", info=True, process=handle)  # type: ignore[attr-defined]
    return handle, result["processInformation"]


def _terminate(door: Door, handle: int) -> None:
    if isinstance(door, First):
        door.call("HcsTerminateProcess", process=handle)
    else:
        door.tracked("HcsTerminateProcess", process=handle, options=None)  # type: ignore[attr-defined]


def _modify(door: Door, handle: int) -> None:
    text = '{"Operation":"ConsoleSize","ConsoleSize":{"Height":2,"Width":3}}'
    if isinstance(door, First):
        door.call("HcsModifyProcess", process=handle, settings=text)
    else:
        door.tracked("HcsModifyProcess", process=handle, settings=text)  # type: ignore[attr-defined]


def test_signal_reaches_a_process_elsewhere(path: str) -> None:
    """It ends with the code that the signal stands for."""
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first, second = First(one), First(two)
        process = first.exec(first.running(), "ping -t x")
        handle, _ = _open_process(second, opened(second), process.pid)
        second.call("HcsSignalProcess", process=handle, options='{"Signal":"CtrlC"}')
        assert second.wait_process(handle) == 0xC000013A
        second.unwatch(handle)
        second.call("HcsCloseProcess", process=handle)
        second.close()
        first.close()


def test_last_handle_counts_across_processes(path: str) -> None:
    """A system that ends with its last handle lives as long as anybody has one."""
    document = {**ARGON_2, "ShouldTerminateOnLastHandleClosed": True}
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first, second = First(one), First(two)
        first.running(document)
        other = opened(second)
        first.close()
        assert second.raw("HcsGetComputeSystemProperties", computeSystem=other, propertyQuery=None)["hresult"] == 0
        second.close()
        with pytest.raises(Refused):
            opened(second)


PROGRAM = """
import os, sys, threading
sys.path.insert(0, sys.argv[2])
from compute.doors import ARGON, First
from hcspy.testing import FakeHost
fake = FakeHost.open(sys.argv[1])
door = First(fake)
system = door.running(ARGON)
process = door.exec(system, "ping -t x", CreateStdOutPipe=False)
print(process.pid, flush=True)
if sys.argv[3] == "die":
    os._exit(3)
door.close()
fake.close()
"""


@pytest.mark.parametrize("how", ["die", "leave"])
def test_processes_end_with_who_ran_them_and_the_system_does_not(path: str, how: str) -> None:
    """Whether it said good-bye or not."""
    folder = str(Path(__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, path, folder, how], capture_output=True, timeout=60, encoding="utf-8"
    )
    assert ran.returncode == (3 if how == "die" else 0), ran.stderr
    pid = int(ran.stdout)
    with FakeHost.open(path) as fake:
        door = First(fake)
        system = opened(door)
        query = '{"PropertyTypes":["ProcessList"]}'
        shown = door.call("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)
        listed = json.loads(shown["properties"])
        assert (listed["State"], listed["ProcessList"]) == ("Running", [])
        handle, _ = _open_process(door, system, pid)
        assert door.wait_process(handle) == 1067
        door.unwatch(handle)
        door.call("HcsCloseProcess", process=handle)
        door.step("Terminate", system)
        door.close()


def test_marks_tell_who_is_there() -> None:
    """Of this process and of others."""
    mark = new_mark()
    assert is_alive(mark)
    retire(mark)
    assert not is_alive(mark)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert is_alive(f"{other.pid}/x")
        other.kill()
        other.wait()
        assert not is_alive(f"{other.pid}/x")
    assert not is_alive("4194000/x")
    assert not is_alive("nonsense")


def test_environment_for_a_child_shows_what_runs(fake: FakeHost) -> None:
    """A fake that moves into a file takes its systems with it."""
    door = First(fake)
    system = door.running(ARGON)
    assert fake.environ["HCSPY_HOST"].startswith("fake:")
    with FakeHost.open(fake.environ["HCSPY_HOST"].removeprefix("fake:")) as child:
        child.remove_container("c1")
    assert door.heard(system, 1) == 0
    door.close()
