"""A failure at each native call in turn, in each operation of storage that makes several."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hcspy.errors import HcspyError, error_class
from hcspy.host import Host
from hcspy.testing import FakeHost

from .test_storage_transport import BASE, LAYER, archive

Operation = Callable[[Host, str], Any]

# Access denied, the service is gone, a path is not there.
RESULTS = (0x80070005, 0x800706BA, 0x80070003)
WEB, APP = "C:\\layers\\web", "C:\\layers\\app"


def mount(host: Host, image: str) -> None:
    with host.storage.mounted(WEB, [APP, image]) as path:
        assert (path / "License.txt").is_file()


def create_scratch(host: Host, image: str) -> None:
    host.storage.layers.create_scratch("C:\\layers\\new", [APP, image])


def import_archive(host: Host, image: str) -> None:
    host.storage.layers.import_("C:\\layers\\new", archive(LAYER), [image])


def import_base(host: Host, image: str) -> None:
    host.storage.layers.import_("C:\\layers\\new", archive(BASE), [])


def export_archive(host: Host, image: str) -> None:
    host.storage.layers.export(APP, io.BytesIO(), [image])


def attach_filter(host: Host, image: str) -> None:
    layers = host.storage.layers
    with host.storage.disks.open(f"{WEB}\\sandbox.vhdx") as disk:
        disk.attach()
        volume = layers.vhd_mount_path(disk)
        layers.attach_filter(volume, [APP, image])
        layers.detach_filter(volume)


def set_up(host: Host, image: str) -> None:
    disks = "C:\\disk.vhdx", "C:\\scratch.vhdx"
    host.storage.base_images.setup_container_layer(image, *disks, size=20 << 30)


def set_up_machine(host: Host, image: str) -> None:
    disks = "C:\\disk.vhdx", "C:\\scratch.vhdx"
    host.storage.base_images.setup_utility_vm_layer(f"{image}\\UtilityVM", *disks, size=10 << 30)


OPERATIONS = [
    mount,
    create_scratch,
    import_archive,
    import_base,
    export_archive,
    attach_filter,
    set_up,
    set_up_machine,
]
# Nobody can do anything about these: closing a handle has no result, and what is being taken back is told.
NO_WAY_BACK = ("CloseHandle",)
BACK = ("UnprepareLayer", "DeactivateLayer", "HcsDetachLayerStorageFilter")


def prepared(host: Host) -> str:
    """Make the layers that the operations work on."""
    image = host.storage.find_base_image("nanoserver").path or ""
    host.storage.layers.create(APP, image)
    host.storage.layers.create_scratch(WEB, [APP, image])
    return image


def steps_of(operation: Operation) -> list[str]:
    """Return the exports that an operation calls when nothing fails."""
    with FakeHost() as fake, fake.connect() as host:
        image = prepared(host)
        before = len(fake.calls)
        operation(host, image)
        return [call.export for call in list(fake.calls)[before:]]


@pytest.mark.parametrize("result", RESULTS, ids=hex)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_failure_at_any_call_leaves_all_as_it_was(
    operation: Operation, result: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaked handles, attached disks, half-made layers and temporary folders add up."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for nth, export in enumerate(steps_of(operation), 1):
        if export not in NO_WAY_BACK:
            with FakeHost() as fake, fake.connect() as host:
                fail(fake, host, operation, nth, result)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith("hcspy-layer-")] == []


def fail(fake: FakeHost, host: Host, operation: Operation, nth: int, result: int) -> None:
    """Let one call fail, and see what is there afterwards."""
    image = prepared(host)
    before = picture(fake)
    fake.on("*", nth=nth).fail(result)
    with pytest.raises(HcspyError) as error:
        operation(host, image)
    assert isinstance(error.value, error_class(result))
    failed = error.value.call
    after = picture(fake)
    if failed in BACK:
        return  # what did not go is there, as the error says
    assert after == before, (nth, failed)
    assert error.value.leftovers == ()


def picture(fake: FakeHost) -> tuple[list[str], list[str], list[str]]:
    """Return what there is: layers, attached disks, and the files of both new disks."""
    root = fake.storage.path("C:\\")
    return sorted(fake.storage.layers), fake.storage.attached, sorted(entry.name for entry in root.glob("*.vhdx"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_interrupt_at_any_call_leaves_all_as_it_was(
    operation: Operation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while Windows works on a layer: whoever presses it wants to start anew."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for nth, export in enumerate(steps_of(operation), 1):
        if export not in NO_WAY_BACK:
            with FakeHost() as fake, fake.connect() as host:
                interrupt(fake, host, operation, nth, export)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith("hcspy-layer-")] == []


def interrupt(fake: FakeHost, host: Host, operation: Operation, nth: int, export: str) -> None:
    """Interrupt one call before it is answered, and see what is there afterwards."""
    image = prepared(host)
    before = picture(fake)
    fake.on("*", nth=nth).run(pressed)
    with pytest.raises(KeyboardInterrupt):
        operation(host, image)
    if export not in BACK:  # nobody tries again what was interrupted
        assert picture(fake) == before, (nth, export)


def pressed(call: Any) -> None:
    """Press Ctrl-C."""
    raise KeyboardInterrupt
