"""``--target``: Windows releases and HNS versions, for commands that work offline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from hcspy.errors import InvalidDocumentError
from hcspy.features import RELEASES, Target, target

F = TypeVar("F", bound=Callable[..., Any])


def target_option(help: str) -> Callable[[F], F]:
    """Declare ``--target``: a list with commas, which may be given several times; a list of targets comes out."""
    return click.option(
        "-t",
        "--target",
        "targets",
        multiple=True,
        metavar="RELEASE,...",
        help=help,
        callback=_targets,
        shell_complete=_complete,
    )


def _targets(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> list[Target]:
    try:
        return [target(word) for word in ",".join(value).replace(",", " ").split()]
    except InvalidDocumentError as error:
        raise wrong(error, ctx, param) from None


def wrong(error: InvalidDocumentError, ctx: click.Context, param: click.Parameter | None = None) -> click.UsageError:
    """Return an error about a word of the command line as wrong usage."""
    message = f"{error.message}; {error.hint}" if error.hint else error.message
    return click.BadParameter(message, ctx, param) if param else click.UsageError(message, ctx)


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=release.windows)
        for name, release in RELEASES.items()
        if release.hns is not None and name.startswith(last)
    ]
