"""``policy ls|add|rm|replace``: the policies of a network or an endpoint, and how policies print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.documents import read_objects
from hcspy.cli.kinds import Kind, PolicyStyle, kind_of
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.session import Session
from hcspy.verbs.tree import member_words

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
    _add_replace(policies, noun)


def _style(session: Session, noun: str) -> tuple[Kind, PolicyStyle]:
    kind = kind_of(session, noun)
    assert kind.policies is not None
    return kind, kind.policies


def _add_ls(group: click.Group, noun: str) -> None:
    @group.command("ls", short_help="List the policies.")
    @refs.ref(noun)
    @pass_session
    def ls(session: Session, **words: Any) -> None:
        """List the policies of one object, in its order."""
        _emit(session, noun, refs.resolve(session, noun, words[noun]))


def _add_add(group: click.Group, noun: str) -> None:
    @group.command("add", short_help="Add a policy.")
    @_describes(noun)
    @dry_run
    @pass_session
    def add(session: Session, type: str, members: Sequence[str], **words: Any) -> None:
        """Add a policy; those that are there stay.

        Example: policy add web-0 ACL Action=Block Direction=Out RemoteAddresses=169.254.169.254/32 Priority=200
        """
        kind, style = _style(session, noun)
        made = fields.policy(type, members, style)
        found = refs.resolve(session, noun, words[noun])
        _emit(session, noun, kind.service(session).add_policies(found, made))


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
        kind, style = _style(session, noun)
        pattern = fields.pattern(type, members, style)
        found = refs.resolve(session, noun, words[noun])
        _emit(session, noun, kind.service(session).remove_policies(found, pattern, missing_ok=missing_ok))


def _add_replace(group: click.Group, noun: str) -> None:
    @group.command("replace", short_help="Make these the policies; all others go.")
    @refs.ref(noun)
    @click.argument("policies", nargs=-1, metavar="['TYPE KEY=VALUE ...']...")
    @click.option("-f", "--file", "document", metavar="FILE", help="A JSON or YAML list of policies; - is stdin.")
    @click.option("--none", "empty", is_flag=True, help="Leave it without policies.")
    @dry_run
    @pass_session
    def replace(session: Session, policies: Sequence[str], document: str | None, empty: bool, **words: Any) -> None:
        """Make these the policies of the object; all others go. Each policy is one argument.

        Example: policy replace web-0 'ACL Action=Allow Direction=In' 'ACL Action=Block Direction=Out Priority=200'
        """
        kind, style = _style(session, noun)
        listed = read_objects(document)
        wanted = [*(style.unknown(dict(each)) for each in listed), *(fields.policy_text(t, style) for t in policies)]
        if bool(wanted) == empty:
            raise click.UsageError("say the policies that are to be there, or --none")
        found = refs.resolve(session, noun, words[noun])
        _emit(session, noun, kind.service(session).replace_policies(found, *wanted))


def _describes(noun: str) -> Callable[[F], F]:
    def describe(command: F) -> F:
        command = click.argument("members", nargs=-1, metavar="[KEY=VALUE]...")(command)
        command = click.argument("type", metavar="TYPE")(command)
        described: F = refs.ref(noun)(command)
        return described

    return describe


def _emit(session: Session, noun: str, found: Any) -> None:
    documents = [_style(session, noun)[1].document(policy) for policy in found.policies]
    output.emit(session, documents, lambda: policy_table(documents))


def policy_table(policies: Sequence[Mapping[str, Any]]) -> Any:
    """Draw the documents of policies: type and settings, in wire keys as `policy add` takes them."""
    return output.table(("TYPE", "SETTINGS"), ((policy_type(each), policy_settings(each)) for each in policies))


def policy_type(policy: Mapping[str, Any]) -> str:
    """Return the wire's name for the kind of a policy."""
    return str(policy.get("Type", "?"))


def members_of(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a policy's members, which stand in an envelope or flat beside the type."""
    settings = policy.get("Settings")
    return settings if isinstance(settings, Mapping) else policy


def policy_settings(policy: Mapping[str, Any]) -> str:
    """Return a policy's members as ``Key=Value`` words."""
    return member_words({key: value for key, value in members_of(policy).items() if key != "Type"})


def policy_words(policies: Iterable[Mapping[str, Any]]) -> str:
    """Return policies in few words, for a column: ports as docker writes them, else the type."""
    return ", ".join(filter(None, map(policy_word, policies)))


def policy_word(policy: Mapping[str, Any]) -> str:
    """Return a policy in a word or three."""
    kind, members = policy_type(policy), members_of(policy)
    if kind.upper() in {"NAT", "PORTMAPPING"} and members.get("InternalPort"):
        protocol = fields.protocol_name(members.get("Protocol"))
        return f"{members.get('ExternalPort') or '*'}:{members['InternalPort']}/{protocol}"
    if kind.upper() == "ACL":
        return f"ACL {members.get('Action', '')} {members.get('Direction', '')}".strip()
    return kind
