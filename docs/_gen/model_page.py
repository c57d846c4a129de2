"""Render the page of a package's models: what its classes and their members say of themselves."""

from __future__ import annotations

import ast
import enum
import inspect
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import attrs
from pages import table

from hcspy.codec import Member, members
from hcspy.validate.targets import described


def page(package: ModuleType, head: str, parts: Mapping[str, Sequence[str]], carriers: Mapping[str, str] = {}) -> str:
    """Return the whole page: its head, a section for each class by parts, and who carries which policy, if any do."""
    blocks = [
        block for title, names in parts.items() for block in (f"## {title}", *(_section(package, n) for n in names))
    ]
    carried = ["## Who carries which policy", _carriers(package, carriers)] if carriers else []
    return "\n\n".join([head.rstrip(), *blocks, *carried]) + "\n"


def classes(package: ModuleType, home: str | None = None) -> set[str]:
    """Return the names of all models and enumerations of a package; `home` is what their modules begin with."""
    named = [getattr(package, name) for name in package.__all__]
    home = home or f"{package.__name__}."
    return {
        value.__name__
        for value in named
        if isinstance(value, type)
        and value.__module__.startswith(home)
        and ((attrs.has(value) and "_wire" in attrs.fields_dict(value)) or issubclass(value, enum.Enum))
    }


def _section(package: ModuleType, name: str) -> str:
    """Render one class."""
    cls: type = getattr(package, name)
    others = sorted(other for other in package.__all__ if getattr(package, other) is cls and other != cls.__name__)
    also = f"\n\nAlso: {', '.join(f'`{other}`' for other in others)}." if others else ""
    rows = _enumeration(cls) if issubclass(cls, enum.Enum) else _model(cls)
    return f"### `{cls.__name__}`\n\n{_prose(cls)}{also}" + (f"\n\n{rows}" if rows else "")


def _prose(cls: type) -> str:
    """Return the docstring without its examples."""
    text = inspect.cleandoc(cls.__doc__ or "")
    return text.partition("\n>>>")[0].strip()


def _model(cls: type) -> str:
    """Render the members of a model."""
    said = _below(cls)
    rows = [(f"`{m.name}`", f"`{m.python_name}`", _kind(cls, m), _notes(m, said)) for m in members(cls)]
    return table(("key", "name", "type", ""), rows) if rows else ""


def _kind(cls: type, member: Member) -> str:
    """Render the type of a member as its class writes it; what it is if nobody says so goes without saying."""
    written = {name: text for base in reversed(cls.__mro__) for name, text in inspect.get_annotations(base).items()}
    return f"`{str(written[member.python_name]).removesuffix(' | None')}`"


def _notes(member: Member, said: Mapping[str, str]) -> str:
    """Render what a member does, and when it is written and known."""
    always = "*Always.* " if member.always else ""
    since = f" *{described(member.key.since)}.*" if member.key.since else ""
    return f"{always}{said[member.python_name]}{since}"


def _enumeration(cls: type[enum.Enum]) -> str:
    """Render the values of an enumeration."""
    said = _below(cls)
    rows = ((f"`{value.value}`", f"`{name}`", _value(said, name, value)) for name, value in cls.__members__.items())
    return table(("value", "name", ""), rows)


def _value(said: Mapping[str, str], name: str, value: Any) -> str:
    return said[name] if name == value.name else f"Another name of `{value.name}`."


def _below(cls: type) -> dict[str, str]:
    """Return what the source says below each attribute of a class and of those that it builds on."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("hcspy."):
            [tree] = ast.parse(textwrap.dedent(inspect.getsource(base))).body
            assert isinstance(tree, ast.ClassDef)
            found.update(_pairs(tree))
    return found


def _pairs(tree: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, after in zip(tree.body, tree.body[1:], strict=False):
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        target = targets[0]
        if isinstance(target, ast.Name) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield target.id, " ".join(str(after.value.value).split())


def _carriers(package: ModuleType, carriers: Mapping[str, str]) -> str:
    """Render who carries which policy, as the type checker knows it."""
    rows = []
    for carrier, name in carriers.items():
        union = getattr(package, name).__origin__
        rows.append((f"{carrier} (`{name}`)", ", ".join(f"`{cls.__name__}`" for cls in union.__args__)))
    return table(("", "takes"), rows)
