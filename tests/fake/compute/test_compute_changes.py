"""Asking and changing what runs: properties, resources, the service itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .doors import ARGON, ARGON_2, DOCUMENTS, LCOW, MACHINE, XENON, Door, Refused, Second
from .test_compute_lifecycle import properties
from .test_compute_network import Network

GROUP = "8cb8e1ba-2b5a-4d0a-9b1e-6f1d2c3b4a59"


def modify(door: Door, system: int, **request: Any) -> None:
    """Change a system."""
    text = json.dumps(request)
    if isinstance(door, Second):
        door.tracked("HcsModifyComputeSystem", computeSystem=system, configuration=text, identity=0)
    else:
        door.call("HcsModifyComputeSystem", computeSystem=system, configuration=text)


def refusal(door: Door, system: int, **request: Any) -> int:
    """Ask for a change that is refused; return the code, of the first door's family."""
    with pytest.raises(Refused) as caught:
        modify(door, system, **request)
    code = caught.value.hresult
    return code | 0x40000000 if code >> 16 == 0x8037 else code


def service(door: Door, export: str, **args: Any) -> Any:
    """Ask the service, or change it; return the document."""
    reply = door.call(export, **args)
    text = reply.get("properties", reply.get("result"))
    return json.loads(text) if text else None


def cpu_group(door: Door, operation: str, **details: Any) -> None:
    """Change the CPU groups of the service."""
    settings = {"Operation": operation, "OperationDetails": details}
    service(door, "HcsModifyServiceSettings", settings=json.dumps({"PropertyType": "CpuGroup", "Settings": settings}))


def groups(door: Door) -> list[dict[str, Any]]:
    """List the CPU groups."""
    found = service(door, "HcsGetServiceProperties", propertyQuery='{"PropertyTypes":["CpuGroup"]}')
    listed: list[dict[str, Any]] = found["Properties"][0]["CpuGroups"]
    return listed


# -- properties -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "kind", "os"), [("1803", "argon 1", None), ("2022", "argon 1", "Windows"), ("2022", "machine", "Windows")]
)
def test_basic_properties_are_always_there(door: Door, build: str, kind: str, os: str | None) -> None:
    """The system of a container was named with 1809."""
    if door.dll == "computecore" and build == "1803":
        return  # it came with 1809
    shown = properties(door, door.create("c1", DOCUMENTS[kind]))
    assert shown["Id"] == "c1"
    assert shown["SystemType"] == ("VirtualMachine" if kind == "machine" else "Container")
    assert shown["Owner"] == "test"
    assert shown.get("RuntimeOsType") == os


def test_statistics_move_with_the_clock(fake: FakeHost, door: Door) -> None:
    """A table that is live must change."""
    system = door.create("c1", ARGON)
    with pytest.raises(Refused) as caught:
        properties(door, system, "Statistics")
    assert caught.value.number == 0x0105
    door.step("Start", system)
    before = properties(door, system, "Statistics")["Statistics"]
    with fake.machine() as machine:
        machine.advance(60)
    after = properties(door, system, "Statistics")["Statistics"]
    assert after["Uptime100ns"] >= before["Uptime100ns"] + 600_000_000
    assert after["Processor"]["TotalRuntime100ns"] > before["Processor"]["TotalRuntime100ns"]
    assert after["Storage"]["ReadSizeBytes"] > before["Storage"]["ReadSizeBytes"]
    assert after["ContainerStartTime"] == before["ContainerStartTime"] < after["Timestamp"]
    assert after["Network"] == []


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("cowork-vm-929216c6", "d2b9750a-3588-5ff4-a2bc-7c0f86a95eb4"),
        ("4F6A2C90-7D1E-4B3A-A5C8-112233445566", "4f6a2c90-7d1e-4b3a-a5c8-112233445566"),
    ],
)
def test_runtime_id_comes_of_the_id(door: Door, id: str, shown: str) -> None:
    """Programs connect to the sockets of a machine by it, and some work it out themselves."""
    assert properties(door, door.create(id, MACHINE))["RuntimeId"] == shown


def test_statistics_of_schema_2_have_no_network(door: Door) -> None:
    """They were dropped."""
    assert "Network" not in properties(door, door.running(ARGON_2), "Statistics")["Statistics"]


