"""What validation finds in documents of HCS, of both schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from hcspy import hcs
from hcspy.codec import from_json, members
from hcspy.hcs import schema1
from hcspy.validate import Finding, registry, validate

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
VOLUME = "\\\\?\\Volume{21c14e6d-250e-11e7-b04f-ee012c2703ab}"
SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def found(model: object, target: str | None = None) -> dict[str, Finding]:
    """Return what validation says, by path."""
    return {finding.path: finding for finding in validate(model, target)}


def argon(**members: Any) -> schema1.ContainerConfig:
    """Make a container with process isolation that is complete."""
    whole = {
        "name": "web",
        "volume_path": VOLUME,
        "layer_folder_path": "C:\\scratch",
        "layers": [schema1.Layer(id=ID, path="C:\\base")],
    }
    return schema1.ContainerConfig(**{**whole, **members})


def system(**members: Any) -> hcs.ComputeSystem:
    """Make a container of schema 2 that is complete."""
    storage = hcs.Storage(layers=[hcs.Layer(id=ID, path="C:\\base")], path=f"{VOLUME}\\")
    container = hcs.Container(**{"storage": storage, **members})
    return hcs.ComputeSystem(schema_version=hcs.Version(major=2, minor=1), container=container)


def modify(
    path: str | None, kind: str | None = "Add", settings: Any = None, **members: Any
) -> hcs.ModifySettingRequest:
    """Make a request to change a system."""
    return hcs.ModifySettingRequest(resource_path=path, request_type=kind, settings=settings, **members)


# -- schema 1 --------------------------------------------------------------------------------------------------------


def test_complete_container_is_fine_on_every_windows() -> None:
    """Schema 1 is read by all of them."""
    for target in (None, "rs1", "1803", "2019", "2022", "2025"):
        assert found(argon(), target) == {}


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"system_type": "Pod"}, "SystemType"),
        ({"volume_path": "C:\\scratch"}, "VolumePath"),
        ({"volume_path": "\\\\?\\Volume{21c14e6d}"}, "VolumePath"),
        ({"layer_folder_path": "scratch"}, "LayerFolderPath"),
        ({"layers": [schema1.Layer(id="base", path="C:\\base")]}, "Layers[0].ID"),
        ({"layers": [schema1.Layer(id=ID, path="base")]}, "Layers[0].Path"),
        ({"processor_count": -1}, "ProcessorCount"),
        ({"processor_weight": 10001}, "ProcessorWeight"),
        ({"processor_maximum": 10001}, "ProcessorMaximum"),
        ({"memory_maximum_in_mb": -1}, "MemoryMaximumInMB"),
        ({"storage_iops_maximum": "many"}, "StorageIOPSMaximum"),
        ({"endpoint_list": ["web"]}, "EndpointList[0]"),
        ({"container_type": "BSD"}, "ContainerType"),
        (
            {"mapped_directories": [schema1.MappedDir(host_path="data", container_path="C:\\d")]},
            "MappedDirectories[0].HostPath",
        ),
        (
            {"mapped_directories": [schema1.MappedDir(host_path="C:\\d", container_path="d")]},
            "MappedDirectories[0].ContainerPath",
        ),
        (
            {"mapped_pipes": [schema1.MappedPipe(host_path="docker_engine", container_pipe_name="d")]},
            "MappedPipes[0].HostPath",
        ),
        (
            {"mapped_pipes": [schema1.MappedPipe(host_path="\\\\.\\pipe\\d", container_pipe_name="\\\\.\\pipe\\d")]},
            "MappedPipes[0].ContainerPipeName",
        ),
        (
            {"mapped_virtual_disks": [schema1.MappedVirtualDisk(host_path="disk.vhdx")]},
            "MappedVirtualDisks[0].HostPath",
        ),
        (
            {"assigned_devices": [schema1.AssignedDevice(interface_class_guid="gpu")]},
            "AssignedDevices[0].InterfaceClassGuid",
        ),
        ({"hv_runtime": schema1.HvRuntime(image_path="C:\\base\\UtilityVM")}, "HvRuntime"),
    ],
)
def test_wrong_member_of_a_container_is_found(members: dict[str, Any], path: str) -> None:
    """The service says 0xC037010D, and not always which member it means."""
    assert list(found(argon(**members))) == [path]


def test_what_a_container_lacks_is_said_for_a_target() -> None:
    """hcsshim sends an empty container, so that without a target nothing is said."""
    empty = schema1.ContainerConfig()
    assert found(empty) == {}
    assert set(found(empty, "1803")) == {"Layers", "LayerFolderPath", "VolumePath"}
    assert set(found(argon(hv_partition=True, volume_path=None), "1803")) == {"HvRuntime"}
    assert set(found(argon(layers=[schema1.Layer()]), "1803")) == {"Layers[0].ID", "Layers[0].Path"}


def test_container_that_shares_a_network_names_its_endpoints_too() -> None:
    """Docker sends both."""
    both = argon(network_shared_container_name="db", endpoint_list=[ID])
    assert found(both, "2019") == {}


def test_disk_is_mounted_or_only_attached() -> None:
    """A disk that is nowhere is of no use."""
    disk = schema1.MappedVirtualDisk(host_path="C:\\disk.vhdx")
    assert set(found(disk, "2019")) == {"ContainerPath"}
    assert found(attrs.evolve(disk, attach_only=True), "2019") == {}


def test_linux_container_has_paths_of_linux() -> None:
    """A path from the root is absolute, too."""
    folder = schema1.MappedDir(host_path="C:\\data", container_path="/data")
    assert found(argon(mapped_directories=[folder])) == {}


def test_endpoint_is_plugged_in_by_its_id() -> None:
    """A name is not an id."""
    request = schema1.ResourceModificationRequestResponse(resource_type="network", settings="web", request_type="Add")
    assert set(found(request)) == {"Settings"}
    assert found(attrs.evolve(request, settings=ID), "2019") == {}
    assert set(found(schema1.ResourceModificationRequestResponse(), "2019")) == {"ResourceType", "RequestType"}
    assert set(found(attrs.evolve(request, settings=ID, resource_type="Air", request_type="Blow"))) == {
        "ResourceType",
        "RequestType",
    }


def test_questions_of_schema_1_name_what_there_is() -> None:
    """A property that is misspelt would be missing in the answer, and nobody would know why."""
    assert set(found(schema1.PropertyQuery(property_types=["Statistic"]))) == {"PropertyTypes[0]"}
    assert set(found(schema1.ComputeSystemQuery(types=["Pod"]))) == {"Types[0]"}


# -- processes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", [schema1.ProcessConfig, hcs.ProcessParameters])
def test_process_is_told_by_one_command(cls: type[Any]) -> None:
    """hcsshim sends what it is given; which of two commands runs, nobody knows."""
    assert found(cls(command_line="cmd", console_size=[25, 80]), "2019") == {}
    assert found(cls(command_args=["sh"]), "2019") == {}
    assert found(cls(application_name="C:\\x.exe"), "2019") == {}
    assert set(found(cls(command_line="cmd", command_args=["cmd"]), "2019")) == {"CommandArgs"}
    assert set(found(cls(), "2019")) == {"CommandLine"}
    assert found(cls()) == found(cls(command_line="cmd", command_args=["cmd"])) == {}


def test_process_of_linux_is_told_by_its_specification() -> None:
    """The specification has the command in it."""
    assert found(schema1.ProcessConfig(oci_specification={"args": ["sh"]}), "2019") == {}


@pytest.mark.parametrize("cls", [schema1.ProcessConfig, hcs.ProcessParameters])
def test_console_has_two_sides_of_16_bits(cls: type[Any]) -> None:
    """The size is a pair, height first."""
    assert set(found(cls(command_line="cmd", console_size=[25, 80, 1]))) == {"ConsoleSize"}
    assert set(found(cls(command_line="cmd", console_size=[25, 70000]))) == {"ConsoleSize[1]"}


@pytest.mark.parametrize("name", ["", "A=B"])
def test_variables_have_names(name: str) -> None:
    """Windows has no place for such a variable."""
    assert set(found(hcs.ProcessParameters(command_line="cmd", environment={name: "1"}))) == {"Environment"}


def test_change_of_a_process_has_what_its_operation_needs() -> None:
    """A resize without a size does nothing, or worse."""
    assert set(found(hcs.ProcessModifyRequest(operation="ConsoleSize"))) == {"ConsoleSize"}
    assert set(found(hcs.ProcessModifyRequest(operation="closehandle"))) == {"CloseHandle"}
    size = hcs.ConsoleSize(height=25, width=70000)
    assert set(found(hcs.ProcessModifyRequest(operation="ConsoleSize", console_size=size))) == {"ConsoleSize.Width"}


def test_signal_is_a_name_or_a_number() -> None:
    """Windows has names, Linux has numbers."""
    assert found(hcs.SignalProcessOptions(signal="ctrlc")) == found(hcs.SignalProcessOptions(signal=15)) == {}
    assert set(found(hcs.SignalProcessOptions(signal="SIGTERM"))) == {"Signal"}
    assert set(found(hcs.SignalProcessOptions(signal=-1))) == {"Signal"}


# -- the document of schema 2 ----------------------------------------------------------------------------------------


def test_complete_system_is_fine_from_server_2019_on() -> None:
    """Before that the service reads schema 1 only."""
    for target in (None, "2019", "2022", "2025"):
        assert found(system(), target) == {}
    for target in ("rs1", "1803"):
        [finding] = validate(system(), target)
        assert (finding.path, finding.since) == ("", "HCS 2.1: Windows 2019, build 17763")


def test_recorded_system_is_fine() -> None:
    """containerd made it, and it ran."""
    document = json.loads((SAMPLES / "hcs_v2_create_argon.json").read_text(encoding="utf-8"))
    assert found(from_json(hcs.ComputeSystem, document), "2019") == {}


def test_system_is_of_one_kind() -> None:
    """The service takes exactly one of the three."""
    both = attrs.evolve(system(), virtual_machine=hcs.VirtualMachine())
    assert set(found(both)) == {"VirtualMachine"}
    assert found(hcs.ComputeSystem()) == {}
    assert set(found(hcs.ComputeSystem(), "2019")) == {"", "SchemaVersion"}
    hosted = hcs.ComputeSystem(schema_version=hcs.Version(major=2, minor=1), hosted_system=hcs.HostedSystem())
    assert set(found(hosted, "2019")) == {"HostingSystemId"}
    assert found(attrs.evolve(hosted, hosting_system_id="vm"), "2019") == {}


@pytest.mark.parametrize(
    ("major", "minor", "target", "path"),
    [
        (1, 0, None, "SchemaVersion.Major"),
        (3, 0, None, "SchemaVersion.Major"),
        (2, "1", None, "SchemaVersion.Minor"),
        (2, 2, "2019", "SchemaVersion.Minor"),
        (2, 9, "2025", "SchemaVersion.Minor"),
    ],
)
def test_schema_is_one_that_the_target_reads(major: Any, minor: Any, target: str | None, path: str) -> None:
    """The members are read by the version that the document names."""
    model = attrs.evolve(system(), schema_version=hcs.Version(major=major, minor=minor))
    assert path in found(model, target)


def test_newer_member_is_found_with_the_windows_that_brought_it() -> None:
    """The service ignores what it does not know, or refuses the document."""
    newer = system(additional_device_namespace=hcs.ContainerDefinitionDevice())
    assert found(newer, "2022") == {}
    [finding] = validate(newer, "2019")
    assert finding.path == "Container.AdditionalDeviceNamespace"
    assert finding.since == "HCS 2.3: Windows 2022, build 20348"


def test_container_needs_layers_and_scratch() -> None:
    """Without them there is no drive C."""
    bare = system(storage=None)
    assert found(bare) == {}
    assert set(found(bare, "2019")) == {"Container.Storage.Layers", "Container.Storage.Path"}
    layer = hcs.Storage(layers=[hcs.Layer()], path="C:\\scratch")
    assert set(found(system(storage=layer), "2019")) == {
        "Container.Storage.Layers[0].Id",
        "Container.Storage.Layers[0].Path",
    }


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"memory": hcs.Memory(size_in_mb=-1)}, "Container.Memory.SizeInMB"),
        ({"processor": hcs.Processor(count=-1)}, "Container.Processor.Count"),
        ({"processor": hcs.Processor(weight=10001)}, "Container.Processor.Weight"),
        ({"processor": hcs.Processor(maximum=10001)}, "Container.Processor.Maximum"),
        ({"networking": hcs.Networking(namespace="blue")}, "Container.Networking.Namespace"),
        ({"networking": hcs.Networking(network_adapters=["web"])}, "Container.Networking.NetworkAdapters[0]"),
        ({"storage": hcs.Storage(path="scratch")}, "Container.Storage.Path"),
        ({"storage": hcs.Storage(layers=[hcs.Layer(id=ID, path="base")])}, "Container.Storage.Layers[0].Path"),
        ({"mapped_directories": [hcs.MappedDirectory(host_path="x")]}, "Container.MappedDirectories[0].HostPath"),
        (
            {"mapped_directories": [hcs.MappedDirectory(container_path="x")]},
            "Container.MappedDirectories[0].ContainerPath",
        ),
        ({"mapped_pipes": [hcs.MappedPipe(host_path="x")]}, "Container.MappedPipes[0].HostPath"),
        ({"mapped_pipes": [hcs.MappedPipe(container_pipe_name="\\x")]}, "Container.MappedPipes[0].ContainerPipeName"),
        ({"isolation_type": "Air"}, "Container.IsolationType"),
    ],
)
def test_wrong_part_of_a_container_is_found(members: dict[str, Any], path: str) -> None:
    """The service says 0x8037010D, and not always which member it means."""
    assert list(found(system(**members))) == [path]


def test_path_may_be_the_name_of_a_share() -> None:
    """A utility VM has shares and pipes from its host, by name."""
    parts = {
        "storage": hcs.Storage(layers=[hcs.Layer(id=ID, path="base", path_type="VirtualSmbShareName")]),
        "mapped_directories": [hcs.MappedDirectory(host_path="data", host_path_type="virtualsmbsharename")],
        "mapped_pipes": [hcs.MappedPipe(host_path="engine", host_path_type="VirtualSmbPipeName")],
    }
    assert found(system(**parts)) == {}


def test_network_of_a_container_is_told_once() -> None:
    """A namespace has its own endpoints."""
    both = hcs.Networking(namespace=ID, network_adapters=[ID])
    assert set(found(system(networking=both), "2019")) == {"Container.Networking.NetworkAdapters"}


def test_device_is_told_as_its_kind_says() -> None:
    """A device that is not named is none."""
    assert set(found(hcs.Device(type="ClassGuid"), "2022")) == {"InterfaceClassGuid"}
    assert set(found(hcs.Device(type="deviceinstance"), "2022")) == {"LocationPath"}
    assert found(hcs.Device(type="GpuMirror"), "2022") == {}


def test_folder_of_a_container_has_two_ends() -> None:
    """A folder that is told half is shown nowhere."""
    assert set(found(hcs.MappedDirectory(), "2019")) == {"HostPath", "ContainerPath"}


def test_devices_of_a_machine_are_looked_at_by_name() -> None:
    """They stand in objects, not in lists."""
    devices = hcs.Devices(
        network_adapters={"eth0": hcs.NetworkAdapter(endpoint_id="web", mac_address="00:15")},
        com_ports={"0": hcs.ComPort(named_pipe="com1")},
    )
    machine = hcs.ComputeSystem(virtual_machine=hcs.VirtualMachine(devices=devices))
    assert set(found(machine)) == {
        "VirtualMachine.Devices.NetworkAdapters.eth0.EndpointId",
        "VirtualMachine.Devices.NetworkAdapters.eth0.MacAddress",
        "VirtualMachine.Devices.ComPorts.0.NamedPipe",
    }


# -- requests --------------------------------------------------------------------------------------------------------


def test_recorded_requests_are_fine() -> None:
    """They were taken by hosts; the id in them is a placeholder."""
    for name, document in json.loads((SAMPLES / "hcs_v2_vm_modify_requests.json").read_text(encoding="utf-8")).items():
        text = json.dumps(document).replace("{endpoint guid}", ID)
        cls = schema1.ResourceModificationRequestResponse if name.startswith("v1") else hcs.ModifySettingRequest
        assert found(from_json(cls, text), "2025") == {}, name


def test_path_of_a_change_is_known_to_the_target() -> None:
    """A path that is misspelt changes nothing."""
    folder = hcs.MappedDirectory(host_path="C:\\d", container_path="C:\\d")
    assert found(modify("Container/MappedDirectory", settings=folder)) == {}
    finding = found(modify("Container/MappedDirectory", settings=folder), "2019")["ResourcePath"]
    assert finding.allowed == "a path that the service knows, such as container/mappeddirectories"
    assert "such as" not in found(modify("Moon"), "2019")["ResourcePath"].allowed
    assert set(found(modify(None), "2019")) == {"ResourcePath"}
    assert found(modify(None, guest_request={"ResourceType": "Memory"}), "2019") == {}


@pytest.mark.parametrize(
    ("path", "wrong", "right"),
    [
        ("VirtualMachine/ComputeTopology/Gpu", "Add", "Update"),
        ("VirtualMachine/ComputeTopology/Processor/IdledProcessors", "Remove", "Update"),
        ("VirtualMachine/Devices/FlexibleIov/7", "Update", "Add"),
        ("Container/MappedPipes", "PreAdd", "Remove"),
    ],
)
def test_some_things_are_changed_in_one_way_only(path: str, wrong: str, right: str) -> None:
    """The service refuses the other requests."""
    assert set(found(modify(path, wrong))) == {"RequestType"}
    assert "RequestType" not in found(modify(path, right))


def test_settings_are_those_of_the_path() -> None:
    """The service reads what is sent as what stands at the path."""
    pipe = hcs.MappedPipe(host_path="\\\\.\\pipe\\d", container_pipe_name="d")
    assert set(found(modify("Container/MappedDirectories", settings=pipe))) == {"Settings"}
    assert set(found(modify("Container/MappedPipes", settings={"HostPath": "d"}))) == {"Settings.HostPath"}
    memory = "VirtualMachine/ComputeTopology/Memory/SizeInMB"
    assert set(found(modify(memory, "Update", "2 GB"))) == {"Settings"}
    assert set(found(modify(memory, "Update", hcs.Memory(size_in_mb=1)))) == {"Settings"}
    assert found(modify(memory, "Update", 2048), "2019") == {}


def test_what_is_added_has_settings() -> None:
    """What is removed is told by its path: settings are ignored there."""
    disk = "VirtualMachine/Devices/Scsi/0/Attachments/3"
    assert set(found(modify(disk, "Add"), "2019")) == {"Settings"}
    assert set(found(modify("VirtualMachine/ComputeTopology/Memory/SizeInMB", "Update"), "2019")) == {"Settings"}
    assert found(modify(disk, "Remove"), "2019") == {}


def test_disk_is_told_by_a_number() -> None:
    """The last part of the path is the disk's place at the controller."""
    assert set(found(modify("VirtualMachine/Devices/Scsi/primary/Attachments/x", "Remove"))) == {"ResourcePath"}


