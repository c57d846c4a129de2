"""Explaining errors offline: whatever people have at hand leads to the same page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import hcspy.errors as errors
from hcspy.errors import Explanation, HcspyError, NotFoundError, canonical, error_table, explain
from hcspy.errors.ages import told
from hcspy.errors.data import ENTRIES

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/reference/errors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", REFERENCE["codes"], ids=lambda row: row["name"])
def test_explains_every_code_of_the_reference_data(row: dict[str, Any]) -> None:
    """`hcspy explain` has to answer for each code, by number and by name alike."""
    by_number, by_name = explain(row["value"]), explain(row["name"].lower())
    assert by_number == by_name
    assert row["name"] in (by_number.symbol, *by_number.names)
    assert set(row["go_names"]) <= set(by_number.go_names)
    assert set(row["predicates"]) <= set(by_number.predicates)
    assert by_number.meaning
    assert by_number.when
    assert by_number.advice


@pytest.mark.parametrize(
    "form",
    [
        "0x803b000d", "0X803B000D", "803b000d", "803B000D", "2151350285", "-2143617011", 2151350285, -2143617011,
        " hcn_e_invalid_policy ", "HCN_E_INVALID_POLICY",
        "The provided policy configuration is invalid or missing parameters. ",
        "hnsCall failed in Win32: (0x803b000d)",
        "HcnCreateEndpoint failed in Win32: texte inconnu (0x803b000d) {...}",
    ],
)  # fmt: skip
def test_explains_one_error_in_every_form(form: str | int) -> None:
    """People paste what they see: hexadecimal, decimal, negative, a symbol, a whole log line."""
    assert explain(form).symbol == "HCN_E_INVALID_POLICY"


@pytest.mark.parametrize("form", [1168, "1168", "0x490", "0x80070490", "-2147023728", "ERROR_NOT_FOUND"])
def test_explains_win32_forms_as_one(form: str | int) -> None:
    """A bare Win32 code and its HRESULT are one error."""
    explanation = explain(form)
    assert explanation.win32 == 1168
    assert explanation.value == 0x80070490
    assert ("network", "NetworkNotFoundError") in explanation.by_noun


def test_success_is_explained_as_no_error() -> None:
    """S_OK has no exception."""
    explanation = explain(0)
    assert explanation.symbol == "S_OK"
    assert explanation.error_class == ""
    assert explanation.win32 is None


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("0x803b0fff", "facility HNS with the number 4095"),
        ("0x80079999", "Win32 error 39321"),
        ("0x8fff0001", "facility 0xfff"),
        ("0x00370001", "A success of facility VIRTUALIZATION"),
    ],
)
def test_unknown_number_is_explained_as_far_as_it_goes(what: str, part: str) -> None:
    """A number from a newer Windows still says which component it comes from."""
    explanation = explain(what)
    assert explanation.symbol is None
    assert part in explanation.meaning
    assert explanation.error_class == "HcspyError"
    assert str(explanation).startswith("unknown  0x")


def test_unknown_name_is_an_error_that_names_the_nearest() -> None:
    """A typing error must not end in silence."""
    with pytest.raises(NotFoundError, match="HCN_E_NETWORK_NOTFOUND") as caught:
        explain("HCN_E_NETWORK_NOTFOUND")
    assert "HCN_E_NETWORK_NOT_FOUND" in (caught.value.hint or "")


def test_name_like_nothing_is_an_error_with_advice() -> None:
    """Where nothing is near, say what would be understood."""
    with pytest.raises(NotFoundError) as caught:
        explain("§§§")
    assert "number or a symbol" in (caught.value.hint or "")


@pytest.mark.parametrize("row", REFERENCE["sentinels"], ids=lambda row: row["name"])
def test_explains_every_sentinel_of_hcsshim(row: dict[str, Any]) -> None:
    """Who comes from Go looks for the names he knows."""
    explanation = explain(row["name"])
    assert explanation.value is None
    assert row["name"] in explanation.go_names
    assert explanation.advice == f"Catch {explanation.error_class}"


@pytest.mark.parametrize("name", REFERENCE["predicate_codes"])
def test_explains_every_predicate_of_hcsshim(name: str) -> None:
    """The answer to a predicate is the class to catch."""
    explanation = explain(name)
    assert explanation.kind == "predicate of hcsshim"
    assert explanation.advice.startswith("Catch ")


def test_explains_a_predicate_that_knows_no_code() -> None:
    """IsTimeout asks for an error value, not for a number."""
    explanation = explain("hcsshim.IsTimeout")
    assert "ErrTimeout" in explanation.meaning
    assert explanation.advice == "Catch TimedOutError"


def test_explains_exception_classes() -> None:
    """The class name in a traceback is what people have in hand."""
    explanation = explain("porTinuseerror")
    assert explanation.classes == ("PortInUseError", "InUseError", "HcspyError")
    assert "HCN_E_PORT_ALREADY_EXISTS" in explanation.when
    assert "AlreadyAttachedError" in explain("InUseError").advice
    assert "no code stands for it" in explain("TransactionError").when


def test_explanation_renders_as_plain_text() -> None:
    """The command line prints it, logs take it: title first, labelled lines, no line too long."""
    lines = explain("0x80070490").lines(width=80)
    assert lines[0] == "ERROR_NOT_FOUND  0x80070490  -2147023728  Win32 1168  (Win32)"
    assert lines[1] == "  means    The object is not there"
    assert all(len(line) <= 80 for line in lines)
    assert [line.split()[0] for line in lines if line[2:3] != " "][1:] == [
        "means",
        "when",
        "do",
        "raises",
        "by",
        "windows",
        "also",
        "go",
    ]


def test_explanation_of_a_name_has_its_kind_in_the_title() -> None:
    """A class or Go name has no number to show."""
    assert str(explain("NotFoundError")).startswith("NotFoundError (exception)")


def test_old_compute_codes_are_called_ntstatus_style() -> None:
    """0xC037.... is no HRESULT in the strict sense."""
    assert explain(0xC037010E).kind == "NTSTATUS-style"
    assert explain(0x8037010E).kind == "HRESULT"


def test_error_table_yields_every_code_in_order() -> None:
    """The reference page is generated from it."""
    rows = list(error_table())
    assert [row.value for row in rows] == sorted(entry.value for entry in ENTRIES)
    assert {canonical(int(row["value"], 16)) for row in REFERENCE["codes"]} <= {row.value for row in rows}


def test_explanation_is_a_value() -> None:
    """Programs compare and keep explanations."""
    assert isinstance(explain(5), Explanation)
    assert hash(explain(5)) == hash(explain("E_ACCESSDENIED"))


def test_importing_errors_loads_nothing_heavy() -> None:
    """Errors are at the bottom of everything: their import is everybody's import."""
    code = (
        "import sys; before = set(sys.modules); import hcspy.errors; "
        "print(sorted(m for m in set(sys.modules) - before if m.split('.')[0] in "
        "('attrs', 'attr', 'cattrs', 'cffi', '_cffi_backend', 'json', 'dataclasses', 'inspect', 'asyncio')"
        " or m.startswith('hcspy.errors.data')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.strip() == "[]"


def test_every_exception_class_can_be_explained() -> None:
    """No class without a word about it."""
    for name in errors.__all__:
        value = getattr(errors, name)
        if isinstance(value, type) and issubclass(value, HcspyError):
            assert explain(name).error_class == name


@pytest.mark.parametrize(
    ("code", "build"),
    [
        (0x803B0013, 17763),
        (0x803B002F, 19041),
        (0x803B0036, 20348),
        (0x8037010E, 17763),
        (0xC037010E, 14393),
        (0x80070490, None),
        (0x80004001, None),
    ],
)
def test_code_knows_the_build_that_brought_it(code: int, build: int | None) -> None:
    """A program that waits for a code on a Windows that never sends it waits for ever."""
    found = explain(code)
    assert found.since == build
    shown = [line for line in found.lines() if line.strip().startswith("since")]
    assert shown == ([] if build is None else [f"  since    {told(build)}"])


def test_every_code_of_the_services_has_a_build() -> None:
    """Only what Windows itself returns is older than the services."""
    for row in error_table():
        assert row.value is not None
        assert (row.since is None) == (row.value >> 16 not in (0x803B, 0x8037, 0xC037)), row.symbol
