"""Rules for policies and for those who carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.validate.protocols import NAT_PROTOCOL, PROTOCOL, PROTOCOL_LIST, WFP_PROTOCOL
from hcspy.validate.registry import Report, checks, name_of, rule, values_since
from hcspy.validate.syntax import (
    ADDRESS,
    ADDRESS_LIST,
    ADDRESS_OR_PREFIX,
    PORT,
    PORTS,
    PREFIX,
    UINT16,
    UINT64,
    elements,
    items,
    one_of,
    whole_number,
)

if TYPE_CHECKING:
    from hcspy.hns.policy import ACLPolicy, QosPolicy

VLAN_ID: Final = whole_number(0, 4094)
VSID_ID: Final = whole_number(0, 0xFFFFFF)

checks("hns.NatPolicy", {"protocol": NAT_PROTOCOL, "internal_port": PORT, "external_port": PORT})
checks(
    "hns.OutboundNatPolicy",
    {
        "vip": ADDRESS,
        "exception_list": ADDRESS_OR_PREFIX,
        "destinations": ADDRESS_OR_PREFIX,
        "max_port_pool_usage": UINT16,
    },
)
checks(
    "hns.ACLPolicy",
    {
        "protocol": PROTOCOL,
        "protocols": PROTOCOL_LIST,
        "internal_port": PORT,
        "local_addresses": ADDRESS_LIST,
        "remote_addresses": ADDRESS_LIST,
        "local_ports": PORTS,
        "local_port": PORT,
        "remote_ports": PORTS,
        "remote_port": PORT,
        "priority": UINT16,
    },
)
checks("hns.QosPolicy", {"maximum_outgoing_bandwidth_in_bytes": UINT64})
checks("hns.VlanPolicy", {"vlan": VLAN_ID})
checks("hns.VsidPolicy", {"vsid": VSID_ID})
checks("hns.IsolationPolicy", {"vlan": VLAN_ID, "vsid": VSID_ID})
checks("hns.PaPolicy", {"pa": ADDRESS})
checks("hns.RoutePolicy", {"destination_prefix": PREFIX, "next_hop": ADDRESS})
checks(
    "hns.ProxyPolicy",
    {"ip": ADDRESS, "port": PORTS, "exception_list": ADDRESS_OR_PREFIX, "destination": ADDRESS_OR_PREFIX},
)
checks(
    "hns.ELBPolicy",
    {
        "protocol": PROTOCOL,
        "internal_port": PORT,
        "external_port": PORT,
        "source_vip": ADDRESS,
        "vips": ADDRESS,
    },
)
checks("hns.LBPolicy", {"protocol": PROTOCOL, "internal_port": PORT, "external_port": PORT})

# PROXY is v1's name of L4Proxy, whose versions hcsshim lists.
values_since("hns.PolicyType", {"PROXY": "HNS 9.5-9.*, 10.5-10.*, 11.11-11.*, 12.1-12.*, 13.1"})

TYPES: Final = {
    "hns.NatPolicy": "NAT",
    "hns.OutboundNatPolicy": "OutBoundNAT",
    "hns.ACLPolicy": "ACL",
    "hns.QosPolicy": "QOS",
    "hns.VlanPolicy": "VLAN",
    "hns.VsidPolicy": "VSID",
    "hns.IsolationPolicy": "Isolation",
    "hns.PaPolicy": "PA",
    "hns.VNetPolicy": "VNET",
    "hns.L2DriverPolicy": "L2Driver",
    "hns.RoutePolicy": "ROUTE",
    "hns.ProxyPolicy": "PROXY",
    "hns.ELBPolicy": "ELB",
}

SINGLE: Final = frozenset({"QOS", "VLAN", "VSID", "Isolation", "PA", "VNET", "L2Driver"})
"""The kinds of which a carrier takes one; a second is `HCN_E_POLICY_ALREADY_EXISTS`."""


@rule(*TYPES)
def type_is_the_class(policy: Any, report: Report) -> None:
    """The settings of one kind under the name of another are read as the other."""
    mine = TYPES[name_of(policy.__class__)]
    if policy.type and not one_of(mine).passes(policy.type):
        report.add("type", policy.type, mine)


def one_of_each(carrier: Any, report: Report) -> None:
    """Some policies can be there once only."""
    seen: set[str] = set()
    for index, policy in enumerate(elements(carrier.policies)):
        kind = TYPES.get(name_of(policy.__class__), "")
        if kind in SINGLE and kind in seen:
            report.add(("policies", index), kind, f"one {kind} policy")
        seen.add(kind)


@rule("hns.ACLPolicy")
def acl_says_what_it_does(acl: ACLPolicy, report: Report) -> None:
    """A rule without action or direction matches nothing: the service refuses it."""
    if not acl.action:
        report.add("action", acl.action, "Allow or Block")
    if not acl.direction:
        report.add("direction", acl.direction, "In or Out")


@rule("hns.ACLPolicy")
def acl_fits_the_target(acl: ACLPolicy, report: Report) -> None:
    """Before Windows 1803 a host rule needs a priority and an address member is one address; 252 is from 11.0 on."""
    lists = "HNS 7.2"
    if report.lacks(lists):
        for attribute in ("local_addresses", "remote_addresses"):
            value = getattr(acl, attribute)
            if value and len(items(value)) > 1:
                report.add(attribute, value, "one address", lists)
        if str(acl.rule_type).lower() == "host" and not acl.priority:
            report.add("priority", acl.priority, "a priority for a host rule", lists)
    if str(acl.protocol) == str(WFP_PROTOCOL) and report.lacks("HNS 11.0"):
        report.add("protocol", acl.protocol, "another protocol", "HNS 11.0")


@rule("hns.QosPolicy")
def bandwidth_is_something(qos: QosPolicy, report: Report) -> None:
    """A cap of nothing is no cap."""
    if qos.maximum_outgoing_bandwidth_in_bytes == 0:
        report.add("maximum_outgoing_bandwidth_in_bytes", 0, "more than 0 bytes a second")
