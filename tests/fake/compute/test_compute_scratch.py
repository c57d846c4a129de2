"""The files of containers with Hyper-V isolation: they are on the scratch space, which the virtual machine has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from hcspy import InUseError, hcs, hns
from hcspy.host import Host
from hcspy.testing import FakeHost

from .doors import MACHINE, XENON, Door, Refused
from .test_compute_changes import modify
from .test_compute_hosting import SHARES, hosted

SCRATCH = r"C:\layers\c1"
DISK = rf"{SCRATCH}\sandbox.vhdx"
ID = "1968356f-3168-5169-8c20-ee548f8260f6"
MOUNTED = r"C:\mounts\scratch"
ATTACHMENT = "VirtualMachine/Devices/Scsi/0/Attachments/2"


@pytest.fixture
def host(fake: FakeHost) -> Iterator[Host]:
    """A host that has a scratch space on an image."""
    with fake.connect() as opened:
        opened.storage.layers.create_scratch(SCRATCH, [image(opened)])
        yield opened


def image(host: Host) -> str:
    """Return the folder of the image."""
    return str(host.storage.find_base_image("nanoserver").path)


def xenon(host: Host) -> dict[str, Any]:
    """Return the document of a container that comes with its machine."""
    document = {name: value for name, value in XENON.items() if name != "VolumePath"}
    return {**document, "LayerFolderPath": SCRATCH, "Layers": [{"ID": ID, "Path": image(host)}]}


def mounting(verb: str = "Add") -> dict[str, Any]:
    """Return the request that attaches the disk to a machine, and has its guest mount it."""
    settings = {"ContainerPath": f"{MOUNTED}\\", "Lun": 2}
    guest = {"ResourceType": "MappedVirtualDisk", "RequestType": verb, "Settings": settings}
    disk = {"Type": "VirtualDisk", "Path": DISK} if verb == "Add" else None
    return {"ResourcePath": ATTACHMENT, "RequestType": verb, "Settings": disk, "GuestRequest": guest}


def hosting(door: Door, host: Host) -> int:
    """Start a machine that shares the image."""
    vm = door.running(MACHINE, "vm")
    share = {"Name": "base", "Path": image(host)}
    modify(door, vm, ResourcePath="VirtualMachine/Devices/VirtualSmb/Shares", Settings=share)
    return vm


def in_machine() -> dict[str, Any]:
    """Return the document of a container in that machine."""
    document = hosted(f"{SHARES}base")
    document["HostedSystem"]["Container"]["Storage"]["Path"] = MOUNTED
    return document


def written(fake: FakeHost, host: Host) -> dict[str, bytes]:
    """Mount the scratch space, and return the files on it that are in no folder."""
    layers = host.storage.layers
    layers.activate(SCRATCH)
    folder = fake.storage.path(layers.mount_path(SCRATCH))
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    layers.deactivate(SCRATCH)
    return found


def test_files_of_a_container_with_its_machine_are_on_its_scratch_space(fake: FakeHost, host: Host, door: Door) -> None:
    """What it wrote is what docker commits, whichever isolation it had."""
    system = door.running(xenon(host))
    assert door.output(system, r"cmd /c echo kept> C:\note.txt") == (0, b"")
    assert door.output(system, r"cmd /c type C:\License.txt")[0] == 0
    door.step("Terminate", system)
    assert written(fake, host) == {"note.txt": b"kept\r\n"}
    again = door.running(xenon(host))
    assert door.output(again, r"cmd /c type C:\note.txt") == (0, b"kept\r\n")


def test_files_of_a_container_in_a_machine_are_on_the_disk_that_the_guest_mounted(
    fake: FakeHost, host: Host, door: Door
) -> None:
    """containerd attaches the scratch space to the machine, and tells the container where the guest has it."""
    vm = hosting(door, host)
    modify(door, vm, **mounting())
    pod = door.running(in_machine(), "pod")
    assert door.output(pod, r"cmd /c echo kept> C:\note.txt") == (0, b"")
    assert door.output(pod, r"cmd /c type C:\License.txt")[0] == 0
    door.step("Terminate", pod)
    modify(door, vm, **mounting("Remove"))
    assert written(fake, host) == {"note.txt": b"kept\r\n"}


def test_disk_that_a_machine_had_from_the_start_is_found(fake: FakeHost, host: Host, door: Door) -> None:
    """A machine for one container can be made with all of its disks."""
    scsi = {"0": {"Attachments": {"2": {"Type": "VirtualDisk", "Path": DISK}}}}
    shares = {"Shares": [{"Name": "base", "Path": image(host)}]}
    devices = {"Scsi": scsi, "VirtualSmb": shares}
    vm = door.running({**MACHINE, "VirtualMachine": {"Devices": devices, "GuestConnection": {}}}, "vm")
    modify(door, vm, GuestRequest=mounting()["GuestRequest"])
    pod = door.running(in_machine(), "pod")
    door.output(pod, r"cmd /c echo kept> C:\note.txt")
    door.step("Terminate", vm)
    assert written(fake, host) == {"note.txt": b"kept\r\n"}


def test_place_that_no_disk_is_at_is_in_memory(fake: FakeHost, host: Host, door: Door) -> None:
    """What the guest has made by itself the host cannot see; the container works all the same."""
    vm = hosting(door, host)
    modify(door, vm, **mounting())
    modify(door, vm, **mounting("Remove"))
    pod = door.running(in_machine(), "pod")
    door.output(pod, r"cmd /c echo kept> C:\note.txt")
    assert door.output(pod, r"cmd /c type C:\note.txt") == (0, b"kept\r\n")
    assert written(fake, host) == {}


def test_mounted_disk_without_a_file_is_in_memory(host: Host, door: Door) -> None:
    """The guest was asked to mount what nobody attached, or what is no disk of this host."""
    vm = hosting(door, host)
    modify(door, vm, GuestRequest=mounting()["GuestRequest"])
    pod = door.running(in_machine(), "pod")
    assert door.output(pod, r"cmd /c echo kept> C:\note.txt")[0] == 0
    disk = {"Type": "VirtualDisk", "Path": r"nowhere:\gone.vhdx"}
    modify(door, vm, ResourcePath=ATTACHMENT, Settings=disk)
    assert door.output(door.running(in_machine(), "other"), "cmd /c echo hi") == (0, b"hi\r\n")


def test_scratch_space_of_a_running_container_is_its_machine_s(host: Host, door: Door) -> None:
    """Two kernels that write to one file system ruin it: nobody else may mount, enlarge or remove the disk."""
    system = door.running(xenon(host))
    layers = host.storage.layers
    for step in (layers.activate, layers.destroy, lambda layer: layers.expand_scratch(layer, 40 << 30)):
        with pytest.raises(InUseError):
            step(SCRATCH)
    door.step("Terminate", system)
    layers.expand_scratch(SCRATCH, 40 << 30)
    layers.destroy(SCRATCH)


def test_disk_in_a_machine_cannot_be_removed(host: Host, door: Door) -> None:
    """The container's document does not name the folder; the disk is in use nevertheless."""
    vm = hosting(door, host)
    modify(door, vm, **mounting())
    door.running(in_machine(), "pod")
    with pytest.raises(InUseError):
        host.storage.layers.destroy(SCRATCH)
    door.step("Terminate", vm)
    host.storage.layers.destroy(SCRATCH)


