"""Rules for networks and their MAC addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import ADDRESS, MAC, UINT16, elements, is_integer, is_mac, prefix

if TYPE_CHECKING:
    from hcspy.hcn.network import HostComputeNetwork, MacRange

DUAL_STACK: Final = "HNS 11.10"
LOWEST_VSID: Final = 4096

checks("hcn.HostComputeNetwork", {"state": UINT16})
checks("hcn.MacRange", {"start_mac_address": MAC, "end_mac_address": MAC})
checks("hcn.NetworkAdditionalParams", {"ics_flags": UINT16})
checks("hcn.Dns", {"server_list": ADDRESS})


@rule("hcn.MacRange")
def range_in_order(macs: MacRange, report: Report) -> None:
    """A range goes from its first address to its last."""
    start, end = macs.start_mac_address, macs.end_mac_address
    if start and end and is_mac(start) and is_mac(end) and end.lower() < start.lower():
        report.add("end_mac_address", end, f"a MAC address from {start} on")


def is_overlay(network: Any) -> bool:
    """Tell whether a network encapsulates its packets."""
    return str(getattr(network, "type", "")).lower() == "overlay"


def subnets(network: HostComputeNetwork) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Return the subnets of a network, each with the way to it."""
    for plan, ipam in enumerate(elements(network.ipams)):
        for index, subnet in enumerate(elements(getattr(ipam, "subnets", ()))):
            yield ("ipams", plan, "Subnets", index), subnet


@rule("hcn.HostComputeNetwork")
def overlay_subnets_have_a_virtual_subnet(network: HostComputeNetwork, report: Report) -> None:
    """VXLAN peers on Windows use identifiers from 4096 on; the lower ones are VLANs."""
    if not is_overlay(network):
        return
    for way, subnet in subnets(network):
        for index, policy in enumerate(elements(getattr(subnet, "policies", ()))):
            if policy.__class__.__name__ == "VsidPolicySetting" and is_integer(policy.isolation_id, 0, LOWEST_VSID - 1):
                allowed = f"{LOWEST_VSID} or more on an Overlay network"
                report.add((*way, "Policies", index, "Settings", "IsolationId"), policy.isolation_id, allowed)


@rule("hcn.HostComputeNetwork")
def two_families_need_dual_stack(network: HostComputeNetwork, report: Report) -> None:
    """Networks with IPv4 and IPv6 subnets came with dual stack."""
    versions: set[int] = set()
    for way, subnet in subnets(network):
        value = getattr(subnet, "ip_address_prefix", None)
        if known := prefix(value):
            versions.add(known.version)
            if len(versions) == 2 and report.lacks(DUAL_STACK):
                report.add((*way, "IpAddressPrefix"), value, "a prefix of one IP version", DUAL_STACK)
                return
