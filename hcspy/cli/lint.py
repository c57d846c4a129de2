"""``hcspy lint``: what each Windows makes of a document, offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Group, RenderableType
from rich.text import Text

from hcspy.cli import output
from hcspy.cli.documents import read_document
from hcspy.cli.failure import ERROR, OK
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.cli.targets import target_option, wrong
from hcspy.errors import InvalidDocumentError
from hcspy.features import Target
from hcspy.lint import DEFAULT_TARGETS, NOUNS, Effect, LintFinding, Result, check

STYLES: Final = {Effect.REFUSED: "red", Effect.IGNORED: "yellow", Effect.UNKNOWN: "magenta", Effect.NOTE: "dim"}


@click.command(cls=NounCommand, short_help="Check documents for several versions of Windows.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@target_option(f"Windows releases or HNS versions; {','.join(DEFAULT_TARGETS)} if not given.")
@click.option("--kind", type=click.Choice(NOUNS), help="What the documents are, where their members do not tell.")
@click.option("--api", type=click.Choice(["v1", "v2"]), help="HNS v1 or HCN (v2); schema 1 or 2 of HCS.")
@click.option("--strict", is_flag=True, help="Exit with 1 for members that hcspy does not know, too.")
@pass_session
@click.pass_context
def lint(
    ctx: click.Context,
    session: Session,
    files: tuple[str, ...],
    targets: list[Target],
    kind: str | None,
    api: str | None,
    strict: bool,
) -> None:
    """Say which parts of documents each Windows refuses or ignores, since when it does not, and what to write instead.

    FILE holds JSON or YAML (- is stdin): a network, endpoint, namespace, load balancer, route, policy list or
    policy, for HNS v1 or HCN; a compute system or process, in schema 1 or 2 of HCS; a list of them; or what
    `hcspy dump` wrote. No host is asked.

    Exit codes: 0 the documents are fit for every target, 1 some are not, 2 wrong usage.

    Example: hcspy lint pod.json --target 2019,2022
    """
    found = {file: _check(file, targets or list(DEFAULT_TARGETS), kind, api) for file in files}
    documents = [{"File": file, "Targets": [one.document() for one in results]} for file, results in found.items()]
    output.emit(session, documents, lambda: Group(*_drawn(found)))
    every = [result for results in found.values() for result in results]
    ctx.exit(OK if all(_passes(result, strict) for result in every) else ERROR)


def _passes(result: Result, strict: bool) -> bool:
    return result.clean and not (strict and any(one.effect is Effect.UNKNOWN for one in result.findings))


def _check(file: str, targets: list[Any], kind: str | None, api: str | None) -> tuple[Result, ...]:
    try:
        return check(_read(file), targets, kind=kind, api=api)
    except InvalidDocumentError as error:
        error.args = (f"{file}: {error.message}",)
        raise wrong(error, click.get_current_context()) from None


def _read(file: str) -> Any:
    """Read JSON or YAML; a file that is not there, or holds nothing, must not look like one with findings."""
    if file != "-" and not file.startswith(("@", "{", "[")) and not Path(file).is_file():
        raise click.UsageError(f"{file}: there is no such file")
    try:
        found = read_document(file)
    except click.FileError as error:
        raise click.UsageError(error.format_message()) from None
    except click.BadParameter as error:
        raise click.UsageError(f"{file}: {error.message}") from None
    if isinstance(found, str):  # which would be taken for the text of a document
        raise InvalidDocumentError(f"a document is an object, or a list of objects, not {found!r}")
    return found


def _drawn(found: dict[str, tuple[Result, ...]]) -> Iterator[RenderableType]:
    for number, (file, results) in enumerate(found.items()):
        if number:
            yield Text()
        if len(found) > 1:
            yield Text(file, style="bold cyan")
        for each, result in enumerate(results):
            if each and (result.findings or results[each - 1].findings):
                yield Text()
            yield _head(result)
            if result.findings:
                yield output.table(("PLACE", "EFFECT", "WHY", "SINCE", "INSTEAD"), map(_row, result.findings))


def _head(result: Result) -> Text:
    counts = {effect: sum(one.effect is effect for one in result.findings) for effect in Effect}
    said = ", ".join(f"{number} {_plural(effect, number)}" for effect, number in counts.items() if number)
    verdict = (said or "fine", "green" if result.clean else "red")
    return Text.assemble((str(result.target), "bold"), ": ", verdict)


def _plural(effect: Effect, number: int) -> str:
    return "notes" if effect is Effect.NOTE and number > 1 else str(effect)


def _row(finding: LintFinding) -> tuple[Any, ...]:
    place = finding.path or "(all of it)"
    return place, Text(str(finding.effect), style=STYLES[finding.effect]), finding.why, finding.since, finding.instead
