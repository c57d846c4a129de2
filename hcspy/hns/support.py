"""What the v1 side of a host can do."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSAclFeatures:
    """What ACL policies may say on a host; each is there from HNS 7.2 (Windows 1803) on.

    >>> HNSAclFeatures(acl_rule_id=True).acl_port_ranges
    False
    """

    acl_address_lists: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether LocalAddresses and RemoteAddresses may list several addresses; one otherwise."""

    acl_no_host_rule_priority: bool = attrs.field(default=False, metadata=key("AclHostRulePriority", always=True))
    """Whether a host rule may do without a priority. The JSON key says the opposite; the name is hcsshim's."""

    acl_port_ranges: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether LocalPorts and RemotePorts may be used, with lists and ranges."""

    acl_rule_id: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether a rule may have an Id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSSupportedFeatures:
    """What the v1 side of a host can do, worked out from the service's version.

    >>> HNSSupportedFeatures().acl.acl_rule_id
    False
    """

    acl: HNSAclFeatures = attrs.field(factory=HNSAclFeatures, metadata=key("ACL", always=True))
    """What ACL policies may say."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
