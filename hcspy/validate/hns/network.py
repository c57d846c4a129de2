"""Rules for networks, their subnets and their MAC pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.validate.hns.policy import one_of_each
from hcspy.validate.registry import Report, checks, rule, values_since
from hcspy.validate.syntax import ADDRESS, DNS_SERVERS, MAC, PREFIX, UINT32, address, elements, is_mac, prefix

if TYPE_CHECKING:
    from hcspy.hns.network import HNSNetwork, MacPool, Subnet

DUAL_STACK = "HNS 11.10"

checks(
    "hns.HNSNetwork",
    {
        "source_mac": MAC,
        "dr_mac_address": MAC,
        "external_interface_address": MAC,
        "dns_server_list": DNS_SERVERS,
        "dns_server_compartment": UINT32,
        "management_ip": ADDRESS,
    },
)
checks("hns.MacPool", {"start_mac_address": MAC, "end_mac_address": MAC})
checks("hns.Subnet", {"address_prefix": PREFIX, "gateway_address": ADDRESS})
checks("hns.IpSubnet", {"ip_address_prefix": PREFIX})

# Microsoft's schema gives document versions; the HNS versions that belong to them are inferred from the releases.
values_since("hns.NetworkType", {"Mirrored": "HNS 11.0", "Infiniband": "HNS 11.0", "ConstrainedICS": "HNS 13.0"})
values_since(
    "hns.NetworkFlags",
    {
        "ENABLE_FLOW_STEERING": "HNS 13.0",
        "DISABLE_SHARING": "HNS 14.0",
        "ENABLE_FIREWALL": "HNS 14.0",
        "DISABLE_HOST_PORT": "HNS 15.1",
    },
)

rule("hns.HNSNetwork", "hns.Subnet")(one_of_each)


@rule("hns.Subnet")
def gateway_beside_prefix(subnet: Subnet, report: Report) -> None:
    """hcsshim refuses a subnet with a prefix and no gateway before any call.

    What the service made itself is let through: it lists private networks whose subnets have no gateway.
    """
    if subnet.address_prefix and not subnet.gateway_address and not _is_stored(subnet, *report.above):
        report.add("gateway_address", None, "an IP address beside AddressPrefix")


def _is_stored(*models: object) -> bool:
    return any(getattr(model, member, None) is not None for model in models for member in ("version", "state"))


@rule("hns.Subnet")
def gateway_in_prefix(subnet: Subnet, report: Report) -> None:
    """A gateway that the subnet's addresses cannot reach is an error of spelling."""
    network, gateway = prefix(subnet.address_prefix), address(subnet.gateway_address)
    if network and gateway and gateway not in network:
        report.add("gateway_address", subnet.gateway_address, f"an IP address in {network}")


@rule("hns.MacPool")
def pool_in_order(pool: MacPool, report: Report) -> None:
    """A pool goes from its first address to its last."""
    start, end = pool.start_mac_address, pool.end_mac_address
    if start and end and is_mac(start) and is_mac(end) and end.lower() < start.lower():
        report.add("end_mac_address", end, f"a MAC address from {start} on")


@rule("hns.HNSNetwork")
def two_families_need_dual_stack(network: HNSNetwork, report: Report) -> None:
    """Networks with IPv4 and IPv6 subnets came with dual stack."""
    versions: set[int] = set()
    for index, subnet in enumerate(elements(network.subnets)):
        value = getattr(subnet, "address_prefix", None)
        if known := prefix(value):
            versions.add(known.version)
            if len(versions) == 2 and report.lacks(DUAL_STACK):
                below = report.below(subnet, report.at("subnets", index))
                below.add("address_prefix", value, "a prefix of one IP version", DUAL_STACK)
                return
