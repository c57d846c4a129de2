"""Behaviours 29 to 41 of the list: what hcsshim's own tests of HCS want, as far as it is the fake's business."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcspy.testing.programs import commandline

from .doors import ARGON, ARGON_2, LCOW, MACHINE, XENON, Door, First, Refused, Second
from .test_compute_changes import cpu_group, groups, modify, service
from .test_compute_lifecycle import properties
from .test_compute_processes import tell

GROUP = "8cb8e1ba-2b5a-4d0a-9b1e-6f1d2c3b4a59"
BUILDS = ["2019", "1903", "2022", "win11", "2025"]
OLD = ["rs1", "1803"]


@pytest.mark.parametrize("build", BUILDS)
def test_29_already_stopped_has_several_numbers(door: Door, build: str) -> None:
    """Of a system, of a process, and of a process that nobody knows."""
    system = door.running()
    process = door.exec(system, "hostname")
    process.wait()
    seen = set()
    for attempt in (
        lambda: tell(door, "Terminate", process.handle),
        lambda: door.call("HcsOpenProcess", computeSystem=system, pid=2, processId=2, requestedAccess=0),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        seen.add(caught.value.hresult)
    door.step("Terminate", system)
    with pytest.raises(Refused) as caught:
        door.step("Shutdown", system)
    seen.add(caught.value.hresult)
    assert seen == {0x8037011F, 0x80070490, 0xC0370110 if isinstance(door, First) else 0x80370110}


@pytest.mark.parametrize("build", BUILDS)
def test_30_wait_that_runs_out_of_time_has_a_number_of_its_own(second: Second, build: str) -> None:
    """It is no failure of what is waited for."""
    system, operation = second.create("c1", ARGON), second.operation()
    with second.fake.on("HcsStartComputeSystem").delay_notification(0.05):
        second.call("HcsStartComputeSystem", computeSystem=system, operation=operation, options=None)
    with pytest.raises(Refused) as caught:
        second.call("HcsWaitForOperationResult", operation=operation, timeoutMs=1)
    assert (caught.value.hresult, caught.value.record) == (0x80370118, None)
    second.call("HcsWaitForOperationResult", operation=operation, timeoutMs=5000)
    second.raw("HcsCloseOperation", operation=operation)


@pytest.mark.parametrize("build", BUILDS)
def test_31_both_schemas_are_taken_from_1809_on(door: Door, build: str) -> None:
    """2.1 by default, 1.0 if asked."""
    door.running(ARGON_2, "two")
    door.running(ARGON, "one")


@pytest.mark.parametrize("build", OLD)
def test_31_schema_1_alone_is_taken_before(first: First, build: str) -> None:
    """The service says so, too."""
    with pytest.raises(Refused) as caught:
        first.create("two", ARGON_2)
    assert caught.value.number == 0x010D
    first.running(ARGON, "one")
    shown = service(first, "HcsGetServiceProperties", propertyQuery="")
    assert shown == {"Properties": [{"SupportedSchemaVersions": [{"Major": 1, "Minor": 0}]}]}


@pytest.mark.parametrize("build", ["2022", "win11", "2025"])
def test_32_waiting_on_a_created_machine_takes_its_time(second: Second, build: str) -> None:
    """Closing it is fine, and is its end."""
    system = second.create("vm", MACHINE)
    with pytest.raises(Refused) as caught:
        second.call("HcsWaitForComputeSystemExit", computeSystem=system, timeoutMs=20)
    assert caught.value.hresult == 0x80370118
    second.close_system(system)
    with pytest.raises(Refused):
        second.call("HcsOpenComputeSystem", id="vm", requestedAccess=0)


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize(
    ("document", "code"), [(ARGON, 1067), (XENON, 1067), (LCOW, 137)], ids=["argon", "xenon", "lcow"]
)
def test_33_killed_process_has_the_code_of_its_container(door: Door, build: str, document: Any, code: int) -> None:
    """Argon and Hyper-V alike; another one on Linux."""
    process = door.exec(door.running(document), "ping -t x")
    tell(door, "Terminate", process.handle)
    status = json.loads(
        door.tracked("HcsGetProcessProperties", process=process.handle, propertyQuery=None)[1]["resultDocument"]
        if isinstance(door, Second)
        else door.call("HcsGetProcessProperties", process=process.handle)["processProperties"]
    )
    assert (status["Exited"], status["ExitCode"]) == (True, code)


@pytest.mark.parametrize("build", BUILDS)
def test_34_exit_code_and_streams(first: First, build: str) -> None:
    """What is said is said before the end is told; tee gives back what it gets."""
    system = first.running()
    assert first.output(system, "cmd /c (exit 0)") == (0, b"")
    code, output = first.output(system, "cmd /c echo hi y'all")
    assert (code, output.strip()) == (0, b"hi y'all")
    process = first.exec(system, "tee")
    process.stdin.write(b"hi y'all")
    process.stdin.close()
    assert process.read() == b"hi y'all"
    assert process.wait() == 0


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("document", [ARGON, XENON, ARGON_2], ids=["argon 1", "xenon 1", "argon 2"])
def test_35_containers_of_both_schemas_run_and_are_shut_down(first: First, build: str, document: Any) -> None:
    """Start, run, exit code, output, shutdown, wait."""
    system = first.running(document)
    assert first.output(system, "cmd /c (echo done & exit 7)") == (7, b"done \r\n")
    first.step("Shutdown", system)


@pytest.mark.parametrize("build", BUILDS)
def test_36_double_quotes_survive(first: First, build: str) -> None:
    """In a command line that is taken as it is."""
    seen: list[list[str]] = []
    first.fake.programs.register("look", lambda program: seen.append(program.args))
    system = first.running()
    line = r'look "a b" "c \"d\" e" f\\g'
    first.output(system, line)
    assert seen == [["look", "a b", 'c "d" e', r"f\\g"]] == [commandline.split(line)]
    assert first.output(system, 'cmd /c echo "hello world"') == (0, b'"hello world"\r\n')


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("os", ["Windows", "Linux"])
def test_37_guest_connection_of_a_utility_machine(door: Door, build: str, os: str) -> None:
    """Clients send namespaces and signals through it."""
    chipset = {"LinuxKernelDirect": {"KernelFilePath": "k"}} if os == "Linux" else {"Uefi": {}}
    machine = {**MACHINE["VirtualMachine"], "Chipset": chipset}
    system = door.running({**MACHINE, "VirtualMachine": machine})
    shown = properties(door, system, "GuestConnection")
    connection = shown["GuestConnectionInfo"]
    assert shown["RuntimeOsType"] == os
    assert connection["ProtocolVersion"] >= 4
    assert connection["GuestDefinedCapabilities"]["NamespaceAddRequestSupported"] is True
    assert connection["GuestDefinedCapabilities"]["SignalProcessSupported"] is True


@pytest.mark.parametrize("build", BUILDS)
def test_38_memory_is_read_back_as_it_was_set(door: Door, build: str) -> None:
    """In pages of 4 KiB."""
    system = door.running(MACHINE)
    path = "VirtualMachine/ComputeTopology/Memory/SizeInMB"
    before = properties(door, system, "Memory")["Memory"]["VirtualMachineMemory"]["AssignedMemory"]
    modify(door, system, ResourcePath=path, RequestType="Update", Settings=2048)
    after = properties(door, system, "Memory")["Memory"]["VirtualMachineMemory"]["AssignedMemory"]
    assert (before * 4096, after * 4096) == (1024 << 20, 2048 << 20)


@pytest.mark.parametrize("build", BUILDS)
def test_39_cpu_group_is_made_found_and_deleted(door: Door, build: str) -> None:
    """By its id."""
    cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessorCount=2, LogicalProcessors=[0, 1])
    assert [(group["GroupId"], group["Affinity"]["LogicalProcessors"]) for group in groups(door)] == [(GROUP, [0, 1])]
    cpu_group(door, "DeleteGroup", GroupId=GROUP)
    assert groups(door) == []
    with pytest.raises(Refused) as caught:
        cpu_group(door, "DeleteGroup", GroupId=GROUP)
    assert caught.value.hresult == 0x80070490


@pytest.mark.parametrize("build", ["2022", "win11", "2025"])
def test_40_affinity_of_a_silo_is_the_one_that_was_asked_for(door: Door, build: str) -> None:
    """Where the build can do it; who looks at the machine sees it."""
    system = door.running(ARGON_2)
    asked = [{"Group": 0, "Mask": 5}]
    modify(door, system, ResourcePath="Container/Processor", RequestType="Update", Settings={"Affinity": asked})
    with door.fake.machine() as machine:
        assert machine.state.systems.get("c1").resources["container/processor"]["Affinity"] == asked


@pytest.mark.parametrize("build", ["2019", "1903"])
def test_40_affinity_of_a_silo_came_later(door: Door, build: str) -> None:
    """It came with 20H2."""
    system = door.running(ARGON_2)
    settings = {"Affinity": [{"Group": 0, "Mask": 5}]}
    with pytest.raises(Refused) as caught:
        modify(door, system, ResourcePath="Container/Processor", RequestType="Update", Settings=settings)
    assert caught.value.hresult == 0x80070032


@pytest.mark.parametrize("build", OLD + BUILDS)
def test_41_list_of_an_empty_host_is_empty(first: First, build: str) -> None:
    """An array, not nothing."""
    assert first.call("HcsEnumerateComputeSystems", query="{}")["computeSystems"] == "[]"
