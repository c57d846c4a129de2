"""``hcspy route``."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli import refs, verbs
from hcspy.cli.kinds import kind_of
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.session import Session


@click.group(cls=NounGroup, short_help="Routes: where endpoints send a prefix.")
def route() -> None:
    """Look at and change routes: prefixes that several endpoints send somewhere.

    A route is named by its prefix, by name, or by the beginning of its id.
    """


@route.command("ls", short_help="List the routes.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only those of an endpoint.")
@click.option("--destination-prefix", metavar="PREFIX", help="Only those to this prefix.")
@click.option("--next-hop", metavar="ADDRESS", help="Only those by this way.")
@click.option("--name", help="Only those with this name.")
@pass_session
def ls(session: Session, endpoint: str | None, **filters: Any) -> None:
    """List the routes with the names of their endpoints."""
    held = refs.resolve(session, "endpoint", endpoint) if endpoint else None
    verbs.show(session, "route", kind_of(session, "route").list(session, endpoint=held, **filters))


DESCRIBED = verbs.options(
    click.argument("route", metavar="[PREFIX]", required=False),
    click.option("--next-hop", metavar="ADDRESS", help="Where it leads; the endpoint's gateway if not given."),
    click.option("--encap", is_flag=True, help="Encapsulate what takes it."),
    refs.ref_option("--endpoint", "endpoints", noun="endpoint", multiple=True, help="One it is for. May be repeated."),
    click.option("--name", help="A name for it."),
    verbs.SETTINGS,
    verbs.DOCUMENT,
)

verbs.add_get(route, "route")
verbs.add_create(route, "route", DESCRIBED, "hcspy route create 10.5.0.0/16 --next-hop 10.0.0.1 --endpoint web-0")
verbs.add_members(route, "route")
verbs.add_modify(route, "route", whole=True)
verbs.add_rm(route, "route")
