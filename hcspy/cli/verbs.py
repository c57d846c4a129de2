"""Verbs that several nouns share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.documents import read_object, read_objects
from hcspy.cli.kinds import Kind, kind_of
from hcspy.cli.names import Names
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.page import page
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.errors import NotFoundError
from hcspy.verbs.rollback import blame

DOCUMENT = click.option(
    "-f",
    "--file",
    "document",
    metavar="FILE",
    help="A JSON or YAML document to begin with, or a list of them; - is stdin.",
)
SETTINGS = click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any member, in wire keys.")


def port_option(help: str) -> Callable[[Any], Any]:
    """Return the option of ports, which look alike in every noun."""
    metavar = "EXTERNAL:INTERNAL[/PROTOCOL]"
    return click.option("-p", "--port", "ports", multiple=True, metavar=metavar, help=help)


def options(*declared: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return one decorator for several options, in the order in which the help shows them."""

    def declare(command: Any) -> Any:
        for option in reversed(declared):
            command = option(command)
        return command

    return declare


def show(session: Session, noun: str, found: Sequence[Any]) -> None:
    """Print a list of objects."""
    output.emit(session, found, lambda: kind_of(session, noun).table(session, found))


def add_get(group: NounGroup, noun: str) -> None:
    """Add the verb that shows one object."""

    @group.command("get", short_help="Show one.")
    @refs.ref(noun)
    @click.option("--detailed", is_flag=True, help="Ask for all that the service set aside for it.")
    @click.option("--whole", is_flag=True, help="Show what is folded otherwise, such as the resources.")
    @pass_session
    def get(session: Session, detailed: bool, whole: bool, **words: Any) -> None:
        """Show one object."""
        found = refs.resolve(session, noun, words[noun])
        if detailed:
            found = _detailed(kind_of(session, noun).service(session), found)
        output.emit(session, found, lambda: page(to_dict(found), Names(session), whole=whole or detailed))


def _detailed(service: Any, found: Any) -> Any:
    # HNS v1 has details of endpoints only; it tells all there is of the others anyway.
    return service.detailed(found) if hasattr(service, "detailed") else found


def add_create(group: NounGroup, noun: str, describes: Callable[[Any], Any], example: str) -> None:
    """Add the verbs that create an object, and that make sure of one."""

    @group.command("create", short_help="Create one.", help=f"Create what is described.\n\nExample: {example}")
    @describes
    @dry_run
    @pass_session
    def create(session: Session, **description: Any) -> None:
        create_all(session, noun, description)

    add_ensure(group, noun, describes)


def create_all(session: Session, noun: str, description: Mapping[str, Any], *, said: bool = False, **more: Any) -> None:
    """Create what is described, all of it or nothing, and print it; with ``said`` people get the ids only."""
    kind = kind_of(session, noun)
    with session.transaction() as tx:
        made = [kind.service(tx).create(model, **more) for model in described(session, kind, description)]
    if said and session.output == "table":
        for found in made:
            output.say(session, str(found.id))
        return
    output.emit(session, made if len(made) != 1 else made[0], lambda: kind.table(session, made))


def add_ensure(group: NounGroup, noun: str, describes: Callable[[Any], Any]) -> None:
    """Add the verb that creates an object or brings it in line."""

    @group.command("ensure", short_help="Create one, or bring it in line.")
    @describes
    @dry_run
    @pass_session
    def ensure(session: Session, **description: Any) -> None:
        """Make sure that there is what is described; what is not said may be anything.

        A second run changes nothing.
        """
        kind = kind_of(session, noun)
        with session.transaction() as tx:
            done = [kind.service(tx).ensure(model) for model in described(session, kind, description)]
        for ensured in done:
            _tell(session, kind, ensured)
        found = [ensured.object for ensured in done]
        if session.output != "table":
            output.emit(session, found if len(found) != 1 else found[0], str)


def _tell(session: Session, kind: Kind, ensured: Any) -> None:
    output.say(session, f"{ensured.action} {kind.title} {kind.label(ensured.object)}")
    for change in ensured.changes:
        output.say(session, f"  {change}")


def described(session: Session, kind: Kind, description: Mapping[str, Any]) -> list[Any]:
    """Return the models that the arguments describe: one for each document of ``-f``, or the one of the others."""
    given = dict(description)
    settings = given.pop("settings", ())
    bases: Sequence[Mapping[str, Any] | None] = [*read_objects(given.pop("document", None))] or [None]
    return [kind.described(session, base, settings, **given) for base in bases]


def add_rm(group: NounGroup, noun: str) -> None:
    """Add the verb that deletes."""

    @group.command("rm", short_help="Delete some.")
    @refs.ref(noun, many=True)
    @click.option("--missing-ok", is_flag=True, help="It is fine if there is none.")
    @dry_run
    @pass_session
    def rm(session: Session, missing_ok: bool, **words: Any) -> None:
        """Delete objects. A network takes its endpoints with it.

        All are looked up before the first is deleted: a word that means nothing, or two things, deletes nothing.
        """
        kind = kind_of(session, noun)
        unique = {found.id: found for found in refs.each(session, noun, words[noun], missing_ok=missing_ok)}
        delete_each(session, kind, list(unique.values()), missing_ok=missing_ok)


