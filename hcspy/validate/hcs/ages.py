"""Which version of the schema brought the values of enumerations that are older than these values."""

from __future__ import annotations

from hcspy.validate.registry import values_since

values_since("hcs.ModifyResourceType", {"CimMount": "HCS 2.3"})
