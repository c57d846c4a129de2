"""``hcspy exec``: a program more in a container that runs."""

from __future__ import annotations

from typing import Any

import click

from hcspy.cli.containers import found, wishes
from hcspy.cli.containers.codes import ProgramCommand, code_of_shell
from hcspy.cli.containers.programs import begin, follow, streams
from hcspy.cli.interrupt import counted
from hcspy.cli.options import pass_session
from hcspy.cli.session import Session


@click.command(
    "exec",
    cls=ProgramCommand,
    context_settings={"allow_interspersed_args": False},
    short_help="Run a program in a container that runs.",
)
@found.name()
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="CMD...")
@wishes.PROGRAM
@pass_session
@click.pass_context
def execute(ctx: click.Context, session: Session, /, **given: Any) -> None:
    """Run a program in a container, whoever made and started that.

    Streams, Ctrl-C and exit codes are those of `hcspy run`; the container goes on when the program has ended. With -d
    nobody waits for the program.

    Example: hcspy exec web cmd /c dir
    """
    name, command, surroundings = given["name"], list(given["command"]), wishes.program(given)
    detach = given["detach"]
    asked = streams(interactive=given["interactive"], tty=given["tty"], detach=detach)
    with (
        counted() as presses,
        found.opened(session, name) as container,
        begin(container.exec, command, timeout=session.timeout, **asked, **surroundings) as process,
    ):
        code = 0 if detach else follow(process, presses, asked["console"])
    ctx.exit(code_of_shell(code))
