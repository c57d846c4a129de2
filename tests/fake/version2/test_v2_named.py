"""Whether each behaviour and rule of the list that this fake follows has a test that is named after it."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest

from . import test_v2_behaviours, test_v2_rules
from .test_v2_behaviours import ALL_BUILDS, DUAL_STACK_BUILDS, HCN_BUILDS

BEHAVIOURS = [*range(1, 29), *range(48, 53)]
LATER = {18, 20}  # starting systems and running processes
RULES = [number for number in range(1, 21) if number not in LATER]

# Which builds one concerns, if not all that have version 2.
CONCERNED = {
    "behaviour 25": ALL_BUILDS,
    "behaviour 26": ["2025"],
    **dict.fromkeys(("behaviour 48", "behaviour 51", "behaviour 52"), DUAL_STACK_BUILDS),
    **dict.fromkeys(("rule 4", "rule 17", "rule 19"), ALL_BUILDS),
}


def named(module: ModuleType, kind: str, pattern: str) -> dict[str, set[str]]:
    """Return what the tests of a module are named after, and the builds that they run on."""
    found: dict[str, set[str]] = {}
    for name, test in inspect.getmembers(module, inspect.isfunction):
        match = re.match(pattern, name)
        for number in match[1].split("_and_") if match else ():
            found.setdefault(f"{kind} {number}", set()).update(builds_of(test))
    return found


def builds_of(test: object) -> set[str]:
    """Return the builds that a test is run on."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize" and mark.args[0] == "build"]
    return {build for mark in marks for build in mark.args[1]}


TESTED = {
    **named(test_v2_behaviours, "behaviour", r"test_(\d+(?:_and_\d+)*)_"),
    **named(test_v2_rules, "rule", r"test_rule_(\d+(?:_and_\d+)*)_"),
}
NAMES = [f"behaviour {number}" for number in BEHAVIOURS] + [f"rule {number}" for number in RULES]


@pytest.mark.parametrize("name", NAMES)
def test_behaviour_has_a_test_on_each_build_that_it_concerns(name: str) -> None:
    """One that nobody tests is one that the fake may lose."""
    assert set(CONCERNED.get(name, HCN_BUILDS)) <= TESTED[name]


def test_tests_are_named_after_what_there_is() -> None:
    """A number that is not in the list is a slip of the pen."""
    assert TESTED.keys() - set(NAMES) == set()
