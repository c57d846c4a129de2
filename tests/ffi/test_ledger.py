"""The account of memory: whatever a program does wrong with it is put down, with the call that gave it out."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy._ffi import ledger as module
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.filler import FilledTables, fill
from hcspy._ffi.ledger import POISON, Ledger
from hcspy._ffi.strings import out_string, text_at, wide
from hcspy._ffi.vmcompute import hns_call

TEXTS = ["", "x", "some text", "long" * 1000]


@pytest.fixture
def tables() -> FilledTables:
    """A fake whose every answer is the body of the request."""
    return fill(lambda dll, export, args: {"response": args["object"]} if export == "HNSCall" else {})


def given(tables: FilledTables, text: str) -> Any:
    """Make a call and return the pointer that came out."""
    cell = out_string()
    tables.vmcompute.HNSCall(wide("GET"), wide("/networks/"), wide(text), cell)
    return cell[0]


def test_string_that_is_not_freed_is_live_with_its_call(tables: FilledTables) -> None:
    """Who leaks has to know where."""
    hns_call(tables, "GET", "/", "first")
    pointer = given(tables, "second")
    (allocation,) = tables.ledger.live
    assert (allocation.text, allocation.origin.number, allocation.address) == (
        "second",
        2,
        int(ffi.cast("uintptr_t", pointer)),
    )
    assert str(allocation) == (
        f"string at 0x{allocation.address:x} of call 2: HNSCall(method='GET', path='/networks/', object='second')"
    )


def test_long_argument_is_cut_in_the_description(tables: FilledTables) -> None:
    """A leak report with ten megabytes in it helps nobody."""
    given(tables, "n" * 1000)
    assert len(str(tables.ledger.live[0])) < 200


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_double_free_is_seen(tables: FilledTables, text: str) -> None:
    """On Windows it corrupts the heap, and something else crashes."""
    pointer = given(tables, text)
    tables.combase.CoTaskMemFree(pointer)
    tables.combase.CoTaskMemFree(pointer)
    (misuse,) = tables.ledger.misuses
    assert misuse.startswith("CoTaskMemFree freed the string at 0x")
    assert misuse.endswith(" again; CoTaskMemFree had freed it")


def test_free_of_foreign_memory_is_seen(tables: FilledTables) -> None:
    """A pointer into the middle of a block is no block either."""
    pointer = given(tables, "text")
    tables.combase.CoTaskMemFree(pointer + 1)
    tables.kernel32.LocalFree(ffi.cast("void *", 0x10))
    first, second = tables.ledger.misuses
    assert "which this fake never gave out" in first
    assert second == "LocalFree was given 0x10, which this fake never gave out"
    assert len(tables.ledger.live) == 1


def test_wrong_function_is_seen(tables: FilledTables) -> None:
    """LocalFree and CoTaskMemFree serve two heaps."""
    tables.kernel32.LocalFree(given(tables, "text"))
    (misuse,) = tables.ledger.misuses
    assert misuse.startswith("LocalFree freed the string at")
    assert misuse.endswith("which CoTaskMemFree should free")


def test_either_function_will_do_where_the_documents_name_none() -> None:
    """hcsshim frees with CoTaskMemFree what a neighbour of documented LocalFree functions gave."""
    tables = fill(lambda *_: {"result": "x"})
    for take in (tables.take, tables.take_local):
        cell = out_string()
        tables.computecore.HcsGetServiceProperties(NULL, cell)
        assert take(cell) == "x"
    assert tables.ledger.misuses == []


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_freed_string_reads_as_rubbish(tables: FilledTables, text: str) -> None:
    """The right text by luck would hide the mistake until it matters."""
    pointer = given(tables, text)
    tables.combase.CoTaskMemFree(pointer)
    assert set(text_at(pointer)) == {POISON}


@pytest.mark.parametrize("text", TEXTS, ids=len)
def test_freed_string_as_argument_is_seen(tables: FilledTables, text: str) -> None:
    """A pointer that was kept too long."""
    pointer = given(tables, text)
    tables.combase.CoTaskMemFree(pointer)
    tables.vmcompute.ProcessBaseImage(pointer)
    (misuse,) = tables.ledger.misuses
    assert misuse.startswith("ProcessBaseImage was given the string at")
    assert misuse.endswith("after it was freed")


def test_write_to_freed_string_is_seen_once(tables: FilledTables) -> None:
    """It destroys what others have in the memory by then."""
    pointer = given(tables, "text")
    tables.combase.CoTaskMemFree(pointer)
    pointer[1] = "x"
    (misuse,) = tables.ledger.misuses
    assert misuse.endswith("was written to after it was freed")
    assert tables.ledger.misuses == [misuse]


def test_half_a_pair_that_looks_like_poison_is_just_text(tables: FilledTables) -> None:
    """Poison is known by its address."""
    assert hns_call(tables, "POST", "/", POISON * 3) == POISON * 3
    assert tables.ledger.misuses == []


def test_freed_block_knows_its_text_no_more(tables: FilledTables) -> None:
    """What is described is the call, not the rubbish."""
    pointer = given(tables, "text")
    (allocation,) = tables.ledger.live
    tables.combase.CoTaskMemFree(pointer)
    assert (allocation.text, allocation.freed_by) == (None, "CoTaskMemFree")


def test_quarantine_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fake that serves for days must not keep all that it ever gave."""
    monkeypatch.setattr(module, "_QUARANTINE", 10)
    ledger = Ledger()
    for text in ["x"] * 50 + ["long" * 50_000] * 20:
        ledger.free("CoTaskMemFree", ledger.give_text(text, "CoTaskMemFree", (1, "dll", "Export", {})))
    assert len(ledger._freed) == 10 + module._LARGE_QUARANTINE
    assert (ledger.live, ledger.misuses) == ([], [])


def test_quarantine_survives_a_faster_thread() -> None:
    """Two threads may want to release the same oldest block."""
    ledger = Ledger()
    ledger._release(ledger._order)
    assert ledger.misuses == []