def test_questions_of_schema_2_name_what_there_is() -> None:
    """A property that is misspelt would be missing in the answer."""
    assert set(found(hcs.PropertyQuery(property_types=["Statistic"]))) == {"PropertyTypes[0]"}
    assert set(found(hcs.ServicePropertyQuery(property_types=["Basics"]))) == {"PropertyTypes[0]"}
    assert set(found(hcs.SystemQuery(types=["Pod"]))) == {"Types[0]"}
    assert set(found(hcs.ServicePropertyQuery(property_queries={"Basic": {}}), "2019")) == {"PropertyQueries"}


# -- the rules themselves --------------------------------------------------------------------------------------------


def test_rules_are_for_classes_and_members_that_exist() -> None:
    """A rule for a member that was renamed looks at nothing."""
    validate(hcs.ComputeSystem())
    for name in {*registry.RULES, *registry.CHECKS, *registry.VALUES_SINCE}:
        if name.startswith("hcs."):
            *_, cls = name.split(".")
            owner = getattr(schema1 if "schema1" in name else hcs, cls)
            assert registry.name_of(owner) == name
            if attrs.has(owner):
                assert set(registry.CHECKS.get(name, {})) <= set(attrs.fields_dict(owner))


def test_schemas_do_not_share_rules() -> None:
    """A layer of schema 1 and one of schema 2 have one name, and differ."""
    assert registry.name_of(schema1.Layer) == "hcs.schema1.Layer"
    assert registry.name_of(hcs.Layer) == "hcs.Layer"


