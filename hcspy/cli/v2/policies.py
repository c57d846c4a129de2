"""How policies are written at HCN: a type, and the members in an envelope; which types there are, the carrier says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hcspy.cli.kinds import PolicyStyle
from hcspy.codec import to_dict
from hcspy.hcn import (
    ENDPOINT_POLICIES,
    NETWORK_POLICIES,
    PolicyEndpointRequest,
    PolicyNetworkRequest,
    UnknownPolicy,
)


def _document(carrier: Callable[..., Any]) -> Callable[[Any], dict[str, Any]]:
    def written(policy: Any) -> dict[str, Any]:
        document: dict[str, Any] = to_dict(carrier(policies=(policy,)))["Policies"][0]
        return document

    return written


OF_ENDPOINTS: Final = PolicyStyle(
    classes=lambda: ENDPOINT_POLICIES,
    unknown=UnknownPolicy.of,
    document=_document(PolicyEndpointRequest),
    enveloped=True,
)
OF_NETWORKS: Final = PolicyStyle(
    classes=lambda: NETWORK_POLICIES,
    unknown=UnknownPolicy.of,
    document=_document(PolicyNetworkRequest),
    enveloped=True,
)
