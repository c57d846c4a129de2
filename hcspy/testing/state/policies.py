"""Policies: which types there are, and what is plainly wrong in one.

Content is stored as it was sent. Only what the service is known to look at when an object is made is looked at
here: much nonsense is accepted, and breaks the attach later.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from hcspy.testing.profiles import Profile

from .documents import Document, listed
from .faults import (
    INTERFACE_PARAMETERS_TWICE,
    INVALID_INTERNAL_PORT,
    INVALID_POLICY,
    INVALID_POLICY_TYPE,
    Fault,
)
from .ports import Port

# fidelity: HNS-P01
_V1: Final = "NAT ACL PA VLAN VSID VNet L2Driver Isolation QOS OutBoundNAT ROUTE PROXY ELB"
_V2: Final = (
    "PortMapping SDNRoute ProviderAddress L4Proxy L4WFPPROXY PortName EncapOverhead Iov InterfaceConstraint Encryption "
    "InterfaceParameters TierAcl Firewall SourceMacAddress NetAdapterName VSwitchExtension DrMacAddress AutomaticDNS "
    "RemoteSubnetRoute VxlanPort HostRoute SetPolicy LayerConstraint NetworkACL"
)
TYPES: Final = frozenset(name.lower() for name in f"{_V1} {_V2}".split())
_PROTOCOLS: Final = {"tcp": "tcp", "6": "tcp", "udp": "udp", "17": "udp", "": "tcp", "0": "tcp"}
_MAPPINGS: Final = frozenset({"nat", "portmapping"})
_RULES: Final = frozenset({"acl", "networkacl"})
_ADDRESSES: Final = ("LocalAddresses", "RemoteAddresses")


def policy_type(policy: Document) -> str:
    """Name a policy's type, in lower case."""
    kind = policy.get("Type")
    return kind.lower() if isinstance(kind, str) else ""


def settings(policy: Document) -> Document:
    """Return what a policy says: flat as in version 1, or under `Settings`."""
    inner = policy.get("Settings")
    return inner if isinstance(inner, dict) else policy


def check_policies(policies: Any, profile: Profile, sets: Collection[str] = ()) -> list[Document]:
    """Refuse a list of policies that has a plainly wrong one; return the list.

    `sets` are the sets of addresses that rules may name instead of addresses.
    """
    if not isinstance(policies, list) or not all(isinstance(policy, dict) for policy in policies):
        raise Fault(INVALID_POLICY, "Policies is a list of objects")
    kinds = [policy_type(policy) for policy in policies]
    for kind, policy in zip(kinds, policies, strict=True):
        if kind not in TYPES or (profile.policy_gates and _came_later(kind, policy, profile)):
            raise Fault(INVALID_POLICY_TYPE, f"{policy.get('Type')!r}")
        check = _CHECKS.get(kind)
        if check:
            check(settings(policy), profile)
        for text in _named_addresses(kind, settings(policy)):
            if not is_prefix(text) and text not in sets:
                raise _wrong(f"{text!r} is not an address")
    if kinds.count("interfaceparameters") > 1:  # fidelity: HNS-P06
        raise Fault(INTERFACE_PARAMETERS_TWICE)
    return policies


# From which version of the service on a policy is known: hcsshim's table of features.
# fidelity: HCN-P03
_SINCE: Final = {
    "remotesubnetroute": (9, 2),
    "hostroute": (9, 2),
    "vxlanport": (10, 3),
    "setpolicy": (13, 0),
    "l4proxy": (13, 1),
    "l4wfpproxy": (13, 2),
    "tieracl": (14, 0),
    "networkacl": (15, 0),
    "nestedipset": (15, 0),
}


def _came_later(kind: str, policy: Document, profile: Profile) -> bool:
    nested = kind == "setpolicy" and str(settings(policy).get("PolicyType")).lower() in ("nestedipset", "1")
    return not profile.has(*_SINCE.get("nestedipset" if nested else kind, (0, 0)))


def _wrong(what: str) -> Fault:
    return Fault(INVALID_POLICY, what)


def number(policy: Document, name: str, limit: int, default: int | None = None) -> int:
    """Read a number from 0 to limit."""
    value = policy.get(name, default)
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= limit:
        raise _wrong(f"{name} is {value!r}, not a number from 0 to {limit}")
    return value


def _one_of(policy: Document, name: str, *allowed: str, optional: bool = False) -> None:
    value = policy.get(name)
    if value is None and optional:
        return
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(allowed):
        return  # fidelity: HNS-G03
    if not isinstance(value, str) or value.lower() not in allowed:
        raise _wrong(f"{name} is {value!r}")


def protocol(policy: Document) -> str:
    """Read the protocol of a mapping; TCP when it is left out."""
    value = policy.get("Protocol")
    text = _PROTOCOLS.get(str("" if value is None else value).lower())
    if text is None:
        raise _wrong(f"Protocol is {value!r}")
    return text


def _check_mapping(policy: Document, profile: Profile) -> None:
    # fidelity: HNS-E14 HNS-P02
    protocol(policy)
    if number(policy, "InternalPort", 65535, 0) == 0:
        raise Fault(INVALID_INTERNAL_PORT)
    number(policy, "ExternalPort", 65535, 0)


def _check_acl(policy: Document, profile: Profile) -> None:
    # fidelity: HNS-P03
    actions = ("allow", "block", "pass") if profile.has(14) else ("allow", "block")
    _one_of(policy, "Action", *actions)
    _one_of(policy, "Direction", "in", "out")
    _one_of(policy, "RuleType", "host", "switch", optional=True)
    number(policy, "Priority", 65535, 0)
    for name in _ADDRESSES:
        if not profile.has(7, 2) and len(_addresses(policy.get(name))) > 1:
            raise _wrong("address lists need version 7.2")
    for name in ("LocalPorts", "RemotePorts"):
        if not profile.has(7, 2) and any(mark in str(policy.get(name) or "") for mark in ",-"):
            raise _wrong(f"{name}: ranges need version 7.2")


