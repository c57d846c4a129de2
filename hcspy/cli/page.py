"""One object for people: its document as indented lines, with names beside ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich.text import Text

from hcspy.cli.names import Names

# Members that refer to an object. Others are ids of things that have no name here.
REFERENCES: Final = frozenset({"VirtualNetwork", "References", "Id", "HostComputeNetwork", "HostComputeEndpoints"})
FOLDED: Final = frozenset({"Resources", "Extensions", "AdditionalParams", "Health"})


def page(document: Mapping[str, Any], names: Names, *, whole: bool = False) -> Text:
    """Render a document; what people rarely look at is folded unless ``whole``."""
    lines = [*_members(document, names, whole, "")]
    text = Text("\n").join(_styled(line) for line in lines)
    hidden = [name for name, value in document.items() if _folded(name, value) and value] if not whole else []
    if hidden:
        text.append(f"\nnot shown: {', '.join(hidden)} (--whole, or -o json)", style="dim")
    return text


def _folded(name: str, value: Any) -> bool:
    # A list of resources is what a namespace of HCN holds, not the tree that the service keeps.
    return name in FOLDED and not (name == "Resources" and isinstance(value, list))


def _styled(line: str) -> Text:
    head, colon, rest = line.partition(":")
    return Text.assemble((head + colon, "bold"), rest)


def _members(document: Mapping[str, Any], names: Names, whole: bool, indent: str) -> Iterator[str]:
    for name, value in document.items():
        if whole or not _folded(name, value):
            yield from _member(name, value, names, whole, indent)


def _member(name: str, value: Any, names: Names, whole: bool, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield f"{indent}{name}:"
        yield from _members(value, names, whole, indent + "  ")
    elif isinstance(value, list) and any(isinstance(entry, Mapping) for entry in value):
        yield f"{indent}{name}:"
        for entry in value:
            yield from _entry(entry, names, whole, indent + "  ")
    elif isinstance(value, list):
        yield f"{indent}{name}: {', '.join(_scalar(name, entry, names) for entry in value) or '-'}"
    else:
        yield f"{indent}{name}: {_scalar(name, value, names)}"


def _entry(entry: Any, names: Names, whole: bool, indent: str) -> Iterator[str]:
    """An element of a list: its first line has the dash."""
    if not isinstance(entry, Mapping):
        yield f"{indent}- {_scalar('', entry, names)}"
        return
    for number, line in enumerate(_members(entry, names, whole, indent + "  ")):
        yield line if number else f"{indent}- {line.lstrip()}"


def _scalar(name: str, value: Any, names: Names) -> str:
    if value is None or value in ("", {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    known = names.any(str(value)) if name in REFERENCES else None
    return f"{value} ({known})" if known else str(value)
