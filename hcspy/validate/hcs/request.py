"""Rules for changes of running systems, and for questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.validate.hcs.container import SYSTEM_TYPE
from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import A_GUID

if TYPE_CHECKING:
    from hcspy.hcs.schema1 import ResourceModificationRequestResponse

checks("hcs.schema1.ComputeSystemQuery", {"types": SYSTEM_TYPE})


@rule("hcs.schema1.ResourceModificationRequestResponse")
def endpoint_is_an_id(request: ResourceModificationRequestResponse, report: Report) -> None:
    """An endpoint is plugged in, or taken out, by its id."""
    if str(request.resource_type).lower() == "network" and not A_GUID.passes(request.settings):
        report.add("settings", request.settings, f"the endpoint's id: {A_GUID.allowed}")


@rule("hcs.schema1.ResourceModificationRequestResponse")
def request_is_complete(request: ResourceModificationRequestResponse, report: Report) -> None:
    """A change says what, and how; only said for a target."""
    if report.version and not request.resource_type:
        report.add("resource_type", None, "what changes: Network")
    if report.version and not request.request_type:
        report.add("request_type", None, "Add or Remove")
