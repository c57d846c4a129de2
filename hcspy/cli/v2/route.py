"""Routes of HCN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.kinds import V2, Kind
from hcspy.cli.names import Names
from hcspy.cli.session import Session
from hcspy.errors import RouteNotFoundError
from hcspy.hcn import HostComputeRoute, SDNRoute


def described(
    session: Session,
    base: Any,
    settings: Sequence[str],
    *,
    route: str | None,
    name: str | None,
    endpoints: Sequence[str],
    next_hop: str | None,
    encap: bool,
) -> HostComputeRoute:
    """Return the route that the arguments describe."""
    if not route and base is None:
        raise click.UsageError("a route needs the prefix that it leads to")
    setting = SDNRoute(destination_prefix=route, next_hop=next_hop, need_encap=encap)
    return fields.build(
        HostComputeRoute,
        settings,
        base=base,
        name=name,
        host_compute_endpoints=[refs.resolve(session, "endpoint", word).id for word in endpoints],
        setting=[setting] if route else [],
    )


def words(found: HostComputeRoute) -> list[str]:
    """Return what a route may be called: its prefixes, its name."""
    prefixes = [str(held.destination_prefix) for held in found.setting if held.destination_prefix]
    return [*prefixes, *([found.name] if found.name else [])]


def table(session: Session, routes: Sequence[HostComputeRoute]) -> Any:
    """Draw routes, one a line, with the names of their endpoints."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in routes))
    return output.table(
        ("NAME", "PREFIX", "NEXT HOP", "ENCAP", "ENDPOINTS", "ID"),
        (
            (
                found.name,
                ", ".join(str(held.destination_prefix or "-") for held in found.setting),
                ", ".join(str(held.next_hop) for held in found.setting if held.next_hop),
                "yes" if any(held.need_encap for held in found.setting) else "",
                names.endpoints_of(map(fields.id_of, found.host_compute_endpoints)),
                ids.get(found.id),
            )
            for found in routes
        ),
    )


ROUTE: Final = Kind(
    door=V2,
    noun="route",
    title="route",
    attribute="routes",
    missing=RouteNotFoundError,
    words=words,
    table=table,
    described=described,
)
