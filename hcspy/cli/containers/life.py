"""``hcspy start``, ``stop``, ``kill`` and ``rm``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.cli import output
from hcspy.cli.containers import found
from hcspy.cli.containers.programs import begin, streams
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.errors import HcspyError
from hcspy.verbs.rollback import blame

if TYPE_CHECKING:
    from hcspy.containers import Container
    from hcspy.hcs import System

GRACE: Final = 10.0


@click.command(cls=NounCommand, short_help="Start containers, with the command that they are for.")
@found.name(many=True)
@pass_session
def start(session: Session, names: Sequence[str]) -> None:
    """Start containers that have ended, or were never started, and run in each the command that it was created with.

    Nobody waits for the command, and nobody sees its output: `hcspy exec` runs a program that somebody sees. If the
    command cannot be executed, the container is stopped again.
    """
    _each(session, names, found.ours, _start, "started")


def _start(container: Any) -> None:
    if container.info.state in ("Running", "Paused"):
        return
    container.start()
    if container.record.command:
        try:
            begin(container.exec, **streams(interactive=False, tty=False, detach=True)).close()
        except BaseException:
            container.stop()
            raise


@click.command(cls=NounCommand, short_help="Stop containers.")
@found.name(many=True)
@click.option(
    "-t",
    "--time",
    "grace",
    type=click.FloatRange(min=0),
    default=GRACE,
    show_default=True,
    metavar="SECONDS",
    help="What it gets to shut down, before it is ended by force.",
)
@pass_session
def stop(session: Session, names: Sequence[str], grace: float) -> None:
    """Shut containers down; those that do not end in time are ended by force. Their files stay.

    Nothing happens to one that does not run.
    """
    _each(session, names, found.opened, lambda container: _stop(container, grace), "stopped")


@click.command(cls=NounCommand, short_help="End containers by force.")
@found.name(many=True)
@pass_session
def kill(session: Session, names: Sequence[str]) -> None:
    """End containers by force, at once. Their files stay."""
    _each(session, names, found.opened, _kill, "killed")


def _stop(container: Container | System, grace: float) -> None:
    if found.is_ours(container):
        container.stop(timeout=grace)
    else:
        _end(container, grace)


def _end(system: Any, grace: float) -> None:
    try:
        system.shutdown(timeout=grace)
    except HcspyError:
        system.terminate()


def _kill(container: Container | System) -> None:
    if found.is_ours(container):
        container.kill()
    else:
        _terminate(container)


def _terminate(system: Any) -> None:
    system.terminate()


@click.command(cls=NounCommand, short_help="Remove containers with their files.")
@found.name(many=True)
@click.option("-f", "--force", is_flag=True, help="Kill those that run.")
@click.option("--missing-ok", is_flag=True, help="It is fine if there is none.")
@pass_session
def rm(session: Session, names: Sequence[str], force: bool, missing_ok: bool) -> None:
    """Remove containers, with their endpoints and all that was written in them.

    Only containers that hcspy made: it knows nothing of the files of others.
    """
    known = list(names)
    if missing_ok:
        there = {entry.name for entry in session.connection.containers.list(all=True)}
        known = [name for name in names if name in there]
    _each(session, known, found.ours, lambda container: container.remove(force=force), "removed")


def _each(
    session: Session,
    names: Sequence[str],
    open: Callable[[Session, str], Any],
    verb: Callable[[Any], object],
    done: str,
) -> None:
    """Do something with each container, and say so; if that ends early, the error says what is left.

    All are looked up before anything is done with the first.
    """
    left = found.each(session, names, open)
    opened = list(left)
    try:
        while left:
            verb(left[0])
            output.say(session, f"{done} container {_name(left.pop(0))}")
    except BaseException as error:
        blame(error, [f"container {_name(entry)} is not {done}" for entry in left])
        raise
    finally:
        found.close(opened)


def _name(container: Container | System) -> str:
    return container.name if found.is_ours(container) else str(getattr(container, "id", None))


__all__ = ["kill", "rm", "start", "stop"]