def delete_each(session: Session, kind: Kind, objects: Sequence[Any], *, missing_ok: bool) -> None:
    """Delete objects one after the other and say so of each; if that ends early, the error says what is left."""
    service, left = kind.service(session), list(objects)
    try:
        while left:
            service.delete(left[0], missing_ok=missing_ok)
            output.say(session, f"deleted {kind.title} {kind.label(left.pop(0))}")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and left and _is_gone(service, left[0]):
            # It came between the deletion and the words about it.
            output.say(session, f"deleted {kind.title} {kind.label(left.pop(0))}")
        blame(error, [f"{kind.title} {kind.label(found)} is not deleted" for found in left])
        raise


def _is_gone(service: Any, found: Any) -> bool:
    try:
        service.get(str(found.id))
    except NotFoundError:
        return True
    return False


def add_wait(group: NounGroup, noun: str, states: Sequence[str]) -> None:
    """Add the verb that waits for a state, or for the end of the object."""

    @group.command("wait", short_help="Wait until one is ready, or gone.")
    @refs.ref(noun)
    @click.option("--until", type=click.Choice([*states, "deleted"]), default="ready", show_default=True)
    @click.option("--patience", type=float, default=60, show_default=True, metavar="SECONDS", help="Wait no longer.")
    @pass_session
    def wait(session: Session, until: str, patience: float, **words: Any) -> None:
        """Wait until the object is in a state."""
        service = kind_of(session, noun).service(session)
        if until == "deleted":
            try:
                found = refs.resolve(session, noun, words[noun])
            except NotFoundError:
                return
            service.wait_deleted(found, timeout=patience)
        else:
            found = refs.resolve(session, noun, words[noun])
            service.wait(found, until, timeout=patience)


def add_modify(group: NounGroup, noun: str, *, whole: bool = False) -> None:
    """Add the verb that changes an object by a document: a request, or (``whole``) members of the object."""
    merged = """Change members of the object: those of the document take the place of what is there.

    Windows before Server 2025 cannot change it: it is deleted and created anew with the same id."""
    request = """Send a document that changes a part of the object.

    HCN takes a request: {"ResourceType": "Policy", "RequestType": "Add", "Settings": {...}}. HNS v1 merges the
    members of the document into the object."""

    @group.command("modify", short_help="Change one by a document.", help=merged if whole else request)
    @refs.ref(noun)
    @click.argument("document", metavar="JSON|@FILE|-")
    @dry_run
    @pass_session
    def modify(session: Session, document: str, **words: Any) -> None:
        kind = kind_of(session, noun)
        found, wanted = refs.resolve(session, noun, words[noun]), read_object(document) or {}
        service = kind.service(session)
        if whole:
            changed = service.update(fields.merged(found, wanted))
        else:
            changed = service.modify(found, wanted)
        output.say(session, f"modified {kind.title} {kind.label(changed)}")
        if session.output != "table":
            output.emit(session, changed, str)


def add_refresh(group: NounGroup, noun: str) -> None:
    """Add the verb that asks the service to look again."""

    @group.command("refresh", short_help="Let the service bring one in line with the system.")
    @refs.ref(noun)
    @dry_run
    @pass_session
    def refresh(session: Session, **words: Any) -> None:
        """Ask the service to bring the object in line with the system."""
        kind = kind_of(session, noun)
        found = refs.resolve(session, noun, words[noun])
        kind.service(session).refresh(found)
        output.say(session, f"refreshed {kind.title} {kind.label(found)}")


def add_members(group: NounGroup, noun: str) -> None:
    """Add the verbs that let an object hold for one more endpoint, or for one less."""

    @group.command("add-endpoint", short_help="Let one hold for one more endpoint.")
    @refs.ref(noun)
    @refs.ref("endpoint")
    @dry_run
    @pass_session
    def add_endpoint(session: Session, endpoint: str, **words: Any) -> None:
        """Add an endpoint. Where Windows cannot change the object, it is deleted and created anew with the same id."""
        found = refs.resolve(session, noun, words[noun])
        made = kind_of(session, noun).service(session).add_endpoint(found, refs.resolve(session, "endpoint", endpoint))
        show(session, noun, [made])

    @group.command("rm-endpoint", short_help="Take an endpoint out.")
    @refs.ref(noun)
    @refs.ref("endpoint")
    @click.option("--missing-ok", is_flag=True, help="It is fine if the endpoint is not in it.")
    @dry_run
    @pass_session
    def rm_endpoint(session: Session, endpoint: str, missing_ok: bool, **words: Any) -> None:
        """Take an endpoint out. Where Windows cannot change the object, it is deleted and created anew with its id."""
        found, gone = refs.resolve(session, noun, words[noun]), refs.resolve(session, "endpoint", endpoint)
        made = kind_of(session, noun).service(session).remove_endpoint(found, gone, missing_ok=missing_ok)
        show(session, noun, [made])
