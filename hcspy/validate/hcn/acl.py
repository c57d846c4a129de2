"""Rules for access control."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.validate.protocols import PROTOCOL_LIST, WFP_PROTOCOL
from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import ADDRESS_LIST, PORTS, UINT16, Check, items

if TYPE_CHECKING:
    from hcspy.hcn.policy import CommonAclPolicySetting, SetPolicySetting, TierAclPolicySetting, TierAclRule

TUPLE: Final[dict[str, Check]] = {
    "protocols": PROTOCOL_LIST,
    "local_addresses": ADDRESS_LIST,
    "remote_addresses": ADDRESS_LIST,
    "local_ports": PORTS,
    "remote_ports": PORTS,
    "priority": UINT16,
}
RULES: Final = ("hcn.CommonAclPolicySetting", "hcn.AclPolicySetting", "hcn.NetworkACLPolicySetting")

for _name in (*RULES, "hcn.FiveTuple", "hcn.TierAclRule"):
    checks(_name, TUPLE)
checks("hcn.TierAclPolicySetting", {"order": UINT16})
checks("hcn.SetPolicySetting", {"values": ADDRESS_LIST})


@rule(*RULES)
def acl_says_what_it_does(acl: CommonAclPolicySetting, report: Report) -> None:
    """A rule without action or direction matches nothing: the service refuses it."""
    if not acl.action:
        report.add("action", acl.action, "Allow or Block")
    if not acl.direction:
        report.add("direction", acl.direction, "In or Out")


@rule(*RULES, "hcn.FiveTuple", "hcn.TierAclRule")
def protocols_fit_the_target(matched: Any, report: Report) -> None:
    """The number 252 is from HNS 11.0 on."""
    numbers = {str(item).strip() for item in items(matched.protocols)} if matched.protocols is not None else set()
    if str(WFP_PROTOCOL) in numbers and report.lacks("HNS 11.0"):
        report.add("protocols", matched.protocols, "other protocols", "HNS 11.0")


@rule("hcn.TierAclPolicySetting")
def tier_has_a_direction(tier: TierAclPolicySetting, report: Report) -> None:
    """A tier is for incoming or for outgoing packets."""
    if not tier.direction:
        report.add("direction", tier.direction, "In or Out")


@rule("hcn.TierAclRule")
def tier_rule_says_what_it_does(acl: TierAclRule, report: Report) -> None:
    """A rule without action matches nothing."""
    if not acl.tier_acl_rule_action:
        report.add("tier_acl_rule_action", acl.tier_acl_rule_action, "Allow, Block or Pass")


@rule("hcn.SetPolicySetting")
def set_has_a_name_for_rules(policy: SetPolicySetting, report: Report) -> None:
    """Rules refer to a set by its id, and what it holds decides how it is read."""
    if not policy.id:
        report.add("id", policy.id, "the id that rules call it by")
    if not policy.policy_type:
        report.add("policy_type", policy.policy_type, "IPSET or NESTEDIPSET")
