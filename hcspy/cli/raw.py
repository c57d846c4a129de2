"""``hcspy call``: the service as such."""

from __future__ import annotations

import click

from hcspy.cli import output
from hcspy.cli.documents import read_text
from hcspy.cli.options import NounCommand, dry_run, pass_session
from hcspy.cli.session import Session


@click.command(cls=NounCommand, short_help="Make a raw HNS request.")
@click.argument("method", type=click.Choice(["GET", "POST", "DELETE"], case_sensitive=False))
@click.argument("path")
@click.argument("body", required=False, metavar="[BODY|@FILE|-]")
@dry_run
@pass_session
def call(session: Session, method: str, path: str, body: str | None) -> None:
    """Make a raw request and print the Output of the answer.

    The body is JSON: as text, from a file (@body.json), or from stdin (-).

    Example: hcspy call GET /networks/
    """
    text = read_text(body) if body is not None else None
    answer = session.hns.call(method.upper(), path if path.startswith("/") else f"/{path}", text)
    if answer is None or session.dry_run:
        return
    # There is no table for what may be anything.
    output.emit_documents(session, answer)
