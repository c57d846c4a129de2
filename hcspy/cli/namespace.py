"""``hcspy namespace``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import output, refs, verbs
from hcspy.cli.names import Names
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.page import page
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.hns import Namespace


@click.group(cls=NounGroup, short_help="Namespaces: the network compartments of containers.")
def namespace() -> None:
    """Look at and change namespaces: what a container sees as its network.

    A namespace has no name: it is named by its id or the beginning of it; `default` is the host's own.
    """


@namespace.command("ls", short_help="List the namespaces.")
@click.option("--default/--not-default", default=None, help="Only the host's own, or all others.")
@click.option("--compartment", type=int, metavar="NUMBER", help="Only the one of a compartment.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only the one that holds an endpoint.")
@click.option("--container", metavar="ID", help="Only the one that holds a container.")
@pass_session
def ls(session: Session, endpoint: str | None, **filters: Any) -> None:
    """List the namespaces with the names of their endpoints."""
    found = session.hns.namespaces.list(
        endpoint=refs.resolve(session, "endpoint", endpoint) if endpoint else None, **filters
    )
    output.emit(session, found, lambda: namespace_table(session, found))


@namespace.command("get", short_help="Show one namespace.")
@refs.ref("namespace")
@click.option("--whole", is_flag=True, help="Show what is folded otherwise, such as the resources.")
@pass_session
def get(session: Session, namespace: str, whole: bool) -> None:
    """Show one namespace."""
    found = refs.resolve(session, "namespace", namespace)
    output.emit(session, found, lambda: page(to_dict(found), Names(session), whole=whole))


@namespace.command("create", short_help="Create a namespace.")
@click.option("--default", is_flag=True, help="Make it the default.")
@dry_run
@pass_session
def create(session: Session, default: bool) -> None:
    """Create a namespace and print its id."""
    made = session.hns.namespaces.create(Namespace(is_default=default or None))
    output.say(session, str(made.id))
    if session.output != "table":
        output.emit(session, made, str)


@namespace.command("add-endpoint", short_help="Put an endpoint into a namespace.")
@refs.ref("namespace")
@refs.ref("endpoint")
@dry_run
@pass_session
def add_endpoint(session: Session, namespace: str, endpoint: str) -> None:
    """Put an endpoint into a namespace."""
    space, found = refs.resolve(session, "namespace", namespace), refs.resolve(session, "endpoint", endpoint)
    session.hns.namespaces.add_endpoint(space, found)
    output.say(session, f"added endpoint {refs.label('endpoint', found)} to namespace {space.id}")


@namespace.command("rm-endpoint", short_help="Take an endpoint out of a namespace.")
@refs.ref("namespace")
@refs.ref("endpoint")
@click.option("--missing-ok", is_flag=True, help="It is fine if it is not there.")
@dry_run
@pass_session
def rm_endpoint(session: Session, namespace: str, endpoint: str, missing_ok: bool) -> None:
    """Take an endpoint out of a namespace."""
    space, found = refs.resolve(session, "namespace", namespace), refs.resolve(session, "endpoint", endpoint)
    session.hns.namespaces.remove_endpoint(space, found, missing_ok=missing_ok)
    output.say(session, f"removed endpoint {refs.label('endpoint', found)} from namespace {space.id}")


verbs.add_rm(namespace, "namespace")


def namespace_table(session: Session, namespaces: Sequence[Namespace]) -> Any:
    """Draw namespaces, one a line, with the names of their endpoints."""
    names = Names(session)
    # There is no name to go by, so ids are printed whole.
    return output.table(
        ("ID", "DEFAULT", "COMPARTMENT", "ENDPOINTS", "CONTAINERS"),
        (
            (
                found.id,
                "yes" if found.is_default else "",
                found.compartment_id or "",
                ", ".join(names.endpoint(held) or f"{held} (missing)" for held in held_by(found, "endpoint")),
                ", ".join(held[:12] for held in held_by(found, "container")),
            )
            for found in namespaces
        ),
    )


def held_by(found: Namespace, kind: str) -> list[str]:
    """Return the ids of what a namespace holds, of one kind."""
    resources = (entry for entry in found.resource_list if str(entry.type).lower() == kind)
    ids = (next((v for k, v in (entry.data or {}).items() if k.lower() == "id"), None) for entry in resources)
    return [str(found) for found in ids if found]
