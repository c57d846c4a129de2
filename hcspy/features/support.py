"""Which features a version of the host network service has."""

from __future__ import annotations

from typing import Any

from hcspy.errors import FeatureMissingError
from hcspy.features.models import AclFeatures, ApiSupport, SupportedFeatures
from hcspy.features.releases import AnyVersion, Target, target, text
from hcspy.features.table import FEATURES, Feature, feature, said


def supported(version: AnyVersion, *, corrected: bool = False) -> SupportedFeatures:
    """Return what a version can do, by hcsshim's table; `corrected` takes hnslib's where the two differ.

    >>> found = supported("2019")
    >>> found.api.v2, found.dsr, found.acl.acl_rule_id
    (True, False, True)
    >>> supported((9, 3)).dsr
    True
    """
    hns = target(version).hns
    groups: dict[str, dict[str, Any]] = {}
    for one in FEATURES.values():
        group, _, name = one.attribute.rpartition(".")
        groups.setdefault(group, {})[name] = one.on(hns, corrected=corrected)
    parts: dict[str, Any] = {"acl": AclFeatures(**groups["acl"]), "api": ApiSupport(**groups["api"]), **groups[""]}
    return SupportedFeatures(**parts)


def require(name: str | Feature, version: AnyVersion, *, corrected: bool = False) -> None:
    """Raise FeatureMissingError unless a version has a feature.

    >>> require("SetPolicy", "2022")
    >>> require("NetworkACL", (15, 0))
    >>> require("TierAcl", (13, 3))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    hcspy.errors.FeatureMissingError: HNS 13.3 (Windows Server 2022) lacks TierAcl, which is there from HNS 14.0 on (...
    """
    wanted, found = feature(name), target(version)
    if wanted.on(found, corrected=corrected):
        return
    hint = f"portable: {wanted.instead}" if wanted.instead else None
    having = f"{said(wanted.since_by(corrected))} ({_releases(wanted, corrected)})"
    raise FeatureMissingError(f"{_found(found)} lacks {wanted.name}, which is there {having}", hint=hint)


def _found(found: Target) -> str:
    release = f" ({found.release.windows})" if found.release else ""
    return f"HNS {text(found.hns)}{release}"


def _releases(wanted: Feature, corrected: bool) -> str:
    having = [release for release in wanted.releases if wanted.on(release, corrected=corrected)]
    return "; ".join(f"{release.windows}, build {release.build}" for release in having) or "by update only"
