"""Endpoints of HCN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.kinds import V2, Kind
from hcspy.cli.names import Names
from hcspy.cli.policies import policy_words
from hcspy.cli.session import Session
from hcspy.cli.v2.policies import OF_ENDPOINTS
from hcspy.errors import EndpointNotFoundError
from hcspy.guid import GUID
from hcspy.hcn import EndpointFlags, HostComputeEndpoint, IpConfig, PortMapping
from hcspy.hns import EndpointState


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
) -> HostComputeEndpoint:
    """Return the endpoint that the arguments describe."""
    if not network and not (base and base.get("HostComputeNetwork")):
        raise click.UsageError("an endpoint needs a network: --network")
    published = [fields.port(text) for text in ports]
    return fields.build(
        HostComputeEndpoint,
        settings,
        base=base,
        name=name,
        host_compute_network=refs.resolve(session, "network", network).id if network else None,
        mac_address=mac,
        flags=EndpointFlags.REMOTE_ENDPOINT if remote else None,
        ip_configurations=[IpConfig(ip_address=ip) for ip in ips],
        policies=[
            *(PortMapping(protocol=how, internal_port=inner, external_port=outer) for outer, inner, how in published),
            *(fields.policy_text(text, OF_ENDPOINTS) for text in policies),
        ],
    )


def words(found: HostComputeEndpoint) -> list[str]:
    """Return what an endpoint may be called: its name, its addresses."""
    return [word for word in (found.name, *found.ip_addresses) if word]


def network_id(found: HostComputeEndpoint) -> str:
    """Return the id of an endpoint's network, in lower case."""
    return fields.id_of(found.host_compute_network)


def namespace_id(found: HostComputeEndpoint) -> str:
    """Return the id of the namespace that an endpoint is in, in lower case; nothing if it is in none."""
    id = fields.id_of(found.host_compute_namespace)
    return "" if id == str(GUID.ZERO) else id


def state(found: HostComputeEndpoint) -> str:
    """Return the state of an endpoint in words; it is numbered as at HNS v1."""
    known = {int(state): state for state in EndpointState}.get(found.state or 0) if found.state is not None else None
    return output.state_words(found.state if known is None else known, remote=found.is_remote)


def table(session: Session, endpoints: Sequence[HostComputeEndpoint]) -> Any:
    """Draw endpoints, one a line, with the names of their networks."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in endpoints))
    spaces = output.short_ids(session, (namespace_id(found) for found in endpoints))
    return output.table(
        ("NAME", "NETWORK", "ADDRESS", "MAC", "STATE", "NAMESPACE", "POLICIES", "ID"),
        (
            (
                found.name,
                names.network(network_id(found)) or network_id(found),
                ", ".join(found.ip_addresses),
                found.mac_address,
                state(found),
                spaces.get(namespace_id(found)),
                policy_words(map(OF_ENDPOINTS.document, found.policies)),
                ids.get(found.id),
            )
            for found in endpoints
        ),
    )


ENDPOINT: Final = Kind(
    door=V2,
    noun="endpoint",
    title="endpoint",
    attribute="endpoints",
    missing=EndpointNotFoundError,
    words=words,
    table=table,
    described=described,
    by_word=("name", "ip"),
    policies=OF_ENDPOINTS,
)
