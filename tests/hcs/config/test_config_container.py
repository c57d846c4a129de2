"""Documents of containers: what the builders write is what container engines wrote."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hcspy import storage, to_dict, validate
from hcspy.errors import InvalidDocumentError
from hcspy.hcs import ContainerCredentialGuardState, Device, Version
from hcspy.hcs.config import (
    Cpu,
    Mount,
    Pipe,
    choose_schema,
    container_config,
    linux_container_config,
    utility_vm_config,
)
from hcspy.hcs.schema1 import AssignedDevice

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
BASE = storage.Layer(id="9caf22d5-d18a-59e5-afd8-a5e3870a1fee", path=r"C:\layers\base")
APP = storage.Layer(id="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path=r"C:\layers\app")
VOLUME = r"\\?\Volume{ca559c84-13df-4d85-897c-57fec4a804e0}"
ENDPOINT = "12A8EBAC-1AC0-4012-B2EE-4C48BCB4E34F"
NAMESPACE = "1BF44CCA-E9CF-47D7-851D-BE8569D9BB2F"
SPEC = {"CmsPlugins": ["ActiveDirectory"]}
CLASS = "5B45201D-F2F2-4F3B-85BB-30FF1F953599"


def sample(name: str) -> dict[str, Any]:
    """Return a recorded document."""
    document: dict[str, Any] = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    return document


def first(**asked: Any) -> dict[str, Any]:
    """Return the document of schema 1 for what is asked."""
    given = {"layers": [APP, BASE], "volume": VOLUME, "scratch": r"C:\layers\web", **asked}
    return to_dict(container_config("web", schema="1.0", **given))


def second(**asked: Any) -> dict[str, Any]:
    """Return the document of schema 2 for what is asked."""
    return to_dict(container_config("web", **{"layers": [APP, BASE], "volume": VOLUME, **asked}))


def layers_of(document: list[dict[str, str]]) -> tuple[list[str], dict[str, str]]:
    """Return the paths of recorded layers, and their ids by the last part of the path."""
    paths = [layer["Path"] for layer in document]
    ids = [layer.get("ID") or layer["Id"] for layer in document]
    return paths, dict(zip((path.rpartition("\\")[2] for path in paths), ids, strict=True))


# -- as recorded --------------------------------------------------------------------------------------------------


def test_process_isolation_in_schema_1_is_what_docker_sent() -> None:
    """Windows before 2019 reads nothing else, and later ones still do."""
    recorded = sample("hcs_v1_create_argon.json")
    paths, ids = layers_of(recorded["Layers"])
    built = container_config(
        recorded["Name"],
        schema=(1, 0),
        layers=paths,
        name_to_guid=ids.__getitem__,
        scratch=recorded["LayerFolderPath"],
        volume=recorded["VolumePath"],
        endpoints=recorded["EndpointList"],
        owner="docker",
    )
    assert to_dict(built) == recorded


def test_process_isolation_in_schema_2_is_what_containerd_sends() -> None:
    """Its volume ends in a backslash, which the layer functions leave out."""
    recorded = sample("hcs_v2_create_argon.json")
    container = recorded["Container"]
    paths, ids = layers_of(container["Storage"]["Layers"])
    mapped = container["MappedDirectories"][0]
    built = container_config(
        "buildkit",
        layers=paths,
        name_to_guid=ids.__getitem__,
        volume=container["Storage"]["Path"].rstrip("\\"),
        mounts=[(mapped["HostPath"], mapped["ContainerPath"])],
        namespace=NAMESPACE,
        hostname="buildkitsandbox",
        owner="containerd-shim-runhcs-v1.exe",
        terminate_on_last_handle_closed=True,
    )
    assert to_dict(built) == recorded


def test_linux_container_is_what_docker_sent() -> None:
    """The layers are disks, and the id is that of the folder that the disk is in."""
    recorded = sample("hcs_v1_create_xenon_linux.json")
    folder = recorded["Layers"][0]["Path"].removesuffix(r"\layer.vhd")
    built = linux_container_config(
        recorded["Name"],
        [folder],
        recorded["LayerFolderPath"],
        name_to_guid={folder.rpartition("\\")[2]: recorded["Layers"][0]["ID"]}.__getitem__,
        endpoints=recorded["EndpointList"],
        owner="docker",
    )
    assert to_dict(built) == {**recorded, "SystemType": "Container"}


@pytest.mark.parametrize("schema", ["1", "2.1", (1, 0), (2, 5), Version(major=2, minor=1)])
@pytest.mark.parametrize("isolation", ["process", "hyperv"])
def test_documents_are_valid(schema: Any, isolation: str) -> None:
    """The checks before a call would refuse what the builder has written."""
    built = container_config(
        "web",
        schema=schema,
        layers=[APP, BASE],
        volume=VOLUME,
        scratch=r"C:\layers\web",
        isolation=isolation,
        is_folder=lambda path: True,
        hosting_system="vm",
        endpoints=[ENDPOINT],
        mounts=[r"C:\data:C:\data:ro"],
        pipes=[r"\\.\pipe\docker_engine"],
        cpu=2,
        memory=1 << 30,
        hostname="web",
    )
    assert list(validate(built)) == []


# -- layers and isolation -----------------------------------------------------------------------------------------


def test_utility_vm_is_found_in_the_nearest_layer_that_has_one() -> None:
    """Mostly the base layer's; a servicing update brings a newer one above it."""
    folders: list[str] = []
    built = first(isolation="hyperv", is_folder=lambda path: folders.append(path) or path.startswith(BASE.path or ""))
    assert folders == [r"C:\layers\app\UtilityVM", r"C:\layers\base\UtilityVM"]
    assert (built["HvPartition"], built["HvRuntime"]) == (True, {"ImagePath": r"C:\layers\base\UtilityVM"})
    assert "VolumePath" not in built
    assert built["LayerFolderPath"] == r"C:\layers\web"