def _addresses(value: Any) -> list[Any]:
    """Split a list of addresses: texts between commas, or a list."""
    if not value:
        return []
    return value if isinstance(value, list) else [part.strip() for part in str(value).split(",")]


def _named_addresses(kind: str, policy: Document) -> Iterator[Any]:
    # fidelity: HNS-P03 HCN-P05
    if kind in _RULES:
        for name in _ADDRESSES:
            yield from _addresses(policy.get(name))


def is_prefix(text: Any) -> bool:
    """Tell whether a text is an address or a prefix."""
    try:
        ipaddress.ip_network(text, strict=False)
    except (ValueError, TypeError):
        return False
    return isinstance(text, str)


def _check_number(name: str, lowest: int, highest: int) -> Callable[[Document, Profile], None]:
    def check(policy: Document, profile: Profile) -> None:
        # fidelity: HNS-P04
        value = number(policy, "IsolationId" if "IsolationId" in policy else name, highest)
        if value < lowest:
            raise _wrong(f"{name} is {value}, below {lowest}")

    return check


def _check_route(policy: Document, profile: Profile) -> None:
    # fidelity: HNS-P05
    if not is_prefix(policy.get("DestinationPrefix")):
        raise _wrong(f"DestinationPrefix is {policy.get('DestinationPrefix')!r}")
    if policy.get("NextHop") and not is_prefix(policy["NextHop"]):
        raise _wrong(f"NextHop is {policy['NextHop']!r}")


def _check_address_of(name: str) -> Callable[[Document, Profile], None]:
    def check(policy: Document, profile: Profile) -> None:
        if not is_prefix(policy.get(name)):
            raise _wrong(f"{name} is {policy.get(name)!r}")

    return check


def _check_balancer(policy: Document, profile: Profile) -> None:
    # fidelity: HNS-L04
    number(policy, "Protocol", 255, 0)
    if number(policy, "InternalPort", 65535, 0) == 0:
        raise Fault(INVALID_INTERNAL_PORT)
    number(policy, "ExternalPort", 65535, 0)
    vips = policy.get("VIPs") or []
    if not isinstance(vips, list) or not all(is_prefix(vip) for vip in vips):
        raise _wrong(f"VIPs is {vips!r}")


_CHECKS: Final[dict[str, Callable[[Document, Profile], None]]] = {
    "nat": _check_mapping,
    "portmapping": _check_mapping,
    "acl": _check_acl,
    "vlan": _check_number("VLAN", 0, 4095),
    "vsid": _check_number("VSID", 4096, 0xFFFFFF),
    "qos": _check_number("MaximumOutgoingBandwidthInBytes", 0, 2**64 - 1),
    "route": _check_route,
    "sdnroute": _check_route,
    "pa": _check_address_of("PA"),
    "provideraddress": _check_address_of("ProviderAddress"),
    "elb": _check_balancer,
}


def _check_subnet_route(policy: Document, profile: Profile) -> None:
    # fidelity: HCN-P03
    if not is_prefix(policy.get("DestinationPrefix")) or not is_prefix(policy.get("ProviderAddress")):
        raise _wrong("a route to a remote subnet has a DestinationPrefix and a ProviderAddress")
    number(policy, "IsolationId", 0xFFFFFF, 0)


def _check_set(policy: Document, profile: Profile) -> None:
    # fidelity: HCN-P04
    if not isinstance(policy.get("Id"), str) or not policy["Id"]:
        raise _wrong("a set has an Id")
    _one_of(policy, "PolicyType" if "PolicyType" in policy else "Type", "ipset", "nestedipset")


def _check_tier(policy: Document, profile: Profile) -> None:
    # fidelity: HCN-P03
    _one_of(policy, "Direction", "in", "out")
    for rule in listed(policy.get("TierAclRules")):
        if not isinstance(rule, dict):
            raise _wrong("TierAclRules is a list of objects")
        _one_of(rule, "TierAclRuleAction", "allow", "block", "pass")


_CHECKS.update(networkacl=_check_acl, remotesubnetroute=_check_subnet_route, setpolicy=_check_set, tieracl=_check_tier)


def rule_sets(policies: Any) -> set[str]:
    """List what rules name as addresses and is none: sets of addresses."""
    return {
        text
        for policy in listed(policies)
        if isinstance(policy, dict)
        for text in _named_addresses(policy_type(policy), settings(policy))
        if not is_prefix(text)
    }


def mappings(policies: Any) -> list[Document]:
    """Pick the policies that map ports of the host."""
    return [policy for policy in listed(policies) if isinstance(policy, dict) and policy_type(policy) in _MAPPINGS]


def mapped_ports(policies: Any) -> list[Port]:
    """List the ports that stored policies map; what cannot be read (recorded, cut) is passed over."""
    ports = []
    for policy in mappings(policies):
        try:
            port = number(settings(policy), "ExternalPort", 65535, 0)
            ports.append((protocol(settings(policy)), port))
        except Fault:
            continue
    return [port for port in ports if port[1]]


def breaks_attach(policies: Any) -> bool:
    """Tell whether a policy was accepted that cannot be applied to a port."""
    # fidelity: HNS-A09
    for policy in listed(policies):
        if isinstance(policy, dict) and policy_type(policy) == "outboundnat":
            content = settings(policy)
            if not all(map(is_prefix, listed(content.get("ExceptionList") or content.get("Exceptions")))):
                return True
    return False
