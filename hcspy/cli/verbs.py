"""Verbs that several nouns share: wait, rm, refresh and modify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from hcspy.cli import fields, output, refs
from hcspy.cli.options import NounGroup, dry_run, pass_session
from hcspy.cli.session import Session
from hcspy.errors import NotFoundError


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
