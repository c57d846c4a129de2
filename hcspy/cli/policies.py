"""``policy ls|add|rm``: the policies of a network or an endpoint, and how policies print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.session import Session
from hcspy.codec import to_dict

F = TypeVar("F", bound=Callable[..., Any])


def add_policies(group: NounGroup, noun: str) -> None:
    """Add the group of verbs for the policies of an object."""

    @group.group("policy", cls=NounGroup, short_help=f"Look at and change the policies of a {noun}.")
    def policies() -> None:
        """Look at and change policies.

        A policy is its TYPE and members in wire keys: ACL Action=Block Direction=Out Priority=200. Lists are
        written with commas. Key:=JSON sets a member that hcspy has no name for.
        """

    _add_ls(policies, noun)
    _add_add(policies, noun)
    _add_rm(policies, noun)


def _add_ls(group: click.Group, noun: str) -> None:
    @group.command("ls", short_help="List the policies.")
    @refs.ref(noun)
    @pass_session
    def ls(session: Session, **words: Any) -> None:
        """List the policies of one object, in its order."""
        _emit(session, refs.resolve(session, noun, words[noun]))


def _add_add(group: click.Group, noun: str) -> None:
    @group.command("add", short_help="Add a policy.")
    @_describes(noun)
    @dry_run
    @pass_session
    def add(session: Session, type: str, members: Sequence[str], **words: Any) -> None:
        """Add a policy; those that are there stay.

        Example: policy add web-0 ACL Action=Block Direction=Out RemoteAddresses=169.254.169.254/32 Priority=200
        """
        made = fields.policy(type, members)
        found = refs.resolve(session, noun, words[noun])
        _emit(session, refs.service(session, noun).add_policies(found, made))


def _add_rm(group: click.Group, noun: str) -> None:
    @group.command("rm", short_help="Remove policies.")
    @_describes(noun)
    @click.option("--missing-ok", is_flag=True, help="It is fine if there is none.")
    @dry_run
    @pass_session
    def rm(session: Session, type: str, members: Sequence[str], missing_ok: bool, **words: Any) -> None:
        """Remove the policies of a TYPE that have all the members given; others stay.

        Example: policy rm web-0 ACL Action=Block
        """
        pattern = fields.pattern(type, members)
        found = refs.resolve(session, noun, words[noun])
        _emit(session, refs.service(session, noun).remove_policies(found, pattern, missing_ok=missing_ok))


def _describes(noun: str) -> Callable[[F], F]:
    def describe(command: F) -> F:
        command = click.argument("members", nargs=-1, metavar="[KEY=VALUE]...")(command)
        command = click.argument("type", metavar="TYPE")(command)
        described: F = refs.ref(noun)(command)
        return described

    return describe


def _emit(session: Session, found: Any) -> None:
    output.emit(session, list(found.policies), lambda: policy_table(found.policies))


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
