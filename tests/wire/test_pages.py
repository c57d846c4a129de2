"""The pages that are made from the tables of the wire tests say what the tables say."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from .conftest import COVERED
from .coverage import Line, line, lines

DOCS = Path(__file__).resolve().parents[2] / "docs"
LINES = list(lines())


@pytest.mark.parametrize("name", ["hcsshim_table", "differences_table", "coverage_table"])
def test_page_is_current(name: str) -> None:
    """The page must not speak of verbs that were renamed: run the generator in docs/_gen."""
    generator: dict[str, Any] = runpy.run_path(str(DOCS / "_gen" / f"{name}.py"))
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


@pytest.mark.parametrize("counted", [pytest.param(counted, id=counted.what) for counted in LINES])
def test_reference_data_is_covered(counted: Line, request: pytest.FixtureRequest) -> None:
    """The promise is all of it: what is missing is named."""
    request.config.stash.setdefault(COVERED, []).append(counted)
    assert list(counted.missing) == []


def test_coverage_of_less_is_not_rounded_up() -> None:
    """One missing function of a thousand is not 100 %."""
    counted = line("numbers", "here", map(str, range(1000)), lambda name: name != "7")
    assert (counted.total, counted.covered, counted.percent, list(counted.missing)) == (1000, 999, 99, ["7"])


def test_numbers_are_those_of_the_reference() -> None:
    """A reference file that lost its entries would be covered, too."""
    assert {counted.what: counted.total for counted in LINES} == {
        "exports of the DLLs": 180,
        "exports of vmcompute": 45,
        "exports of computenetwork": 55,
        "exports of computecore": 60,
        "exports of computestorage": 14,
        "exports of virtdisk": 2,
        "exports of kernel32": 1,
        "exports of iphlpapi": 2,
        "exports of combase": 1,
        "error codes": 136,
        "error values without a code": 41,
        "error predicates": 33,
        "HNS v1 documents": 34,
        "members of these documents": 143,
        "HNS v1 policies": 13,
        "values of HNS v1 enumerations": 29,
        "HNS v1 functions": 96,
        "HCN structures": 114,
        "members of these structures": 554,
        "HCN enumerations": 41,
        "values of HCN enumerations": 187,
        "HCN functions": 85,
        "HCS schema 1 documents": 23,
        "members of HCS schema 1 documents": 146,
        "values of HCS schema 1 enumerations": 7,
        "HCS schema 2 documents": 147,
        "members of HCS schema 2 documents": 529,
        "HCS structures": 189,
        "members of HCS structures": 657,
        "HCS enumerations": 64,
        "values of HCS enumerations": 484,
        "functions of storage": 35,
        "feature gates": 23,
        "internal functions of HCS and layers, or why not": 274,
        "public functions named in the documentation": 188,
    }