def test_layers_without_utility_vm_are_named() -> None:
    """HCS would say that it cannot find a path, and not which."""
    with pytest.raises(InvalidDocumentError, match=r"no layer has a utility VM: none of C:\\layers\\app, C:\\layers"):
        first(isolation="hyperv", is_folder=lambda path: False)


def test_utility_vm_can_be_named(tmp_path: Path) -> None:
    """Then nobody looks for it; by itself the builder looks on the disk."""
    assert first(isolation="HyperV", utility_vm="D:\\uvm")["HvRuntime"] == {"ImagePath": "D:\\uvm"}
    (tmp_path / "UtilityVM").mkdir()
    built = first(isolation="hyperv", layers=[storage.Layer(id=APP.id, path=str(tmp_path))])
    assert Path(built["HvRuntime"]["ImagePath"]) == tmp_path / "UtilityVM"


def test_hosted_container_sees_its_layers_as_shares() -> None:
    """In a utility VM of schema 2, a layer is a share with the layer's id as its name."""
    built = second(isolation="hyperv", hosting_system="vm1", volume=r"C:\c\web")
    assert (built["HostingSystemId"], "Container" in built) == ("vm1", False)
    hosted = built["HostedSystem"]
    assert hosted["SchemaVersion"] == {"Major": 2, "Minor": 1}
    kept = hosted["Container"]["Storage"]
    assert kept["Path"] == r"C:\c\web"
    share = "\\\\?\\VMSMB\\VSMB-{dcc079ae-60ba-4d07-847c-3493609c0870}\\"
    assert kept["Layers"][0] == {"Id": APP.id, "Path": f"{share}{APP.id}"}


def test_utility_vm_shares_the_layers_of_its_containers() -> None:
    """Under the names that the hosted container looks for."""
    built = to_dict(utility_vm_config(r"C:\layers\base\UtilityVM", r"C:\vm\scratch.vhdx", layers=[APP, BASE], cpu=4))
    machine = built["VirtualMachine"]
    shares = {share["Name"]: share["Path"] for share in machine["Devices"]["VirtualSmb"]["Shares"]}
    assert shares == {"os": r"C:\layers\base\UtilityVM\Files", APP.id: APP.path, BASE.id: BASE.path}
    assert machine["Devices"]["Scsi"]["0"]["Attachments"]["0"]["Path"] == r"C:\vm\scratch.vhdx"
    assert machine["ComputeTopology"]["Processor"]["Count"] == 4
    assert built["ShouldTerminateOnLastHandleClosed"] is True


