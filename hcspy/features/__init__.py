"""What each version of Windows can do: features, releases, builds. All of it works offline.

>>> from hcspy import features
>>> features.supported("2022").tier_acl, features.supported("2025").tier_acl
(False, True)
>>> print(features.feature("DSR").versions)
HNS 9.3 to 9.*, and from 10.2 on
>>> features.builds.Build.LTSC2022
<Build.LTSC2022: 20348>
"""

from __future__ import annotations

from hcspy.features import builds
from hcspy.features.builds import BUILDS, Build
from hcspy.features.models import AclFeatures, ApiSupport, SupportedFeatures
from hcspy.features.releases import (
    RELEASES,
    TARGETS,
    AnyVersion,
    Release,
    Target,
    hcs_schema_version,
    released_with,
    schema_version,
    target,
)
from hcspy.features.support import require, supported
from hcspy.features.table import FEATURES, Feature, feature

__all__ = [
    "BUILDS",
    "FEATURES",
    "RELEASES",
    "TARGETS",
    "AclFeatures",
    "AnyVersion",
    "ApiSupport",
    "Build",
    "Feature",
    "Release",
    "SupportedFeatures",
    "Target",
    "builds",
    "feature",
    "hcs_schema_version",
    "released_with",
    "require",
    "schema_version",
    "supported",
    "target",
]
