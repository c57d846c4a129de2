"""Whether each behaviour and rule of the list that this fake follows has a test that is named after it."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest
from compute import test_compute_behaviours, test_compute_client, test_compute_rules

from . import test_v2_behaviours, test_v2_rules
from .test_v2_behaviours import ALL_BUILDS, DUAL_STACK_BUILDS, HCN_BUILDS

BEHAVIOURS = [*range(1, 42), *range(48, 53)]  # 42 to 47 are about Server 2016 and version 1
RULES = range(1, 21)
COMPUTE = range(29, 42)
DOORS = ("door", "hcs")  # the fixtures that stand for each of the two doors to the compute service

# Which builds one concerns, if not all that have version 2.
CONCERNED = {
    "behaviour 25": ALL_BUILDS,
    "behaviour 26": ["2025"],
    "behaviour 31": ALL_BUILDS,
    "behaviour 41": ALL_BUILDS,
    **dict.fromkeys(("behaviour 48", "behaviour 51", "behaviour 52"), DUAL_STACK_BUILDS),
    **dict.fromkeys(("rule 4", "rule 17", "rule 18", "rule 19"), ALL_BUILDS),
}


def named(kind: str, pattern: str, *modules: ModuleType) -> dict[str, set[str]]:
    """Return what the tests of some modules are named after, and the builds that they run on."""
    found: dict[str, set[str]] = {}
    for name, test in (member for module in modules for member in inspect.getmembers(module, inspect.isfunction)):
        match = re.match(pattern, name)
        for number in match[1].split("_and_") if match else ():
            found.setdefault(f"{kind} {number}", set()).update(builds_of(test))
    return found


def builds_of(test: object) -> set[str]:
    """Return the builds that a test is run on."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize" and mark.args[0] == "build"]
    return {build for mark in marks for build in mark.args[1]}


TESTED = {
    **named("behaviour", r"test_(\d+(?:_and_\d+)*)_", test_v2_behaviours, test_compute_behaviours, test_compute_client),
    **named("rule", r"test_rule_(\d+(?:_and_\d+)*)_", test_v2_rules, test_compute_rules),
}
NAMES = [f"behaviour {number}" for number in BEHAVIOURS] + [f"rule {number}" for number in RULES]


@pytest.mark.parametrize("name", NAMES)
def test_behaviour_has_a_test_on_each_build_that_it_concerns(name: str) -> None:
    """One that nobody tests is one that the fake may lose."""
    assert set(CONCERNED.get(name, HCN_BUILDS)) <= TESTED[name]


def test_tests_are_named_after_what_there_is() -> None:
    """A number that is not in the list is a slip of the pen."""
    assert TESTED.keys() - set(NAMES) == set()


@pytest.mark.parametrize("number", COMPUTE)
def test_behaviour_of_the_compute_service_is_tested_at_both_doors(number: int) -> None:
    """A program that goes through the other door must find the same."""
    tests = [
        test
        for name, test in inspect.getmembers(test_compute_client, inspect.isfunction)
        if re.match(rf"test_{number}_", name) and not set(DOORS).isdisjoint(inspect.signature(test).parameters)
    ]
    assert set(HCN_BUILDS) <= {build for test in tests for build in builds_of(test)}