def test_base_image_lies_below_the_layers() -> None:
    """An image alone is a stack of one."""
    image = storage.BaseImage(name="NanoServer", path=r"C:\images\nano")
    ids = {"nano": BASE.id, "web": APP.id}
    built = second(layers=None, image=image, name_to_guid=ids.get)
    assert built["Container"]["Storage"]["Layers"] == [{"Id": BASE.id, "Path": r"C:\images\nano"}]
    built = second(layers=["C:\\layers\\web\\"], image=image, name_to_guid=ids.get)
    assert [layer["Id"] for layer in built["Container"]["Storage"]["Layers"]] == [APP.id, BASE.id]


def test_linux_container_may_boot_from_a_disk() -> None:
    """Without an initial disk it boots from uvm.vhdx."""
    built = to_dict(linux_container_config("c1", [BASE], r"C:\lcow\c1", initrd=None, boot_parameters="quiet"))
    assert built["HvRuntime"]["BootSource"] == "Vhd"
    assert "LinuxInitrdFile" not in built["HvRuntime"]
    assert built["HvRuntime"]["LinuxBootParameters"] == "quiet"


# -- everything else ----------------------------------------------------------------------------------------------


def test_limits_are_said_in_both_schemas() -> None:
    """Bytes become MB, rounded up: a limit below what was asked for could end the container."""
    built = first(cpu=2, memory=(512 << 20) + 1, storage_iops=100, storage_bandwidth=1 << 20, storage_size=20 << 30)
    assert (built["ProcessorCount"], built["MemoryMaximumInMB"]) == (2, 513)
    assert (built["StorageIOPSMaximum"], built["StorageBandwidthMaximum"]) == (100, 1 << 20)
    assert built["StorageSandboxSize"] == 20 << 30
    container = second(cpu=Cpu(weight=700), memory=1 << 30, storage_iops=100)["Container"]
    assert container["Processor"] == {"Weight": 700}
    assert container["Memory"] == {"SizeInMB": 1024}
    assert container["Storage"]["QoS"] == {"IopsMaximum": 100}
    assert second(cpu=Cpu(maximum=5000))["Container"]["Processor"] == {"Maximum": 5000}


def test_mounts_and_pipes_are_said_in_both_schemas() -> None:
    """Text as Docker has it, or the parts."""
    mounts = [r"C:\data:D:\data:ro", Mount("C:\\a", "C:\\b"), ("C:\\c", "C:\\d", True)]
    pipes = [r"\\.\pipe\docker_engine", (r"\\.\pipe\a", "b"), Pipe("//./pipe/c", "d")]
    built = first(mounts=mounts, pipes=pipes)
    mapped = [(entry["HostPath"], entry["ContainerPath"], entry["ReadOnly"]) for entry in built["MappedDirectories"]]
    assert mapped == [("C:\\data", "D:\\data", True), ("C:\\a", "C:\\b", False), ("C:\\c", "C:\\d", True)]
    assert [entry["ContainerPipeName"] for entry in built["MappedPipes"]] == ["docker_engine", "b", "d"]
    container = second(mounts=mounts, pipes=pipes)["Container"]
    assert container["MappedDirectories"][0] == {
        "HostPath": "C:\\data",
        "ContainerPath": "D:\\data",
        "ReadOnly": True,
    }
    assert container["MappedPipes"][1] == {"ContainerPipeName": "b", "HostPath": r"\\.\pipe\a"}


def test_pipe_among_the_mounts_is_a_pipe() -> None:
    """Docker's -v takes both."""
    pipe = r"\\.\pipe\docker_engine"
    built = first(mounts=[f"{pipe}:{pipe}", r"C:\data:C:\data"])
    assert built["MappedPipes"] == [{"HostPath": pipe, "ContainerPipeName": "docker_engine"}]
    assert [entry["HostPath"] for entry in built["MappedDirectories"]] == ["C:\\data"]
    with pytest.raises(InvalidDocumentError, match="pipes is"):
        first(mounts=[f"C:\\data:{pipe}"])


