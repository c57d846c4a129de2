"""What a create document makes, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcspy import hcs
from hcspy.codec import from_json, members, to_dict, to_json
from hcspy.errors import InvalidDocumentError
from hcspy.hcs import describe, schema1
from hcspy.testing import strategies
from hcspy.testing.strategies import models

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
ID = "1a3348c8-c43b-5c1a-83f4-4bbff0d32f39"
VERSION = hcs.Version(major=2, minor=1)

few = settings(max_examples=min(25, settings().max_examples))


def lines(document: Any) -> list[str]:
    """Return the lines without their indents."""
    return [line.strip() for line in describe(document).splitlines()]


def machine(**parts: Any) -> hcs.ComputeSystem:
    """Make a virtual machine."""
    return hcs.ComputeSystem(schema_version=VERSION, virtual_machine=hcs.VirtualMachine(**parts))


def container(**parts: Any) -> hcs.ComputeSystem:
    """Make a container of schema 2."""
    return hcs.ComputeSystem(schema_version=VERSION, container=hcs.Container(**parts))


def test_recorded_container_of_docker_is_explained() -> None:
    """This is what somebody sees who asks what docker did."""
    text = describe((SAMPLES / "hcs_v1_create_argon.json").read_text(encoding="utf-8"))
    assert text.splitlines()[1:4] == [
        "  owner: docker",
        "  image: 2 layers",
        "    D:\\docker\\windowsfilter\\8a7f19adf5a01381cf0d5152bb250cf38ede38d348527b434362843376637c40 (newest),"
        " id 1968356f-3168-5169-8c20-ee548f8260f6",
    ]
    assert text.startswith("Windows container '13fc6316941398ee797778dc879b52d3c11d109ada5d716c2dea264317468fb7'")
    assert "    endpoint 12a8ebac-1ac0-4012-b2ee-4c48bcb4e34f\n" in text
    assert "process isolation (schema 1)" in text


def test_recorded_linux_container_is_explained() -> None:
    """Linux containers have a utility VM with a kernel."""
    found = lines(json.loads((SAMPLES / "hcs_v1_create_xenon_linux.json").read_text(encoding="utf-8")))
    assert found[0].startswith("Linux container")
    assert found[0].endswith("with Hyper-V isolation (schema 1)")
    assert {"boots from: C:\\Program Files\\Linux Containers", "kernel: kernel", "initial disk: initrd.img"} <= {*found}


def test_recorded_container_of_containerd_is_explained() -> None:
    """The same in schema 2."""
    found = lines((SAMPLES / "hcs_v2_create_argon.json").read_bytes())
    assert found[0] == "Windows container with process isolation (schema 2.1, from Windows Server 2019 on)"
    assert "namespace: 1bf44cca-e9cf-47d7-851d-be8569d9bb2f" in found
    assert "ends when nobody holds a handle to it any more" in found


def test_everything_of_a_container_of_schema_1_is_told() -> None:
    """Who reads the words must not have to look into the document all the same."""
    config = schema1.ContainerConfig(
        name="web",
        host_name="web-0",
        storage_sandbox_size=20 << 30,
        ignore_flushes_during_boot=True,
        processor_count=2,
        processor_weight=500,
        processor_maximum=2550,
        storage_iops_maximum=100,
        storage_bandwidth_maximum=1 << 20,
        memory_maximum_in_mb=2048,
        mapped_directories=[
            schema1.MappedDir(host_path="C:\\d", container_path="C:\\e", read_only=True, iops_maximum=7),
            schema1.MappedDir(host_path="C:\\f", container_path="/f", create_in_utility_vm=True, linux_metadata=True),
        ],
        mapped_virtual_disks=[
            schema1.MappedVirtualDisk(host_path="C:\\x.vhdx", container_path="D:\\", cache="Private"),
            schema1.MappedVirtualDisk(host_path="C:\\y.vhdx", attach_only=True, create_in_utility_vm=True),
        ],
        mapped_pipes=[schema1.MappedPipe(host_path="\\\\.\\pipe\\d", container_pipe_name="d")],
        network_shared_container_name="db",
        dns_search_list="example.com",
        assigned_devices=[schema1.AssignedDevice(interface_class_guid="5B45201D-F2F2-4F3B-85BB-30FF1F953599")],
        terminate_on_last_handle_closed=False,
        servicing=True,
    )
    found = lines(config)
    assert found == [
        "Windows container 'web' with process isolation (schema 1)",
        "host name: web-0",
        "image: no layers",
        "scratch space",
        "grows up to: 20 GB",
        "writes need not reach the disk until it has started",
        "network",
        "shares that of container: db",
        "DNS suffixes: example.com",
        "folders and disks of the host",
        "C:\\d is seen as C:\\e (read only, at most: 7 operations a second)",
        "C:\\f is seen as /f (in the utility VM, owner and mode of Linux are kept)",
        "C:\\x.vhdx is seen as D:\\ (cache: Private)",
        "C:\\y.vhdx is seen as a disk that is only attached (in the utility VM)",
        "pipes of the host",
        "\\\\.\\pipe\\d is seen as d",
        "limits",
        "memory: 2 GB",
        "processors: 2",
        "of all processors' time: 25.5 %",
        "weight: 500 of 10000",
        "disk operations: 100 a second",
        "disk bandwidth: 1048576 bytes a second",
        "devices of the host",
        "all devices of interface class 5b45201d-f2f2-4f3b-85bb-30ff1f953599 (graphics adapters)",
        "runs on when nobody holds a handle to it any more",
        "only installs updates into its image, and ends then",
    ]


def test_isolation_without_a_utility_vm_is_noticed() -> None:
    """It would not start."""
    assert "utility VM: not told what it boots from" in lines(schema1.ContainerConfig(name="x", hv_partition=True))
    assert lines({"SystemType": "VirtualMachine", "Name": "vm"})[0] == "VirtualMachine 'vm' (schema 1)"


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (
            '{"ActiveDirectoryConfig":{"GroupManagedServiceAccounts":[{"Name":"web","Scope":"corp"},{"Name":"web"}]}}',
            "credentials: group managed service account corp\\web, web",
        ),
        ("{}", "credentials: a credential spec that names no account"),
        ("no JSON", "credentials: a credential spec that names no account"),
    ],
)
def test_account_of_a_container_is_told(spec: str, line: str) -> None:
    """Which account a container acts as is what its rights depend on."""
    assert line in lines(schema1.ContainerConfig(credentials=spec))
    guard = hcs.ContainerCredentialGuardState(credential_spec=spec, cookie="c0")
    assert line in lines(container(container_credential_guard=guard))
    assert "Cookie: c0" in lines(container(container_credential_guard=guard))


def test_everything_of_a_container_of_schema_2_is_told() -> None:
    """Members that have no words of their own are told as they are called."""
    system = container(
        guest_os=hcs.GuestOs(host_name="web-0"),
        storage=hcs.Storage(
            layers=[hcs.Layer(id=ID, path="C:\\top", cache="Private"), hcs.Layer(id=ID, path="C:\\base")],
            path="C:\\scratch",
            qos=hcs.StorageQoS(iops_maximum=5, bandwidth_maximum=6),
        ),
        mapped_directories=[
            hcs.MappedDirectory(host_path="d", host_path_type="VirtualSmbShareName", container_path="C:\\d"),
            hcs.MappedDirectory(host_path="C:\\e", container_path="C:\\e", read_only=True, support_cloud_files=True),
        ],
        mapped_pipes=[hcs.MappedPipe(host_path="\\\\.\\pipe\\d", container_pipe_name="d")],
        memory=hcs.Memory(size_in_mb=100),
        processor=hcs.Processor(count=2),
        networking=hcs.Networking(network_adapters=[ID], network_shared_container_name="db"),
        assigned_devices=[
            hcs.Device(type="ClassGuid", interface_class_guid=ID),
            hcs.Device(type="DeviceInstance", location_path="PCIROOT(0)"),
            hcs.Device(type="GpuMirror"),
        ],
        hv_socket=hcs.HvSocket(enable_power_shell_direct=True),
    )
    assert lines(system) == [
        "Windows container with process isolation (schema 2.1, from Windows Server 2019 on)",
        "host name: web-0",
        "image: 2 layers",
        f"C:\\top (newest), id {ID}",
        "Cache: Private",
        f"C:\\base (base), id {ID}",
        "scratch space: C:\\scratch",
        "network",
        f"endpoint {ID}",
        "shares that of container: db",
        "folders of the host",
        "d is seen as C:\\d (a name that the utility VM has)",
        "C:\\e is seen as C:\\e (read only, cloud files are fetched)",
        "pipes of the host",
        "\\\\.\\pipe\\d is seen as d",
        "limits",
        "memory: 100 MB",
        "processors: 2",
        "disk operations: 5 a second",
        "disk bandwidth: 6 bytes a second",
        "devices of the host",
        f"all devices of interface class {ID}",
        "the device at PCIROOT(0)",
        "all graphics adapters",
        "HvSocket",
        "EnablePowerShellDirect: yes",
    ]


def test_kind_of_isolation_is_told() -> None:
    """It is the first thing that one wants to know."""
    job = container(isolation_type="HostProcess")
    assert lines(job)[0].startswith("host process container (")
    hosted = hcs.ComputeSystem(
        hosting_system_id="uvm", hosted_system=hcs.HostedSystem(container=hcs.Container()), schema_version=VERSION
    )
    assert lines(hosted)[0].startswith("container with Hyper-V isolation, in the utility VM 'uvm'")
    assert lines(hosted)[1:] == ["image: not told", "network: none"]
    assert lines({"SchemaVersion": {"Major": 1, "Minor": 0}}) == ["compute system of no kind (schema 1.0)"]
    assert lines(hcs.ComputeSystem()) == ["compute system of no kind (of no schema)"]


def test_everything_of_a_machine_is_told() -> None:
    """A utility VM has many parts, and few people know them."""
    system = machine(
        chipset=hcs.Chipset(uefi=hcs.Uefi(boot_this=hcs.UefiBootEntry(device_type="VmbFs", device_path="\\EFI\\b"))),
        compute_topology=hcs.Topology(
            memory=hcs.VirtualMachineMemory(size_in_mb=1024, allow_overcommit=True, enable_hot_hint=True),
            processor=hcs.VirtualMachineProcessor(count=2, expose_virtualization_extensions=True, limit=50000),
        ),
        devices=hcs.Devices(
            scsi={
                "0": hcs.Scsi(attachments={"1": hcs.Attachment(type="VirtualDisk", path="C:\\x.vhdx", read_only=True)})
            },
            network_adapters={"eth0": hcs.NetworkAdapter(endpoint_id=ID, mac_address="00-15-5D-01-02-03")},
            virtual_smb=hcs.VirtualSmb(
                shares=[
                    hcs.VirtualSmbShare(name="os", path="C:\\os", options=hcs.VirtualSmbShareOptions(read_only=True))
                ]
            ),
            com_ports={"0": hcs.ComPort(named_pipe="\\\\.\\pipe\\com1")},
        ),
        stop_on_reset=True,
        guest_connection=hcs.GuestConnection(use_vsock=True),
    )
    assert lines(system) == [
        "virtual machine (schema 2.1, from Windows Server 2019 on)",
        "boots",
        "by UEFI, from VmbFs \\EFI\\b",
        "memory: 1 GB, taken from the host as it is used",
        "EnableHotHint: yes",
        "processors: 2",
        "can run virtual machines itself",
        "Limit: 50000",
        "disks",
        "0/1: VirtualDisk C:\\x.vhdx (read only)",
        "network adapters",
        f"eth0: endpoint {ID}, 00-15-5D-01-02-03",
        "folders of the host",
        "C:\\os is seen as os (read only, VSMB)",
        "serial ports",
        "COM1: \\\\.\\pipe\\com1",
        "stops when it is reset",
        "GuestConnection",
        "UseVsock: yes",
    ]


def test_machine_may_boot_a_kernel_or_nothing() -> None:
    """Linux utility VMs need no firmware."""
    kernel = hcs.LinuxKernelDirect(kernel_file_path="C:\\k", initrd_path="C:\\i", kernel_cmd_line="quiet")
    found = lines(machine(chipset=hcs.Chipset(linux_kernel_direct=kernel, uefi=hcs.Uefi(enable_debugger=True))))
    assert found[1:] == [
        "boots",
        "Linux kernel: C:\\k",
        "initial disk: C:\\i",
        "command line: quiet",
        "by UEFI",
        "EnableDebugger: yes",
    ]
    assert lines(machine())[1:] == ["boots: not told from what"]


def test_member_that_nobody_knows_is_named() -> None:
    """A slip, or something newer: the reader should see it."""
    document = {
        "SchemaVersion": {"Major": 2, "Minor": 1, "Patch": 0},
        "VirtualMachine": {"Devices": {"Scsi": {"0": {"Attachments": {"0": {"Pth": "x"}}}}}},
        "Colour": "red",
    }
    text = describe(document)
    assert text.endswith(
        "  members that hcspy does not know\n"
        "    Colour\n"
        "    SchemaVersion.Patch\n"
        "    VirtualMachine.Devices.Scsi.0.Attachments.0.Pth"
    )
    assert describe({"Name": "x", "Layers": [{"Size": 1}]}).endswith("\n    Layers[0].Size")


def test_raw_parts_of_a_model_are_told_like_models() -> None:
    """Who writes a part as a dict says the same."""
    raw = hcs.ComputeSystem(hosting_system_id="v", hosted_system={"Container": {"GuestOs": {"HostName": "h"}}})
    assert "host name: h" in lines(raw)


@pytest.mark.parametrize("document", ["[1]", 7, None, hcs.Container(), "7"])
def test_what_is_no_document_is_refused(document: Any) -> None:
    """A part alone has no kind and no isolation."""
    with pytest.raises(InvalidDocumentError, match="no document of a compute system"):
        describe(document)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)
    elif isinstance(value, str):
        yield value


@few
@given(document=st.one_of(strategies.container_configs(), strategies.compute_systems()))
def test_no_text_of_a_document_is_passed_over(document: Any) -> None:
    """Ids, paths and names are what people search for."""
    text = describe(document)
    for held in _texts(to_dict(document)):
        assert held in text or repr(held) in text or held == "Container"
    assert describe(to_json(document)) == text


@few
@given(document=st.one_of(models(hcs.ComputeSystem), models(schema1.ContainerConfig)))
def test_any_document_is_explained(document: Any) -> None:
    """What is odd about a document is what one wants to see in its words."""
    assert describe(document)


@pytest.mark.parametrize("odd", [{"odd": 1.5}, [1, "x"], "text", 7, True, [{"odd": 1}]])
def test_odd_values_are_told_as_they_are(odd: Any) -> None:
    """A member of the wrong type is no reason to say nothing."""

    def filled(cls: type[Any]) -> dict[str, Any]:
        return {member.name: odd for member in members(cls)}

    documents = [
        from_json(schema1.ContainerConfig, filled(schema1.ContainerConfig)),
        from_json(hcs.ComputeSystem, filled(hcs.ComputeSystem)),
        from_json(hcs.ComputeSystem, {"Container": filled(hcs.Container)}),
        from_json(hcs.ComputeSystem, {"VirtualMachine": filled(hcs.VirtualMachine)}),
        from_json(
            hcs.ComputeSystem, {"VirtualMachine": {"Devices": filled(hcs.Devices), "Chipset": filled(hcs.Chipset)}}
        ),
    ]
    for document in documents:
        assert describe(document)
