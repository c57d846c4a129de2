"""Counterparts of what hcsshim knows of Windows versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hcspy.hcs import WindowsVersion

from .counterparts import Argument, Counterpart, Inputs


def _version(name: str) -> Argument:
    return lambda inputs: _of(inputs, name)


def _of(inputs: Inputs, name: str) -> WindowsVersion:
    held: Mapping[str, Any] = inputs[name]
    return WindowsVersion(held["Build"], None, held["MajorVersion"], held["MinorVersion"])


def _text(method: str) -> Counterpart:
    return Counterpart(
        f"osversion.OSVersion.{method}",
        "hcspy.hcs.WindowsVersion",
        {"version": _version("receiver")},
        call=lambda cls, given: str(given["version"]),
        note="`str(version)`: with the revision where that is known",
    )


ROWS: Final = (
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
