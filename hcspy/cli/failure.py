"""Errors on the command line: one readable block each, and the exit code that says what kind it is."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any, Final

import click

from hcspy.cli.interrupt import first_one_counts
from hcspy.cli.session import session_of
from hcspy.errors import (
    AccessDeniedError,
    HcspyError,
    InvalidDocumentError,
    NotFoundError,
    ServiceUnavailableError,
    TimedOutError,
)

OK, ERROR, USAGE, NOT_FOUND, UNAVAILABLE, DENIED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
EXIT_CODES: Final = {NotFoundError: NOT_FOUND, ServiceUnavailableError: UNAVAILABLE, AccessDeniedError: DENIED}
SHOWN_FINDINGS: Final = 10


def exit_code(error: BaseException) -> int:
    """Return the exit code for an error."""
    told = getattr(error, "exit_code", None)  # by a command that has codes of its own
    return told or next((code for cls, code in EXIT_CODES.items() if isinstance(error, cls)), ERROR)


def guarded(ctx: click.Context, invoke: Callable[[click.Context], Any]) -> Any:
    """Run a command; print what goes wrong as a block and leave with its exit code."""
    try:
        with first_one_counts():
            result = invoke(ctx)
        sys.stdout.flush()
        return result
    except HcspyError as error:
        show(error, verbose=session_of(ctx).verbose)
        ctx.exit(exit_code(error))
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt as error:
        click.echo(err=True)
        for left in getattr(error, "__notes__", ()):
            click.echo(left, err=True)
        ctx.exit(INTERRUPTED)
    except OSError as error:
        if _reader_left(error):
            # It has seen enough (`| head`): stop, and keep the interpreter from flushing into the pipe at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(OK)
        _print([("error", str(error))])
        ctx.exit(exit_code(error))
    except Exception as error:
        _print([("error", f"{type(error).__name__}: {error}"), ("hint", "this is a mistake in hcspy; -v shows where")])
        if session_of(ctx).verbose:
            traceback.print_exc()
        ctx.exit(exit_code(error))


def _reader_left(error: OSError) -> bool:
    # Windows has no EPIPE: writing to a pipe that nobody reads is an invalid argument there.
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def show(error: HcspyError, *, verbose: bool = False) -> None:
    """Print an error to stderr: what, code and symbol, what to do."""
    _print(block(error, verbose=verbose))


def block(error: HcspyError, *, verbose: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the lines of an error's block, each with its label."""
    outlook = error.outlook if isinstance(error, TimedOutError) else ""
    yield "error", f"{error.message or type(error).__name__}{outlook}"
    if isinstance(error, InvalidDocumentError):
        for finding in error.findings[1:SHOWN_FINDINGS]:
            yield "also", str(finding)
    if error.code:
        yield "code", error.code
    for left in error.leftovers:
        yield "left", left
    if error.hint:
        yield "hint", error.hint
    if verbose:
        yield from _facts(error)


def _facts(error: HcspyError) -> Iterator[tuple[str, str]]:
    yield "class", " < ".join(cls.__name__ for cls in type(error).__mro__ if issubclass(cls, HcspyError))
    if error.call:
        yield "call", error.call
    if error.record:
        yield "record", error.record


def _print(lines: Any) -> None:
    from hcspy.cli.output import console

    err = console(stderr=True)
    for label, text in lines:
        if label == "error":
            err.print(f"[bold red]error:[/] {_escape(text)}", soft_wrap=True)
        else:
            err.print(f"  [dim]{label:<6}[/] {_escape(text)}", soft_wrap=True)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
