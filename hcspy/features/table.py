"""Every feature that hcsshim asks for, with the versions of the host network service that have it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from hcspy.errors import InvalidDocumentError
from hcspy.features.releases import RELEASES, TARGETS, AnyVersion, Release, target, text
from hcspy.validate.targets import Version, ranges, reached


@dataclass(frozen=True)
class Feature:
    """Something that a host can do from some version on.

    >>> FEATURES["TierAcl"].on("2022"), FEATURES["TierAcl"].on("2025")
    (False, True)
    """

    name: str
    """What hcsshim calls it."""
    json_path: str
    """Where it stands in the document of supported features."""
    attribute: str
    """Where it stands in `SupportedFeatures`."""
    since: str
    """The versions that have it, by hcsshim's table: `HNS 9.3-9.*, 10.2` is 9.3 up to the last 9, and from 10.2 on."""
    what: str
    """What it is, in a sentence."""
    instead: str = ""
    """What does the same, or nearly, on hosts that lack it."""
    check: str = ""
    """The function of hcsshim that asks for it."""
    hnslib: str = ""
    """The versions by the table of hnslib, hcsshim's successor for networks, where it differs."""
    note: str = ""

    def on(self, version: AnyVersion, *, corrected: bool = False) -> bool:
        """Tell whether a version has it; `corrected` asks hnslib's table where it differs from hcsshim's."""
        return reached(self.since_by(corrected), target(version).hns)

    def since_by(self, corrected: bool = False) -> str:
        """Return the versions that have it, by hcsshim's table or by hnslib's."""
        return (corrected and self.hnslib) or self.since

    @property
    def ranges(self) -> tuple[tuple[Version, int | None], ...]:
        """The ranges of versions that have it: from which on, and the last major version of those that end."""
        return ranges(self.since)

    @property
    def versions(self) -> str:
        """The versions that have it, for people.

        >>> FEATURES["DSR"].versions
        'HNS 9.3 to 9.*, and from 10.2 on'
        """
        return said(self.since)

    @property
    def releases(self) -> tuple[Release, ...]:
        """The Windows releases that have it, oldest first."""
        return tuple(RELEASES[name] for name in TARGETS if self.on(name))


def said(since: str) -> str:
    """Return a list of versions in words.

    >>> said("HNS 13.0")
    'from HNS 13.0 on'
    """
    parts = [f"from {text(low)} on" if high is None else f"{text(low)} to {high}.*" for low, high in ranges(since)]
    if parts == ["from 0.0 on"]:
        return "every version"
    if len(parts) == 1:
        return parts[0].replace("from ", "from HNS ")
    return f"HNS {', '.join(parts[:-1])}, and {parts[-1]}"


_ACL: Final = "HNS 7.2"
_HCN: Final = "HNS 9.2"

