"""``hcspy network``."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import fields, output, refs, verbs
from hcspy.cli.names import Names
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.page import page
from hcspy.cli.policies import add_policies
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.hns import HNSNetwork, Subnet


@click.group(cls=NounGroup, short_help="Networks: what endpoints are plugged into.")
def network() -> None:
    """Look at and change networks: virtual switches with address ranges and policies."""


@network.command("ls", short_help="List the networks.")
@click.option("--name", help="Only the one with this name.")
@click.option("--type", "type_", metavar="TYPE", help="Only those of a type, such as NAT.")
@click.option("--adapter", help="Only those on this adapter of the host.")
@click.option("--subnet", metavar="PREFIX", help="Only those with this address prefix.")
@pass_session
def ls(session: Session, name: str | None, type_: str | None, adapter: str | None, subnet: str | None) -> None:
    """List the networks."""
    found = session.hns.networks.list(name=name, type=type_, adapter=adapter, subnet=subnet)
    output.emit(session, found, lambda: network_table(session, found))


@network.command("get", short_help="Show one network.")
@refs.ref("network")
@click.option("--whole", is_flag=True, help="Show what is folded otherwise, such as the resources.")
@pass_session
def get(session: Session, network: str, whole: bool) -> None:
    """Show one network."""
    found = refs.resolve(session, "network", network)
    output.emit(session, found, lambda: page(to_dict(found), Names(session), whole=whole))


def describes_network(command: Any) -> Any:
    """Add the arguments that say how a network is to be."""
    for option in reversed(
        (
            click.argument("name", required=False),
            click.option("--type", "type_", metavar="TYPE", help="NAT, L2Bridge, Overlay, Transparent ... [NAT]"),
            click.option(
                "--subnet",
                "subnets",
                multiple=True,
                metavar="PREFIX[,GATEWAY]",
                help="An address prefix; its gateway is the first address unless given. May be repeated.",
            ),
            click.option("--adapter", help="The adapter of the host to bind, by name."),
            click.option("--policy", "policies", multiple=True, metavar="'TYPE KEY=VALUE ...'", help="A policy."),
            click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any member, in wire keys."),
            click.option("-f", "--file", "document", metavar="FILE", help="A JSON or YAML document to begin with."),
        )
    ):
        command = option(command)
    return command


@network.command("create", short_help="Create a network.")
@describes_network
@dry_run
@pass_session
def create(session: Session, **description: Any) -> None:
    """Create a network.

    Example: hcspy network create web --subnet 10.0.0.0/24
    """
    made = session.hns.networks.create(described(**description))
    output.emit(session, made, lambda: network_table(session, [made]))


@network.command("ensure", short_help="Create a network, or bring it in line.")
@describes_network
@dry_run
@pass_session
def ensure(session: Session, **description: Any) -> None:
    """Make sure that a network of this name is as described; what is not said may be anything.

    A second run changes nothing.
    """
    ensured = session.hns.networks.ensure(described(**description))
    output.say(session, f"{ensured.action} network {ensured.object.name}")
    for change in ensured.changes:
        output.say(session, f"  {change}")
    if session.output != "table":
        output.emit(session, ensured.object, str)


verbs.add_rm(network, "network")
verbs.add_wait(network, "network", ["ready"])
verbs.add_modify(network, "network")
add_policies(network, "network")


def described(
    name: str | None,
    type_: str | None,
    subnets: Sequence[str],
    adapter: str | None,
    policies: Sequence[str],
    settings: Sequence[str],
    document: str | None,
) -> HNSNetwork:
    """Return the network that the arguments describe."""
    base = fields.read_object(document)
    if not name and not (base and base.get("Name")):
        raise click.UsageError("a network needs a name")
    return fields.build(
        HNSNetwork,
        settings,
        base=base,
        name=name,
        type=type_ or (None if base else "NAT"),
        subnets=[_subnet(text) for text in subnets],
        network_adapter_name=adapter,
        policies=[fields.policy_text(text) for text in policies],
    )


def _subnet(text: str) -> Subnet:
    prefix, _, gateway = text.partition(",")
    try:
        first = str(ipaddress.ip_network(prefix, strict=False)[1])
    except (ValueError, IndexError) as error:
        raise click.BadParameter(f"--subnet {text}: {error}") from None
    return Subnet(address_prefix=prefix, gateway_address=gateway or first)


def network_table(session: Session, networks: Sequence[HNSNetwork]) -> Any:
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
