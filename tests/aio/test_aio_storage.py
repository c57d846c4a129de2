"""Storage, awaited: layers that are mounted, disks that are open, archives that come and go."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import hcspy.aio
from hcspy.errors import ClosedError, HcspyError
from hcspy.storage.stream import Entry
from hcspy.testing import FakeHost

WEB = "C:\\layers\\web"


def run(main: Callable[[hcspy.aio.AsyncHost, FakeHost], Awaitable[Any]]) -> Any:
    """Run a coroutine with a host that must get everything back."""

    async def whole(fake: FakeHost) -> Any:
        async with hcspy.aio.connect(fake) as host:
            return await main(host, fake)

    with FakeHost() as fake:
        return asyncio.run(whole(fake))


async def scratch(host: hcspy.aio.AsyncHost) -> str:
    """Make a scratch layer, and return what is below it."""
    image = (await host.storage.find_base_image("nanoserver")).path or ""
    await host.storage.layers.create_scratch(WEB, [image])
    return image


def test_layer_is_mounted_for_a_block() -> None:
    """As without awaiting; the path is one like any other."""

    async def main(host: hcspy.aio.AsyncHost, fake: FakeHost) -> None:
        image = await scratch(host)
        async with host.storage.mounted(WEB, [image]) as path:
            assert (path / "License.txt").is_file()
            assert fake.storage.attached
        assert not fake.storage.attached

    run(main)


def test_error_of_the_block_is_what_is_seen() -> None:
    """And the layer is taken back all the same."""

    async def main(host: hcspy.aio.AsyncHost, fake: FakeHost) -> None:
        image = await scratch(host)
        with pytest.raises(RuntimeError, match="mine"):
            async with host.storage.mounted(WEB, [image]):
                raise RuntimeError("mine")
        assert not fake.storage.attached
        with pytest.raises(HcspyError) as error:
            async with host.storage.mounted(WEB, [image]):
                fake.on("UnprepareLayer").fail(0x80070005)
        assert "is active" in error.value.leftovers[0]

    run(main)


def test_error_of_a_reader_block_is_what_is_seen() -> None:
    """Its context is a generator, which raises the block's own error again."""

    async def main(host: hcspy.aio.AsyncHost, fake: FakeHost) -> None:
        image = (await host.storage.find_base_image("nanoserver")).path or ""
        with pytest.raises(RuntimeError, match="mine"):
            async with host.storage.layers.reader(image, []) as entries:
                assert next(entries).name == "Files"
                raise RuntimeError("mine")

    run(main)


def test_disk_is_open_for_a_block() -> None:
    """It can be given to the verbs as it is."""

    async def main(host: hcspy.aio.AsyncHost, fake: FakeHost) -> None:
        async with await host.storage.disks.create("C:\\d.vhdx", size=20 << 30) as disk:
            await disk.attach()
            assert (await disk.physical_path()).startswith("\\\\.\\PhysicalDrive")
            await host.storage.layers.format_vhd(disk)
            assert (await host.storage.layers.vhd_mount_path(disk)).startswith("\\\\?\\Volume{")
            await disk.detach()
            assert (disk.path, disk.is_closed) == ("C:\\d.vhdx", False)
            assert repr(disk) == "<AsyncVirtualDisk C:\\d.vhdx, open>"
        with pytest.raises(ClosedError):
            await disk.attach()

    run(main)


def test_layer_comes_and_goes_entry_by_entry() -> None:
    """What is in a layer is read from the disk of this machine: only the beginning and the end are awaited."""

    async def main(host: hcspy.aio.AsyncHost, fake: FakeHost) -> None:
        image = (await host.storage.find_base_image("nanoserver")).path or ""
        async with host.storage.layers.writer(WEB, [image]) as writer:
            writer.add(Entry("Files", "folder", 0x10))
            writer.add(Entry("Files/a.txt", "file", 0x20, size=2, data=io.BytesIO(b"hi")))
        target = io.BytesIO()
        contents = await host.storage.layers.export(WEB, target, [image])
        assert contents is not None
        assert contents.folders > 0

    run(main)