def test_process_list_has_what_runs(door: Door) -> None:
    """And not what has ended."""
    system = door.running()
    door.output(system, "cmd /c echo gone")
    process = door.exec(system, "ping -t host")
    listed = properties(door, system, "ProcessList")["ProcessList"]
    assert [(entry["ProcessId"], entry["ImageName"]) for entry in listed] == [(process.pid, "ping")]
    assert listed[0]["CreateTimestamp"].endswith("Z")


def test_unknown_property_is_refused(door: Door) -> None:
    """A typing error must not pass for nothing."""
    system = door.running()
    with pytest.raises(Refused) as caught:
        properties(door, system, "Statistic")
    assert caught.value.number == 0x010D


def test_queries_are_answered_one_by_one(door: Door) -> None:
    """What fails does not spoil the rest."""
    system = door.create("c1", ARGON_2)
    query = json.dumps({"Queries": {"TerminateOnLastHandleClosed": None, "Statistics": None}})
    text = (
        door.tracked("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)[1]["resultDocument"]
        if isinstance(door, Second)
        else door.call("HcsGetComputeSystemProperties", computeSystem=system, propertyQuery=query)["properties"]
    )
    responses = json.loads(text)["PropertyResponses"]
    assert responses["TerminateOnLastHandleClosed"] == {"Response": False}
    assert responses["Statistics"]["Error"]["Error"] == -1070137083


@pytest.mark.parametrize("build", ["2019"])
def test_queries_are_news_to_older_builds(door: Door, build: str) -> None:
    """They came with 2.5."""
    system = door.create("c1", ARGON_2)
    args: dict[str, Any] = {"computeSystem": system, "propertyQuery": '{"Queries":{"Statistics":null}}'}
    with pytest.raises(Refused):
        if isinstance(door, Second):
            door.tracked("HcsGetComputeSystemProperties", **args)
        else:
            door.call("HcsGetComputeSystemProperties", **args)


def test_guest_connection_needs_a_guest_that_runs(fake: FakeHost, door: Door) -> None:
    """A plain container has none; a broken one cannot be asked."""
    assert "GuestConnectionInfo" not in properties(door, door.running(), "GuestConnection")
    system = door.create("vm", MACHINE)
    with pytest.raises(Refused):
        properties(door, system, "GuestConnection")
    door.step("Start", system)
    fake.break_guest("vm")
    with pytest.raises(Refused) as caught:
        properties(door, system, "GuestConnection")
    assert caught.value.number == 0x010A


def test_enumeration_filters_literally(door: Door) -> None:
    """Owners and names compare as they are spelled."""
    door.create("c1", ARGON)
    door.create("vm", {**MACHINE, "Owner": "WSL"})

    def ids(query: str | None) -> list[str]:
        if isinstance(door, Second):
            text = door.tracked("HcsEnumerateComputeSystems", query=query)[1]["resultDocument"]
        else:
            text = door.call("HcsEnumerateComputeSystems", query=query)["computeSystems"]
        return [entry["Id"] for entry in json.loads(text)]

    assert ids(None) == ids("{}") == ids("") == ["c1", "vm"]
    assert ids('{"Owners":["WSL"]}') == ["vm"]
    assert ids('{"Owners":["wsl"]}') == []
    assert ids('{"Types":["Container"],"Ids":["c1","vm"]}') == ["c1"]
    assert ids('{"Names":["vm"]}') == ["vm"]
    with pytest.raises(Refused):
        ids('{"Ids":"c1"}')
    with pytest.raises(Refused):
        ids("[")


# -- changes ----------------------------------------------------------------------------------------------------------


def test_endpoint_is_plugged_in_and_out_of_what_runs(door: Door, fake: FakeHost) -> None:
    """By the way of each schema, into the same endpoint."""
    network = Network(fake)
    endpoint = network.endpoint()
    system = door.running()
    modify(door, system, ResourceType="Network", RequestType="Add", Settings=endpoint)
    assert network.show(endpoint)["SharedContainers"] == ["c1"]
    assert refusal(door, system, ResourceType="Network", RequestType="Add", Settings=endpoint) == 0x803B0014
    modify(door, system, ResourceType="Network", RequestType="Remove", Settings=endpoint)
    machine = door.running(MACHINE, "vm")
    path = f"VirtualMachine/Devices/NetworkAdapters/{endpoint}"
    adapter = {"EndpointId": endpoint, "MacAddress": "00-15-5D-CD-BE-47"}
    modify(door, machine, ResourcePath=path, RequestType="Add", Settings=adapter)
    assert network.show(endpoint)["State"] == 2
    other = f"{path}2"
    assert refusal(door, machine, ResourcePath=other, RequestType="Add", Settings=adapter) == 0x803B0014
    modify(door, machine, ResourcePath=path, RequestType="Remove")
    assert network.show(endpoint)["State"] == 4
    assert refusal(door, machine, ResourcePath=path, RequestType="Remove") == 0x80070490
    assert refusal(door, machine, ResourcePath=path, RequestType="Add", Settings={}) == 0xC037010D


VM = "VirtualMachine/"
ADDED: list[tuple[str, Any]] = [
    (f"{VM}Devices/Scsi/0/Attachments/3", {"Type": "VirtualDisk", "Path": "C:\\vm\\disk.vhdx"}),
    (f"{VM}Devices/Plan9/Shares", {"Name": "s", "Path": "C:\\s"}),
    (f"{VM}Devices/VirtualSmb/Shares", {"Name": "s", "Path": "C:\\s"}),
    (f"{VM}Devices/MappedPipes/p", "\\\\.\\pipe\\x"),
    (f"{VM}Devices/VirtualPMem/Devices/0", {"HostPath": "C:\\x.vhd"}),
    (f"{VM}Devices/VirtualPMem/Devices/0/Mappings/0", {"HostPath": "C:\\x.vhd"}),
    (f"{VM}Devices/VirtualPci/abc", {"Functions": []}),
    (f"{VM}Devices/ComPorts/1", {"NamedPipe": "\\\\.\\pipe\\com"}),
    (f"{VM}Devices/HvSocket/HvSocketConfig/ServiceTable/{GROUP}", {}),
    (f"{VM}Devices/SharedMemory/Regions", {"SectionName": "s"}),
]


@pytest.mark.parametrize(("path", "settings"), ADDED, ids=[path for path, _ in ADDED])
def test_resources_of_a_machine_come_and_go(door: Door, path: str, settings: Any) -> None:
    """Twice is once too often, both ways."""
    system = door.running(MACHINE)
    modify(door, system, ResourcePath=path, RequestType="Add", Settings=settings)
    assert refusal(door, system, ResourcePath=path, RequestType="Add", Settings=settings) == 0x800700B7
    modify(door, system, ResourcePath=path.upper(), RequestType="Remove", Settings=settings)
    assert refusal(door, system, ResourcePath=path, RequestType="Remove", Settings=settings) == 0x80070490


UPDATED: list[tuple[dict[str, Any], str, Any]] = [
    (MACHINE, f"{VM}ComputeTopology/Processor/Limits", {"Limit": 5000}),
    (MACHINE, f"{VM}ComputeTopology/Processor/IdledProcessors", {"IdleProcessorCount": 1}),
    (MACHINE, f"{VM}ComputeTopology/Processor/CpuFrequencyPowerCap", 80),
    (MACHINE, f"{VM}ComputeTopology/Gpu", {"AssignmentMode": "Default"}),
    (MACHINE, f"{VM}Licensing", {}),
    (ARGON_2, "Container/Memory/SizeInMB", 512),
    (ARGON_2, "Container/Processor", {"Count": 2, "Maximum": 5000}),
    (ARGON_2, "Container/RegistryFlushState", {"Enabled": False}),
]


@pytest.mark.parametrize(("document", "path", "settings"), UPDATED, ids=[path for _, path, _ in UPDATED])
def test_what_can_only_be_updated_is_not_added(door: Door, document: Any, path: str, settings: Any) -> None:
    """Each path has its own verbs."""
    system = door.running(document)
    modify(door, system, ResourcePath=path, RequestType="Update", Settings=settings)
    assert refusal(door, system, ResourcePath=path, RequestType="Add", Settings=settings) == 0x80070032
    assert refusal(door, system, ResourcePath=path, RequestType="Update") == 0xC037010D


def test_flexible_device_is_added_for_good(door: Door) -> None:
    """It cannot be taken away."""
    system = door.running(MACHINE)
    path = f"{VM}Devices/FlexibleIov/{GROUP}"
    modify(door, system, ResourcePath=path, RequestType="Add", Settings={"EmulatorId": GROUP})
    assert refusal(door, system, ResourcePath=path, RequestType="Remove") == 0x80070032


def test_wrong_changes_are_refused(door: Door) -> None:
    """Each in the way that clients tell apart."""
    system = door.running()
    add = {"RequestType": "Add", "Settings": {}}
    assert refusal(door, system, ResourcePath="Container/Nonsense", **add) == 0xC037010D
    assert refusal(door, system, ResourcePath=f"{VM}Devices/ComPorts/1", **add) == 0x80070032
    assert refusal(door, system, ResourcePath="Container/Memory/SizeInMB", RequestType="Grow") == 0xC037010D
    assert refusal(door, system, ResourcePath="Container/MappedDirectories", **add) == 0xC037010D
    assert refusal(door, system, ResourcePath="", RequestType="Add") == 0xC037010D
    assert refusal(door, system, GuestRequest={"ResourceType": "Network"}) == 0x80070032
    assert refusal(door, system, ResourceType="MappedDirectory", RequestType="Update", Settings={}) == 0xC037010D
    machine = door.running(MACHINE, "vm")
    assert refusal(door, machine, ResourcePath=f"{VM}Devices/Scsi/0/Attachments/1", **add) == 0xC037010D
    size = f"{VM}ComputeTopology/Memory/SizeInMB"
    assert refusal(door, machine, ResourcePath=size, RequestType="Update", Settings="1") == 0xC037010D
    group = f"{VM}ComputeTopology/Processor/CpuGroup"
    assert refusal(door, machine, ResourcePath=group, RequestType="Update", Settings={}) == 0xC037010D


def test_system_that_does_not_run_cannot_be_changed(door: Door) -> None:
    """Neither before nor after."""
    system = door.create("c1", ARGON_2)
    change = {"ResourcePath": "Container/Memory/SizeInMB", "RequestType": "Update", "Settings": 512}
    assert refusal(door, system, **change) == 0xC0370105
    door.step("Terminate", system)
    assert refusal(door, system, **change) == 0xC0370110


def test_guest_is_asked_as_long_as_it_can_be_reached(fake: FakeHost, door: Door) -> None:
    """Requests for the inside go through the guest connection."""
    system = door.running(MACHINE)
    modify(door, system, GuestRequest={"ResourceType": "Network"})
    fake.break_guest("c1")
    assert refusal(door, system, GuestRequest={"ResourceType": "Network"}) == 0xC037010A


def test_mapped_directory_is_seen_inside(door: Door, tmp_path: Any) -> None:
    """Of the create document, and added while it runs."""
    (tmp_path / "note.txt").write_bytes(b"from outside")
    mapped = {"HostPath": str(tmp_path), "ContainerPath": "C:\\data"}
    system = door.running({**ARGON, "MappedDirectories": [mapped]})
    assert door.output(system, "cmd /c type C:\\data\\note.txt") == (0, b"from outside")
    door.output(system, "cmd /c echo back> C:\\data\\reply.txt")
    assert (tmp_path / "reply.txt").read_bytes() == b"back\r\n"
    other = door.running(ARGON_2, "c2")
    modify(door, other, ResourcePath="Container/MappedDirectories", RequestType="Add", Settings=mapped)
    assert door.output(other, "cmd /c type c:/DATA/note.txt") == (0, b"from outside")
    modify(door, other, ResourcePath="Container/MappedDirectories", RequestType="Remove", Settings=mapped)
    assert door.output(other, "cmd /c type C:\\data\\note.txt")[0] == 1


def test_mapped_disks_are_shown(door: Door) -> None:
    """Of the create document, and added while it runs."""
    disk = {"HostPath": "C:\\d.vhdx", "ContainerPath": "C:\\d"}
    system = door.running({**LCOW, "MappedVirtualDisks": [disk]})
    more = {"HostPath": "C:\\e.vhdx", "ContainerPath": "C:\\e"}
    modify(door, system, ResourceType="MappedVirtualDisk", RequestType="Add", Settings=more)
    shown = properties(door, system, "MappedVirtualDisk")["MappedVirtualDiskControllers"]
    assert list(shown["0"]["MappedVirtualDisks"].values()) == [disk, more]


def test_shared_memory_is_shown(door: Door) -> None:
    """By the name of its section."""
    system = door.running(MACHINE)
    settings = {"SectionName": "s"}
    modify(door, system, ResourcePath=f"{VM}Devices/SharedMemory/Regions", RequestType="Add", Settings=settings)
    assert properties(door, system, "SharedMemoryRegion")["SharedMemoryRegionInfo"] == [settings]


def test_image_of_the_utility_machine_is_shown(door: Door) -> None:
    """Schema 1 tells which machine a container runs in."""
    shown = properties(door, door.create("c1", XENON))
    assert shown["RuntimeImagePath"] == XENON["HvRuntime"]["ImagePath"]


# -- the service ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "minor"),
    [("1803", None), ("2019", 1), ("1903", 2), ("2022", 5), ("win11", 7), ("2025", 7)],
)
def test_service_tells_which_schemas_it_knows(door: Door, build: str, minor: int | None) -> None:
    """Clients choose their documents by it."""
    if door.dll == "computecore" and build == "1803":
        return  # it came with 1809
    for query in (None, "{}", '{"PropertyTypes":["Basic"]}'):
        basic = service(door, "HcsGetServiceProperties", propertyQuery=query)["Properties"][0]
        later = [] if minor is None else [{"Major": 2, "Minor": minor}]
        assert basic == {"SupportedSchemaVersions": [{"Major": 1, "Minor": 0}, *later]}


