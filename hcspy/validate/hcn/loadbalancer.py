"""Rules for load balancers."""

from __future__ import annotations

from typing import Final

from hcspy.validate.protocols import PROTOCOL
from hcspy.validate.registry import checks
from hcspy.validate.syntax import ADDRESS, PORT, UINT16, Check, whole_number

INTERNAL_PORT: Final[Check] = whole_number(1, 65535)
"""0 is HCN_E_INVALID_INTERNAL_PORT."""

checks("hcn.HostComputeLoadBalancer", {"source_vip": ADDRESS, "frontend_vips": ADDRESS, "state": UINT16})
checks(
    "hcn.LoadBalancerPortMapping",
    {"protocol": PROTOCOL, "internal_port": INTERNAL_PORT, "external_port": PORT},
)
checks("hcn.HostComputeRoute", {"state": UINT16})
