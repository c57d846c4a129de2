"""``hcspy lb``."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli import refs, verbs
from hcspy.cli.kinds import kind_of
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.session import Session


@click.group(cls=NounGroup, short_help="Load balancers: one address for several endpoints.")
def lb() -> None:
    """Look at and change load balancers: connections to virtual addresses, spread over endpoints.

    A load balancer is named by VIP:PORT (:PORT if it is a port of the host), by name, or by the beginning of its id.
    With --api v1 these are the policy lists of HNS v1.
    """


@lb.command("ls", short_help="List the load balancers.")
@click.option("--name", help="Only those with this name.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only those with an endpoint behind them.")
@click.option("--vip", metavar="ADDRESS", help="Only those with this virtual address.")
@click.option("--external-port", type=int, metavar="PORT", help="Only those with this external port.")
@click.option("--type", "type_", hidden=True)
@click.option("--destination-prefix", hidden=True)
@pass_session
def ls(session: Session, endpoint: str | None, **filters: Any) -> None:
    """List the load balancers with the names of their endpoints."""
    held = refs.resolve(session, "endpoint", endpoint) if endpoint else None
    verbs.show(session, "lb", kind_of(session, "lb").list(session, endpoint=held, **filters))


DESCRIBED = verbs.options(
    click.option("--name", help="A name for it."),
    refs.ref_option("--endpoint", "endpoints", noun="endpoint", multiple=True, help="One behind it. May be repeated."),
    verbs.port_option("Its outer port and the endpoints' port (80:8080/tcp), as docker writes it. May be repeated."),
    click.option("--vip", "vips", multiple=True, metavar="ADDRESS", help="A virtual address; the host's own if none."),
    click.option("--source-vip", metavar="ADDRESS", help="The address that the endpoints see."),
    click.option("--ilb", is_flag=True, help="Make it internal: for clients on this host only."),
    click.option("--dsr", is_flag=True, help="Let answers bypass it (direct server return)."),
    click.option(
        "--affinity",
        type=click.Choice(["client", "client-protocol"]),
        help="Lead a client to the same endpoint each time.",
    ),
    # With --api v1 a policy list may be a route, too.
    click.option("--route", hidden=True),
    click.option("--next-hop", hidden=True),
    click.option("--encap", is_flag=True, hidden=True),
    verbs.SETTINGS,
    verbs.DOCUMENT,
)

verbs.add_get(lb, "lb")
verbs.add_create(
    lb, "lb", DESCRIBED, "hcspy lb create --vip 10.96.0.10 --port 80:8080/tcp --endpoint web-0 --endpoint web-1"
)
verbs.add_members(lb, "lb")
verbs.add_modify(lb, "lb", whole=True)
verbs.add_rm(lb, "lb")