def test_devices_are_said_in_both_schemas() -> None:
    """Schema 1 knows classes of devices, schema 2 single ones, too."""
    built = first(devices=[CLASS, f"class/{CLASS}", AssignedDevice(interface_class_guid=CLASS)])
    assert [device["InterfaceClassGuid"] for device in built["AssignedDevices"]] == [CLASS] * 3
    gpu = Device(type="GpuMirror")
    devices = [CLASS, "PCIROOT(0)#PCI(0100)", gpu, AssignedDevice(interface_class_guid=CLASS)]
    assert second(devices=devices)["Container"]["AssignedDevices"] == [
        {"Type": "ClassGuid", "InterfaceClassGuid": CLASS},
        {"Type": "DeviceInstance", "LocationPath": "PCIROOT(0)#PCI(0100)"},
        {"Type": "GpuMirror"},
        {"Type": "ClassGuid", "InterfaceClassGuid": CLASS},
    ]


def test_credentials_are_said_in_both_schemas() -> None:
    """Schema 1 has the spec itself, schema 2 the instance that answers for it."""
    assert json.loads(first(credential_spec=SPEC)["Credentials"]) == SPEC
    assert first(credential_spec='{"a": 1}')["Credentials"] == '{"a": 1}'
    guard = second(credential_spec=SPEC)["Container"]["ContainerCredentialGuard"]
    assert json.loads(guard["CredentialSpec"]) == SPEC
    made = ContainerCredentialGuardState(cookie="x", transport="LRPC")
    assert second(credential_guard=made)["Container"]["ContainerCredentialGuard"]["Cookie"] == "x"


def test_network_is_said_in_both_schemas() -> None:
    """Endpoints as ids or models, a namespace, or the network of another container."""
    endpoint = SimpleNamespace(id=ENDPOINT)
    built = first(endpoints=[endpoint], dns_search=["a.example", "b.example"], allow_unqualified_dns_query=False)
    assert (built["EndpointList"], built["DNSSearchList"]) == ([ENDPOINT], "a.example,b.example")
    assert "AllowUnqualifiedDNSQuery" not in built
    assert second(endpoints=[endpoint])["Container"]["Networking"] == {
        "AllowUnqualifiedDnsQuery": True,
        "NetworkAdapters": [ENDPOINT],
    }
    assert second(network_of="other")["Container"]["Networking"]["NetworkSharedContainerName"] == "other"
    assert first(network_of="other")["NetworkSharedContainerName"] == "other"
    assert "Networking" not in second()["Container"]


def test_servicing_container_says_so() -> None:
    """It installs updates and ends."""
    assert first(servicing=True, terminate_on_last_handle_closed=True)["Servicing"] is True


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"isolation": "vm"}, "isolation is 'vm'; allowed is 'process' or 'hyperv'"),
        ({"layers": []}, "layers is [];"),
        ({"layers": "C:\\base"}, "layers is 'C:\\\\base'; allowed is a list"),
        ({"layers": ["C:\\base"]}, "layers has 'C:\\\\base' without an id"),
        ({"layers": [7]}, "layers is 7; allowed is a path"),
        ({"cpu": 0}, "cpu is 0; allowed is a whole number from 1 to 4,294,967,295"),
        ({"cpu": True}, "cpu is True;"),
        ({"cpu": Cpu(weight=10_001)}, "cpu weight is 10001; allowed is a whole number from 1 to 10,000"),
        ({"cpu": Cpu(count=1, weight=5)}, "one of count, weight and maximum"),
        ({"memory": -1}, "memory is -1; allowed is a whole number from 1 to"),
        ({"memory": "1g"}, "memory is '1g';"),
        ({"hostname": "-web"}, "hostname is '-web';"),
        ({"hostname": "w" * 64}, "hostname is 'www"),
        ({"mounts": ["C:\\data"]}, "mounts is 'C:\\\\data'; allowed is text such as"),
        ({"mounts": [("C:\\data",)]}, "mounts is ('C:\\\\data',);"),
        ({"mounts": [7]}, "mounts is 7;"),
        ({"pipes": ["docker_engine"]}, "pipes is 'docker_engine'; allowed is a path that begins with"),
        ({"pipes": [("a", "b", "c")]}, "pipes is ('a', 'b', 'c');"),
        ({"pipes": [7]}, "pipes is 7;"),
        ({"endpoints": ["web"]}, "endpoints is 'web'; allowed is ids"),
        ({"endpoints": [None]}, "endpoints is None;"),
        ({"endpoints": [ENDPOINT], "namespace": NAMESPACE}, "nothing beside endpoints"),
        ({"namespace": NAMESPACE, "network_of": "c"}, "allowed is nothing beside network_of"),
        (
            {"network_of": "c", "isolation": "hyperv", "hosting_system": "vm", "is_folder": bool},
            "network_of is 'c'; allowed is nothing with Hyper-V isolation",
        ),
        ({"mounts": [("C:\\a", "C:\\b", "rw")]}, "allowed is True or False in the third place"),
        ({"network_of": 7}, "network_of is 7; allowed is the id of a container"),
        ({"dns_search": [7]}, "dns_search is 7; allowed is names of domains"),
        ({"owner": 7}, "owner is 7; allowed is a text"),
        ({"volume": 7}, "volume is 7; allowed is a volume"),
        ({"hosting_system": 7}, "hosting_system is 7; allowed is the id"),
        ({"memory": 1 << 70}, "allowed is a whole number from 1 to"),
        ({"devices": [7]}, "devices is 7;"),
        ({"credential_spec": "spec.json"}, "credential_spec is 'spec.json'; allowed is a JSON object"),
        ({"credential_spec": "[]"}, "credential_spec is '[]';"),
        ({"credential_spec": {"a": object()}}, "credential_spec is"),
        ({"volume": None}, "volume is None;"),
        ({"storage_iops": 0}, "storage_iops is 0;"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("build", [first, second])
def test_bad_argument_is_named(build: Any, asked: dict[str, Any], message: str) -> None:
    """With its value and what is allowed; HCS says of a bad document that it is bad."""
    with pytest.raises(InvalidDocumentError) as error:
        build(**asked)
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["", " ", None])
def test_container_has_a_name(name: Any) -> None:
    """It is the id by which it is found again."""
    with pytest.raises(InvalidDocumentError, match="name is"):
        container_config(name, layers=[BASE], volume=VOLUME)


