"""The job object of a container, through the real ntdll.dll and kernel32.dll: what opens it, and what closes it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator

import pytest

import hcspy
from hcspy.errors import InvalidDocumentError, NotFoundError
from hcspy.hcs import GroupAffinity

from .remote import Remote

DOCUMENT = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
ALL_ACCESS = 0x1F003F


class Text(ctypes.Structure):
    """A UNICODE_STRING."""

    _fields_ = (("length", ctypes.c_ushort), ("size", ctypes.c_ushort), ("buffer", ctypes.c_wchar_p))


class Attributes(ctypes.Structure):
    """OBJECT_ATTRIBUTES, written down a second time: from the headers of the SDK, and not from ours."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("root", ctypes.c_void_p),
        ("name", ctypes.POINTER(Text)),
        ("attributes", ctypes.c_ulong),
        ("security", ctypes.c_void_p),
        ("quality", ctypes.c_void_p),
    )


class Counts(ctypes.Structure):
    """What NtQueryObject says of an object: OBJECT_BASIC_INFORMATION."""

    _fields_ = (
        ("attributes", ctypes.c_ulong),
        ("access", ctypes.c_ulong),
        ("handles", ctypes.c_ulong),
        ("rest", ctypes.c_ulong * 11),
    )


class Job:
    """A job object with a name of the whole machine, as the compute service makes one."""

    def __init__(self, name: str) -> None:
        if sys.platform == "win32":
            self._dll = ctypes.WinDLL("ntdll")
        text = Text(2 * len(name), 2 * len(name), name)
        attributes = Attributes(ctypes.sizeof(Attributes), None, ctypes.pointer(text), 0, None, None)
        self._handle = ctypes.c_void_p()
        assert self._dll.NtCreateJobObject(ctypes.byref(self._handle), ALL_ACCESS, ctypes.byref(attributes)) == 0

    @property
    def handles(self) -> int:
        """How many handles of it are open."""
        counts = Counts()
        assert self._dll.NtQueryObject(self._handle, 0, ctypes.byref(counts), ctypes.sizeof(counts), None) == 0
        found: int = counts.handles
        return found

    def close(self) -> None:
        """Close this one."""
        self._dll.NtClose(self._handle)


@pytest.fixture
def id() -> str:
    """An id that no other run of these tests has."""
    return f"web-{os.getpid()}"


@pytest.fixture
def job(id: str) -> Iterator[Job]:
    """The silo of a container, as far as Wine has such a thing."""
    job = Job(rf"\Container_{id}")
    yield job
    job.close()


def test_silo_that_is_not_there_is_not_found(host: hcspy.Host, remote: Remote, id: str) -> None:
    """The status comes from the kernel."""
    with host.hcs.systems.create(id, DOCUMENT, terminate_on_exit=True) as system:
        with pytest.raises(NotFoundError) as caught:
            system.set_cpu_group_affinities([GroupAffinity(1)])
        assert (caught.value.call, caught.value.hresult) == ("NtOpenJobObject", 0x80070002)
    remote.assert_clean()


def test_silo_is_opened_and_closed(host: hcspy.Host, remote: Remote, job: Job, id: str) -> None:
    """By its full name, letter case aside; Wine knows no processor groups of jobs, and says so by the last error."""
    with host.hcs.systems.create(id.upper(), DOCUMENT, terminate_on_exit=True) as system:
        for _ in range(20):
            with pytest.raises(InvalidDocumentError, match="group 0: 0x1") as caught:
                system.set_cpu_group_affinities([GroupAffinity(1)])
            assert (caught.value.call, caught.value.hresult) == ("SetInformationJobObject", 0x80070057)
            assert job.handles == 1
    remote.assert_clean()
