"""Verbs that several nouns share: wait, rm, refresh, modify, and the policies of an object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.errors import NotFoundError

F = TypeVar("F", bound=Callable[..., Any])


def add_rm(group: NounGroup, noun: str) -> None:
    """Add the verb that deletes."""

    @group.command("rm", short_help=f"Delete {noun}s.")
    @refs.ref(noun, many=True)
    @click.option("--missing-ok", is_flag=True, help="It is fine if there is none.")
    @dry_run
    @pass_session
    def rm(session: Session, missing_ok: bool, **words: Any) -> None:
        """Delete objects. A network takes its endpoints with it."""
        for found in refs.each(session, noun, words[noun], missing_ok=missing_ok):
            refs.service(session, noun).delete(found, missing_ok=missing_ok)
            output.say(session, f"deleted {noun} {refs.label(noun, found)}")


def add_wait(group: NounGroup, noun: str, states: Sequence[str]) -> None:
    """Add the verb that waits for a state, or for the end of the object."""

    @group.command("wait", short_help=f"Wait until a {noun} is ready, or gone.")
    @refs.ref(noun)
    @click.option("--until", type=click.Choice([*states, "deleted"]), default="ready", show_default=True)
    @click.option("--patience", type=float, default=60, show_default=True, metavar="SECONDS", help="Wait no longer.")
    @pass_session
    def wait(session: Session, until: str, patience: float, **words: Any) -> None:
        """Wait until the object is in a state."""
        if until == "deleted":
            try:
                found = refs.resolve(session, noun, words[noun])
            except NotFoundError:
                return
            refs.service(session, noun).wait_deleted(found, timeout=patience)
        else:
            found = refs.resolve(session, noun, words[noun])
            refs.service(session, noun).wait(found, until, timeout=patience)


def add_modify(group: NounGroup, noun: str) -> None:
    """Add the verbs that post a raw document, and that ask the service to look again."""

    @group.command("modify", short_help=f"Post a document to a {noun}.")
    @refs.ref(noun)
    @click.argument("document", metavar="JSON|@FILE|-")
    @dry_run
    @pass_session
    def modify(session: Session, document: str, **words: Any) -> None:
        """Post a raw document to the object; the service merges its members into the object."""
        found = refs.resolve(session, noun, words[noun])
        changed = refs.service(session, noun).modify(found, fields.read_object(document))
        output.say(session, f"modified {noun} {refs.label(noun, changed)}")
        if session.output != "table":
            output.emit(session, changed, str)

    @group.command("refresh", short_help=f"Let the service bring a {noun} in line with the system.")
    @refs.ref(noun)
    @dry_run
    @pass_session
    def refresh(session: Session, **words: Any) -> None:
        """Ask the service to bring the object in line with the system."""
        found = refs.resolve(session, noun, words[noun])
        refs.service(session, noun).refresh(found)
        output.say(session, f"refreshed {noun} {refs.label(noun, found)}")


def add_policies(group: NounGroup, noun: str) -> None:
    """Add the group of verbs for the policies of an object."""

    @group.group("policy", cls=NounGroup, short_help=f"Look at and change the policies of a {noun}.")
    def policies() -> None:
        """Look at and change policies.

        A policy is its TYPE and members in wire keys: ACL Action=Block Direction=Out Priority=200. Lists are
        written with commas. Key:=JSON sets a member that hcspy has no name for.
        """

    arguments = [
        refs.ref(noun),
        click.argument("type", metavar="TYPE"),
        click.argument("members", nargs=-1, metavar="[KEY=VALUE]..."),
    ]

    @policies.command("ls", short_help="List the policies.")
    @refs.ref(noun)
    @pass_session
    def ls(session: Session, **words: Any) -> None:
        """List the policies of one object, in its order."""
        found = refs.resolve(session, noun, words[noun])
        output.emit(session, list(found.policies), lambda: policy_table(found.policies))

    @policies.command("add", short_help="Add a policy.")
    @_all(arguments)
    @dry_run
    @pass_session
    def add(session: Session, type: str, members: Sequence[str], **words: Any) -> None:
        """Add a policy; those that are there stay.

        Example: policy add web-0 ACL Action=Block Direction=Out RemoteAddresses=169.254.169.254/32 Priority=200
        """
        made = fields.policy(type, members)
        found = refs.resolve(session, noun, words[noun])
        changed = refs.service(session, noun).add_policies(found, made)
        output.emit(session, list(changed.policies), lambda: policy_table(changed.policies))

    @policies.command("rm", short_help="Remove policies.")
    @_all(arguments)
    @click.option("--missing-ok", is_flag=True, help="It is fine if there is none.")
    @dry_run
    @pass_session
    def rm(session: Session, type: str, members: Sequence[str], missing_ok: bool, **words: Any) -> None:
        """Remove the policies of a TYPE that have all the members given; others stay.

        Example: policy rm web-0 ACL Action=Block
        """
        pattern = fields.pattern(type, members)
        found = refs.resolve(session, noun, words[noun])
        changed = refs.service(session, noun).remove_policies(found, pattern, missing_ok=missing_ok)
        output.emit(session, list(changed.policies), lambda: policy_table(changed.policies))


def _all(decorators: Sequence[Any]) -> Callable[[F], F]:
    def apply(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


def policy_table(policies: Sequence[Any]) -> Any:
    """Draw policies: type and settings, in wire keys as `policy add` takes them."""
    return output.table(("TYPE", "SETTINGS"), ((policy_type(policy), policy_settings(policy)) for policy in policies))


def policy_type(policy: Any) -> str:
    """Return the wire's name for the kind of a policy."""
    return str(to_dict(policy).get("Type", "?"))


def policy_settings(policy: Any) -> str:
    """Return a policy's members as ``Key=Value`` words."""
    return " ".join(f"{key}={_short(value)}" for key, value in to_dict(policy).items() if key != "Type")


def _short(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def policy_words(policies: Sequence[Any]) -> str:
    """Return policies in few words, for a column: ports as docker writes them, else the type."""
    return ", ".join(filter(None, map(_word, policies)))


def _word(policy: Any) -> str:
    document = to_dict(policy)
    kind = str(document.get("Type", "?"))
    if kind.upper() == "NAT" and document.get("InternalPort"):
        protocol = str(document.get("Protocol") or "tcp").lower()
        return f"{document.get('ExternalPort') or '*'}:{document['InternalPort']}/{protocol}"
    if kind.upper() == "ACL":
        return f"ACL {document.get('Action', '')} {document.get('Direction', '')}".strip()
    return kind
