"""Every code of the reference data has a class, a symbol and a text; and the branches are disjoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy.errors import (
    AlreadyExistsError,
    HcspyError,
    NetworkNotFoundError,
    NotFoundError,
    PortInUseError,
    ServiceUnavailableError,
    canonical,
    error_class,
    from_hresult,
    to_signed,
    to_unsigned,
)
from hcspy.errors.data import BY_VALUE, ENTRIES
from hcspy.errors.table import BY_NOUN, ERRORS

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/reference/errors.json").read_text(encoding="utf-8")
)
CODES = [(int(row["value"], 16), row["name"]) for row in REFERENCE["codes"]]
FAILURES = [(value, name) for value, name in CODES if value]
NOUNS = [None, *sorted({noun for nouns in BY_NOUN.values() for noun in nouns})]


def test_reference_has_the_codes_that_the_table_was_built_for() -> None:
    """A new edition of the reference data must not pass unseen."""
    assert len(CODES) == 136


@pytest.mark.parametrize(("value", "name"), CODES, ids=[name for _, name in CODES])
def test_code_is_known_by_value_and_name(value: int, name: str) -> None:
    """A code that is not in the table explains nothing."""
    assert name in BY_VALUE[canonical(value)].names


@pytest.mark.parametrize(("value", "name"), FAILURES, ids=[name for _, name in FAILURES])
def test_code_has_a_class_of_its_own_kind(value: int, name: str) -> None:
    """The base class means 'unknown'; a known code must be catchable as something."""
    error = from_hresult(value, call="HcnCreateNetwork")
    assert type(error) is not HcspyError
    assert type(error) is error_class(to_signed(value))
    assert name in BY_VALUE[canonical(value)].names
    assert error.hint
    assert error.symbol == BY_VALUE[canonical(value)].symbol


def test_table_and_texts_cover_the_same_codes() -> None:
    """A class without a text, or a text without a class, is half an error."""
    assert {entry.value for entry in ENTRIES} - {0} == set(ERRORS)
    assert len(BY_VALUE) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.symbol)
def test_texts_are_whole_short_sentences(entry: Any) -> None:
    """Texts are joined into messages: a full stop or an empty one shows."""
    for text in (entry.text, entry.meaning, entry.when, entry.advice):
        assert text.strip() == text
        assert 3 < len(text) <= 130
        assert not text.endswith(".")
        assert text[0].isupper() or text[0] in "`" or text.split()[0] == "vmcompute"


@pytest.mark.parametrize("noun", NOUNS)
def test_not_found_and_service_unavailable_are_disjoint(noun: str | None) -> None:
    """A client that takes a stopped service for a missing object creates it a second time."""
    both = [
        hex(value)
        for value in ERRORS
        if issubclass(error_class(value, noun), NotFoundError)
        and issubclass(error_class(value, noun), ServiceUnavailableError)
    ]
    assert both == []


@pytest.mark.parametrize("value", [0x80070426, 0x800706BA, 0x800706BE, 0x803B0020, 0x8037011E, 0x8007045B])
def test_dead_service_is_service_unavailable(value: int) -> None:
    """Stopped, crashed or stopping: whoever waits for the service catches one class."""
    assert issubclass(error_class(value, "network"), ServiceUnavailableError)


@pytest.mark.parametrize("form", [0x490, 0x80070490, to_signed(0x80070490), 0xC0070490])
def test_win32_code_and_its_hresult_form_are_one_thing(form: int) -> None:
    """Some calls return the bare code, others the HRESULT; the error must not tell them apart."""
    error = from_hresult(form, call="x", noun="network")
    assert type(error) is NetworkNotFoundError
    assert error.hresult == 0x80070490
    assert error.symbol == "ERROR_NOT_FOUND"


@pytest.mark.parametrize("value", [0xD0070490, 0xC0000022, 0x803BFFFF, 0x8007FFFF, 0x12345])
def test_unknown_code_is_the_base_class(value: int) -> None:
    """A guess would be caught by somebody; the base class says that nobody knows."""
    error = from_hresult(value, call="HcnX")
    assert type(error) is HcspyError
    assert error.hresult == value
    assert error.symbol is None
    assert "not in the table" in str(error)


@pytest.mark.parametrize("value", [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
def test_signed_and_unsigned_are_inverse(value: int) -> None:
    """The two spellings of a result must lead to each other at the edges too."""
    assert to_unsigned(to_signed(value)) == value
    assert -(2**31) <= to_signed(value) < 2**31


@pytest.mark.parametrize("value", [0, 0x80070490, 0x803B0001])
def test_canonical_is_stable(value: int) -> None:
    """Applying it twice must change nothing, and success stays success."""
    assert canonical(canonical(value)) == canonical(value) == value


@pytest.mark.parametrize("noun", ["policy_list", "policylist", "Policy List", "policy-list"])
def test_noun_is_read_in_any_spelling(noun: str) -> None:
    """Callers say the noun as their own module spells it."""
    assert error_class(0x490, noun).__name__ == "PolicyListNotFoundError"


def test_unknown_noun_leaves_the_general_class() -> None:
    """A noun that the table does not know must not lose the kind of error."""
    assert error_class(0x490, "teapot") is NotFoundError


def test_sharing_violation_of_an_endpoint_is_a_port_in_use() -> None:
    """Builds before 18362 report a used external port with the file code 0x20."""
    assert error_class(0x80070020, "endpoint") is PortInUseError
    assert error_class(0x803B0013, "endpoint") is PortInUseError


@pytest.mark.parametrize("value", [0x80071392, 0x800700B7, 0x80070034, 0x803B0010])
def test_taken_name_of_a_network_is_one_class_on_every_build(value: int) -> None:
    """Builds differ in the code for a used name; ensure() and callers must not."""
    assert error_class(value, "network").__name__ == "NetworkAlreadyExistsError"
    assert issubclass(error_class(value), AlreadyExistsError)
