"""``hcspy features``: what a host, a Windows release or a version of HNS can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem
from rich.text import Text

from hcspy.cli import output
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.cli.targets import target_option, wrong
from hcspy.errors import InvalidDocumentError
from hcspy.features import FEATURES, Feature, Target, feature, hcs_schema_version, schema_version, supported, target
from hcspy.features.releases import text as version_text


def _features(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[Feature, ...]:
    try:
        return tuple(feature(word) for word in value)
    except InvalidDocumentError as error:
        raise wrong(error, ctx, param) from None


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    word = incomplete.lower()
    return [CompletionItem(name, help=one.what) for name, one in FEATURES.items() if name.lower().startswith(word)]


@click.command(cls=NounCommand, short_help="Show what a host, or a Windows release, can do.")
@click.argument("names", nargs=-1, metavar="[FEATURE]...", callback=_features, shell_complete=_complete)
@target_option("Windows releases (2019,2022,2025) or HNS versions (13.3) to show instead of the host.")
@pass_session
def features(session: Session, names: tuple[Feature, ...], targets: list[Target]) -> None:
    """Show the features that hcsshim asks for, and whether the host has them.

    With --target nothing is asked: the table is for these releases. With the names of features it says what they are,
    which Windows has them, and what to do where they are missing.

    Example: hcspy features --target 2019,2022,2025
    """
    if targets:
        shown = names or tuple(FEATURES.values())
        documents = [_document(one) for one in targets]
        output.emit(session, documents, lambda: _table(shown, targets))
    elif names:
        output.emit(session, [_described(one) for one in names], lambda: _pages(names))
    else:
        found = target(session.hns.globals().version)
        document = _document(found)
        answer = {"Version": document["Version"], "Features": document["Features"]}
        output.emit(session, answer, lambda: _table(tuple(FEATURES.values()), [found]))


def _document(one: Target) -> dict[str, Any]:
    schema, hcs = schema_version(one), hcs_schema_version(one)
    return {
        "Target": one.name,
        "Windows": one.release.windows if one.release else None,
        "Build": one.release.build if one.release else None,
        "Version": {"Major": one.hns[0], "Minor": one.hns[1]},
        "SchemaVersion": {"Major": schema[0], "Minor": schema[1]} if schema else None,
        "HcsSchemaVersion": {"Major": hcs[0], "Minor": hcs[1]},
        "Features": output.plain(supported(one)),
    }


def _table(shown: Sequence[Feature], targets: Sequence[Target]) -> Any:
    heads = [one.name if one.release and one.release.name == one.name else f"HNS {one.name}" for one in targets]
    rows: list[tuple[Any, ...]] = [(one.name, *(_cell(one, each) for each in targets), one.versions) for one in shown]
    if len(shown) == len(FEATURES):
        rows += [("HCN schema", *(_schema(schema_version(each)) for each in targets), None)]
        rows += [("HCS schema", *(_schema(hcs_schema_version(each)) for each in targets), None)]
    return output.table(("FEATURE", *heads, "SINCE"), rows)


def _schema(version: tuple[int, int] | None) -> Text:
    return Text(version_text(version) if version else "none", style="cyan")


def _cell(one: Feature, target: Target) -> Text:
    on = one.on(target)
    if on and not one.on(target, corrected=True):
        return Text("yes; no by hnslib", style="yellow")
    return Text("yes", style="green") if on else Text("no", style="red")


def _described(one: Feature) -> dict[str, Any]:
    return {
        "Feature": one.name,
        "What": one.what,
        "Since": one.since,
        "Windows": [release.windows for release in one.releases],
        "Instead": one.instead or None,
        "Check": one.check or None,
        "Hnslib": one.hnslib or None,
        "Note": one.note or None,
    }


def _pages(shown: Sequence[Feature]) -> Text:
    return Text("\n\n").join(Text("\n").join(_lines(one)) for one in shown)


def _lines(one: Feature) -> Iterator[Text]:
    yield Text(one.name, style="bold")
    facts = {
        "what": one.what,
        "versions": one.versions,
        "windows": "; ".join(f"{release.windows} (build {release.build})" for release in one.releases),
        "instead": one.instead,
        "go": f"hcn.{one.check}()" if one.check else "",
        "hnslib": one.hnslib,
        "note": one.note,
    }
    for label, fact in facts.items():
        if fact:
            yield Text.assemble((f"  {label:<8} ", "dim"), fact)
