"""What of newer Windows a document uses, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from hcspy.lint.kinds import Kind
from hcspy.lint.newer import BY_FEATURE, BY_POLICY, Newer
from hcspy.lint.spot import Spot
from hcspy.validate.syntax import address, prefix

DISABLE_HOST_PORT: Final = 1024
DSR: Final = 1
PROTOCOL_252: Final = "252"
ADDRESSES: Final = ("LocalAddresses", "RemoteAddresses")
EVERYTHING: Final = frozenset({"any", "*", "all"})
"""How people say "all", which the service does not understand."""
RULES: Final = frozenset({"acl", "networkacl"})


class Use(NamedTuple):
    """One place that needs a newer Windows. What `covers` is as good as absent where that is lacking."""

    newer: Newer
    spot: Spot
    covers: str


Uses: TypeAlias = Iterator[Use]


def uses(document: Spot, kind: Kind) -> Uses:
    """Return what a document, or the settings of a request, use that some Windows lacks."""
    find = _BY_KIND.get((kind.api, kind.noun))
    if find is not None:
        yield from find(document)
    for policy in document.each("Policies"):
        yield from _policy_uses(policy, kind.api, kind.noun)


def _use(feature: str, spot: Spot | None) -> Uses:
    if spot is not None:
        yield Use(BY_FEATURE[feature], spot, spot.path)


# -- policies ----------------------------------------------------------------------------------------------------------


def _policy_uses(policy: Spot, api: str, noun: str) -> Uses:
    type_ = policy.text("Type")
    newer = BY_POLICY.get((api, noun), {}).get(type_)
    if newer is not None:
        yield Use(newer, policy.get("Type") or policy, policy.path)
    settings = policy if api == "v1" else (policy.get("Settings") or Spot(policy.path, {}))
    if type_ in RULES:
        yield from _rule_uses(settings)
    elif type_ == "tieracl":
        for rule in settings.each("TierAclRules"):
            yield from _rule_uses(rule)
    elif type_ == "setpolicy" and settings.text("PolicyType") == "nestedipset":
        yield Use(BY_FEATURE["NestedIpSet"], settings.get("PolicyType") or settings, policy.path)
    if type_ == "acl" and api == "v1":
        yield from _old_rule_uses(settings)


def _rule_uses(rule: Spot) -> Uses:
    """What rules may say at either door."""
    for name in ("Protocol", "Protocols"):
        if PROTOCOL_252 in rule.items(name):
            yield from _use("AclSupportForProtocol252", rule.get(name))
    for name in ADDRESSES:
        if any(_names_a_set(item) for item in rule.items(name)):
            yield from _use("SetPolicy", rule.get(name))


def _names_a_set(item: str) -> bool:
    word = item.lower() not in EVERYTHING and not set(item.lower()) <= set("0123456789abcdef.:/")
    return bool(item) and word and address(item) is None and prefix(item) is None


def _old_rule_uses(rule: Spot) -> Uses:
    """What rules of HNS v1 may say from Windows 1803 on."""
    for name in ADDRESSES:
        if len(rule.items(name)) > 1:
            yield from _use("Acl.AclAddressLists", rule.get(name))
    for name in ("LocalPorts", "RemotePorts"):
        yield from _use("Acl.AclPortRanges", rule.get(name))
    yield from _use("Acl.AclRuleId", rule.get("Id"))
    if rule.text("RuleType") == "host" and not rule.number("Priority"):
        yield from _use("Acl.AclNoHostRulePriority", rule.missing("Priority"))


# -- the rest, by kind -------------------------------------------------------------------------------------------------


def _network(document: Spot) -> Uses:
    yield from _network_flags(document)
    yield from _dual_stack(
        spot for subnet in document.each("Subnets") if (spot := subnet.get("AddressPrefix")) is not None
    )


def _hcn_network(document: Spot) -> Uses:
    yield from _network_flags(document)
    subnets = document.each("Ipams", "Subnets")
    yield from _dual_stack(spot for subnet in subnets if (spot := subnet.get("IpAddressPrefix")) is not None)


def _network_flags(document: Spot) -> Uses:
    if document.flag(DISABLE_HOST_PORT, "DisableHostPort"):
        yield from _use("DisableHostPort", document.get("Flags"))


def _dual_stack(spots: Iterator[Spot]) -> Uses:
    """Dual stack is what the first address of the second IP version makes it."""
    versions: set[int] = set()
    for spot in spots:
        known = prefix(spot.value) or address(spot.value)
        if known is not None and versions | {known.version} == {4, 6} and len(versions) == 1:
            yield from _use("IPv6DualStack", spot)
            return
        versions |= {known.version} if known is not None else set()


def _endpoint(document: Spot) -> Uses:
    if document.number("PrefixLength") == 32:
        yield from _use("Slash32EndpointPrefixes", document.get("PrefixLength"))
    found = (document.get(name) for name in ("IPAddress", "IPv6Address"))
    yield from _dual_stack(spot for spot in found if spot is not None)


def _hcn_endpoint(document: Spot) -> Uses:
    for configuration in document.each("IpConfigurations"):
        if configuration.number("PrefixLength") == 32:
            yield from _use("Slash32EndpointPrefixes", configuration.get("PrefixLength"))
    found = (configuration.get("IpAddress") for configuration in document.each("IpConfigurations"))
    yield from _dual_stack(spot for spot in found if spot is not None)


def _hcn_load_balancer(document: Spot) -> Uses:
    if document.flag(DSR, "DSR", "EnableDirectServerReturn"):
        yield from _use("DSR", document.get("Flags"))
    for mapping in document.each("PortMappings"):
        if mapping.text("DistributionType") not in ("", "0", "none"):
            yield from _use("SessionAffinity", mapping.get("DistributionType"))
    yield from _use("ModifyLoadbalancer", document)


def _policy_list(document: Spot) -> Uses:
    for policy in document.each("Policies"):
        if policy.text("IsDSR") == "true":
            yield from _use("DSR", policy.get("IsDSR"))


def _accelnet(document: Spot) -> Uses:
    yield from _use("Accelnet", document)


_BY_KIND: Final[dict[tuple[str, str], Callable[[Spot], Uses]]] = {
    ("v1", "network"): _network,
    ("v2", "network"): _hcn_network,
    ("v1", "endpoint"): _endpoint,
    ("v2", "endpoint"): _hcn_endpoint,
    ("v2", "loadbalancer"): _hcn_load_balancer,
    ("v1", "policylist"): _policy_list,
    ("v1", "accelnet"): _accelnet,
}
