"""The numbers of schema 2 fit into as many bits as Microsoft's schema gives them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hcs_coverage import SCHEMA, of_schema

from hcspy import hcs
from hcspy.codec import members
from hcspy.validate import validate

NUMBERS = [
    (name, field["key"], found[1])
    for name in SCHEMA
    for field in SCHEMA[name]["fields"]
    if (found := re.match(r"(?:list<)?(u?int\d+)", field["type"]))
]


def bounds(kind: str) -> tuple[int, int]:
    """Return the smallest and the largest number of a type."""
    bits = int(kind.lstrip("uint"))
    return (0, (1 << bits) - 1) if kind.startswith("u") else (-(1 << bits - 1), (1 << bits - 1) - 1)


def findings(name: str, key: str, value: int) -> list[str]:
    """Return what is wrong with a model whose one member is a number, or a list with it."""
    cls: Any = of_schema(name)
    [member] = [member for member in members(cls) if member.name == key]
    held = (value,) if member.default == () else value
    return [finding.path for finding in validate(cls(**{member.python_name: held})) if finding.path.startswith(key)]


@pytest.mark.parametrize(("name", "key", "kind"), NUMBERS)
def test_number_that_does_not_fit_is_found_before_the_call(name: str, key: str, kind: str) -> None:
    """The service would refuse the document as a whole, with no word about where."""
    low, high = bounds(kind)
    assert findings(name, key, low - 1)
    assert findings(name, key, high + 1)


def test_number_that_fits_is_let_pass() -> None:
    """What the service takes must not be refused here."""
    assert validate(hcs.UefiBootEntry(disk_number=0xFFFF)) == []
    assert validate(hcs.SystemExitStatus(status=-1070137082)) == []
    assert validate(hcs.GuestCrash(crash_parameters=[0xE2, 0xFFFFFFFFFFFFFFFF])) == []
    assert (
        validate(hcs.CpuGroupProperty(property_code=hcs.CPUGroupPropertyCode.CPU_CAPACITY, property_value=1 << 40))
        == []
    )
