"""The rules that matter most, as far as they are about compute systems: 17 to 20 of the list, at both doors."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from .doors import ARGON, ARGON_2, LCOW, PENDING, Door, First, Refused, Second
from .test_compute_processes import status, tell

BUILDS = ["2019", "1903", "2022", "win11", "2025"]
OLD = ["rs1", "1803"]


@pytest.mark.parametrize("build", BUILDS)
def test_rule_17_codes_of_the_two_doors(door: Door, build: str) -> None:
    """0xC037.... here and 0x8037.... there; in the document always the first."""
    family = 0xC0370000 if isinstance(door, First) else 0x80370000
    system = door.create("c1", ARGON)
    for attempt, number in (
        (lambda: door.create("c1", ARGON), 0x10F),
        (lambda: door.create("c2", {}), 0x10D),
        (lambda: door.step("Pause", system), 0x105),
        (lambda: door.call("HcsOpenComputeSystem", id="no", requestedAccess=0), 0x10E),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.hresult == family | number
        if caught.value.record is not None:  # opening has no operation that could carry one
            assert caught.value.record["Error"] & 0xFFFFFFFF == 0xC0370000 | number
    door.step("Terminate", system)
    with pytest.raises(Refused) as caught:
        door.step("Terminate", system)
    assert caught.value.hresult == family | 0x110


@pytest.mark.parametrize("build", OLD)
def test_rule_17_old_builds_say_compute_system(first: First, build: str) -> None:
    """The words changed with 1809, the numbers did not."""
    with pytest.raises(Refused) as caught:
        first.call("HcsOpenComputeSystem", id="no")
    assert caught.value.record == {
        "Error": -1070137074,
        "ErrorMessage": "A Compute System with the specified identifier does not exist.",
    }


@pytest.mark.parametrize("build", OLD + BUILDS)
def test_rule_18_pending_then_one_notification_for_who_registers_late(first: First, build: str) -> None:
    """The callback is registered when the work may be done already."""
    text = json.dumps(ARGON)
    reply = first.call("HcsCreateComputeSystem", id="c1", configuration=text, identity=0)
    assert reply["hresult"] == PENDING
    system = reply["computeSystem"]
    first.systems.append(system)
    threading.Event().wait(0.03)
    first.watch(system)
    assert first.heard(system, 2) == 0
    assert first.news[system].empty()
    for verb, number in (("Start", 3), ("Pause", 4), ("Resume", 5), ("Shutdown", 1)):
        assert first.call(f"Hcs{verb}ComputeSystem", computeSystem=system, options=None)["hresult"] == PENDING
        assert first.heard(system, number) == 0
    threading.Event().wait(0.03)
    assert first.news[system].empty()


@pytest.mark.parametrize("build", OLD + BUILDS)
def test_rule_18_end_that_comes_before_the_callback_is_not_lost(first: First, build: str) -> None:
    """Who opens a system that is about to end must hear of it."""
    system = first.running()
    other = first.call("HcsOpenComputeSystem", id="c1")["computeSystem"]
    first.systems.append(other)
    first.step("Terminate", system)
    first.watch(other)
    assert first.heard(other, 1) == 0


@pytest.mark.parametrize("build", BUILDS)
def test_rule_18_event_that_comes_before_the_callback_is_not_lost(second: Second, build: str) -> None:
    """The same at the other door."""
    system = second.running()
    second.step("Terminate", system)
    told = threading.Event()
    events: list[tuple[Any, ...]] = []

    def hear(*event: Any) -> None:
        events.append(event)
        told.set()

    second.call("HcsSetComputeSystemCallback", computeSystem=system, callbackOptions=0, context=0, callback=hear)
    assert told.wait(10)
    assert events == [(1, '{"Status":0,"ExitType":"ForcedExit"}', 0)]


@pytest.mark.parametrize("build", BUILDS)
def test_rule_19_stopped_systems_vanish(door: Door, build: str) -> None:
    """From the list, from open, and from under their handles; how they ended can still be asked."""
    system = door.running(ARGON_2)
    door.step("Shutdown", system)
    with pytest.raises(Refused) as caught:
        door.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)
    assert caught.value.number == 0x10E
    if isinstance(door, Second):
        listed = door.tracked("HcsEnumerateComputeSystems", query=None)[1]["resultDocument"]
    else:
        listed = door.call("HcsEnumerateComputeSystems", query=None)["computeSystems"]
    assert listed == "[]"
    with pytest.raises(Refused) as caught:
        door.exec(system, "hostname")
    assert caught.value.number == 0x110
    if isinstance(door, Second) and build in ("2022", "win11", "2025"):  # the export came with 20348
        exit = door.call("HcsWaitForComputeSystemExit", computeSystem=system, timeoutMs=0)
        assert json.loads(exit["result"])["ExitType"] == "GracefulExit"


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize(("kind", "code"), [("argon", 1067), ("linux", 137), ("job", 1)])
def test_rule_20_exit_codes_and_properties_document(first: First, build: str, kind: str, code: int) -> None:
    """Killed: 1067 on Windows, 137 on Linux, 1 in a host-process container."""
    if kind == "job":
        with first.fake.machine() as machine:
            machine.add_container("c1", kind="job")
        system = first.call("HcsOpenComputeSystem", id="c1")["computeSystem"]
        first.systems.append(system)
    else:
        system = first.running(LCOW if kind == "linux" else ARGON)
    process = first.exec(system, "ping -t x")
    assert status(first, process.handle)["Exited"] is False
    tell(first, "Terminate", process.handle)
    assert process.wait() == code
    assert list(status(first, process.handle).items()) == [
        ("ProcessId", process.pid),
        ("Exited", True),
        ("ExitCode", code),
        ("LastWaitResult", 0),
    ]
