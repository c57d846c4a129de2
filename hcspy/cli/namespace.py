"""``hcspy namespace``."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli import output, refs, verbs
from hcspy.cli.kinds import kind_of
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.session import Session
from hcspy.cli.watch import add_watch


class NamespaceGroup(NounGroup):
    """Endpoints are put in and taken out by either of two words."""

    aliases = {**NounGroup.aliases, "add-endpoint": "attach", "rm-endpoint": "detach"}


@click.group(cls=NamespaceGroup, short_help="Namespaces: the network compartments of containers.")
def namespace() -> None:
    """Look at and change namespaces: what a container sees as its network.

    A namespace has no name: it is named by its id or the beginning of it; `default` is the host's own. `add-endpoint`
    and `rm-endpoint` are other words for `attach` and `detach`.
    """


@namespace.command("ls", short_help="List the namespaces.")
@click.option("--default/--not-default", default=None, help="Only the host's own, or all others.")
@click.option("--type", "type_", metavar="TYPE", help="Only those of a type, such as Host or Guest.")
@click.option("--compartment", type=int, metavar="NUMBER", help="Only the one of a compartment.")
@refs.ref_option("--endpoint", noun="endpoint", help="Only the one that holds an endpoint.")
@click.option("--container", metavar="ID", help="Only the one that holds a container.")
@pass_session
def ls(session: Session, endpoint: str | None, **filters: Any) -> None:
    """List the namespaces with the names of their endpoints."""
    held = refs.resolve(session, "endpoint", endpoint) if endpoint else None
    verbs.show(session, "namespace", kind_of(session, "namespace").list(session, endpoint=held, **filters))


DESCRIBED = verbs.options(
    click.option("--default", is_flag=True, help="Make it the host's own."),
    click.option("--type", "type_", metavar="TYPE", help="Host, HostDefault, Guest or GuestDefault. [Host]"),
    verbs.SETTINGS,
    verbs.DOCUMENT,
)


@namespace.command("create", short_help="Create one.")
@DESCRIBED
@dry_run
@pass_session
def create(session: Session, **description: Any) -> None:
    """Create a namespace and print its id."""
    verbs.create_all(session, "namespace", description, said=True)


@namespace.command("attach", short_help="Put an endpoint into a namespace.")
@refs.ref("namespace")
@refs.ref("endpoint")
@dry_run
@pass_session
def attach(session: Session, namespace: str, endpoint: str) -> None:
    """Put an endpoint into a namespace."""
    space, found = refs.resolve(session, "namespace", namespace), refs.resolve(session, "endpoint", endpoint)
    kind_of(session, "namespace").service(session).add_endpoint(space, found)
    output.say(session, f"added endpoint {refs.label(session, 'endpoint', found)} to namespace {space.id}")


@namespace.command("detach", short_help="Take an endpoint out of a namespace.")
@refs.ref("namespace")
@refs.ref("endpoint")
@click.option("--missing-ok", is_flag=True, help="It is fine if it is not there.")
@dry_run
@pass_session
def detach(session: Session, namespace: str, endpoint: str, missing_ok: bool) -> None:
    """Take an endpoint out of a namespace."""
    space, found = refs.resolve(session, "namespace", namespace), refs.resolve(session, "endpoint", endpoint)
    kind_of(session, "namespace").service(session).remove_endpoint(space, found, missing_ok=missing_ok)
    output.say(session, f"removed endpoint {refs.label(session, 'endpoint', found)} from namespace {space.id}")


verbs.add_get(namespace, "namespace")
verbs.add_ensure(namespace, "namespace", DESCRIBED)
verbs.add_rm(namespace, "namespace")
add_watch(namespace, "namespace")
