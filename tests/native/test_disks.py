"""Virtual disks through virtdisk.dll: their handles are of Windows, and kernel32.dll closes them."""

from __future__ import annotations

import pytest

import hcspy
from hcspy.errors import HcspyError

from .remote import Remote

DISK = "C:\\disk.vhdx"


def test_disk_is_made_and_attached(host: hcspy.Host, remote: Remote) -> None:
    """Sizes and a parent go in by a structure in a structure, and a path comes back in a buffer counted in bytes."""
    with host.storage.disks.create(DISK, size=1 << 30) as disk:
        disk.attach()
        assert disk.physical_path().startswith(r"\\.\PhysicalDrive")
        disk.detach()
    made = next(asked for asked in remote.requests() if asked["export"] == "CreateVirtualDisk")
    assert made["args"]["parameters"]["Version2"]["MaximumSize"] == 1 << 30
    with host.storage.disks.create_differencing("C:\\child.vhdx", DISK):
        pass
    remote.assert_clean()


def test_closed_handle_takes_the_disk_away(host: hcspy.Host, remote: Remote) -> None:
    """A disk is attached as long as somebody has its handle; the service hears of the end from Windows alone."""
    with host.storage.disks.create(DISK, size=1 << 30) as disk:
        disk.attach()
    remote.assert_clean()
    with host.storage.disks.open(DISK) as disk:
        disk.attach()
    remote.assert_clean()


def test_disk_that_is_left_open_is_noticed(host: hcspy.Host, remote: Remote) -> None:
    """The tests above prove something only if this one fails without the close."""
    with host.storage.disks.create(DISK, size=1 << 30), pytest.raises(AssertionError, match="virtual disk"):
        remote.assert_clean(0.1)
    remote.assert_clean()


def test_missing_disk_is_an_error_of_its_call(host: hcspy.Host) -> None:
    """These functions return errors of Windows, which become HRESULTs as everywhere."""
    with pytest.raises(HcspyError) as error:
        host.storage.disks.open("C:\\nothing.vhdx")
    assert (error.value.call, error.value.hresult) == ("OpenVirtualDisk", 0x80070002)
