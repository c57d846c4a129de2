"""``hcspy dump``, ``load`` and ``diff``: a host as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.text import Text

import hcspy
from hcspy.cli import output
from hcspy.cli.documents import read_document
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.errors import InvalidDocumentError

KINDS = {"networks": "network", "endpoints": "endpoint", "policylists": "policy list", "namespaces": "namespace",
         "systems": "compute system"}  # fmt: skip


@click.command(cls=NounCommand, short_help="Write all documents of a host to a file.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_session
def dump(session: Session, file: Path | None) -> None:
    """Write the documents of the networks, endpoints, policy lists and namespaces, as the service sends them.

    The file (stdout if there is none) can be loaded into a fake and compared with other hosts. Of what runs there are
    the properties, for comparisons: a fake does not start it.
    """
    document = session.connection.snapshot().dump()
    if file is None:
        session.output = "json" if session.output == "table" else session.output
        output.emit_documents(session, document)
        return
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8", newline="\n")
    counts = ", ".join(f"{kind} {len(found)}" for kind, found in document.items() if isinstance(found, list))
    output.say(session, f"wrote {file}: {counts}")


@click.command(cls=NounCommand, short_help="Load documents into a fake host.")
@click.argument("file")
@pass_session
def load(session: Session, file: str) -> None:
    """Load what `dump` wrote, or documents recorded elsewhere, into a fake whose state lies in a file.

    Example: hcspy --host fake:node.json load production.json
    """
    kind, _, path = (session.host or "").partition(":")
    if kind != "fake" or not path:
        raise click.UsageError("documents go into a fake with a state file: --host fake:PATH")
    documents = read_document(file if file == "-" else f"@{file.removeprefix('@')}")
    from hcspy.testing import FakeHost

    fake = FakeHost.open(path, session.profile)
    try:
        fake.load(documents)
    except ValueError as error:
        raise InvalidDocumentError(f"{file}: {error}") from None
    finally:
        fake.close()
    output.say(session, f"loaded {file} into {path}")


@click.command(cls=NounCommand, short_help="Compare two hosts, or a host with a dump.")
@click.argument("before")
@click.argument("after", required=False)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is a difference.")
@pass_session
@click.pass_context
def diff(ctx: click.Context, session: Session, before: str, after: str | None, exit_code: bool) -> None:
    """Say what is added, removed or changed from BEFORE to AFTER (the host of --host, if not given).

    Each is a file that `dump` wrote, `-` for stdin, or a host: native, fake:PATH. Objects are matched by id, then
    by name or address, so that two nodes can be compared.
    """
    left = _snapshot(before)
    right = _snapshot(after) if after else session.connection.snapshot()
    found = left.diff(right)
    documents = [_document(difference) for difference in found]
    if found or session.output != "table":
        output.emit(session, documents, lambda: Text("\n").join(_line(difference) for difference in found))
    else:
        output.say(session, "no difference")
    ctx.exit(1 if found and exit_code else 0)


def _snapshot(source: str) -> hcspy.Snapshot:
    if source == "native" or source.startswith("fake:"):
        with hcspy.connect(source) as host:
            return host.snapshot()
    return hcspy.Snapshot.load(read_document(source if source == "-" else f"@{source.removeprefix('@')}"))


def _line(difference: Any) -> Text:
    style = {"added": "green", "removed": "red"}.get(difference.what, "yellow")
    changes = "".join(f"\n    {change}" for change in difference.changes)
    return Text(f"{difference.what} {KINDS[difference.kind]} {difference.name}{changes}", style=style)


def _document(difference: Any) -> dict[str, Any]:
    changes = [{"Path": change.path, "Before": change.old, "After": change.new} for change in difference.changes]
    return {"What": difference.what, "Kind": difference.kind, "Name": difference.name, "Changes": changes}


__all__ = ["diff", "dump", "load"]
