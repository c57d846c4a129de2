"""``hcspy ps``: the containers of a host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from hcspy.cli import output
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session

if TYPE_CHECKING:
    from hcspy.containers import ContainerInfo

HEADS = ("NAME", "IMAGE", "COMMAND", "CREATED", "STATE", "ISOLATION", "OWNER")


@click.command(cls=NounCommand, short_help="List the containers.")
@click.option("-a", "--all", "all_", is_flag=True, help="Also those that have ended, as far as hcspy made them.")
@click.option("-q", "--quiet", is_flag=True, help="Print the names only.")
@pass_session
def ps(session: Session, all_: bool, quiet: bool) -> None:
    """List the containers and virtual machines that run, whoever made them.

    Windows forgets one that has ended; hcspy keeps those that it made, until they are removed, and tells of them with
    --all: how they ended, too, if hcspy saw it. That is the exit code of the command, or the number that the container
    itself ended with where that is not known.
    """
    found = session.connection.containers.list(all=all_)
    if quiet and session.output == "table":
        for entry in found:
            output.echo(entry.name)
        return
    output.emit(session, [document(entry) for entry in found], lambda: _table(found))


def _table(found: Sequence[ContainerInfo]) -> Any:
    rows = (
        (
            entry.name,
            entry.image,
            " ".join(entry.command),
            (entry.created or "").removesuffix("+00:00").replace("T", " "),
            entry.status,
            entry.isolation or (entry.system_type if entry.system_type != "Container" else None),
            entry.owner,
        )
        for entry in found
    )
    return output.table(HEADS, rows)


def document(entry: ContainerInfo) -> dict[str, Any]:
    """Return what is known of a container, for programs."""
    return {
        "Name": entry.name,
        "State": entry.state,
        "Image": entry.image,
        "Isolation": entry.isolation,
        "SystemType": entry.system_type,
        "Owner": entry.owner,
        "Command": list(entry.command),
        "Created": entry.created,
        "ExitCode": entry.exit_code,
        "Ended": entry.ended,
        "Endpoints": list(entry.endpoints),
        "Layer": entry.layer,
    }
