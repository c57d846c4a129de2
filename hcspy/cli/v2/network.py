"""Networks of HCN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output
from hcspy.cli.kinds import V2, Kind
from hcspy.cli.session import Session
from hcspy.cli.v2.policies import OF_NETWORKS
from hcspy.errors import NetworkNotFoundError
from hcspy.hcn import VSID, HostComputeNetwork, Ipam, NetAdapterName, Subnet


def described(
    session: Session,
    base: Any,
    settings: Sequence[str],
    *,
    name: str | None,
    type_: str | None,
    subnets: Sequence[str],
    vsid: int | None,
    adapter: str | None,
    policies: Sequence[str],
) -> HostComputeNetwork:
    """Return the network that the arguments describe."""
    if not name and not (base and base.get("Name")):
        raise click.UsageError("a network needs a name")
    rules = [VSID(isolation_id=vsid)] if vsid else []
    plans = [Ipam.static(prefix, gateway=gateway, policies=rules) for prefix, gateway in map(fields.subnet, subnets)]
    return fields.build(
        HostComputeNetwork,
        settings,
        base=base,
        name=name,
        type=type_ or (None if base else "NAT"),
        ipams=[Ipam(type="Static", subnets=[subnet for plan in plans for subnet in plan.subnets])] if plans else [],
        policies=[
            *([NetAdapterName(network_adapter_name=adapter)] if adapter else []),
            *(fields.policy_text(text, OF_NETWORKS) for text in policies),
        ],
    )


def subnets_of(network: HostComputeNetwork) -> list[Subnet]:
    """Return the subnets of a network's address plans."""
    return [subnet for plan in network.ipams for subnet in plan.subnets]


def adapter_of(network: HostComputeNetwork) -> str | None:
    """Return the adapter of the host that a network is bound to."""
    named = (held.network_adapter_name for held in network.policies if isinstance(held, NetAdapterName))
    return next(named, None)


def table(session: Session, networks: Sequence[HostComputeNetwork]) -> Any:
    """Draw networks, one a line; each is asked how many endpoints it has."""
    ids = output.short_ids(session, (found.id for found in networks))
    count = session.hcn.endpoints.count
    return output.table(
        ("NAME", "TYPE", "SUBNETS", "GATEWAYS", "ENDPOINTS", "ADAPTER", "ID"),
        (
            (
                found.name,
                found.network_type,
                ", ".join(str(held.ip_address_prefix) for held in subnets_of(found) if held.ip_address_prefix),
                ", ".join(str(held.gateway) for held in subnets_of(found) if held.gateway),
                count(found) if found.id else "",
                adapter_of(found),
                ids.get(found.id),
            )
            for found in networks
        ),
    )


NETWORK: Final = Kind(
    door=V2,
    noun="network",
    title="network",
    attribute="networks",
    missing=NetworkNotFoundError,
    words=lambda found: [found.name] if found.name else [],
    table=table,
    described=described,
    by_word=("name",),
    policies=OF_NETWORKS,
)
