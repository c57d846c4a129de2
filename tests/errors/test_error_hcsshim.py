"""hcsshim's sentinels, predicates, code names and error types all have a counterpart, and the table tells which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy.errors import HcspyError, canonical, error_class, from_hresult
from hcspy.errors.data import ENTRIES
from hcspy.errors.hcsshim import CODE_NAMES, ERROR_TYPES, PREDICATES, SENTINELS, Predicate, full_names

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/reference/errors.json").read_text(encoding="utf-8")
)
BY_NAME = {name: row for row in PREDICATES for name in full_names(row)}


def test_reference_has_the_sentinels_that_the_table_was_built_for() -> None:
    """A new edition of the reference data must not pass unseen."""
    assert len(REFERENCE["sentinels"]) == 41


def test_sentinels_are_exactly_those_of_the_reference_data() -> None:
    """Each error value of hcsshim has a class; none is invented."""
    ours = sorted(name for row in SENTINELS for name in full_names(row))
    assert ours == sorted(row["name"] for row in REFERENCE["sentinels"])


@pytest.mark.parametrize("row", SENTINELS, ids=lambda row: row.name)
def test_sentinel_has_a_class_and_a_reason(row: Any) -> None:
    """A mapping without a reason cannot be argued about."""
    assert issubclass(row.error, HcspyError)
    assert row.error is not HcspyError
    assert row.reason
    assert row.meaning


def test_aliases_of_sentinels_share_the_class() -> None:
    """hcsshim.ErrTimeout is hcs.ErrTimeout: two classes would split an except clause."""
    classes = {name: row.error for row in SENTINELS for name in full_names(row)}
    for row in REFERENCE["sentinels"]:
        if "alias_of" in row:
            assert classes[row["name"]] is classes[row["alias_of"]]


@pytest.mark.parametrize("name", REFERENCE["predicate_codes"])
def test_predicate_accepts_the_codes_of_the_reference_data(name: str) -> None:
    """The codes are hcsshim's own; a missing one would hide an error from who comes from Go."""
    codes = REFERENCE["predicate_codes"][name]
    assert set(BY_NAME[name].codes) == {canonical(int(code, 16)) for code in codes}


@pytest.mark.parametrize("row", PREDICATES, ids=lambda row: f"{row.packages.split()[0]}.{row.name}")
def test_classes_catch_everything_that_the_predicate_accepts(row: Predicate) -> None:
    """Replacing `if hcsshim.IsNotExist(err)` by the except clause of the page must not let one through."""
    for code in row.codes:
        for noun in (None, "network", "endpoint", "namespace", "system"):
            assert isinstance(from_hresult(code, call="x", noun=noun), row.catch)


# What the classes catch beyond the predicate, by design: other codes that mean the same.
BEYOND = {
    "IsPortAlreadyExistsError": set(),
    "IsNetworkNotFoundError": set(),
    "IsEndpointNotFoundError": set(),
    "IsAdapterNotFoundError": {0x803B0026},
    "IsPortNotFoundError": set(),
    "IsInvalidIPError": {0x803B002F, 0x803B0030},
    "IsAccessIsDenied": {0x8037011B},
    "IsErrorInvalidHandle": {0x803B0031},
    "IsPending": {0x800703E5, 0x80370117},
}


@pytest.mark.parametrize("name", BEYOND)
def test_classes_catch_no_more_than_is_said(name: str) -> None:
    """A class that catches unrelated codes would make a port of Go code swallow errors."""
    rows = [row for row in PREDICATES if row.name == name]
    for row in rows:
        caught = {entry.value for entry in ENTRIES if entry.value and issubclass(error_class(entry.value), row.catch)}
        assert caught - set(row.codes) == BEYOND[name]


def test_code_names_are_exactly_those_of_the_reference_data() -> None:
    """A Go name that leads to another number would explain the wrong error."""
    theirs = {(name, canonical(int(row["value"], 16))) for row in REFERENCE["codes"] for name in row["go_names"]}
    assert {(name, row.value) for row in CODE_NAMES for name in full_names(row)} == theirs


def test_error_types_are_exactly_those_of_the_reference_data() -> None:
    """Each error type of hcsshim has a class here."""
    assert [row.name for row in ERROR_TYPES] == [row["name"] for row in REFERENCE["error_types"]]
    assert all(issubclass(row.error, HcspyError) for row in ERROR_TYPES)
