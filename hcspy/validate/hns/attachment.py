"""Rules for attach and detach requests."""

from __future__ import annotations

from hcspy.validate.registry import checks
from hcspy.validate.syntax import UINT16

checks("hns.EndpointAttachDetachRequest", {"compartment_id": UINT16})
