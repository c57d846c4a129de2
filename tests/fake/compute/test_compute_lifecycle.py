"""The life of a compute system, at both doors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .doors import ARGON, ARGON_2, DOCUMENTS, MACHINE, Door, First, Refused, Second, until

INVALID_STATE, STOPPED, NOT_FOUND, EXISTS = 0x0105, 0x0110, 0x010E, 0x010F


def refused(door: Door, verb: str, system: int) -> int:
    """Take a step that must fail; return the last digits of the code."""
    with pytest.raises(Refused) as caught:
        door.step(verb, system)
    return caught.value.number


def properties(door: Door, system: int, *types: str) -> dict[str, Any]:
    """Ask for the properties of a system."""
    query = json.dumps({"PropertyTypes": list(types)}) if types else ""
    if isinstance(door, Second):
        _, result = door.tracked("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)
        text = result["resultDocument"]
    else:
        text = door.call("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)["properties"]
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_system_lives_from_created_to_gone(door: Door, document: dict[str, Any]) -> None:
    """Every kind of system in every schema goes the same way."""
    system = door.create("c1", document)
    assert properties(door, system)["State"] == "Created"
    door.step("Start", system)
    assert properties(door, system)["State"] == "Running"
    door.step("Pause", system)
    assert properties(door, system)["State"] == "Paused"
    door.step("Resume", system)
    door.step("Shutdown", system)
    for verb in ("Start", "Shutdown", "Terminate", "Pause"):
        assert refused(door, verb, system) == STOPPED


def test_steps_in_the_wrong_order_are_refused(door: Door) -> None:
    """A client that lost track of a system must hear it."""
    system = door.create("c1", ARGON)
    for verb in ("Pause", "Resume", "Save", "Shutdown"):
        assert refused(door, verb, system) == INVALID_STATE
    door.step("Start", system)
    for verb in ("Start", "Resume", "Save"):
        assert refused(door, verb, system) == INVALID_STATE
    door.step("Pause", system)
    for verb in ("Pause", "Start", "Shutdown"):
        assert refused(door, verb, system) == INVALID_STATE


@pytest.mark.parametrize("steps", [(), ("Start",), ("Start", "Pause")])
def test_any_system_can_be_terminated(door: Door, steps: tuple[str, ...]) -> None:
    """Cleaning up must not depend on how far one got."""
    system = door.create("c1", ARGON)
    for verb in steps:
        door.step(verb, system)
    door.step("Terminate", system)


def test_saved_system_is_gone(door: Door) -> None:
    """Its state lies in a file then; the system is not there any more."""
    system = door.running(MACHINE)
    door.step("Pause", system)
    door.step("Save", system)
    assert refused(door, "Resume", system) == STOPPED


def test_id_that_is_in_use_is_refused_and_free_again_after_the_end(door: Door) -> None:
    """Names of containers are taken again; ids compare without case."""
    system = door.running()
    with pytest.raises(Refused) as caught:
        door.create("C1", ARGON_2)
    assert caught.value.number == EXISTS
    door.step("Terminate", system)
    again = door.create("c1", ARGON)
    assert properties(door, again)["State"] == "Created"
    assert refused(door, "Start", system) == STOPPED


def test_stopped_system_cannot_be_opened(door: Door) -> None:
    """A stopped system is no system."""
    system = door.running()
    door.step("Terminate", system)
    with pytest.raises(Refused) as caught:
        door.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)
    assert caught.value.number == NOT_FOUND


def test_created_system_goes_with_its_last_handle(door: Door) -> None:
    """A client that dies between create and start leaves nothing behind."""
    system = door.create("c1", ARGON)
    other: int = door.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)["computeSystem"]
    door.close_system(system)
    assert properties(door, other)["State"] == "Created"
    door.raw("HcsCloseComputeSystem", computeSystem=other)
    with pytest.raises(Refused):
        door.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)


@pytest.mark.parametrize("ends", [True, False])
def test_running_system_ends_with_its_last_handle_if_it_was_told_to(door: Door, ends: bool) -> None:
    """Engines want containers to outlive them, test runners do not."""
    system = door.running({**ARGON_2, "ShouldTerminateOnLastHandleClosed": ends})
    assert properties(door, system, "TerminateOnLastHandleClosed")["TerminateOnLastHandleClosed"] is ends
    door.close_system(system)
    reply = door.raw("HcsOpenComputeSystem", id="c1", requestedAccess=0)
    assert (reply["hresult"] != 0) is ends
    if not ends:
        door.raw("HcsCloseComputeSystem", computeSystem=reply["computeSystem"])


def test_all_handles_hear_of_the_end_on_foreign_threads(first: First, second: Second) -> None:
    """Whoever watches a container learns that it stopped, whoever stopped it and through whichever door."""
    system = first.running()
    other: int = second.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)["computeSystem"]
    second.systems.append(other)
    events: list[tuple[int, str | None, int]] = []
    watch = {"computeSystem": other, "callbackOptions": 0, "context": 0}
    second.call("HcsSetComputeSystemCallback", **watch, callback=lambda *event: events.append(event))
    second.step("Shutdown", other)
    assert first.heard(system, 1) == 0
    until(lambda: events)
    assert events == [(1, '{"Status":0,"ExitType":"GracefulExit"}', 0)]
    exit = second.call("HcsWaitForComputeSystemExit", computeSystem=other, timeoutMs=1000)
    assert json.loads(exit["result"]) == {"Status": 0, "ExitType": "GracefulExit"}


def test_unexpected_end_is_told_as_such(fake: FakeHost, door: Door) -> None:
    """A container that dies by itself is no container that was stopped."""
    system = door.running()
    fake.crash_system("c1")
    if isinstance(door, First):
        assert door.heard(system, 1) == 0xC0370106
    else:
        exit = door.call("HcsWaitForComputeSystemExit", computeSystem=system, timeoutMs=5000)
        assert json.loads(exit["result"]) == {"Status": -1070137082, "ExitType": "UnexpectedExit"}
    with pytest.raises(LookupError):
        fake.crash_system("c1")


def test_lost_guest_connection_is_told_and_stands_in_the_way_of_a_shutdown(fake: FakeHost, door: Door) -> None:
    """Nobody in there can be asked to stop; killing it works."""
    system = door.running(DOCUMENTS["xenon 1"])
    fake.break_guest("c1")
    if isinstance(door, First):
        door.heard(system, 0xE)
    assert refused(door, "Shutdown", system) == 0x010A
    door.step("Terminate", system)
    fake.add_container("plain")
    with pytest.raises(LookupError):
        fake.break_guest("plain")


def test_machine_that_crashes_tells_a_story(second: Second) -> None:
    """First that it crashes, then the report, then that it is gone."""
    system = second.running(MACHINE)
    events: list[int] = []
    watch = {"computeSystem": system, "callbackOptions": 0, "context": 0}
    second.call("HcsSetComputeSystemCallback", **watch, callback=lambda type, data, op: events.append(type))
    second.tracked("HcsCrashComputeSystem", computeSystem=system, options="{}")
    until(lambda: len(events) == 3)
    assert events == [2, 3, 1]


def test_container_cannot_be_crashed(second: Second) -> None:
    """It has no kernel to crash."""
    system = second.running()
    with pytest.raises(Refused) as caught:
        second.tracked("HcsCrashComputeSystem", computeSystem=system, options="{}")
    assert caught.value.hresult == 0x80070032


def test_reboot_ends_everything(fake: FakeHost, door: Door) -> None:
    """Systems do not come back by themselves."""
    system = door.running()
    with fake.machine() as machine:
        machine.reboot()
    if isinstance(door, First):
        door.heard(system, 1)
    assert refused(door, "Terminate", system) == STOPPED


def test_document_of_the_wrong_shape_is_refused_with_events(door: Door) -> None:
    """The events name the member that is wrong."""
    wrong: list[dict[str, Any]] = [
        {},
        {"SystemType": "Virus"},
        {**ARGON, "Layers": [{"ID": "x"}]},
        {**ARGON, "EndpointList": "no"},
        {**ARGON, "HvPartition": 1},
        {**ARGON_2, "SchemaVersion": {"Major": 2, "Minor": 99}},
        {**ARGON_2, "SchemaVersion": None},
        {**ARGON_2, "VirtualMachine": {}},
        {**ARGON_2, "Container": None},
        {**ARGON_2, "Container": None, "HostedSystem": {"Container": {}}},
        {**MACHINE, "VirtualMachine": {"Devices": {"NetworkAdapters": {"a": {}}}}},
    ]
    for document in wrong:
        with pytest.raises(Refused) as caught:
            door.create("c1", document)
        assert caught.value.number == 0x010D, document
        assert caught.value.record is not None
        assert caught.value.record["Error"] == -1070137075
        assert caught.value.record["ErrorEvents"][0]["Message"].startswith("The specified compute system configuration")
    with pytest.raises(Refused):
        door.create("", ARGON)


def test_caller_without_rights_is_refused_as_recorded(fake: FakeHost, door: Door) -> None:
    """Most people meet this first."""
    with fake.machine() as machine:
        machine.switches.elevated = False
    with pytest.raises(Refused) as caught:
        door.create("c1", ARGON)
    assert caught.value.hresult == 0x80070005
    assert caught.value.record == {
        "Error": -2147024891,
        "ErrorMessage": "",
        "Attribution": [{"OperationFailure": {"Detail": "Construct"}}],
    }


@pytest.mark.parametrize("kind", ["xenon 1", "machine"])
def test_machine_without_hyperv_runs_plain_containers_only(fake: FakeHost, door: Door, kind: str) -> None:
    """The feature is optional."""
    with fake.machine() as machine:
        machine.switches.without_hyperv = True
    with pytest.raises(Refused) as caught:
        door.create("c1", DOCUMENTS[kind])
    assert caught.value.number == 0x0102
    door.running()


def test_layers_must_be_there_on_a_machine_that_has_some(fake: FakeHost, door: Door) -> None:
    """A path of yesterday's image."""
    with fake.machine() as machine:
        storage = machine.state.storage
        assert storage.disk.root.is_dir()
        image = storage.images[0].path
    with pytest.raises(Refused) as caught:
        door.create("c1", ARGON)
    assert caught.value.hresult == 0x80070003
    there = [{"ID": "1968356f-3168-5169-8c20-ee548f8260f6", "Path": image}]
    door.running({**ARGON, "Layers": there})


