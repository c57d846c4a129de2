"""What the v1 side of a host can do."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSAclFeatures:
    """What ACL policies may say on this host; each from HNS 7.2 (Windows 1803)."""

    acl_address_lists: bool = attrs.field(default=False, metadata=key(always=True))
    acl_no_host_rule_priority: bool = attrs.field(default=False, metadata=key("AclHostRulePriority", always=True))
    acl_port_ranges: bool = attrs.field(default=False, metadata=key(always=True))
    acl_rule_id: bool = attrs.field(default=False, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSSupportedFeatures:
    """What the v1 side of this host can do."""

    acl: HNSAclFeatures = attrs.field(factory=HNSAclFeatures, metadata=key("ACL", always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
