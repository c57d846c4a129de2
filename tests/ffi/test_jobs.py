"""Job objects: opened by their full name through ntdll.dll, limited and closed through kernel32.dll."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hcspy._ffi import lasterror
from hcspy._ffi.kernel32 import get_disk_free_space, set_job_group_affinities
from hcspy._ffi.ntdll import JobHandle, open_job_object
from hcspy.errors import (
    AccessDeniedError,
    HcspyError,
    InvalidDocumentError,
    NotFoundError,
    UnexpectedAnswerError,
    UnspecifiedError,
)

from .conftest import Fake

NAME = r"\Container_wéb😀"


def opened(fake: Fake, answer: Mapping[str, Any]) -> JobHandle:
    """Open a job object that the fake has, and let it answer what follows."""
    fake.answer = {"ret": 0, "jobHandle": 0x40}
    job = open_job_object(fake.tables, NAME)
    fake.answer = answer
    return job


def test_name_is_given_whole_and_by_its_length(fake: Fake) -> None:
    """A name in the folder of the session would never be found; the right asked for is the only one needed."""
    with opened(fake, {}) as job:
        assert repr(job) == "<job object, open>"
    (_, opening, asked), (dll, closing, closed) = fake.calls
    assert (opening, dll, closing) == ("NtOpenJobObject", "kernel32", "CloseHandle")
    assert asked["desiredAccess"] == 0x2
    assert asked["objectAttributes"] == {
        "Length": 48,
        "RootDirectory": 0,
        "ObjectName": NAME,
        "Attributes": 0x40,
        "SecurityDescriptor": 0,
        "SecurityQualityOfService": 0,
    }
    assert closed == {"object": 0x40}


@pytest.mark.parametrize(
    ("status", "kind", "hresult"),
    [
        (0xC0000022, AccessDeniedError, 0x80070005),
        (0xC0000034, NotFoundError, 0x80070002),
        (0xC000003A, NotFoundError, 0x80070003),
        (0xC000000D, HcspyError, 0xD000000D),
        (0x80070005, AccessDeniedError, 0x80070005),
    ],
)
def test_status_becomes_what_windows_makes_of_it(fake: Fake, status: int, kind: type[HcspyError], hresult: int) -> None:
    """A caller should not have to know a third family of numbers."""
    fake.answer = {"ret": status}
    with pytest.raises(kind) as caught:
        open_job_object(fake.tables, NAME)
    assert (caught.value.hresult, caught.value.call) == (hresult, "NtOpenJobObject")
    assert (NAME in str(caught.value)) == (kind is NotFoundError)
    assert len(fake.calls) == 1  # nothing is closed that was not opened


def test_success_without_a_handle_is_no_success(fake: Fake) -> None:
    """What would be limited is nothing."""
    with pytest.raises(UnexpectedAnswerError, match="NtOpenJobObject succeeded and gave no handle"):
        open_job_object(fake.tables, NAME)


def test_processors_go_in_as_an_array_counted_in_bytes(fake: Fake) -> None:
    """A group and a mask for each, and zeros where Windows wants zeros."""
    with opened(fake, {"ret": 1}) as job:
        set_job_group_affinities(job, [(0, 0b11), (3, 1 << 63)])
        assert fake.args == {
            "job": 0x40,
            "informationClass": 14,
            "information": [
                {"Mask": 0b11, "Group": 0, "Reserved": [0, 0, 0]},
                {"Mask": 1 << 63, "Group": 3, "Reserved": [0, 0, 0]},
            ],
            "informationLengthInBytes": 32,
        }


@pytest.mark.parametrize(("code", "kind"), [(87, InvalidDocumentError), (5, AccessDeniedError), (0, UnspecifiedError)])
def test_refusal_is_what_the_thread_was_left_with(fake: Fake, code: int, kind: type[HcspyError]) -> None:
    """A BOOL says no more than that it failed; where nobody says why, that is said."""
    with opened(fake, {"ret": 0, "last_error": code}) as job:
        with pytest.raises(kind) as caught:
            set_job_group_affinities(job, [(0, 5)])
        fake.answer = {}
    assert caught.value.call == "SetInformationJobObject"
    assert ("group 0: 0x5" in str(caught.value)) == (code == 87)


def test_code_is_told_once_and_a_success_takes_it_back(fake: Fake) -> None:
    """A failure of long ago explains nothing."""
    lasterror.put_last_error(87)
    assert (lasterror.last_error(), lasterror.last_error()) != (87, 87)
    lasterror.put_last_error(87)
    fake.answer = {"ret": 1}
    get_disk_free_space(fake.tables, "C:\\")
    fake.answer = {"ret": 0}
    with pytest.raises(UnspecifiedError):
        get_disk_free_space(fake.tables, "C:\\")