@pytest.mark.parametrize(
    ("image", "isolated", "runs"),
    [("17763", False, False), ("17763", True, True), ("26100", True, False), ("20348", False, True)],
)
def test_image_must_fit_the_host(fake: FakeHost, door: Door, image: str, isolated: bool, runs: bool) -> None:
    """A newer kernel cannot be had; an older one needs a machine of its own."""
    with fake.machine() as machine:
        base = machine.state.storage.images[0]
        base.version = f"10.0.{image}.1"
    document = {**ARGON, "HvPartition": isolated, "Layers": [{"ID": "x", "Path": base.path}]}
    if runs:
        door.running(document)
        return
    with pytest.raises(Refused) as caught:
        door.create("c1", document)
    assert caught.value.number == 0x0101


def test_hosted_system_of_the_guest_is_a_container_in_a_machine(door: Door) -> None:
    """Its document is for the machine's own service; layers and network are named in it."""
    inner = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": ARGON_2["Container"]}
    document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "HostingSystemId": "vm", "HostedSystem": inner}
    door.running(MACHINE, "vm")
    shown = properties(door, door.running(document, "pod"))
    assert (shown["SystemType"], shown["HostingSystemId"], shown["RuntimeOsType"]) == ("Container", "vm", "Windows")
    linux = {**inner, "OciBundlePath": "/run/x"}
    shown = properties(door, door.running({**document, "HostedSystem": linux}, "oci"))
    assert shown["RuntimeOsType"] == "Linux"


def test_machine_of_schema_1_is_one(door: Door) -> None:
    """SystemType says so."""
    shown = properties(door, door.running({**ARGON, "SystemType": "virtualmachine"}))
    assert shown["SystemType"] == "VirtualMachine"


def test_first_door_refuses_what_is_not_made_yet(fake: FakeHost, first: First) -> None:
    """A client that does not wait for the creation is wrong on Windows, too."""
    fake.on("HcsCreateComputeSystem").delay_notification(0.1)
    reply = first.call("HcsCreateComputeSystem", id="c1", configuration=json.dumps(ARGON), identity=0)
    system = reply["computeSystem"]
    first.systems.append(system)
    assert refused(first, "Start", system) == INVALID_STATE
    first.watch(system)
    assert first.heard(system, 2) == 0
    first.step("Start", system)
