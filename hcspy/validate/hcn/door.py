"""That there is an HCN at all."""

from __future__ import annotations

from typing import Any, Final

from hcspy.validate.registry import Report, rule

HCN: Final = "HNS 9.2"

DOCUMENTS: Final = (
    "hcn.HostComputeNetwork",
    "hcn.HostComputeEndpoint",
    "hcn.HostComputeNamespace",
    "hcn.HostComputeLoadBalancer",
    "hcn.HostComputeRoute",
    "hcn.HostComputeQuery",
    "hcn.GuestNetworkService",
    "hcn.ModifyNetworkSettingRequest",
    "hcn.ModifyEndpointSettingRequest",
    "hcn.ModifyNamespaceSettingRequest",
    "hcn.ModifyGuestNetworkServiceSettingRequest",
)
"""What goes to the service as a document of its own."""


@rule(*DOCUMENTS)
def target_has_hcn(model: Any, report: Report) -> None:
    """Before Windows 1809 there are the documents of HNS v1 only."""
    if not report.above and report.lacks(HCN):
        report.add((), model.__class__.__name__, "a document of HNS v1", HCN)