FEATURES: Final[dict[str, Feature]] = {
    feature.name: feature
    for feature in (
        Feature(
            "Acl.AclAddressLists",
            "ACL.AclAddressLists",
            "acl.acl_address_lists",
            _ACL,
            "an ACL policy may list several addresses in LocalAddresses and RemoteAddresses",
            "several ACL policies, one for each address",
        ),
        Feature(
            "Acl.AclNoHostRulePriority",
            "ACL.AclHostRulePriority",
            "acl.acl_no_host_rule_priority",
            _ACL,
            "an ACL policy of RuleType Host may do without a Priority",
            "give each host rule a Priority",
            note="The JSON key says the opposite of what it means",
        ),
        Feature(
            "Acl.AclPortRanges",
            "ACL.AclPortRanges",
            "acl.acl_port_ranges",
            _ACL,
            "an ACL policy may have LocalPorts and RemotePorts, with lists and ranges",
            "several ACL policies, one for each port, with LocalPort or RemotePort",
        ),
        Feature(
            "Acl.AclRuleId",
            "ACL.AclRuleId",
            "acl.acl_rule_id",
            _ACL,
            "an ACL policy may have an Id",
            "leave Id out: it only names the rule in logs",
        ),
        Feature(
            "Api.V1",
            "API.V1",
            "api.v1",
            "HNS 0.0",
            "HNS v1, which is HNSCall of vmcompute.dll, and the documents of hcspy.hns",
        ),
        Feature(
            "Api.V2",
            "API.V2",
            "api.v2",
            _HCN,
            "HCN, which is computenetwork.dll, and documents with SchemaVersion 2",
            "the document of HNS v1, through host.hns",
            "V2ApiSupported",
        ),
        Feature(
            "RemoteSubnet",
            "RemoteSubnet",
            "remote_subnet",
            _HCN,
            "an overlay network knows the subnets of other hosts, by RemoteSubnetRoute policies",
            "a remote endpoint for each address on the other host",
            "RemoteSubnetSupported",
        ),
        Feature(
            "HostRoute",
            "HostRoute",
            "host_route",
            _HCN,
            "the host and the endpoints of a network reach each other, by a HostRoute policy",
            "an endpoint that is attached to the host",
            "HostRouteSupported",
        ),
        Feature(
            "DSR",
            "DSR",
            "dsr",
            "HNS 9.3-9.*, 10.2",
            "direct server return: what a backend answers does not pass the load balancer",
            "leave the flag out: answers then take the way back through the balancer",
            "DSRSupported",
            note="Windows Server 2019 got it by update",
        ),
        Feature(
            "Slash32EndpointPrefixes",
            "Slash32EndpointPrefixes",
            "slash32_endpoint_prefixes",
            "HNS 9.3-9.*, 10.4",
            "an endpoint may have a prefix of one address (/32)",
            "the prefix length of the subnet",
            "Slash32EndpointPrefixesSupported",
            note="Windows Server 2019 got it by update",
        ),
        Feature(
            "AclSupportForProtocol252",
            "AclSupportForProtocol252",
            "acl_support_for_protocol252",
            "HNS 11.0",
            "an ACL policy may be for protocol 252",
            "ACL policies for the protocols that are meant, such as 6 (TCP) and 17 (UDP)",
            "AclSupportForProtocol252Supported",
            note="hcsshim's comment disagrees with its table",
        ),
        Feature(
            "SessionAffinity",
            "SessionAffinity",
            "session_affinity",
            "HNS 12.0",
            "a load balancer sends a client to the same backend again, by DistributionType",
            "leave DistributionType out, and keep what belongs to a session where every backend finds it",
            "SessionAffinitySupported",
        ),
        Feature(
            "IPv6DualStack",
            "IPv6DualStack",
            "ipv6_dual_stack",
            "HNS 11.10",
            "networks and endpoints may have IPv4 and IPv6 at once",
            "one IP version; a second network and endpoint for the other",
            "IPv6DualStackSupported",
        ),
        Feature(
            "SetPolicy",
            "SetPolicy",
            "set_policy",
            "HNS 13.0",
            "a network has sets of addresses that ACL policies name",
            "write the addresses themselves into the ACL policies",
            "SetPolicySupported",
        ),
        Feature(
            "VxlanPort",
            "VxlanPort",
            "vxlan_port",
            "HNS 10.3",
            "an overlay network may use another UDP port than 4789, by a VxlanPort policy",
            "leave the policy out, and use port 4789 on every node",
            "VxlanPortSupported",
        ),
        Feature(
            "L4Proxy",
            "L4Proxy",
            "l4_proxy",
            "HNS 9.5-9.*, 10.5-10.*, 11.11-11.*, 12.1-12.*, 13.1",
            "what an endpoint sends goes through a proxy; the policy is PROXY in HNS v1",
            "leave the policy out, and tell the program in the container about its proxy",
            "L4proxyPolicySupported",
            note="Older Windows got it by update",
        ),
        Feature(
            "L4WfpProxy",
            "L4WfpProxy",
            "l4_wfp_proxy",
            "HNS 13.2",
            "what an endpoint sends and gets goes through a proxy, by L4WFPPROXY policies",
            "an L4Proxy policy, which older Windows got by update (HNS 9.5, 10.5, 11.11, 12.1)",
            "L4WfpProxyPolicySupported",
        ),
        Feature(
            "TierAcl",
            "TierAcl",
            "tier_acl",
            "HNS 14.0",
            "rules in tiers, where a rule may pass a packet on to the next tier",
            "ACL policies, whose priorities follow the order of the tiers",
            "TierAclPolicySupported",
        ),
        Feature(
            "NetworkACL",
            "NetworkACL",
            "network_acl",
            "HNS 15.0",
            "an ACL policy for a whole network",
            "the same ACL policy on each endpoint of the network",
            "NetworkACLPolicySupported",
        ),
        Feature(
            "NestedIpSet",
            "NestedIpSet",
            "nested_ip_set",
            "HNS 15.0",
            "a set of addresses may hold sets (NESTEDIPSET)",
            "one IPSET with the addresses of all the sets",
            "NestedIpSetSupported",
        ),
        Feature(
            "DisableHostPort",
            "DisableHostPort",
            "disable_host_port",
            "HNS 15.1",
            "the host has no port on the network's switch, by network flag 1024",
            "leave the flag out: the host then keeps its port",
            "DisableHostPortSupported",
        ),
        Feature(
            "ModifyLoadbalancer",
            "ModifyLoadbalancer",
            "modify_loadbalancer",
            "HNS 15.4",
            "a load balancer can be changed",
            "delete the load balancer and create it again under the same id",
            "ModifyLoadbalancerSupported",
            hnslib="HNS 15.5-15.*, 16.0",
            note="Some builds with HNS 15.4 answer that all is well and change nothing: look at it afterwards",
        ),
        Feature(
            "Accelnet",
            "Accelnet",
            "accelnet",
            "HNS 15.4",
            "the host keeps MAC addresses for the management of accelerated networking",
            check="AccelnetSupported",
        ),
    )
}
"""Every feature by hcsshim's name for it."""

_BY_WORD: Final = {
    word.casefold(): feature
    for feature in FEATURES.values()
    for word in (feature.name, feature.json_path, feature.attribute, feature.check)
    if word
}


def feature(name: str | Feature) -> Feature:
    """Return a feature by its name, its JSON path, its attribute, or hcsshim's check, in any letter case.

    >>> feature("ipv6dualstack") is feature("IPv6DualStackSupported") is feature("ipv6_dual_stack")
    True
    """
    if isinstance(name, Feature):
        return name
    word = name.removeprefix("hcn.").casefold()
    if word in _BY_WORD:
        return _BY_WORD[word]
    near = difflib.get_close_matches(word, _BY_WORD, n=3, cutoff=0.5)
    meant = list(dict.fromkeys(_BY_WORD[one].name for one in near))
    raise InvalidDocumentError(
        f"there is no feature {name!r}", hint=f"{'near it' if meant else 'there are'}: {', '.join(meant or FEATURES)}"
    )
