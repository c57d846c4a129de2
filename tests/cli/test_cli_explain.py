"""``hcspy explain``: offline, whatever is pasted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from hcspy.testing import FakeHost

Run = Callable[..., Result]


@pytest.mark.parametrize(
    "words", [["0x803b000d"], ["2151350285"], ["-2143617011"], ["hcn_e_invalid_policy"], ["803B000D"]]
)
def test_explain_takes_every_form(run: Run, words: list[str]) -> None:
    """Hexadecimal, decimal, negative, symbol."""
    lines = run("explain", *words).stdout.splitlines()
    assert lines[0] == "HCN_E_INVALID_POLICY  0x803b000d  -2143617011  (HRESULT)"
    assert [line.split()[0] for line in lines[1:4]] == ["means", "when", "do"] or "do" in str(lines)


def test_explain_takes_a_line_of_a_log_without_quotes(run: Run) -> None:
    """Pasted as it is."""
    words = ["hnsCall", "failed", "in", "Win32:", "The", "object", "already", "exists.", "(0x1392)"]
    assert run("explain", *words).stdout.startswith("ERROR_OBJECT_ALREADY_EXISTS")


def test_explain_asks_no_host(run: Run, fake_host: FakeHost) -> None:
    """It works on a train."""
    run("--host", "native", "explain", "5")
    assert not fake_host.calls


def test_explain_prints_json(run: Run) -> None:
    """For tools that add the advice to their own reports."""
    document = json.loads(run("explain", "0x490", "-o", "json").stdout)
    assert document["Symbol"] == "ERROR_NOT_FOUND"
    assert document["ByNoun"]["network"] == "NetworkNotFoundError"


def test_explain_of_a_name_has_no_value(run: Run) -> None:
    """A class has no number."""
    assert json.loads(run("explain", "NotFoundError", "-o", "json").stdout)["Value"] is None


def test_explain_of_nothing_known_is_not_found(run: Run) -> None:
    """With what is near."""
    result = run("explain", "HCN_E_NETWORK_NOTFOUND", code=3)
    assert "HCN_E_NETWORK_NOT_FOUND" in result.stderr