def test_scratch_space_that_the_host_has_mounted_fails_the_start(host: Host, door: Door) -> None:
    """Docker mounts it for process isolation only; who does it for a virtual machine, too, finds out here."""
    layers = host.storage.layers
    layers.activate(SCRATCH)
    system = door.create("c1", xenon(host))
    with pytest.raises(Refused) as caught:
        door.step("Start", system)
    assert caught.value.hresult == 0x80070020
    layers.deactivate(SCRATCH)
    door.step("Start", system)


def test_failed_start_gives_the_scratch_space_back(fake: FakeHost, host: Host, door: Door) -> None:
    """Its network failed; the next attempt must find everything as it was."""
    network = host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT"))
    endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web", virtual_network=network))
    system = door.create("c1", {**xenon(host), "EndpointList": [endpoint.id]})
    host.hns.endpoints.delete(endpoint)
    with pytest.raises(Refused):
        door.step("Start", system)
    assert written(fake, host) == {}


def test_missing_layer_gives_the_scratch_space_back(fake: FakeHost, host: Host, door: Door) -> None:
    """It was there when the container was made."""
    layers = host.storage.layers
    layers.copy(image(host), r"C:\layers\base", [])
    system = door.create("c1", {**xenon(host), "Layers": [{"ID": ID, "Path": r"C:\layers\base"}]})
    shutil.rmtree(fake.storage.path(r"C:\layers\base"))
    with pytest.raises(Refused) as caught:
        door.step("Start", system)
    assert caught.value.hresult == 0x80070003
    assert written(fake, host) == {}


def test_machine_that_was_written_down_has_the_disk_still(fake: FakeHost, host: Host) -> None:
    """A dump in the middle of a container's life is as good as one at its end."""
    with host.hcs.systems.create("c1", xenon(host)) as system:
        system.start()
    with FakeHost(load=fake.dump()) as later, later.connect() as opened:
        with pytest.raises(InUseError):
            opened.storage.layers.activate(SCRATCH)
        with opened.hcs.systems.open("c1") as system:
            system.run(r"cmd /c echo kept> C:\note.txt")
            system.terminate()
        assert written(later, opened) == {"note.txt": b"kept\r\n"}


def test_requests_as_models_are_understood(fake: FakeHost, host: Host, door: Door) -> None:
    """The guest's request is made of classes as often as of dicts."""
    hosting(door, host)
    disk = hcs.MappedVirtualDisk(container_path=MOUNTED, lun=2)
    guest = hcs.GuestModifySettingRequest(resource_type="MappedVirtualDisk", request_type="Add", settings=disk)
    attachment = hcs.Attachment(type="VirtualDisk", path=DISK)
    request = hcs.ModifySettingRequest(
        resource_path=ATTACHMENT, request_type="Add", settings=attachment, guest_request=guest
    )
    with host.hcs.systems.open("vm") as machine:
        machine.modify(request)
    door.output(door.running(in_machine(), "pod"), r"cmd /c echo kept> C:\note.txt")
    with fake.machine() as machine_of_fake:
        assert machine_of_fake.state.systems.get("pod").disk == DISK
