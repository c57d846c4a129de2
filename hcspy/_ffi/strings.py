"""Text between Python and C: UTF-16, ended by a NUL.

A Python string may hold half a surrogate pair, and so may a string of Windows; both directions
keep it. What Windows cannot hold is a NUL inside, which would silently cut the text.
"""

from __future__ import annotations

from codecs import utf_16_le_encode
from typing import Final

from hcspy.errors import InvalidDocumentError

from .cdata import NULL, Pointer, Wide, ffi

_from_buffer: Final = ffi.from_buffer
_new: Final = ffi.new
_TEXT: Final = ffi.typeof("char16_t[]")
_CELL: Final = ffi.typeof("char16_t **")


def wide(text: str) -> Wide:
    """Return text as C has it. The memory lives as long as the returned object.

    Raises InvalidDocumentError for text with a NUL in it.
    """
    if "\0" in text:
        raise InvalidDocumentError(f"text with a NUL character at index {text.index(chr(0))}: {_excerpt(text)}")
    data: Wide = _from_buffer(_TEXT, utf_16_le_encode(text + "\0", "surrogatepass")[0])
    return data


def wide_or_null(text: str | None) -> Wide:
    """Return text as C has it, and NULL for None."""
    null: Wide = NULL
    return null if text is None else wide(text)


def out_string() -> Pointer[Wide]:
    """Return a cell into which a function puts a string; see `Tables.take`."""
    cell: Pointer[Wide] = _new(_CELL)
    return cell


def text_at(pointer: Wide) -> str:
    """Copy the text at a pointer that is not NULL."""
    text: str = ffi.string(pointer)
    return text


def encode(text: str) -> bytes:
    """Return the bytes of text in UTF-16, without a NUL; half a surrogate pair is two bytes."""
    # The codec itself: `str.encode` looks it up first, which takes as long as the encoding of a short text.
    return utf_16_le_encode(text, "surrogatepass")[0]


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
