"""Rules for those who carry policies: which kinds, how many of each, and from which version on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

import attrs

from hcspy.codec import TaggedUnion
from hcspy.codec.hints import hint_of
from hcspy.validate.registry import VALUES_SINCE, Report, rule
from hcspy.validate.syntax import elements, listed

CARRIERS: Final = {
    "HostComputeNetwork": "hcn.NetworkPolicyType",
    "PolicyNetworkRequest": "hcn.NetworkPolicyType",
    "HostComputeEndpoint": "hcn.EndpointPolicyType",
    "PolicyEndpointRequest": "hcn.EndpointPolicyType",
    "Subnet": "hcn.SubnetPolicyType",
}
"""The carriers, with the enumeration of what they carry."""

# A second is HCN_E_POLICY_ALREADY_EXISTS, or 0x803B0036 of InterfaceParameters. AutomaticDNS and HostRoute are not
# among them: hcsshim is recorded with two.
SINGLE: Final = {
    "hcn.NetworkPolicyType": frozenset(
        {
            "SourceMacAddress",
            "NetAdapterName",
            "InterfaceConstraint",
            "ProviderAddress",
            "DrMacAddress",
            "VxlanPort",
            "LayerConstraint",
            "VLAN",
        }
    ),
    "hcn.EndpointPolicyType": frozenset(
        {
            "QOS",
            "L2Driver",
            "ProviderAddress",
            "PortName",
            "EncapOverhead",
            "InterfaceConstraint",
            "VLAN",
            "InterfaceParameters",
            "Iov",
        }
    ),
    "hcn.SubnetPolicyType": frozenset({"VLAN", "VSID"}),
}
"""The kinds of which a carrier takes one."""


@cache
def kinds(carrier: type) -> Mapping[type, str]:
    """Return the kind of each class of policy that a carrier may have, by the union of its annotation."""
    hint, _ = hint_of(carrier, attrs.fields_dict(carrier)["policies"])
    union = next(mark for mark in get_args(hint)[0].__metadata__ if isinstance(mark, TaggedUnion))
    return {cls: str(text) for text, cls in union.classes.items()}


def kind_of(policy: Any, carrier: type) -> str | None:
    """Return the kind that a policy is of; None if the carrier has no such kind."""
    known = kinds(carrier)
    told = known.get(policy.__class__) or getattr(policy, "type", None)
    if not isinstance(told, str):
        return None
    return next((kind for kind in known.values() if kind.lower() == told.lower()), None)


@rule(*(f"hcn.{name}" for name in CARRIERS))
def policies_fit(carrier: Any, report: Report) -> None:
    """Each policy is of a kind that the carrier takes, that it takes more than one of, and that the target has."""
    seen: set[str] = set()
    for index, policy in enumerate(elements(carrier.policies)):
        kind = kind_of(policy, carrier.__class__)
        if kind is None:
            _refuse(carrier, policy, index, report)
            continue
        if kind in SINGLE[CARRIERS[carrier.__class__.__name__]] and kind in seen:
            report.add(("policies", index), kind, f"one {kind} policy")
        seen.add(kind)
        _judge_age(carrier, kind, index, report)


def _refuse(carrier: Any, policy: Any, index: int, report: Report) -> None:
    allowed = listed(kinds(carrier.__class__).values())
    if policy.__class__.__name__ != "UnknownPolicy":
        if attrs.has(policy.__class__):
            report.add(("policies", index), policy.__class__.__name__, f"a policy of the kind {allowed}")
    elif report.version:  # without a target nobody can say that the service does not know it
        report.below(policy, report.at("policies", index)).add("type", policy.type, allowed)


def _judge_age(carrier: Any, kind: str, index: int, report: Report) -> None:
    since = VALUES_SINCE.get(CARRIERS[carrier.__class__.__name__], {}).get(kind.lower())
    if since and report.lacks(since):
        report.add(("policies", index), kind, "an older kind of policy", since)
