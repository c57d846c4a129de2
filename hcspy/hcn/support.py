"""What a host can do: the documents of `hcspy.features`, which works them out."""

from __future__ import annotations

from hcspy.features.models import AclFeatures, ApiSupport, SupportedFeatures

__all__ = ["AclFeatures", "ApiSupport", "SupportedFeatures"]
