"""Networks of HNS v1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output
from hcspy.cli.kinds import V1, Kind
from hcspy.cli.session import Session
from hcspy.cli.v1.policies import FLAT
from hcspy.errors import NetworkNotFoundError
from hcspy.hns import VSID, HNSNetwork, Subnet


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
) -> HNSNetwork:
    """Return the network that the arguments describe."""
    if not name and not (base and base.get("Name")):
        raise click.UsageError("a network needs a name")
    rules = [VSID(vsid=vsid)] if vsid else []
    return fields.build(
        HNSNetwork,
        settings,
        base=base,
        name=name,
        type=type_ or (None if base else "NAT"),
        subnets=[
            Subnet(address_prefix=prefix, gateway_address=gateway, policies=rules)
            for prefix, gateway in map(fields.subnet, subnets)
        ],
        network_adapter_name=adapter,
        policies=[fields.policy_text(text, FLAT) for text in policies],
    )


def table(session: Session, networks: Sequence[HNSNetwork]) -> Any:
    """Draw networks, one a line."""
    ids = output.short_ids(session, (found.id for found in networks))
    return output.table(
        ("NAME", "TYPE", "SUBNETS", "GATEWAYS", "ENDPOINTS", "ADAPTER", "ID"),
        (
            (
                found.name,
                found.type,
                ", ".join(str(subnet.address_prefix) for subnet in found.subnets if subnet.address_prefix),
                ", ".join(str(subnet.gateway_address) for subnet in found.subnets if subnet.gateway_address),
                found.current_endpoint_count,
                found.network_adapter_name,
                ids.get(found.id),
            )
            for found in networks
        ),
    )


NETWORK: Final = Kind(
    door=V1,
    noun="network",
    title="network",
    attribute="networks",
    missing=NetworkNotFoundError,
    words=lambda found: [found.name] if found.name else [],
    table=table,
    described=described,
    policies=FLAT,
)
