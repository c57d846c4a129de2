"""Printing: tables and trees for people, wire documents for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hcspy.cli.session import Session
from hcspy.codec import to_dict

# Where output goes to a file or a pipe there is no screen to fit into.
PIPE_WIDTH = 400


def console(*, stderr: bool = False) -> Console:
    """Return a console for the stream as it is now: colours on a terminal only, no guessing of what to colour."""
    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return Console(file=stream, highlight=False, emoji=False)
    width = None if os.environ.get("COLUMNS") else PIPE_WIDTH
    # On Windows rich takes what is no console for an old one, and would colour it by calls to the console.
    return Console(file=stream, highlight=False, emoji=False, width=width, legacy_windows=False)


def echo(text: str) -> None:
    """Print a line for people."""
    console().print(Text(text), soft_wrap=True)


def say(session: Session, text: str) -> None:
    """Print a line that says what was done, except where a program reads the output."""
    if session.output == "table" and not session.dry_run:
        echo(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a plain table, one line a row where it fits."""
    drawn = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for head in heads:
        drawn.add_column(head, overflow="fold")
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(_cell(cell)) for cell in row))
    return drawn


def _cell(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


def emit(session: Session, value: Any, drawn: Any) -> None:
    """Print models or plain values: as wire documents with ``-o json|yaml``, else what ``drawn()`` gives."""
    if session.dry_run:
        return
    if session.output == "table":
        _draw(drawn())
    else:
        emit_documents(session, value)


def _draw(picture: Any) -> None:
    out = console()
    with out.capture() as drawn:
        out.print(Text(picture) if isinstance(picture, str) else picture)
    # Tables fill their last column with blanks, which only get in the way of who copies or compares.
    out.file.write("\n".join(line.rstrip() for line in drawn.get().split("\n")))


def emit_documents(session: Session, value: Any) -> None:
    """Print models or plain values as JSON or YAML."""
    document = plain(value)
    if session.output == "yaml":
        import yaml

        text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, default_flow_style=False)
    else:
        text = json.dumps(document, indent=2, ensure_ascii=not _unicode()) + "\n"
    sys.stdout.write(text)


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def plain(value: Any) -> Any:
    """Return the wire form of a model, of models in a list, or a plain value as it is."""
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, str | int | float | dict):
        return value
    return to_dict(value)


def state_words(state: Any, *, remote: bool = False) -> str:
    """Return a state in words, a number that is not known as such."""
    known = getattr(state, "name", None)
    word = known.lower().replace("_", " ") if known else "" if state is None else str(state)
    return f"remote {word}".strip() if remote else word


def short_ids(session: Session, ids: Iterable[str | None]) -> dict[str | None, str]:
    """Return what to print for ids: their first eight characters, more where those are not unique."""
    known = [found for found in ids if found]
    if session.long:
        return {found: found for found in known}
    length = 8
    while len({found[:length].lower() for found in known}) < len({found.lower() for found in known}) and length < 36:
        length += 1
    return {found: found[:length] for found in known}
