"""Rules for the parts of containers and virtual machines in schema 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hcspy.validate.hcs.limits import HUNDREDTHS, WEIGHT
from hcspy.validate.hcs.paths import GUEST_PATH, PIPE, PIPE_NAME
from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import A_GUID, MAC, Check, elements

if TYPE_CHECKING:
    from hcspy.hcs import Device, Layer, MappedDirectory, MappedPipe, Networking

checks("hcs.Storage", {"path": GUEST_PATH})
checks("hcs.MappedDirectory", {"container_path": GUEST_PATH})
checks("hcs.MappedPipe", {"container_pipe_name": PIPE_NAME})
checks("hcs.Processor", {"weight": WEIGHT, "maximum": HUNDREDTHS})
checks("hcs.NetworkAdapter", {"mac_address": MAC})
checks("hcs.Networking", {"namespace": A_GUID})
checks("hcs.ComPort", {"named_pipe": PIPE})


def _is_a_path(part: Any, path: str, kind: str) -> bool:
    """Tell whether a path is meant as one; it may be the name of a share or a pipe of the utility VM."""
    meant = getattr(part, kind)
    return bool(getattr(part, path)) and (meant is None or str(meant).lower() in ("", "absolutepath"))


def _judge(part: Any, report: Report, path: str, kind: str, check: Check) -> None:
    value = getattr(part, path)
    if _is_a_path(part, path, kind) and not check.passes(value):
        report.add(path, value, check.allowed)


@rule("hcs.Layer")
def layer_is_absolute(layer: Layer, report: Report) -> None:
    """A layer is found by its folder; for a target it also needs to have one, and an id."""
    _judge(layer, report, "path", "path_type", GUEST_PATH)
    if report.version and not layer.path:
        report.add("path", None, GUEST_PATH.allowed)
    if report.version and not layer.id:
        report.add("id", None, A_GUID.allowed)


@rule("hcs.MappedDirectory")
def folder_is_absolute(folder: MappedDirectory, report: Report) -> None:
    """A folder of the host is found by its path; for a target it needs both paths."""
    _judge(folder, report, "host_path", "host_path_type", GUEST_PATH)
    for name in ("host_path", "container_path"):
        if report.version and not getattr(folder, name):
            report.add(name, None, GUEST_PATH.allowed)


@rule("hcs.MappedPipe")
def pipe_is_a_pipe(pipe: MappedPipe, report: Report) -> None:
    """A pipe of the host is found by its path."""
    _judge(pipe, report, "host_path", "host_path_type", PIPE)


@rule("hcs.Networking")
def network_is_told_once(networking: Networking, report: Report) -> None:
    """A container is in a namespace, or has endpoints; only said for a target."""
    if report.version and networking.namespace and elements(networking.network_adapters):
        report.add("network_adapters", "a list", "nothing, beside Namespace")


@rule("hcs.Device")
def device_is_told(device: Device, report: Report) -> None:
    """A device is found by what its kind says; only said for a target."""
    needed = {"classguid": "interface_class_guid", "deviceinstance": "location_path"}.get(
        str(device.type or "").lower()
    )
    if report.version and needed and not getattr(device, needed):
        report.add(needed, None, f"the device, where Type is {device.type!s}")
