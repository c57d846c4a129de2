"""Rules for subnets and routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.validate.registry import Report, checks, name_of, rule
from hcspy.validate.syntax import ADDRESS, PREFIX, UINT16, address, elements, prefix

if TYPE_CHECKING:
    from hcspy.hcn.ipam import Subnet

DEFAULT_ROUTES: Final = ("0.0.0.0/0", "::/0")

checks("hcn.Subnet", {"ip_address_prefix": PREFIX, "state": UINT16})
checks("hcn.IpSubnet", {"ip_address_prefix": PREFIX, "state": UINT16})
checks("hcn.Route", {"next_hop": ADDRESS, "destination_prefix": PREFIX, "metric": UINT16})


@rule("hcn.Subnet")
def prefix_has_a_default_route(subnet: Subnet, report: Report) -> None:
    """hcsshim refuses a subnet with a prefix and no default route, or a route without next hop, before any call.

    What the service made itself is let through, and what a request adds to a network or takes from it.
    """
    if not subnet.ip_address_prefix or _is_stored(subnet, *report.above) or _is_requested(report):
        return
    routes = list(enumerate(elements(subnet.routes)))
    for index, route in routes:
        if not getattr(route, "next_hop", None):
            report.below(route, report.at("routes", index)).add("next_hop", None, ADDRESS.allowed)
    if not any(_is_default(route) for _, route in routes):
        report.add("routes", None, "a route to 0.0.0.0/0 or ::/0, whose next hop is the gateway")


def _is_default(route: Any) -> bool:
    return str(getattr(route, "destination_prefix", None)) in DEFAULT_ROUTES


def _is_stored(*models: object) -> bool:
    return any(getattr(model, member, None) is not None for model in models for member in ("version", "state"))


def _is_requested(report: Report) -> bool:
    return any(name_of(model.__class__) == "hcn.SubnetNetworkRequest" for model in report.above)


@rule("hcn.Subnet")
def gateway_in_prefix(subnet: Subnet, report: Report) -> None:
    """A gateway that the subnet's addresses cannot reach is an error of spelling."""
    network = prefix(subnet.ip_address_prefix)
    for index, route in enumerate(elements(subnet.routes)):
        gateway = address(getattr(route, "next_hop", None))
        if network and gateway and _is_default(route) and network.prefixlen and gateway not in network:
            below = report.below(route, report.at("routes", index))
            below.add("next_hop", route.next_hop, f"an IP address in {network}")
