"""What a host can do, as documents: hcsshim's hcn.SupportedFeatures."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class AclFeatures:
    """What ACL policies may say; each came with HNS 7.2."""

    acl_address_lists: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether LocalAddresses and RemoteAddresses may list several addresses."""

    acl_no_host_rule_priority: bool = attrs.field(default=False, metadata=key("AclHostRulePriority", always=True))
    """Whether a host rule may do without a priority. The JSON key says the opposite; the name is hcsshim's."""

    acl_port_ranges: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether ports may be lists and ranges."""

    acl_rule_id: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether a rule may have an Id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ApiSupport:
    """Which generations of the API there are."""

    v1: bool = attrs.field(default=False, metadata=key("V1", always=True))
    """HNS v1: `host.hns`."""

    v2: bool = attrs.field(default=False, metadata=key("V2", always=True))
    """HCN: `host.hcn`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SupportedFeatures:
    """What a host can do, worked out from the version of its network service.

    >>> SupportedFeatures().tier_acl
    False
    """

    acl: AclFeatures = attrs.field(factory=AclFeatures, metadata=key("ACL", always=True))
    """What ACL policies may say."""

    api: ApiSupport = attrs.field(factory=ApiSupport, metadata=key("API", always=True))
    """Which generations of the API there are."""

    remote_subnet: bool = attrs.field(default=False, metadata=key(always=True))
    """RemoteSubnetRoute policies of networks."""

    host_route: bool = attrs.field(default=False, metadata=key(always=True))
    """HostRoute policies of networks."""

    dsr: bool = attrs.field(default=False, metadata=key("DSR", always=True))
    """Direct server return of load balancers."""

    slash32_endpoint_prefixes: bool = attrs.field(default=False, metadata=key(always=True))
    """Endpoints whose prefix is one address."""

    acl_support_for_protocol252: bool = attrs.field(default=False, metadata=key(always=True))
    """Protocol 252 in ACL policies."""

    session_affinity: bool = attrs.field(default=False, metadata=key(always=True))
    """Load balancers that send a client to the same endpoint again."""

    ipv6_dual_stack: bool = attrs.field(default=False, metadata=key("IPv6DualStack", always=True))
    """Networks and endpoints with IPv4 and IPv6."""

    set_policy: bool = attrs.field(default=False, metadata=key(always=True))
    """SetPolicy: IP sets that ACL policies name."""

    vxlan_port: bool = attrs.field(default=False, metadata=key(always=True))
    """VxlanPort policies: another port than 4789."""

    l4_proxy: bool = attrs.field(default=False, metadata=key(always=True))
    """L4Proxy policies."""

    l4_wfp_proxy: bool = attrs.field(default=False, metadata=key(always=True))
    """L4WFPPROXY policies."""

    tier_acl: bool = attrs.field(default=False, metadata=key(always=True))
    """TierAcl policies: ACL rules in tiers."""

    network_acl: bool = attrs.field(default=False, metadata=key("NetworkACL", always=True))
    """NetworkACL policies: ACL rules for a whole network."""

    nested_ip_set: bool = attrs.field(default=False, metadata=key(always=True))
    """IP sets that hold IP sets."""

    disable_host_port: bool = attrs.field(default=False, metadata=key(always=True))
    """Networks without a port for the host."""

    modify_loadbalancer: bool = attrs.field(default=False, metadata=key(always=True))
    """Load balancers that can be changed."""

    accelnet: bool = attrs.field(default=False, metadata=key(always=True))
    """Management addresses for accelerated networking."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
