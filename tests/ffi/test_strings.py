"""Text across the boundary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.filler import fill
from hcspy._ffi.strings import encode, out_string, text_at, wide, wide_or_null
from hcspy._ffi.vmcompute import hns_call
from hcspy.errors import InvalidDocumentError

from .conftest import Fake

LONG = 1000
ANY_TEXT = st.text(st.integers(1, 0x10FFFF).map(chr))
ODD = ["", "x", "ä", "\U0001f40b", "\ud800", "\udead", "\udfff x \ud800", "\uffff\ufffe\x01", "\r\n\t"]


@pytest.mark.parametrize("text", [*ODD, "n" * (LONG - 1), "n" * LONG, "\U0001f40b\ud800" * LONG])
def test_text_comes_back_as_it_went(text: str) -> None:
    """Names of networks are what people type, and Windows stores half a pair if it gets one."""
    assert text_at(wide(text)) == text


@given(ANY_TEXT)
def test_any_text_survives_the_way_through_a_fake(text: str) -> None:
    """What goes in is what the service sees; two halves that meet are one character, as UTF-16 has it."""
    tables = fill(lambda dll, export, args: {"response": args["object"]})
    assert encode(hns_call(tables, "POST", "/", text)) == encode(text)


@pytest.mark.parametrize("text", ["\0", "a\0b", "a" * LONG + "\0"])
def test_text_with_nul_is_refused(text: str) -> None:
    """C would cut it there, and the service would get half a document, or another name."""
    with pytest.raises(InvalidDocumentError, match="NUL character at index"):
        wide(text)


def test_text_with_nul_is_refused_before_the_call(fake: Fake) -> None:
    """Nothing has happened then."""
    with pytest.raises(InvalidDocumentError):
        hns_call(fake.tables, "GET", "/networks/\0", "")
    assert fake.calls == []


def test_text_with_nul_from_a_responder_is_refused(fake: Fake) -> None:
    """A fake must not give what no service can give."""
    fake.answer = {"response": "a\0b"}
    with pytest.raises(ValueError, match="NUL character at index 1"):
        hns_call(fake.tables, "GET", "/networks/", "")


def test_none_is_null() -> None:
    """NULL and the empty text are two things."""
    assert wide_or_null(None) == NULL
    assert wide_or_null("") != NULL


def test_taken_cell_is_empty(fake: Fake) -> None:
    """A second take must not free again."""
    fake.answer = {"response": "x"}
    cell = out_string()
    fake.tables.vmcompute.HNSCall(wide("GET"), wide("/"), wide(""), cell)
    assert [fake.tables.take(cell), fake.tables.take(cell)] == ["x", None]


def test_taken_empty_string_is_freed_and_is_not_none(fake: Fake) -> None:
    """NULL is no answer, the empty string is one, and it has to be freed."""
    fake.answer = {"response": ""}
    cell = out_string()
    fake.tables.vmcompute.HNSCall(wide("GET"), wide("/"), wide(""), cell)
    assert fake.tables.take(cell) == ""


def test_document_of_ten_megabytes_passes_both_ways(fake: Fake) -> None:
    """A node with 10,000 endpoints answers that much."""
    document = '{"Näme":"\U0001f40b"}' * 400_000
    fake.answer = lambda args: {"response": args["object"]}
    assert len(encode(document)) > 10_000_000
    assert hns_call(fake.tables, "POST", "/", document) == document


def test_wide_text_lives_as_long_as_the_object() -> None:
    """The bytes behind long text belong to it."""
    kept = [wide(str(number) * LONG) for number in range(10)]
    assert [text_at(text)[0] for text in kept] == list("0123456789")
    assert ffi.sizeof(kept[0]) == 2 * (LONG + 1)
