"""How version 1 sees policies that came through version 2, and takes them back."""

from __future__ import annotations

from typing import Any, Final

from hcspy.testing.state.documents import Document, listed
from hcspy.testing.state.policies import policy_type, settings
from hcspy.testing.state.policyshapes import kept, to_v1, translated

# Policies of networks that are members of version 1's document: type, member, name of the setting.
# fidelity: HCN-N03
AS_MEMBERS: Final = {
    "netadaptername": ("NetAdapterName", "NetworkAdapterName", "NetworkAdapterName"),
    "sourcemacaddress": ("SourceMacAddress", "SourceMac", "SourceMacAddress"),
    "drmacaddress": ("DrMacAddress", "DrMacAddress", "Address"),
    "automaticdns": ("AutomaticDNS", "AutomaticDNS", "Enable"),
}

MEMBERS: Final = frozenset(member for _, member, _name in AS_MEMBERS.values())


def is_member(policy: Any) -> bool:
    """Tell whether a policy stands in version 1's document as a member."""
    return isinstance(policy, dict) and policy_type(policy) in AS_MEMBERS


def members_of(policies: list[Any]) -> Document:
    """Read the members of version 1 that policies stand for."""
    found: Document = {}
    for policy in policies:
        if is_member(policy):
            _, member, name = AS_MEMBERS[policy_type(policy)]
            value = settings(policy).get(name)
            if value is not None:
                found.setdefault(member, value)
    return found


def v1_view(document: Document) -> Document:
    """Show a stored document as version 1 does; the same document if that is how it is stored."""
    shown = document
    policies = document.get("Policies")
    if policies and any(_differs(policy) for policy in listed(policies)):
        shown = {**shown, "Policies": v1_policies(policies)}
    subnets = document.get("Subnets")
    if subnets and any(_differs(policy) for subnet in listed(subnets) for policy in _policies(subnet)):
        shown = {**shown, "Subnets": [_v1_subnet(subnet) for subnet in subnets]}
    return shown


def v1_policies(policies: Any) -> list[Any]:
    """Show policies as version 1 does; those that are members there are left out."""
    return [to_v1(policy) for policy in listed(policies) if not is_member(policy)]


def _differs(policy: Any) -> bool:
    return isinstance(policy, dict) and "Settings" in policy and (is_member(policy) or to_v1(policy) is not policy)


def _policies(subnet: Any) -> list[Any]:
    return listed(subnet.get("Policies")) if isinstance(subnet, dict) else []


def _v1_subnet(subnet: Any) -> Any:
    policies = _policies(subnet)
    return {**subnet, "Policies": translated(policies, to_v1)} if policies else subnet


def taken_back(posted: list[Any], stored: Any) -> list[Any]:
    """Read the policies that a client of version 1 posts: what it does not see stays, what it saw is what it was."""
    hidden = [policy for policy in listed(stored) if is_member(policy)]
    seen = [policy for policy in listed(stored) if not is_member(policy)]
    return [*hidden, *kept(posted, seen, to_v1)]


def without_members(policies: Any, names: set[str]) -> list[Any]:
    """Drop the policies whose members a client of version 1 has set itself."""
    gone = {kind for kind, (_, member, _name) in AS_MEMBERS.items() if member in names}
    return [policy for policy in listed(policies) if not (isinstance(policy, dict) and policy_type(policy) in gone)]
