"""Rules for namespaces."""

from __future__ import annotations

from hcspy.validate.registry import checks
from hcspy.validate.syntax import UINT32

checks("hns.Namespace", {"compartment_id": UINT32})
