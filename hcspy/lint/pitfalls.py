"""What goes wrong with documents that look right: each was reported by somebody, or follows from how HNS reads."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Final

from hcspy.lint.compute import compute_pitfalls
from hcspy.lint.finding import Effect
from hcspy.lint.kinds import Kind
from hcspy.lint.spot import Spot
from hcspy.lint.trap import Pitfall, Pitfalls
from hcspy.lint.uses import ADDRESSES, EVERYTHING, RULES
from hcspy.validate.syntax import prefix

STRICT_EXCEPTIONS: Final = "HNS 13.0"
"""From where on OutBoundNAT refuses exceptions with host bits (hcsshim#1951: 2019 takes them, 2022 does not)."""

OTHER_DOOR: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("v2", "outboundnat"): {"ExceptionList": "Exceptions", "VIP": "VirtualIP"},
    ("v1", "outboundnat"): {"Exceptions": "ExceptionList", "VirtualIP": "VIP"},
    ("v2", "acl"): {"Protocol": "Protocols", "LocalPort": "LocalPorts", "RemotePort": "RemotePorts"},
}
"""Members that are called otherwise at the other door, by API and Type (Calico's issues)."""

OTHER_TYPE: Final[dict[str, dict[str, str]]] = {
    "v2": {"nat": "PortMapping", "route": "SDNRoute", "pa": "ProviderAddress", "proxy": "L4Proxy"},
    "v1": {"portmapping": "NAT", "sdnroute": "ROUTE", "provideraddress": "PA", "l4proxy": "PROXY"},
}
"""Policies that are called otherwise at the other door, by API and Type."""


def pitfalls(document: Spot, kind: Kind) -> Pitfalls:
    """Return what will go wrong with a document, or with the settings of a request."""
    api = kind.api
    if kind.of_hcs:
        yield from compute_pitfalls(document, kind)
        return
    if api == "v2" and not kind.request:
        yield from _door(document, kind.noun)
    for carrier in (document, *document.each("Subnets"), *document.each("Ipams", "Subnets")):
        for policy in carrier.each("Policies"):
            yield from _policy(policy, api)


# -- the wrong door ----------------------------------------------------------------------------------------------------

_V1_MEMBERS: Final = {
    "network": ("Subnets", "MacPools", "NetworkAdapterName", "SourceMac", "DNSServerList"),
    "endpoint": ("VirtualNetwork", "VirtualNetworkName", "IPAddress", "GatewayAddress", "DNSServerList"),
    "namespace": ("IsDefault", "ResourceList"),
}
_V2_FORM: Final = {
    "Subnets": "Ipams[].Subnets, with IpAddressPrefix and Routes",
    "MacPools": "MacPool.Ranges",
    "NetworkAdapterName": "a NetAdapterName policy",
    "SourceMac": "a SourceMacAddress policy",
    "DNSServerList": "Dns.ServerList",
    "VirtualNetwork": "HostComputeNetwork",
    "VirtualNetworkName": "HostComputeNetwork, with the id",
    "IPAddress": "IpConfigurations[].IpAddress",
    "GatewayAddress": "Routes[].NextHop",
    "IsDefault": "Type HostDefault",
    "ResourceList": "Resources",
}


def _door(document: Spot, noun: str) -> Pitfalls:
    version = document.get("SchemaVersion")
    # Namespaces are taken without: hcsshim's tests create them with 0.0.
    if noun != "namespace" and (version is None or version.number("Major") != 2):
        why = "without SchemaVersion 2 the service takes the document for one of HNS v1, and sees none of HCN's members"
        yield Pitfall(document.missing("SchemaVersion"), Effect.IGNORED, why, '{"Major": 2, "Minor": 0}')
    for name in _V1_MEMBERS.get(noun, ()):
        if (found := document.get(name)) is not None:
            yield Pitfall(found, Effect.IGNORED, f"{name} belongs to documents of HNS v1", _V2_FORM[name])


# -- policies ----------------------------------------------------------------------------------------------------------


def _policy(policy: Spot, api: str) -> Pitfalls:
    named = policy.get("Type") or policy.missing("Type")
    type_, settings = policy.text("Type"), policy.get("Settings")
    if (other := OTHER_TYPE[api].get(type_)) is not None:
        door = "HNS v1" if api == "v2" else "HCN"
        yield Pitfall(named, Effect.REFUSED, f"{named.value} is a policy of {door}", other)
    if api == "v2" and settings is None and _says_something(policy):
        yield Pitfall(
            policy.missing("Settings"), Effect.REFUSED, "HCN reads a policy's members inside of Settings", "Settings"
        )
    if api == "v1" and settings is not None and isinstance(settings.value, dict):
        why = "HNS v1 reads a policy's members beside Type"
        yield Pitfall(settings, Effect.IGNORED, why, "the members of Settings, beside Type")
    held = settings if api == "v2" and settings is not None else policy
    yield from _other_members(held, api, type_)
    check = _BY_TYPE.get(type_)
    if check is not None:
        yield from check(held)


def _says_something(policy: Spot) -> bool:
    return isinstance(policy.value, dict) and any(str(key).lower() not in ("type", "settings") for key in policy.value)


def _other_members(settings: Spot, api: str, type_: str) -> Pitfalls:
    for name, right in OTHER_DOOR.get((api, "acl" if type_ in RULES else type_), {}).items():
        if (found := settings.get(name)) is not None:
            door = "HCN" if api == "v2" else "HNS v1"
            yield Pitfall(found, Effect.IGNORED, f"{door} calls it {right}", right)


def _rule(rule: Spot) -> Pitfalls:
    for name in (*ADDRESSES, "LocalPorts", "RemotePorts", "Protocols", "Protocol"):
        if any(item.lower() in EVERYTHING for item in rule.items(name)):
            found = rule.get(name) or rule.missing(name)
            why = f"{found.value!r} is refused (0x803B000D)"
            yield Pitfall(found, Effect.REFUSED, why, f"leave {name} out: that means all")


def _tiers(settings: Spot) -> Pitfalls:
    for rule in settings.each("TierAclRules"):
        yield from _rule(rule)


def _outbound_nat(settings: Spot) -> Pitfalls:
    for name in ("Exceptions", "ExceptionList"):
        for spot in settings.each(name):
            if (bare := _without_host_bits(spot.value)) is not None:
                why = f"{spot.value} has host bits, which Windows Server 2022 refuses and 2019 takes (0x803B000D)"
                yield Pitfall(spot, Effect.REFUSED, why, bare, STRICT_EXCEPTIONS)


def _without_host_bits(value: object) -> str | None:
    known = prefix(value)
    if known is None or not isinstance(value, str):
        return None
    host = ipaddress.ip_address(value.split("/")[0].strip())
    return None if host == known.network_address else str(known)


_BY_TYPE: Final[dict[str, Callable[[Spot], Pitfalls]]] = {
    "acl": _rule,
    "networkacl": _rule,
    "tieracl": _tiers,
    "outboundnat": _outbound_nat,
}
