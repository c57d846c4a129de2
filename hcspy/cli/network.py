"""``hcspy network``."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli import verbs
from hcspy.cli.kinds import kind_of
from hcspy.cli.options import NounGroup, pass_session
from hcspy.cli.policies import add_policies
from hcspy.cli.session import Session
from hcspy.cli.watch import add_watch


@click.group(cls=NounGroup, short_help="Networks: what endpoints are plugged into.")
def network() -> None:
    """Look at and change networks: virtual switches with address ranges and policies."""


@network.command("ls", short_help="List the networks.")
@click.option("--name", help="Only the one with this name.")
@click.option("--type", "type", metavar="TYPE", help="Only those of a type, such as NAT.")
@click.option("--adapter", help="Only those on this adapter of the host.")
@click.option("--subnet", metavar="PREFIX", help="Only those with this address prefix.")
@pass_session
def ls(session: Session, **filters: Any) -> None:
    """List the networks."""
    verbs.show(session, "network", kind_of(session, "network").list(session, **filters))


DESCRIBED = verbs.options(
    click.argument("name", required=False),
    click.option("--type", "type_", metavar="TYPE", help="NAT, L2Bridge, Overlay, Transparent ... [NAT]"),
    click.option(
        "--subnet",
        "subnets",
        multiple=True,
        metavar="PREFIX[,GATEWAY]",
        help="An address prefix; its gateway is the first address unless given. May be repeated.",
    ),
    click.option("--vsid", type=int, metavar="NUMBER", help="The virtual subnet's id; Overlay subnets need one."),
    click.option("--adapter", help="The adapter of the host to bind, by name."),
    click.option("--policy", "policies", multiple=True, metavar="'TYPE KEY=VALUE ...'", help="A policy."),
    verbs.SETTINGS,
    verbs.DOCUMENT,
)

verbs.add_get(network, "network")
verbs.add_create(network, "network", DESCRIBED, "hcspy network create web --subnet 10.0.0.0/24")
verbs.add_rm(network, "network")
add_watch(network, "network")
verbs.add_wait(network, "network", ["ready"])
verbs.add_modify(network, "network")
verbs.add_refresh(network, "network")
add_policies(network, "network")
