"""Policy lists of HNS v1: load balancers and routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import click

from hcspy.cli import fields, output, refs
from hcspy.cli.kinds import V1, Kind, refuse
from hcspy.cli.names import Names
from hcspy.cli.policies import policy_settings, policy_type
from hcspy.cli.session import Session
from hcspy.codec import decode, to_dict
from hcspy.errors import PolicyListNotFoundError
from hcspy.hns import ELB, ROUTE, PolicyList, endpoint_references


def described(
    session: Session,
    base: Any,
    settings: Sequence[str],
    *,
    endpoints: Sequence[str],
    ports: Sequence[str] = (),
    route: str | None = None,
    name: str | None = None,
    affinity: str | None = None,
    **description: Any,
) -> PolicyList:
    """Return the policy list that the arguments describe."""
    refuse(V1, name=name, affinity=affinity, set=settings)
    if base is not None:
        return decode(PolicyList, dict(base))
    if bool(ports) == bool(route):
        raise click.UsageError("say --port for a load balancer or --route for a route")
    if len(ports) > 1:
        raise click.UsageError("a load balancer of HNS v1 has one --port")
    found = [refs.resolve(session, "endpoint", word) for word in endpoints]
    policy = _balancer(ports[0], **description) if ports else _route(route, **description)
    return PolicyList(references=endpoint_references(found), policies=(policy,))


def _balancer(port: str, vips: Sequence[str], source_vip: str | None, ilb: bool, dsr: bool, **_: Any) -> ELB:
    external, internal, protocol = fields.port(port)
    return ELB(
        protocol=protocol,
        internal_port=internal,
        external_port=external,
        vips=vips,
        source_vip=source_vip,
        ilb=ilb or None,
        is_dsr=dsr or None,
    )


def _route(route: str | None, next_hop: str | None, encap: bool, **_: Any) -> ROUTE:
    return ROUTE(destination_prefix=route, next_hop=next_hop, need_encap=encap or None)


def listed(
    kind: Kind,
    session: Session,
    *,
    type_: str | None = None,
    name: str | None = None,
    next_hop: str | None = None,
    **filters: Any,
) -> Sequence[PolicyList]:
    """List by the filters of the service."""
    refuse(V1, name=name, next_hop=next_hop)
    wanted = {**kind.always, **({"type": type_} if type_ else {})}
    found: Sequence[PolicyList] = kind.service(session).list(**wanted, **filters)
    return found


def words(found: PolicyList) -> list[str]:
    """Return what a policy list may be called: VIP:PORT, or the prefix of its route."""
    return [word for policy in found.policies for word in _places(policy)]


def _places(policy: Any) -> list[str]:
    port = getattr(policy, "external_port", None)
    vips = [f"{vip}:{port}" for vip in getattr(policy, "vips", ())] or [f":{port}"] * bool(port)
    prefix = getattr(policy, "destination_prefix", None)
    return [*vips, str(prefix)] if prefix else vips


def table(session: Session, lists: Sequence[PolicyList]) -> Any:
    """Draw policy lists, one a line, with the names of their endpoints."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in lists))
    return output.table(
        ("TYPE", "FOR", "SETTINGS", "ENDPOINTS", "ID"),
        (
            (
                ", ".join(policy_type(to_dict(policy)) for policy in found.policies),
                ", ".join(words(found)),
                "; ".join(policy_settings(to_dict(policy)) for policy in found.policies),
                names.endpoints_of(found.endpoint_ids),
                ids.get(found.id),
            )
            for found in lists
        ),
    )


POLICYLIST: Final = Kind(
    door=V1,
    noun="policylist",
    title="policy list",
    attribute="policy_lists",
    missing=PolicyListNotFoundError,
    words=words,
    table=table,
    described=described,
    listed=listed,
)
ROUTES: Final = attrs.evolve(POLICYLIST, noun="route", title="route", always={"type": "ROUTE"})
