"""``hcspy inspect`` and ``hcspy describe``: one container, as documents and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hcspy.cli import output
from hcspy.cli.containers import found
from hcspy.cli.containers.ps import document
from hcspy.cli.documents import read_object
from hcspy.cli.names import Names
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.page import page
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.errors import InvalidStateError, NotFoundError

if TYPE_CHECKING:
    from hcspy.containers import Container
    from hcspy.hcs import System


@click.command(cls=NounCommand, short_help="Show a container: what it is made of, what the service says of it.")
@found.name()
@pass_session
def inspect(session: Session, name: str) -> None:
    """Show what is known of a container, the document that it was created from, and its properties while it runs.

    Of a container that others made there are the properties only.
    """
    with found.opened(session, name) as container:
        shown = _documents(session, container)
    output.emit(session, shown, lambda: page(shown, Names(session), whole=True))


def _documents(session: Session, container: Container | System) -> dict[str, Any]:
    if not found.is_ours(container):
        return _of_others(container)
    told = container.info
    shown = document(told)
    shown["Document"] = container.record.document
    if told.is_running:
        shown["Properties"] = to_dict(container.system.properties())
    return shown


def _of_others(system: Any) -> dict[str, Any]:
    properties = system.properties()
    return {"Name": system.id, "State": str(properties.state or ""), "Properties": to_dict(properties)}


@click.command(cls=NounCommand, short_help="Explain a container, or a document, in words.")
@click.argument("name", required=False, shell_complete=found.complete)
@click.option("-f", "--file", "source", metavar="FILE", help="A document instead, JSON or YAML; - is stdin.")
@pass_session
def describe(session: Session, name: str | None, source: str | None) -> None:
    """Explain in words what a container is: its image, what it may use and see. -f explains a document of another.

    Example: hcspy describe web
    """
    if (name is None) == (source is None):
        raise click.UsageError("name a container, or say -f FILE")
    from hcspy.hcs import describe as words

    output.echo(words(_document(session, str(name)) if source is None else read_object(source) or {}))


def _document(session: Session, name: str) -> dict[str, Any]:
    with found.opened(session, name) as container:
        if not found.is_ours(container):
            raise NotFoundError(f"{name} was made by others: Windows does not tell from which document")
        made: dict[str, Any] | None = container.record.document
    if made is None:
        raise InvalidStateError(f"container {name} was never whole: it has no document", hint="hcspy rm --force")
    return made


__all__ = ["describe", "inspect"]
