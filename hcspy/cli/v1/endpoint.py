"""Endpoints of HNS v1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.kinds import V1, Kind
from hcspy.cli.names import Names
from hcspy.cli.policies import policy_words
from hcspy.cli.session import Session
from hcspy.cli.v1.policies import FLAT
from hcspy.errors import EndpointNotFoundError
from hcspy.hns import NAT, HNSEndpoint


def described(
    session: Session,
    base: Any,
    settings: Sequence[str],
    *,
    name: str | None,
    network: str | None,
    ips: Sequence[str],
    mac: str | None,
    remote: bool,
    ports: Sequence[str],
    policies: Sequence[str],
) -> HNSEndpoint:
    """Return the endpoint that the arguments describe."""
    if not network and not (base and (base.get("VirtualNetwork") or base.get("VirtualNetworkName"))):
        raise click.UsageError("an endpoint needs a network: --network")
    published = [fields.port(text) for text in ports]
    return fields.build(
        HNSEndpoint,
        settings,
        base=base,
        name=name,
        virtual_network=refs.resolve(session, "network", network).id if network else None,
        mac_address=mac,
        is_remote_endpoint=remote or None,
        policies=[
            *(NAT(protocol=how, internal_port=inner, external_port=outer) for outer, inner, how in published),
            *(fields.policy_text(text, FLAT) for text in policies),
        ],
        **{"ipv6_address" if ":" in ip else "ip_address": ip for ip in ips},
    )


def words(found: HNSEndpoint) -> list[str]:
    """Return what an endpoint may be called: its name, with the network's before it, its addresses."""
    network = found.virtual_network_name
    names = [found.name, f"{network}/{found.name}" if network and found.name else None]
    return [str(word) for word in (*names, found.ip_address, found.ipv6_address) if word]


def table(session: Session, endpoints: Sequence[HNSEndpoint]) -> Any:
    """Draw endpoints, one a line, with the names of their networks."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in endpoints))
    return output.table(
        ("NAME", "NETWORK", "ADDRESS", "MAC", "STATE", "CONTAINERS", "POLICIES", "ID"),
        (
            (
                found.name,
                found.virtual_network_name or names.network(found.virtual_network) or found.virtual_network,
                ", ".join(str(ip) for ip in (found.ip_address, found.ipv6_address) if ip),
                found.mac_address,
                output.state_words(found.state, remote=bool(found.is_remote_endpoint)),
                ", ".join(container[:12] for container in found.shared_containers),
                policy_words(map(FLAT.document, found.policies)),
                ids.get(found.id),
            )
            for found in endpoints
        ),
    )


ENDPOINT: Final = Kind(
    door=V1,
    noun="endpoint",
    title="endpoint",
    attribute="endpoints",
    missing=EndpointNotFoundError,
    words=words,
    table=table,
    described=described,
    policies=FLAT,
)