DOCUMENTS = (
    hcs.ComputeSystem,
    hcs.Container,
    hcs.HostedSystem,
    hcs.Storage,
    hcs.Layer,
    hcs.MappedDirectory,
    hcs.MappedPipe,
    hcs.Networking,
    hcs.Device,
    hcs.ModifySettingRequest,
    hcs.ProcessModifyRequest,
    hcs.ProcessParameters,
    schema1.ContainerConfig,
    schema1.Layer,
    schema1.MappedVirtualDisk,
    schema1.ProcessConfig,
    schema1.ResourceModificationRequestResponse,
)
"""The classes that have rules of their own."""


@pytest.mark.parametrize("cls", DOCUMENTS, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("odd", [{"a": 1.5}, [1, "x"], [{"a": 1}], "text", 7, True, None], ids=str)
def test_odd_document_is_judged_and_never_breaks_the_judge(cls: type[Any], odd: Any) -> None:
    """What stands in a file may be anything."""
    model = from_json(cls, {member.name: odd for member in members(cls)})
    for target in (None, "rs1", "2025"):
        for finding in validate(model, target):
            assert str(finding)


def test_variables_stand_in_an_object() -> None:
    """A list of texts is what other engines have."""
    process = from_json(hcs.ProcessParameters, {"CommandLine": "cmd", "Environment": ["A=1"]})
    assert set(found(process)) == {"Environment"}


def test_classes_with_rules_are_those_that_are_tried() -> None:
    """A new rule has to be tried with odd documents, too."""
    validate(hcs.ComputeSystem())
    named = {registry.name_of(cls) for cls in DOCUMENTS}
    requests = {"hcs.ModificationRequest", "hcs.PropertyQuery", "hcs.ServicePropertyQuery", "hcs.SystemQuery"}
    assert {name for name in registry.RULES if name.startswith("hcs.")} <= named | requests
