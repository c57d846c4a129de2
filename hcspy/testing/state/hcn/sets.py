"""Sets of addresses: policies of a network that other sets and the rules of endpoints refer to by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hcspy.testing.state.documents import Document, listed
from hcspy.testing.state.faults import HAS_REFERENCES, POLICY_EXISTS, POLICY_NOT_FOUND, Fault
from hcspy.testing.state.policies import policy_type, rule_sets, settings
from hcspy.testing.state.store import Object

if TYPE_CHECKING:
    from hcspy.testing.state.state import State


def is_set(policy: Any) -> bool:
    """Tell whether a policy is a set of addresses."""
    return isinstance(policy, dict) and policy_type(policy) == "setpolicy"


def sets_of(policies: Any) -> dict[str, Document]:
    """Find the sets among policies, by id."""
    return {str(settings(policy).get("Id")): policy for policy in listed(policies) if is_set(policy)}


def _members(policy: Document) -> list[str]:
    """Name the sets that a nested set is made of."""
    content = settings(policy)
    kind = str(content.get("PolicyType", content.get("Type"))).lower()
    if kind not in ("nestedipset", "1"):
        return []
    return [name.strip() for name in str(content.get("Values") or "").split(",") if name.strip()]


def _check_members(policy: Document, known: dict[str, Document]) -> None:
    for name in _members(policy):
        if name not in known:
            raise Fault(POLICY_NOT_FOUND, f"no set {name!r}")


def added(policies: list[Any], new: list[Any]) -> list[Any]:
    """Add sets: each id once, and what a nested set names must be there."""
    # fidelity: HCN-P06
    result = list(policies)
    for policy in new:
        known = sets_of(result)
        id = str(settings(policy).get("Id"))
        if id in known:
            raise Fault(POLICY_EXISTS, f"set {id!r} exists")
        _check_members(policy, known)
        result.append(policy)
    return result


def updated(policies: list[Any], new: list[Any]) -> list[Any]:
    """Replace sets; one that is not there is passed over without a word."""
    # fidelity: HCN-P07
    result = list(policies)
    for policy in new:
        known = sets_of(result)
        old = known.get(str(settings(policy).get("Id")))
        if old is not None:
            _check_members(policy, known)
            result[result.index(old)] = policy
    return result


def removed(state: State, network: Object, policies: list[Any], gone: list[Any]) -> list[Any]:
    """Remove sets, by id; one that something refers to stays."""
    # fidelity: HCN-P08
    result = list(policies)
    for policy in gone:
        id = str(settings(policy).get("Id"))
        old = sets_of(result).get(id)
        if old is None:
            raise Fault(POLICY_NOT_FOUND, f"no set {id!r}")
        if any(id in _members(other) for other in sets_of(result).values()):
            raise Fault(HAS_REFERENCES, f"a set refers to {id!r}")
        if any(id in rule_sets(e.document.get("Policies")) for e in state.endpoints.of_network(network.id)):
            raise Fault(HAS_REFERENCES, f"a rule refers to {id!r}")
        result.remove(old)
    return result
