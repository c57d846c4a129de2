"""``hcspy policylist``: load balancers and routes of HNS v1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import fields, output, refs, verbs
from hcspy.cli.names import Names
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.page import page
from hcspy.cli.policies import policy_settings, policy_type
from hcspy.cli.session import Session
from hcspy.codec import decode, to_dict
from hcspy.hns import ELB, ROUTE, PolicyList, endpoint_references


@click.group(cls=NounGroup, short_help="Policy lists: load balancers and routes over endpoints.")
def policylist() -> None:
    """Look at and change policy lists: load balancers and routes that several endpoints share.

    A policy list is named by VIP:PORT, by its route's prefix, or by the beginning of its id.
    """


@policylist.command("ls", short_help="List the policy lists.")
@click.option("--type", "type_", metavar="TYPE", help="Only those of a type, ELB or ROUTE.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only those that refer to an endpoint.")
@click.option("--vip", metavar="ADDRESS", help="Only those with this virtual address.")
@click.option("--external-port", type=int, metavar="PORT", help="Only those with this external port.")
@click.option("--destination-prefix", metavar="PREFIX", help="Only routes to this prefix.")
@pass_session
def ls(session: Session, type_: str | None, endpoint: str | None, **filters: Any) -> None:
    """List the policy lists with the names of their endpoints."""
    found = session.hns.policy_lists.list(
        type=type_, endpoint=refs.resolve(session, "endpoint", endpoint) if endpoint else None, **filters
    )
    output.emit(session, found, lambda: policylist_table(session, found))


@policylist.command("get", short_help="Show one policy list.")
@refs.ref("policylist")
@click.option("--whole", is_flag=True, help="Show what is folded otherwise, such as the resources.")
@pass_session
def get(session: Session, policylist: str, whole: bool) -> None:
    """Show one policy list."""
    found = refs.resolve(session, "policylist", policylist)
    output.emit(session, found, lambda: page(to_dict(found), Names(session), whole=whole))


def describes_list(command: Any) -> Any:
    """Add the arguments that say how a policy list is to be."""
    for option in reversed(
        (
            refs.ref_option("--endpoint", "endpoints", noun="endpoint", multiple=True, help="One it holds for."),
            click.option(
                "-p",
                "--port",
                metavar="EXTERNAL:INTERNAL[/PROTOCOL]",
                help="Make a load balancer: its outer port, the endpoints' port (80:8080/tcp), as docker writes it.",
            ),
            click.option("--vip", "vips", multiple=True, metavar="ADDRESS", help="The balancer's virtual address."),
            click.option("--source-vip", metavar="ADDRESS", help="The address that the endpoints see."),
            click.option("--ilb", is_flag=True, help="Make the balancer internal."),
            click.option("--dsr", is_flag=True, help="Let answers bypass the balancer (direct server return)."),
            click.option("--route", metavar="PREFIX", help="Make a route to this prefix."),
            click.option("--next-hop", metavar="ADDRESS", help="Where the route leads."),
            click.option("--encap", is_flag=True, help="Encapsulate what takes the route."),
            click.option("-f", "--file", "document", metavar="FILE", help="A JSON or YAML document instead."),
        )
    ):
        command = option(command)
    return command


@policylist.command("create", short_help="Create a load balancer or a route.")
@describes_list
@dry_run
@pass_session
def create(session: Session, **description: Any) -> None:
    """Create a load balancer (--port) or a route (--route) for endpoints.

    Example: hcspy lb create --vip 10.96.0.10 --port 80:8080/tcp --endpoint web-0 --endpoint web-1
    """
    made = session.hns.policy_lists.create(described(session, **description))
    output.emit(session, made, lambda: policylist_table(session, [made]))


@policylist.command("ensure", short_help="Create a policy list, or bring it in line.")
@describes_list
@dry_run
@pass_session
def ensure(session: Session, **description: Any) -> None:
    """Make sure that a load balancer or route is there, for exactly these endpoints."""
    ensured = session.hns.policy_lists.ensure(described(session, **description))
    output.say(session, f"{ensured.action} policy list {refs.label('policylist', ensured.object)}")
    for change in ensured.changes:
        output.say(session, f"  {change}")
    if session.output != "table":
        output.emit(session, ensured.object, str)


@policylist.command("add-endpoint", short_help="Let a policy list hold for one more endpoint.")
@refs.ref("policylist")
@refs.ref("endpoint")
@dry_run
@pass_session
def add_endpoint(session: Session, policylist: str, endpoint: str) -> None:
    """Add an endpoint. HNS v1 cannot change a list: it is deleted and created anew with the same id."""
    found = refs.resolve(session, "policylist", policylist)
    made = session.hns.policy_lists.add_endpoint(found, refs.resolve(session, "endpoint", endpoint))
    output.emit(session, made, lambda: policylist_table(session, [made]))


@policylist.command("rm-endpoint", short_help="Take an endpoint out of a policy list.")
@refs.ref("policylist")
@refs.ref("endpoint")
@click.option("--missing-ok", is_flag=True, help="It is fine if the list does not refer to it.")
@dry_run
@pass_session
def rm_endpoint(session: Session, policylist: str, endpoint: str, missing_ok: bool) -> None:
    """Take an endpoint out. HNS v1 cannot change a list: it is deleted and created anew with the same id."""
    found = refs.resolve(session, "policylist", policylist)
    gone = refs.resolve(session, "endpoint", endpoint)
    made = session.hns.policy_lists.remove_endpoint(found, gone, missing_ok=missing_ok)
    output.emit(session, made, lambda: policylist_table(session, [made]))


verbs.add_rm(policylist, "policylist")


def described(session: Session, endpoints: Sequence[str], document: str | None, **description: Any) -> PolicyList:
    """Return the policy list that the arguments describe."""
    base = fields.read_object(document)
    if base is not None:
        return decode(PolicyList, dict(base))
    if bool(description["port"]) == bool(description["route"]):
        raise click.UsageError("say --port for a load balancer or --route for a route")
    found = [refs.resolve(session, "endpoint", word) for word in endpoints]
    policy = _balancer(**description) if description["port"] else _route(**description)
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


def _route(route: str, next_hop: str | None, encap: bool, **_: Any) -> ROUTE:
    return ROUTE(destination_prefix=route, next_hop=next_hop, need_encap=encap or None)


def policylist_table(session: Session, lists: Sequence[PolicyList]) -> Any:
    """Draw policy lists, one a line, with the names of their endpoints."""
    names = Names(session)
    ids = output.short_ids(session, (found.id for found in lists))
    return output.table(
        ("TYPE", "FOR", "SETTINGS", "ENDPOINTS", "ID"),
        (
            (
                ", ".join(policy_type(policy) for policy in found.policies),
                ", ".join(refs.words_for("policylist", found)),
                "; ".join(policy_settings(policy) for policy in found.policies),
                ", ".join(names.endpoint(held) or f"{held} (missing)" for held in found.endpoint_ids),
                ids.get(found.id),
            )
            for found in lists
        ),
    )
