"""Base layers for containers and utility VMs, with their disks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hcspy.errors import ExportMissingError, HcspyError
from hcspy.host import Host, connect
from hcspy.testing import FakeHost

from .conftest import Machine

GIGABYTE = 1 << 30


class Real(Machine):
    """A machine whose files are in a folder."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.storage = self
        self.root = root
        self.answers["CreateVirtualDisk"] = self._create

    def path(self, path: str) -> Path:
        """Return where a Windows path really is."""
        return self.root.joinpath(*path.removeprefix("C:\\").split("\\"))

    def _create(self, args: dict[str, Any]) -> dict[str, Any]:
        self.path(args["path"]).write_bytes(b"vhdxfile")
        return {}

    @property
    def files(self) -> list[str]:
        """The files that are there."""
        return sorted(entry.name for entry in self.root.rglob("*") if entry.is_file())


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Real]:
    """A machine with a layer that an earlier attempt left half done."""
    (tmp_path / "base" / "Hives").mkdir(parents=True)
    (tmp_path / "base" / "Files").mkdir()
    for name in ("Hives/System_Base", "Layout", "blank-base.vhdx", "blank.vhdx", "Files/a.txt"):
        (tmp_path / "base" / name).write_bytes(b"old")
    machine = Real(tmp_path)
    yield machine
    machine.close()


def container(host: Host) -> None:
    """Set up a base layer of containers."""
    disks = "C:\\base\\blank-base.vhdx", "C:\\base\\blank.vhdx"
    host.storage.base_images.setup_container_layer("C:\\base", *disks, size=20 * GIGABYTE)


def utility_vm(host: Host) -> None:
    """Set up the files of a utility VM."""
    disks = "C:\\base\\blank-base.vhdx", "C:\\base\\blank.vhdx"
    host.storage.base_images.setup_utility_vm_layer("C:\\base", *disks, size=10 * GIGABYTE)


def test_container_layer_is_set_up_in_the_order_that_windows_wants(real: Real) -> None:
    """The disk is closed before the layer is set up, which has no handle; machines may then open both disks."""
    with connect(real) as host:
        container(host)
    assert real.exports == [
        "CreateVirtualDisk",
        "HcsFormatWritableLayerVhd",
        "CloseHandle",
        "HcsSetupBaseOSLayer",
        "CreateVirtualDisk",
        "CloseHandle",
        "HcsGrantVmGroupAccess",
        "HcsGrantVmGroupAccess",
    ]
    setup, second = real.calls[3][2], real.calls[4][2]
    assert setup == {"layerPath": "C:\\base", "vhdHandle": 0, "options": '{"Type":"Container"}'}
    first = real.calls[0][2]["parameters"]["Version2"]
    assert (first["MaximumSize"], first["BlockSizeInBytes"]) == (20 * GIGABYTE, 1 << 20)
    assert second["parameters"]["Version2"]["ParentPath"] == "C:\\base\\blank-base.vhdx"
    # Hives and Layout went: Windows makes them, and fails where they are.
    assert real.files == ["a.txt", "blank-base.vhdx", "blank.vhdx"]


def test_utility_vm_is_set_up_on_its_attached_disk(real: Real) -> None:
    """With the handle of the disk, which is detached then."""
    with connect(real) as host:
        utility_vm(host)
    assert real.exports[:5] == [
        "CreateVirtualDisk",
        "AttachVirtualDisk",
        "HcsSetupBaseOSLayer",
        "DetachVirtualDisk",
        "CloseHandle",
    ]
    assert real.calls[2][2]["options"] == '{"Type":"Vm"}'
    assert real.calls[2][2]["vhdHandle"] == real.calls[1][2]["handle"]


@pytest.mark.parametrize("set_up", [container, utility_vm])
@pytest.mark.parametrize("nth", range(1, 11))
def test_no_disk_is_left_where_any_step_fails(real: Real, set_up: Any, nth: int) -> None:
    """A disk that is half done would be copied for each container."""
    real.fault = lambda number, export: 0x80070005 if number == nth else 0
    with connect(real) as host:
        if nth > len(steps_of(set_up)) or steps_of(set_up)[nth - 1] == "CloseHandle":
            set_up(host)  # nothing can be done about a handle that does not close
            return
        with pytest.raises(HcspyError) as error:
            set_up(host)
    assert error.value.leftovers == ()
    assert not {"blank-base.vhdx", "blank.vhdx"} & set(real.files)


