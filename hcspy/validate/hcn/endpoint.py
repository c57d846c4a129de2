"""Rules for endpoints and namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcspy.validate.hcn.network import DUAL_STACK
from hcspy.validate.registry import Report, checks, given, rule
from hcspy.validate.syntax import ADDRESS, MAC, UINT8, UINT16, UINT32, address, elements, is_integer

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint, IpConfig

SLASH_32: Final = "HNS 9.3-9.*, 10.4"

checks("hcn.HostComputeEndpoint", {"mac_address": MAC, "state": UINT16})
checks("hcn.IpConfig", {"ip_address": ADDRESS, "prefix_length": UINT8})
checks("hcn.HostComputeNamespace", {"namespace_id": UINT32, "state": UINT16})


@rule("hcn.IpConfig")
def prefix_fits_address(config: IpConfig, report: Report) -> None:
    """A prefix is no longer than its address, and one that is as long came later."""
    known, length = address(config.ip_address), config.prefix_length
    longest = known.max_prefixlen if known else 128
    if is_integer(length, longest + 1, 0xFF):
        report.add("prefix_length", length, f"a whole number from 0 to {longest}")
    elif length == 32 and longest == 32 and report.lacks(SLASH_32):
        report.add("prefix_length", length, "a whole number from 0 to 31", SLASH_32)


@rule("hcn.HostComputeEndpoint")
def two_families_need_dual_stack(endpoint: HostComputeEndpoint, report: Report) -> None:
    """Endpoints with an IPv4 and an IPv6 address came with dual stack."""
    versions: set[int] = set()
    for index, config in enumerate(elements(endpoint.ip_configurations)):
        known = address(getattr(config, "ip_address", None))
        versions |= {known.version} if known else set()
        if len(versions) == 2 and report.lacks(DUAL_STACK):
            below = report.below(config, report.at("ip_configurations", index))
            below.add("ip_address", config.ip_address, "an address of one IP version", DUAL_STACK)
            return


@rule("hcn.HostComputeEndpoint")
def has_a_network(endpoint: HostComputeEndpoint, report: Report) -> None:
    """The service finds no network for an endpoint that names none.

    Only said of a new endpoint and for a target: hcsshim sends such endpoints, and leaves the answer to the service.
    """
    new = not given((endpoint.id, endpoint.version, endpoint.state))
    if new and report.version and not endpoint.host_compute_network:
        report.add("host_compute_network", None, "the id of a network")
