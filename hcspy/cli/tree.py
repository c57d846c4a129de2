"""``hcspy tree``: everything that exists, joined by name."""

from __future__ import annotations

from typing import Any

import click
from rich.text import Text

from hcspy.cli import output
from hcspy.cli.drawing import drawn, mermaid
from hcspy.cli.kinds import V1
from hcspy.cli.options import NounCommand, SessionOption, pass_session
from hcspy.cli.session import Session


def own_output(command: Any) -> Any:
    """Let this command print in one form more than others."""
    forms = click.Choice(["table", "json", "yaml", "mermaid"])
    help = "How to print; mermaid is a flowchart for a page of documentation."
    return click.option("-o", "--output", cls=SessionOption, type=forms, help=help)(command)


@click.command(cls=NounCommand, short_help="Draw everything that exists.")
@own_output
@pass_session
def tree(session: Session) -> None:
    """Draw the networks with their endpoints and policies, the namespaces, load balancers, routes and containers.

    -o mermaid prints a flowchart in the language of mermaid, for a page of documentation.
    """
    if session.door == V1:
        picture = session.connection.snapshot()
        documents, root = picture.dump(), picture.tree()
    else:
        from hcspy.cli.v2.tree import Picture

        read = Picture(session)
        documents, root = read.documents(), read.tree()
    if session.output == "mermaid":
        output.console().print(Text(mermaid(root)), soft_wrap=True)
    else:
        output.emit(session, documents, lambda: drawn(root))
