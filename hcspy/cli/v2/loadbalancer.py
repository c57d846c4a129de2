"""Load balancers of HCN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.kinds import V2, Kind, refuse, served
from hcspy.cli.names import Names
from hcspy.cli.session import Session
from hcspy.codec import decode, to_dict
from hcspy.errors import LoadBalancerNotFoundError
from hcspy.hcn import (
    HostComputeLoadBalancer,
    LoadBalancerDistribution,
    LoadBalancerFlags,
    LoadBalancerPortMapping,
    LoadBalancerPortMappingFlags,
)
from hcspy.hcn.picture import port_words

AFFINITY: Final = {
    None: LoadBalancerDistribution.NONE,
    "client": LoadBalancerDistribution.SOURCE_IP,
    "client-protocol": LoadBalancerDistribution.SOURCE_IP_PROTOCOL,
}


def described(
    session: Session,
    base: Any,
    settings: Sequence[str],
    *,
    name: str | None,
    endpoints: Sequence[str],
    ports: Sequence[str],
    vips: Sequence[str],
    source_vip: str | None,
    ilb: bool,
    dsr: bool,
    affinity: str | None,
    **of_routes: Any,
) -> HostComputeLoadBalancer:
    """Return the load balancer that the arguments describe."""
    if any(of_routes.values()):
        raise click.UsageError("a route is a noun of its own: hcspy route create PREFIX")
    if not ports and not (base and base.get("PortMappings")):
        raise click.UsageError("a load balancer needs a port: --port")
    flags = LoadBalancerPortMappingFlags.ILB if ilb else 0
    model = fields.build(
        HostComputeLoadBalancer,
        settings,
        base=base,
        name=name,
        host_compute_endpoints=[refs.resolve(session, "endpoint", word).id for word in endpoints],
        port_mappings=[
            LoadBalancerPortMapping(
                protocol=how,
                internal_port=inner,
                external_port=outer,
                distribution_type=AFFINITY[affinity],
                flags=flags,
            )
            for outer, inner, how in map(fields.port, ports)
        ],
        frontend_vips=vips,
        source_vip=source_vip,
        flags=LoadBalancerFlags.DSR if dsr else None,
    )
    # As the service has it: protocols by number, since ensure() compares them.
    return decode(HostComputeLoadBalancer, to_dict(model))


def listed(
    kind: Kind,
    session: Session,
    *,
    type_: str | None = None,
    destination_prefix: str | None = None,
    **filters: Any,
) -> Sequence[HostComputeLoadBalancer]:
    """List by the filters of the service."""
    refuse(V2, type=type_, destination_prefix=destination_prefix)
    return served(kind, session, **filters)


def words(found: HostComputeLoadBalancer) -> list[str]:
    """Return what a load balancer may be called: VIP:PORT, :PORT for a port of the host, its name."""
    ports = [held.external_port for held in found.port_mappings if held.external_port]
    places = [f"{vip}:{port}" for vip in found.frontend_vips or [""] for port in ports]
    return [*places, *([found.name] if found.name else [])]


def traits(found: HostComputeLoadBalancer) -> str:
    """Return the switches of a load balancer in words."""
    held = found.port_mappings
    on = {
        "dsr": found.flags & LoadBalancerFlags.DSR,
        "ilb": any(mapping.flags & LoadBalancerPortMappingFlags.ILB for mapping in held),
        "affinity": any(mapping.distribution_type for mapping in held),
    }
    return ", ".join(name for name, value in on.items() if value)


def table(session: Session, balancers: Sequence[HostComputeLoadBalancer]) -> Any:
    """Draw load balancers, one a line, with the names of their endpoints."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in balancers))
    return output.table(
        ("NAME", "VIPS", "PORTS", "SOURCE VIP", "TRAITS", "ENDPOINTS", "ID"),
        (
            (
                found.name,
                ", ".join(map(str, found.frontend_vips)),
                ", ".join(map(port_words, found.port_mappings)),
                found.source_vip,
                traits(found),
                names.endpoints_of(map(fields.id_of, found.host_compute_endpoints)),
                ids.get(found.id),
            )
            for found in balancers
        ),
    )


LOAD_BALANCER: Final = Kind(
    door=V2,
    noun="lb",
    title="load balancer",
    attribute="load_balancers",
    missing=LoadBalancerNotFoundError,
    words=words,
    table=table,
    described=described,
    listed=listed,
)
