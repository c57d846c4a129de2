"""``hcspy explain``: what an error means, offline."""

from __future__ import annotations

import click

from hcspy.cli import output
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.errors import Explanation
from hcspy.errors import explain as explained


@click.command(
    cls=NounCommand,
    short_help="Say what an error means and what to do.",
    # A negative number is no option.
    context_settings={"ignore_unknown_options": True},
)
@click.argument("what", nargs=-1, required=True)
@pass_session
def explain(session: Session, what: tuple[str, ...]) -> None:
    """Say what an error means, when it arises and what to do. Works offline.

    Takes a number (0x803b000d, decimal, negative), a symbol, an exception of hcspy, a name of hcsshim, or a
    whole line of a log.
    """
    found = explained(" ".join(what))
    output.emit(session, document(found), lambda: "\n".join(found.lines(width=_width())))


def _width() -> int:
    return min(output.console().width, 100)


def document(found: Explanation) -> dict[str, object]:
    """Return an explanation as a document."""
    return {
        "Value": None if found.value is None else f"0x{found.value:08X}",
        "Symbol": found.symbol,
        "Kind": found.kind,
        "Meaning": found.meaning,
        "When": found.when,
        "Advice": found.advice,
        "Classes": list(found.classes),
        "ByNoun": dict(found.by_noun),
        "SinceBuild": found.since,
        "Names": list(found.names),
        "Text": found.text,
        "GoNames": [*found.go_names, *found.predicates],
    }
