"""Counterparts of what hcsshim knows of Windows versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hcspy.hcs import WindowsVersion

from .counterparts import Argument, Counterpart, Inputs, Projection


def _version(name: str) -> Argument:
    return lambda inputs: _of(inputs, name)


def _of(inputs: Inputs, name: str) -> WindowsVersion:
    held: Mapping[str, Any] = inputs[name]
    return WindowsVersion(held["Build"], None, held["MajorVersion"], held["MinorVersion"])


def _of_the_host(function: str, part: Projection, note: str = "") -> Counterpart:
    return Counterpart(f"osversion.{function}", "host.version", result=part, call=_attribute, note=note)


def _attribute(target: Any, given: Any) -> Any:
    return target


def _packed(version: WindowsVersion) -> dict[str, int]:
    return {
        "Version": version.packed,
        "MajorVersion": version.major,
        "MinorVersion": version.minor,
        "Build": int(version.build),
    }


def _text(method: str) -> Counterpart:
    return Counterpart(
        f"osversion.OSVersion.{method}",
        "hcspy.hcs.WindowsVersion",
        {"version": _version("receiver")},
        call=lambda cls, given: str(given["version"]),
        note="`str(version)`: with the revision where that is known",
    )


ROWS: Final = (
    _of_the_host("Get", _packed, "of the host that is connected, which need not be this machine"),
    _of_the_host("Build", lambda version: int(version.build), "`.build`"),
    _of_the_host("BuildRevision", lambda version: version.revision, "`.revision`; None if it is not known"),
    Counterpart(
        "osversion.CheckHostAndContainerCompat",
        "hcspy.hcs.WindowsVersion.runs",
        {"host": _version("host"), "image": _version("ctr")},
        call=lambda runs, given: runs(given["host"], given["image"]),
        note='`host.runs(image)`; `isolation="hyperv"` says it for Hyper-V isolation',
    ),
    _text("String"),
    _text("ToString"),
)