@pytest.mark.parametrize("schema", ["two", "3.0", (3, 0), (2,), 2, None])
def test_unknown_schema_is_named(schema: Any) -> None:
    """There are two."""
    with pytest.raises(InvalidDocumentError, match="schema is"):
        second(schema=schema)


def test_schema_1_has_no_namespaces() -> None:
    """Its endpoints are given one by one."""
    with pytest.raises(InvalidDocumentError, match=r"namespace is .*; allowed is nothing: schema 1 has no namespaces"):
        first(namespace=NAMESPACE)


def test_hosted_container_needs_a_host() -> None:
    """In schema 2 the utility VM is a system of its own, and where it sees the scratch layer has to be said."""
    with pytest.raises(InvalidDocumentError, match="hosting_system is None"):
        second(isolation="hyperv")
    with pytest.raises(InvalidDocumentError, match="where the utility VM sees the scratch layer"):
        second(isolation="hyperv", hosting_system="vm", volume=None)


def test_utility_vm_has_no_maximum() -> None:
    """Its limit counts otherwise than a container's."""
    with pytest.raises(InvalidDocumentError, match="a utility VM has no maximum"):
        utility_vm_config("C:\\uvm", "C:\\d.vhdx", cpu=Cpu(maximum=5))


@pytest.mark.parametrize("schema", [(2, "x"), (2,), (True, 1), "2.1.0", [], 7, (3, 0)])
def test_schema_that_is_none_is_named(schema: Any) -> None:
    """It comes out of configuration files."""
    with pytest.raises(InvalidDocumentError, match="schema is "):
        container_config("web", schema=schema)


def test_machine_has_a_size_and_a_schema_of_its_own() -> None:
    """Schema 1 makes container and machine of one document."""
    for asked in ({"schema": (1, 0)}, {"memory": None}):
        with pytest.raises(InvalidDocumentError, match=r"schema is|memory is"):
            utility_vm_config("C:\\base\\UtilityVM", "C:\\vm\\sandbox.vhdx", **asked)


@pytest.mark.parametrize(("host", "asked"), [(None, None), (True, None), (17763, "x"), (17763, 7)])
def test_host_or_schema_that_is_none_is_named(host: Any, asked: Any) -> None:
    """A host that could not be asked has no version."""
    with pytest.raises(InvalidDocumentError, match=r"host is|schema is"):
        choose_schema(host, asked)
