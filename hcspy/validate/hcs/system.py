"""Rules for the document of a compute system in schema 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.validate.registry import Report, rule
from hcspy.validate.syntax import elements, is_integer
from hcspy.validate.targets import HCS_SCHEMAS

if TYPE_CHECKING:
    from hcspy.hcs import ComputeSystem, HostedSystem

SCHEMA_2: Final = "HCS 2.1"
KINDS: Final = ("container", "virtual_machine", "hosted_system")
ONE_OF: Final = "one of Container, VirtualMachine and HostedSystem"

DOCUMENTS: Final = (
    "hcs.ComputeSystem",
    "hcs.ModifySettingRequest",
    "hcs.ModificationRequest",
    "hcs.PropertyQuery",
    "hcs.ServicePropertyQuery",
    "hcs.SystemQuery",
)
"""What goes to the service as a document of its own, and is not of the same form in schema 1."""


@rule(*DOCUMENTS)
def target_has_schema_2(model: Any, report: Report) -> None:
    """Before Windows 1809 there are the documents of schema 1 only."""
    if not report.above and report.lacks(SCHEMA_2):
        report.add((), model.__class__.__name__, "a document of schema 1", SCHEMA_2)


@rule("hcs.ComputeSystem")
def system_is_of_one_kind(system: ComputeSystem, report: Report) -> None:
    """A system is a container, a virtual machine, or hosted by another, and only one of them."""
    held = [kind for kind in KINDS if getattr(system, kind) is not None]
    for kind in held[1:]:
        report.add(kind, "an object", ONE_OF)
    if not held and report.version:
        report.add((), None, ONE_OF)


@rule("hcs.ComputeSystem")
def hosted_system_has_a_host(system: ComputeSystem, report: Report) -> None:
    """What is hosted is made inside of another system; only said for a target."""
    if report.version and system.hosted_system is not None and not system.hosting_system_id:
        report.add("hosting_system_id", None, "the id of the system that hosts it, beside HostedSystem")


@rule("hcs.ComputeSystem", "hcs.HostedSystem")
def schema_is_known(system: ComputeSystem | HostedSystem, report: Report) -> None:
    """The service reads the members by the version of the schema that the document names."""
    version = system.schema_version
    if version is None:
        if report.version and not report.above:
            report.add("schema_version", None, "the version of the schema, such as 2.1")
        return
    major, minor = getattr(version, "major", None), getattr(version, "minor", None)
    if not is_integer(major, 2, 2):
        report.add(("schema_version", "Major"), major, "2; documents of schema 1 have another form")
    elif not is_integer(minor, 0, 0xFFFFFFFF):
        report.add(("schema_version", "Minor"), minor, "a whole number, such as 1")
    elif not report.lacks(SCHEMA_2) and report.lacks(since := f"HCS 2.{minor}"):
        report.add(("schema_version", "Minor"), minor, f"at most {_newest(report)}", since)


def _newest(report: Report) -> int:
    """Return the minor version of the newest schema that the target is known to read."""
    return max(schema[1] for schema, since in HCS_SCHEMAS.items() if report.version and since <= report.version)


@rule("hcs.ComputeSystem")
def container_has_storage(system: ComputeSystem, report: Report) -> None:
    """A container on this host starts from layers and a scratch space; only said for a target."""
    container = system.container
    if not report.version or not attrs.has(container.__class__):
        return
    storage = getattr(container, "storage", None)
    below = report.below(container, report.at("container"))
    if not elements(getattr(storage, "layers", ())):
        below.add(("storage", "Layers"), None, "the layers of the image, newest first")
    if not getattr(storage, "path", None):
        below.add(("storage", "Path"), None, "the volume of the scratch space")
