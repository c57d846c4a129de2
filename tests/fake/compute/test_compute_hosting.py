"""Containers that a virtual machine hosts, as the fake has them: their layers, their state, their end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .doors import ARGON_2, MACHINE, Door, Refused
from .test_compute_changes import modify

SHARES = "\\\\?\\VMSMB\\VSMB-{dcc079ae-60ba-4d07-847c-3493609c0870}\\"


def hosted(path: str, host: str = "vm") -> dict[str, Any]:
    """Return a container in a virtual machine, with one layer."""
    storage = {"Layers": [{"Id": "1968356f-3168-5169-8c20-ee548f8260f6", "Path": path}], "Path": r"C:\c"}
    inner = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {"Storage": storage}}
    return {"SchemaVersion": {"Major": 2, "Minor": 1}, "HostingSystemId": host, "HostedSystem": inner}


def machine(*shares: Mapping[str, str]) -> dict[str, Any]:
    """Return a virtual machine that folders are shared with."""
    return {**MACHINE, "VirtualMachine": {"Devices": {"VirtualSmb": {"Shares": list(shares)}}, "GuestConnection": {}}}


def known(fake: FakeHost, id: str) -> bool:
    """Tell whether a system is there."""
    with fake.machine() as host:
        return host.state.systems.find(id) is not None


@pytest.fixture
def image(fake: FakeHost) -> str:
    """The folder of a base image; on a machine whose layers somebody has looked at, those that are not there fail."""
    with fake.connect() as host:
        image = host.storage.find_base_image("nanoserver")
        assert host.storage.layers.locate(str(image.path)).is_dir()
        return str(image.path)


def test_layers_are_the_shares_of_the_machine(image: str, door: Door) -> None:
    """The guest sees a share where the host has a folder; a wrong name is found at creation."""
    door.running(machine({"Name": "base", "Path": image}), "vm")
    door.running(hosted(f"{SHARES}BASE"), "pod")
    with pytest.raises(Refused) as caught:
        door.create("other", hosted(f"{SHARES}nothing"))
    assert caught.value.hresult == 0x80070003


@pytest.mark.usefixtures("image")
def test_folder_behind_a_share_has_to_be_there(door: Door) -> None:
    """The layer was removed while the machine ran."""
    door.running(machine({"Name": "base", "Path": r"C:\layers\gone"}), "vm")
    with pytest.raises(Refused) as caught:
        door.create("pod", hosted(f"{SHARES}base"))
    assert caught.value.hresult == 0x80070003


def test_share_can_be_added_to_the_machine_while_it_runs(image: str, door: Door) -> None:
    """containerd shares the layers of a container when it makes it."""
    vm = door.running(MACHINE, "vm")
    share = {"Name": "Base", "Path": f"{image}\\"}
    modify(door, vm, ResourcePath="VirtualMachine/Devices/VirtualSmb/Shares", Settings=share)
    door.running(hosted(f"{SHARES}base"), "pod")


@pytest.mark.usefixtures("image")
def test_path_of_the_guest_itself_is_taken(door: Door) -> None:
    """What the guest has mounted by itself the host cannot see."""
    door.running(MACHINE, "vm")
    door.running(hosted(r"C:\mounts\layer"), "pod")


def test_unknown_host_is_refused(door: Door) -> None:
    """The machine died before the container was made."""
    with pytest.raises(Refused) as caught:
        door.create("pod", hosted(r"C:\mounts\layer", "nobody"))
    assert caught.value.number == 0x010E


@pytest.mark.parametrize("document", [MACHINE, ARGON_2], ids=["not started", "container"])
def test_host_is_a_machine_that_runs(door: Door, document: dict[str, Any]) -> None:
    """A container hosts nothing, and a machine that was not started has no guest yet."""
    door.create("vm", document)
    with pytest.raises(Refused) as caught:
        door.create("pod", hosted(r"C:\mounts\layer"))
    assert caught.value.number == 0x0105


def test_hosted_containers_end_with_their_machine(fake: FakeHost, door: Door) -> None:
    """They have no kernel any more; who waits for them must hear of it."""
    vm = door.running(MACHINE, "vm")
    pod = door.running(hosted(r"C:\mounts\layer", "VM"), "pod")
    process = door.exec(pod, "ping -n 60 127.0.0.1")
    door.running(ARGON_2, "other")
    door.step("Terminate", vm)
    assert not known(fake, "pod")
    assert known(fake, "other")
    assert process.wait() == 1067


def test_layer_of_a_hosted_container_is_in_use(fake: FakeHost, image: str, door: Door) -> None:
    """A base image must not vanish under a container, whoever mounts it."""
    door.running(machine({"Name": "base", "Path": image}), "vm")
    pod = door.running(hosted(f"{SHARES}base"), "pod")
    with fake.machine() as host:
        storage = host.state.storage
        layer = storage.layers.find(image)
        assert layer is not None
        assert storage.is_used(layer)
    door.step("Terminate", pod)
    with fake.machine() as host:
        assert not host.state.storage.is_used(layer)
