"""Rules for endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.validate.hns.network import DUAL_STACK
from hcspy.validate.hns.policy import one_of_each
from hcspy.validate.registry import Report, checks, given, rule
from hcspy.validate.syntax import ADDRESS, DNS_SERVERS, MAC, UINT8, UINT16, address, is_integer

if TYPE_CHECKING:
    from hcspy.hns.endpoint import HNSEndpoint

SLASH_32 = "HNS 9.3-9.*, 10.4"

checks(
    "hns.HNSEndpoint",
    {
        "mac_address": MAC,
        "ip_address": ADDRESS,
        "ipv6_address": ADDRESS,
        "dns_server_list": DNS_SERVERS,
        "gateway_address": ADDRESS,
        "gateway_address_v6": ADDRESS,
        "prefix_length": UINT8,
        "ipv6_prefix_length": UINT8,
        "encap_overhead": UINT16,
    },
)

rule("hns.HNSEndpoint")(one_of_each)


@rule("hns.HNSEndpoint")
def prefix_fits_address(endpoint: HNSEndpoint, report: Report) -> None:
    """A prefix is no longer than its address."""
    for prefix, named in (("prefix_length", "ip_address"), ("ipv6_prefix_length", "ipv6_address")):
        length, text = getattr(endpoint, prefix), getattr(endpoint, named)
        known = address(text)
        if known and is_integer(length, known.max_prefixlen + 1, 0xFF):
            report.add(prefix, length, f"a whole number from 0 to {known.max_prefixlen}")


@rule("hns.HNSEndpoint")
def host_prefix_needs_support(endpoint: HNSEndpoint, report: Report) -> None:
    """Endpoints whose prefix is one address came later."""
    if endpoint.prefix_length == 32 and report.lacks(SLASH_32):
        report.add("prefix_length", 32, "a whole number from 0 to 31", SLASH_32)


@rule("hns.HNSEndpoint")
def two_families_need_dual_stack(endpoint: HNSEndpoint, report: Report) -> None:
    """Endpoints with an IPv4 and an IPv6 address came with dual stack."""
    if endpoint.ip_address and endpoint.ipv6_address and report.lacks(DUAL_STACK):
        report.add("ipv6_address", endpoint.ipv6_address, "nothing beside IPAddress", DUAL_STACK)


@rule("hns.HNSEndpoint")
def has_a_network(endpoint: HNSEndpoint, report: Report) -> None:
    """The service finds no network for an endpoint that names none.

    Only said of a new endpoint and for a target: hcsshim sends such endpoints, and leaves the answer to the service.
    """
    new = not given((endpoint.id, endpoint.version, endpoint.state))
    if new and report.version and not given((endpoint.virtual_network, endpoint.virtual_network_name)):
        report.add("virtual_network", None, "the id of a network, or VirtualNetworkName its name")
