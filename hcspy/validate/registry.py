"""The rules, by class. A rule is a function that looks at one model and reports what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from hcspy.codec import members
from hcspy.validate.finding import Finding
from hcspy.validate.syntax import Check
from hcspy.validate.targets import Version, described, reached

Rule: TypeAlias = "Callable[[Any, Report], None]"
R = TypeVar("R", bound="Rule")

RULES: Final[dict[str, list[Rule]]] = {}
"""The rules of each class, by `area.ClassName`: the models stand above this layer and cannot be named here."""

CHECKS: Final[dict[str, dict[str, Check]]] = {}
"""What each member has to look like, by class and attribute."""

VALUES_SINCE: Final[dict[str, dict[str, str]]] = {}
"""Which version brought a value of an enumeration, by enumeration and text in lower case."""


def name_of(cls: type) -> str:
    """Return the name by which the rules know a class: `hns.Subnet` for `hcspy.hns.network.Subnet`.

    The two schemas of HCS have classes of one name: those of schema 1 are `hcs.schema1.Layer` and the like.
    """
    _, *area = cls.__module__.split(".")
    return ".".join([*area[: 2 if area[1:2] == ["schema1"] else 1], cls.__qualname__])


def rule(*classes: str) -> Callable[[R], R]:
    """Add a rule for the classes with these names."""

    def add(function: R) -> R:
        for name in classes:
            RULES.setdefault(name, []).append(function)
        return function

    return add


def checks(name: str, table: Mapping[str, Check]) -> None:
    """Say what the members of a class have to look like, by attribute."""
    CHECKS.setdefault(name, {}).update(table)


def values_since(name: str, table: Mapping[str, str]) -> None:
    """Say which version brought the values of an enumeration, by their text."""
    VALUES_SINCE.setdefault(name, {}).update({text.lower(): since for text, since in table.items()})


@dataclass(frozen=True)
class Report:
    """Where in the document a rule stands, and what was found so far."""

    model: Any
    path: str = ""
    version: Version | None = None
    above: tuple[Any, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    def at(self, *steps: str | int) -> str:
        """Return the JSON path of something below the model: attributes by name, elements by index."""
        path, cls = self.path, self.model.__class__
        for step in steps:
            if isinstance(step, int):
                path += f"[{step}]"
            else:
                path += ("." if path else "") + _wire_names(cls).get(step, step)
        return path

    def add(self, steps: str | Sequence[str | int], value: Any, allowed: str, since: str | None = None) -> None:
        """Report a value; `steps` is an attribute of the model, or a way from it."""
        way = (steps,) if isinstance(steps, str) else steps
        self.findings.append(Finding(self.at(*way), value, allowed, described(since) if since else None))

    def lacks(self, since: str) -> bool:
        """Tell whether the target is too old for what came with `since`; without a target nothing is."""
        return self.version is not None and not reached(since, self.version)

    def below(self, value: Any, path: str) -> Report:
        """Return the report for a model inside this one."""
        return Report(value, path, self.version, (*self.above, self.model), self.findings)


@cache
def _wire_names(cls: type) -> dict[str, str]:
    return {member.python_name: member.name for member in members(cls)}


def given(values: Iterable[Any]) -> bool:
    """Tell whether any of the values says something: Go leaves out what is empty."""
    return any(value not in (None, "", ()) for value in values)
