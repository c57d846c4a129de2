"""``hcspy policylist``: load balancers and routes of HNS v1."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli import refs, verbs
from hcspy.cli.kinds import V1, kind_of
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.session import Session


@click.group(cls=NounGroup, short_help="Policy lists of HNS v1: load balancers and routes.")
@pass_session
def policylist(session: Session) -> None:
    """Look at and change policy lists: what load balancers and routes are at HNS v1.

    A policy list is named by VIP:PORT, by its route's prefix, or by the beginning of its id.
    """
    session.door = V1


@policylist.command("ls", short_help="List the policy lists.")
@click.option("--type", "type_", metavar="TYPE", help="Only those of a type, ELB or ROUTE.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only those that refer to an endpoint.")
@click.option("--vip", metavar="ADDRESS", help="Only those with this virtual address.")
@click.option("--external-port", type=int, metavar="PORT", help="Only those with this external port.")
@click.option("--destination-prefix", metavar="PREFIX", help="Only routes to this prefix.")
@pass_session
def ls(session: Session, endpoint: str | None, **filters: Any) -> None:
    """List the policy lists with the names of their endpoints."""
    held = refs.resolve(session, "endpoint", endpoint) if endpoint else None
    verbs.show(session, "policylist", kind_of(session, "policylist").list(session, endpoint=held, **filters))


DESCRIBED = verbs.options(
    refs.ref_option("--endpoint", "endpoints", noun="endpoint", multiple=True, help="One it holds for."),
    verbs.port_option("Make a load balancer: its outer port, the endpoints' port (80:8080/tcp), as docker writes it."),
    click.option("--vip", "vips", multiple=True, metavar="ADDRESS", help="The balancer's virtual address."),
    click.option("--source-vip", metavar="ADDRESS", help="The address that the endpoints see."),
    click.option("--ilb", is_flag=True, help="Make the balancer internal."),
    click.option("--dsr", is_flag=True, help="Let answers bypass the balancer (direct server return)."),
    click.option("--route", metavar="PREFIX", help="Make a route to this prefix."),
    click.option("--next-hop", metavar="ADDRESS", help="Where the route leads."),
    click.option("--encap", is_flag=True, help="Encapsulate what takes the route."),
    click.option("-f", "--file", "document", metavar="FILE", help="A JSON or YAML document instead, or a list."),
)

verbs.add_get(policylist, "policylist")
verbs.add_create(
    policylist,
    "policylist",
    DESCRIBED,
    "hcspy policylist create --vip 10.96.0.10 --port 80:8080/tcp --endpoint web-0 --endpoint web-1",
)
verbs.add_members(policylist, "policylist")
verbs.add_rm(policylist, "policylist")