def steps_of(set_up: Any) -> list[str]:
    """Return the calls of a set-up in which nothing fails."""
    ends = ["CreateVirtualDisk", "CloseHandle", "HcsGrantVmGroupAccess", "HcsGrantVmGroupAccess"]
    begins = {
        container: ["CreateVirtualDisk", "HcsFormatWritableLayerVhd", "CloseHandle", "HcsSetupBaseOSLayer"],
        utility_vm: [
            "CreateVirtualDisk",
            "AttachVirtualDisk",
            "HcsSetupBaseOSLayer",
            "DetachVirtualDisk",
            "CloseHandle",
        ],
    }
    return [*begins[set_up], *ends]


def test_set_up_layer_carries_scratch_layers() -> None:
    """On the fake, from a folder with files to a scratch layer on top of it."""
    with FakeHost() as fake, fake.connect() as host:
        image = host.storage.find_base_image("nanoserver").path or ""
        container_of(host, image)
        host.storage.layers.create_scratch("C:\\layers\\web", [image])
        with host.storage.mounted("C:\\layers\\web", [image]) as path:
            assert (path / "License.txt").is_file()


def container_of(host: Host, layer: str) -> None:
    """Set up a base layer with its disks."""
    disks = f"{layer}\\disk.vhdx", f"{layer}\\scratch.vhdx"
    host.storage.base_images.setup_container_layer(layer, *disks, size=20 * GIGABYTE)


def test_layer_is_set_up_on_a_volume() -> None:
    """Windows Server 2022 brought that."""
    with FakeHost() as fake, fake.connect() as host:
        image = host.storage.find_base_image("nanoserver").path or ""
        with host.storage.disks.create("C:\\d.vhdx", size=20 * GIGABYTE) as disk:
            disk.attach()
            host.storage.layers.format_vhd(disk)
            volume = host.storage.layers.vhd_mount_path(disk)
            host.storage.base_images.setup_volume(image, volume)
        host.storage.base_images.setup_layer(image)
        assert "HcsSetupBaseOSVolume" in [call.export for call in fake.calls]


@pytest.mark.parametrize("set_up", [container_of, lambda host, layer: utility_vm(host)])
def test_windows_without_group_access_says_so_before_anything_is_removed(set_up: Any) -> None:
    """Virtual machines could not open the disks."""
    with FakeHost(profile="2019") as fake, fake.connect() as host:
        image = host.storage.find_base_image("nanoserver").path or ""
        with pytest.raises(ExportMissingError, match="HcsGrantVmGroupAccess"):
            set_up(host, image)
        assert [call.export for call in fake.calls] == ["GetBaseImages"]
        assert (host.storage.layers.locate(image) / "Hives").is_dir()


def test_steps_are_told_before_they_are_taken(real: Real) -> None:
    """It takes minutes, and somebody waits."""
    told: list[tuple[str, int]] = []
    with connect(real) as host:
        disks = "C:\\base\\b.vhdx", "C:\\base\\s.vhdx"
        host.storage.base_images.setup_container_layer(
            "C:\\base", *disks, size=20 * GIGABYTE, progress=lambda step: told.append((step, len(real.calls)))
        )
    assert told == [
        ("make and format C:\\base\\b.vhdx", 0),
        ("set up C:\\base", 3),
        ("make C:\\base\\s.vhdx", 4),
    ]


def test_folder_with_the_name_of_a_disk_stays(real: Real) -> None:
    """Somebody gave the layer's own path for the disk's: nothing of it may go."""
    with connect(real) as host, pytest.raises(OSError):
        host.storage.base_images.setup_container_layer("C:\\base", "C:\\base", "C:\\s.vhdx", size=20 * GIGABYTE)
    assert "a.txt" in real.files
    assert real.calls == []
