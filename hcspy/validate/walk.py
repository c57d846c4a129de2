"""Going through a model and all that it holds."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any, Final

import attrs

from hcspy.validate.finding import Finding
from hcspy.validate.hints import Expected, choices, expectations, is_choice, meant
from hcspy.validate.raw import typed
from hcspy.validate.registry import RULES, VALUES_SINCE, Report, Rule, name_of
from hcspy.validate.syntax import elements, is_array
from hcspy.validate.targets import Version, version_of

AREAS: Final = ("hns", "hcn", "hcs")
"""Where there are rules: those for `hcspy.hns` are in `hcspy.validate.hns`."""


def validate(model: object, target: str | Version | None = None) -> list[Finding]:
    """Return what the service would refuse about a document; nothing is called.

    With a target, the name of a profile or an HNS version such as `(9, 2)`, also what that version does not know.

    >>> from hcspy.hns import HNSNetwork, Subnet
    >>> network = HNSNetwork(name="web", type="nat", subnets=[Subnet(address_prefix="10.0.0.0/24")])
    >>> for finding in validate(network):
    ...     print(finding)
    Subnets[0].GatewayAddress is missing, allowed is an IP address beside AddressPrefix
    """
    report = Report(model, version=None if target is None else version_of(target))
    _walk(report)
    return report.findings


def _walk(report: Report) -> None:
    # Not type(): models inside of a document take their own class when somebody looks.
    cls: type = report.model.__class__
    expected, rules = _plan(cls)
    model = typed(report.model, expected)
    if model is not report.model:
        report = replace(report, model=model)
    for one in expected:
        value = getattr(model, one.attribute)
        if value is None or (value is one.default and not report.version):
            continue  # nearly all of them
        if not _is_nothing(value):
            _look_at(report, one, value)
    for rule in rules:
        rule(model, report)


@cache
def _plan(cls: type) -> tuple[tuple[Expected, ...], tuple[Rule, ...]]:
    name = name_of(cls)
    area = name.split(".")[0]
    if area in AREAS:
        import_module(f"hcspy.validate.{area}")
    return expectations(cls), tuple(RULES.get(name, ()))


def _look_at(report: Report, expected: Expected, value: Any) -> None:
    attribute, since = expected.attribute, expected.since
    if since and value != expected.default and report.lacks(since):
        report.add(attribute, value, "nothing", since)
    elif expected.array and not is_array(value):
        report.add(attribute, value, "a list")
    else:
        _look_into(report, expected, value)


def _look_into(report: Report, expected: Expected, value: Any) -> None:
    for way, element in _elements(expected.attribute, value, expected.array):
        if expected.reference and hasattr(element, "id"):
            _judge(report, expected, way, element.id or element)
        elif attrs.has(element.__class__):
            _walk(report.below(element, report.at(*way, *expected.inside(element))))
        elif not _is_nothing(element):
            _judge(report, expected, way, element)


def _is_nothing(value: Any) -> bool:
    """These are how Go says that there is nothing."""
    return value is None or value == "" or value == ()


def _elements(attribute: str, value: Any, array: bool) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if array:
        for index, element in enumerate(elements(value)):
            yield (attribute, index), element
    elif isinstance(value, Mapping):
        yield from (
            ((attribute, str(name)), element) for name, element in value.items() if attrs.has(element.__class__)
        )
    else:
        yield (attribute,), value


def _judge(report: Report, expected: Expected, way: tuple[str | int, ...], value: Any) -> None:
    if expected.check and not expected.check.passes(value):
        report.add(way, value, expected.check.allowed)
    elif expected.choice and not _is_open(report, expected):
        _judge_choice(report, expected.choice, way, value)


def _is_open(report: Report, expected: Expected) -> bool:
    """A policy of an unknown kind is nobody's business unless it is meant for a known host."""
    return report.version is None and name_of(report.model.__class__).endswith(".UnknownPolicy")


def _judge_choice(report: Report, choice: type[enum.Enum], way: tuple[str | int, ...], value: Any) -> None:
    said = meant(value, choice)
    if not is_choice(said, choice):
        report.add(way, value, choices(choice))
    elif report.version:
        _judge_age(report, choice, way, said)


def _judge_age(report: Report, choice: type[enum.Enum], way: tuple[str | int, ...], value: Any) -> None:
    for text, since in VALUES_SINCE.get(name_of(choice), {}).items():
        if _says(value, text, choice) and report.lacks(since):
            report.add(way, value, "an older value", since)


def _says(value: Any, text: str, choice: type[enum.Enum]) -> bool:
    if issubclass(choice, enum.IntFlag):
        return bool(value & choice[text.upper()])
    return str(value).lower() == text
