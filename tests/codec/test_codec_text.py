"""Text and parsed values."""

from __future__ import annotations

import gc
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy.codec import dumps, loads
from hcspy.codec.pause import LARGE, collector_paused
from hcspy.errors import InvalidDocumentError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 80), 1 << 80) | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(VALUES)
def test_what_is_written_reads_back(value: object) -> None:
    """Surrogates and large integers included, whichever parser is there."""
    assert loads(dumps(value)) == value


@pytest.mark.parametrize(
    "number",
    [1 << 63, (1 << 64) - 1, 1 << 64, -(1 << 63), -(1 << 63) - 1, 10**19, 10**30, 9999999999999999999],
)
@pytest.mark.parametrize("text", ["{}", '{{"a":{}}}', "[0,{}]", "[ {} ]", '{{"a" : {} ,"b":1}}', '["1",{}]'])
def test_integers_keep_every_digit(text: str, number: int) -> None:
    """A parser that takes those beyond 64 bits for floats would lose the last ones without a word."""
    assert str(number) in dumps(loads(text.format(number)))


@pytest.mark.parametrize("digits", ["1" * 19, "9" * 64, "a" + "1" * 30, "-" + "1" * 30])
def test_digits_in_strings_are_no_numbers(digits: str) -> None:
    """Container ids have 64 hexadecimal digits."""
    assert loads(f'{{"a":"{digits}","b":"x{digits}"}}') == {"a": digits, "b": f"x{digits}"}


def test_lone_surrogates_are_read() -> None:
    """Windows lets them into names; the fast parser refuses them."""
    assert loads('{"a":"\\ud800x"}') == {"a": "\ud800x"}
    assert loads('{"a":"\ud800"}') == {"a": "\ud800"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_are_read_in_the_encodings_of_windows(encoding: str) -> None:
    """PowerShell writes files with a byte order mark, or in UTF-16."""
    assert loads('{"a":"ü"}'.encode(encoding)) == {"a": "ü"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}x",
        "{'a':1}",
        "nul",
        "[1,]",
        "NaN",
        "[Infinity]",
        "-Infinity",
        "\ufeff{}",
        '{"a":1e400x}',
        "1" * 5000,
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    """The same is refused by both parsers, in the same words."""
    with pytest.raises(InvalidDocumentError, match="this is not JSON"):
        loads(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    """A damaged file must not end in an error about codecs."""
    with pytest.raises(InvalidDocumentError, match="this is not JSON") as caught:
        loads(b'{"a":"\xff"}')
    assert caught.value.record == '{"a":"\\xff"}'


def test_document_that_is_nested_without_end_is_refused() -> None:
    """It would end the process otherwise."""
    with pytest.raises(InvalidDocumentError, match="nested too deeply"):
        loads("[" * 100_000)


def test_deep_documents_are_read() -> None:
    """Each parser stops somewhere; both read what a schema can hold."""
    value = loads("[" * 500 + "]" * 500)
    for _ in range(499):
        (value,) = value
    assert value == []


def test_collector_is_paused_for_large_documents_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small answer must not touch a setting of the whole process."""
    paused = []
    monkeypatch.setattr(gc, "disable", lambda: paused.append(True))
    loads("[" + " " * LARGE + "]")
    assert paused == [True]
    loads("[]")
    assert paused == [True]


def test_collector_runs_again_when_the_last_reader_is_done() -> None:
    """Readers in several threads overlap."""
    assert gc.isenabled()
    entered, leave = threading.Event(), threading.Event()

    def read() -> None:
        with collector_paused():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=read)
    with collector_paused():
        thread.start()
        assert entered.wait(10)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


def test_collector_that_was_off_stays_off() -> None:
    """The program decided so."""
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_collector_runs_again_after_an_error() -> None:
    """A malformed answer must not leave the process without it."""
    with pytest.raises(InvalidDocumentError):
        loads("[" + " " * LARGE)
    assert gc.isenabled()