def test_properties_of_the_service_are_answered_one_by_one(door: Door) -> None:
    """What fails does not spoil the rest."""
    query = '{"PropertyQueries":{"QoSCapabilities":{},"ProcessorTopology":null,"Nonsense":null}}'
    responses = service(door, "HcsGetServiceProperties", propertyQuery=query)["PropertyResponses"]
    assert responses["QoSCapabilities"]["Response"] == {"ProcessorQoSSupported": True}
    assert responses["ProcessorTopology"]["Response"]["LogicalProcessorCount"] == 4
    assert responses["Nonsense"]["Error"]["Error"] == -1070137075


def test_group_that_a_machine_is_in_stays(door: Door) -> None:
    """Its processors are in use."""
    cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessorCount=1, LogicalProcessors=[0])
    system = door.running(MACHINE)
    path = f"{VM}ComputeTopology/Processor/CpuGroup"
    modify(door, system, ResourcePath=path, RequestType="Update", Settings={"Id": GROUP.upper()})
    with pytest.raises(Refused) as caught:
        cpu_group(door, "DeleteGroup", GroupId=GROUP)
    assert caught.value.hresult == 0x80070057
    door.step("Terminate", system)
    cpu_group(door, "DeleteGroup", GroupId=GROUP)
    unknown = {"Id": GROUP}
    again = door.running(MACHINE, "vm")
    assert refusal(door, again, ResourcePath=path, RequestType="Update", Settings=unknown) == 0x80070490


