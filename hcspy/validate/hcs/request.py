"""Rules for changes of running systems and processes in schema 2."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import ToldBy
from hcspy.validate.hints import Expected, expectations
from hcspy.validate.registry import Report, rule
from hcspy.validate.syntax import UINT64

if TYPE_CHECKING:
    from hcspy.hcs import ModifySettingRequest, ProcessModifyRequest

NUMBERS: Final = (
    "Container/Memory/SizeInMB",
    "VirtualMachine/ComputeTopology/Memory/SizeInMB",
    "VirtualMachine/ComputeTopology/Processor/CpuFrequencyPowerCap",
)
"""The paths at which there is a number."""

OTHERS: Final = ("VirtualMachine/Devices/Licensing",)
"""Paths that Microsoft and hcsshim name, and say nothing of what is there."""

ONLY: Final = {
    "virtualmachine/computetopology/gpu": "Update",
    "virtualmachine/computetopology/processor/idledprocessors": "Update",
    "virtualmachine/devices/flexibleiov/*": "Add",
}
"""Where one kind of request is taken."""

_LUN: Final = re.compile(r"/attachments/([^/]+)$", re.I)


def _told(request: ModifySettingRequest) -> ToldBy:
    """Return what says which model stands at which path: the annotation of the request."""
    expected: Expected = next(one for one in expectations(type(request)) if one.attribute == "settings")
    assert expected.told is not None
    return expected.told


def _form(path: str, told: ToldBy) -> str:
    return told.fold(path)


@rule("hcs.ModifySettingRequest")
def path_is_known(request: ModifySettingRequest, report: Report) -> None:
    """The service changes what it knows; only said for a target, for it may know more."""
    path, told = request.resource_path, _told(request)
    if not report.version:
        return
    if not path:
        if request.guest_request is None:
            report.add("resource_path", None, "what changes, such as Container/MappedDirectories")
        return
    known = {*told.classes, *(one.lower() for one in (*NUMBERS, *OTHERS))}
    if _form(str(path), told) not in known:
        near = difflib.get_close_matches(_form(str(path), told), known, n=1)
        like = f", such as {near[0]}" if near else ""
        report.add("resource_path", path, f"a path that the service knows{like}")


@rule("hcs.ModifySettingRequest")
def request_fits_the_path(request: ModifySettingRequest, report: Report) -> None:
    """Some things are only added, or only updated; PreAdd is for guests."""
    wanted = ONLY.get(_form(str(request.resource_path or ""), _told(request)))
    said = str(request.request_type or "")
    if wanted and said and said.lower() != wanted.lower():
        report.add("request_type", request.request_type, f"{wanted}, at {request.resource_path}")
    elif said.lower() == "preadd" and request.resource_path:
        report.add("request_type", request.request_type, "Add, Remove or Update")


@rule("hcs.ModifySettingRequest")
def settings_fit_the_path(request: ModifySettingRequest, report: Report) -> None:
    """What is set is of the kind that stands at the path: another one is read as that."""
    path, settings, told = str(request.resource_path or ""), request.settings, _told(request)
    wanted = told.class_for(path)
    is_number = path.lower() in (one.lower() for one in NUMBERS)
    if is_number and settings is not None and not UINT64.passes(settings):
        report.add("settings", settings if not attrs.has(settings.__class__) else "an object", UINT64.allowed)
    elif attrs.has(settings.__class__) and wanted is not None and not isinstance(settings, wanted):
        report.add("settings", settings.__class__.__name__, f"a {wanted.__name__}")
    elif report.version and settings is None and path and _needs_settings(request):
        report.add("settings", None, f"a {wanted.__name__}" if wanted else "what is set")


def _needs_settings(request: ModifySettingRequest) -> bool:
    """Tell whether a request says nothing without settings: what is removed is told by its path."""
    return str(request.request_type or "").lower() in ("add", "update")


@rule("hcs.ModifySettingRequest")
def place_of_a_disk_is_a_number(request: ModifySettingRequest, report: Report) -> None:
    """Disks are told by their place at the controller."""
    match = _LUN.search(str(request.resource_path or ""))
    if match and "/scsi/" in str(request.resource_path).lower() and not match[1].isdecimal():
        report.add("resource_path", request.resource_path, "a path that ends with the number of the disk")


@rule("hcs.ProcessModifyRequest")
def change_of_a_process_is_told(request: ProcessModifyRequest, report: Report) -> None:
    """The operation says which of the two members is read."""
    needed: dict[str, tuple[str, Any]] = {
        "consolesize": ("console_size", "the new size, for ConsoleSize"),
        "closehandle": ("close_handle", "the stream, for CloseHandle"),
    }
    name, allowed = needed.get(str(request.operation or "").lower(), ("", ""))
    if name and getattr(request, name) is None:
        report.add(name, None, allowed)
