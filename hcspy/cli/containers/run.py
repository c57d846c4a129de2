"""``hcspy run``: from an image to the exit code of a program, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.cli import output, verbs
from hcspy.cli.containers import wishes
from hcspy.cli.containers.codes import ProgramCommand, code_of_shell
from hcspy.cli.containers.programs import begin, follow, streams
from hcspy.cli.containers.steps import Steps
from hcspy.cli.interrupt import Presses, counted
from hcspy.cli.options import pass_session
from hcspy.cli.session import Session

if TYPE_CHECKING:
    from hcspy.containers import Container

# What images of Windows run when nothing is said.
COMMAND: Final = ("cmd",)

CONTAINER: Final = verbs.options(
    click.option("--name", metavar="NAME", help="Its name; one is made up."),
    click.option(
        "--isolation",
        type=click.Choice(["process", "hyperv"]),
        default="process",
        show_default=True,
        help="On the kernel of the host, or in a virtual machine of its own.",
    ),
    click.option("--network", metavar="NAME", help="The network to be on, by name or id; none without it."),
    click.option("--ip", "ip_address", metavar="ADDRESS", help="The address to have there."),
    verbs.port_option("A port of the host that leads to one of the container; tcp unless said."),
    click.option(
        "-v",
        "--volume",
        "--mount",
        "mounts",
        multiple=True,
        metavar="HOST:CONTAINER[:ro]",
        help="A folder of the host that the container sees.",
    ),
    click.option("--memory", callback=wishes.size, metavar="SIZE", help="The most it may use, such as 512m."),
    click.option("--cpus", "cpu", type=float, callback=wishes.cpu, metavar="NUMBER", help="How many processors."),
    click.option("--hostname", metavar="NAME", help="What it calls itself."),
    click.option("--rm", "remove", is_flag=True, help="Remove it when the program has ended, whatever happens."),
)


@click.command(
    cls=ProgramCommand,
    context_settings={"allow_interspersed_args": False},
    short_help="Run a program in a new container.",
)
@click.argument("image")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[CMD...]")
@CONTAINER
@wishes.PROGRAM
@pass_session
@click.pass_context
def run(ctx: click.Context, session: Session, /, **given: Any) -> None:
    r"""Create a container of an image, start it, and run a program in it: `cmd` if none is named.

    The steps are told on stderr: a line that changes on a terminal, a line each with --verbose (-v is a volume here).
    On stdout is what the program puts out, as it comes and unchanged, and with -d the name of the container instead.
    With -i the program reads what comes in on stdin. Ctrl-C goes to the program, a second one kills it.

    IMAGE is the name of a base image, such as nanoserver, or the folder of a layer. What comes behind it belongs to
    the program: options of hcspy come before.

    If a step fails, those before it are undone. When the program has ended, the container is stopped; it stays, with
    its files, until `hcspy rm`, or is removed at once with --rm. With -d it runs on, even when its program has ended.

    Exit codes: the program's; 125 if the container or the command line is at fault, 126 if the program cannot be
    executed, 127 if there is none.

    Example: hcspy run --rm --network nat -p 8080:80 -v C:\site:C:\site:ro nanoserver cmd /c echo hi
    """
    with counted() as presses, Steps(session, presses) as steps:
        code = Run(session, presses, steps, given).run()
    ctx.exit(code_of_shell(code))


class Run:
    """One container, from the image to the end of its program."""

    def __init__(self, session: Session, presses: Presses, steps: Steps, given: dict[str, Any]) -> None:
        self._session = session
        self._presses = presses
        self._steps = steps
        self._remove = given.pop("remove")
        self._how = {name: given.pop(name) for name in ("interactive", "tty", "detach")}
        self._image = given.pop("image")
        self._command = given.pop("command") or COMMAND
        self._options = {**wishes.program(given), **given}

    def run(self) -> int:
        """Do all of it; return the exit code of the program, 0 where nobody waits for it."""
        if self._options["ports"] and self._options["network"] is None:
            raise click.UsageError("-p publishes a port of a network: say which, such as --network nat")
        containers, timeout = self._session.connection.containers, self._session.timeout
        # Until its program runs it is not what was asked for, and goes again.
        with containers.create(
            self._image,
            command=self._command,
            remove_on_exit=True,
            timeout=timeout,
            progress=self._steps,
            **self._options,
        ) as container:
            container.start(timeout=timeout)
            self._steps(f"run {' '.join(self._command)}")
            asked = streams(**self._how)
            process = begin(container.exec, timeout=timeout, **asked)
            self._steps.rest()
            if self._how["detach"]:
                process.close()
                container.remove_on_exit = False
                output.echo(container.name)
                return 0
            with process:
                return self._followed(container, process, asked["console"])

    def _followed(self, container: Container, process: Any, console: Any) -> int:
        container.remove_on_exit = self._remove
        try:
            return follow(process, self._presses, console)
        finally:
            if not self._remove:
                container.stop()