def test_property_of_a_group_is_set(door: Door) -> None:
    """The cap of its processors."""
    cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessorCount=1, LogicalProcessors=[0])
    cpu_group(door, "SetProperty", GroupId=GROUP, PropertyCode=0x10000, PropertyValue=32768)
    assert groups(door)[0]["GroupProperties"] == [{"PropertyCode": 0x10000, "PropertyValue": 32768}]


def test_wrong_settings_of_the_service_are_refused(door: Door) -> None:
    """Groups of no processors, twice the same group, what nobody knows."""
    with pytest.raises(Refused) as caught:
        cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessors=[])
    assert caught.value.hresult == 0x80070057
    cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessors=[1])
    with pytest.raises(Refused) as caught:
        cpu_group(door, "CreateGroup", GroupId=GROUP, LogicalProcessors=[1])
    assert caught.value.hresult == 0x800700B7
    with pytest.raises(Refused) as caught:
        cpu_group(door, "Explode")
    assert caught.value.number == 0x010D


def test_credential_guard_keeps_instances(door: Door) -> None:
    """One for each container with a credential spec."""

    def change(operation: str, **details: Any) -> None:
        settings = {"Operation": operation, "OperationDetails": details}
        text = json.dumps({"PropertyType": "ContainerCredentialGuard", "Settings": settings})
        service(door, "HcsModifyServiceSettings", settings=text)

    def ids() -> list[str]:
        query = '{"PropertyTypes":["ContainerCredentialGuard"]}'
        found = service(door, "HcsGetServiceProperties", propertyQuery=query)["Properties"][0]["Instances"]
        return [instance["Id"] for instance in found]

    change("AddInstance", Id="c1", Transport="LRPC", CredentialSpec="{}")
    assert ids() == ["c1"]
    for operation, details in (("AddInstance", {"Id": "C1"}), ("AddInstance", {}), ("RemoveInstance", {"Id": "x"})):
        with pytest.raises(Refused):
            change(operation, **details)
    change("RemoveInstance", Id="C1")
    assert ids() == []
