"""JSON text to Python values and back.

Where they are installed, msgspec reads and orjson writes, and json what they refuse: lone surrogates, which are legal
in Windows names, and in writing integers beyond 64 bits. orjson does not read, because it takes such integers for
floats without a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hcspy.codec.pause import LARGE, collector_paused
from hcspy.errors import InvalidDocumentError

try:
    import msgspec
except ModuleNotFoundError:
    fast_read: Callable[[str | bytes], Any] | None = None
else:
    fast_read = msgspec.json.Decoder().decode

try:
    import orjson
except ModuleNotFoundError:
    fast_write: Callable[[Any, Callable[[Any], Any]], bytes] | None = None
else:
    fast_write = orjson.dumps


def loads(text: str | bytes) -> Any:
    """Parse JSON text; an `InvalidDocumentError` says where it is none.

    >>> loads('{"Version": 55834574851}')
    {'Version': 55834574851}
    >>> loads('{"Version" 1}')
    Traceback (most recent call last):
    hcspy.errors.InvalidDocumentError: this is not JSON: Expecting ':' delimiter: line 1 column 12 (char 11)
    """
    if len(text) < LARGE:
        return _loads(text)
    with collector_paused():
        return _loads(text)


def _loads(text: str | bytes) -> Any:
    if fast_read is not None:
        try:
            return fast_read(text)
        except (ValueError, RecursionError):
            pass  # json tells the same in the same words everywhere, or reads it
    return _loads_with_json(text)


def _loads_with_json(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidDocumentError("this document is nested too deeply") from None
    except ValueError as error:
        raise InvalidDocumentError(f"this is not JSON: {error}", record=_shown(text)) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _shown(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode(errors="backslashreplace")


def dumps(document: Any) -> str:
    """Write JSON text: compact, members in order, non-ASCII characters as they are.

    >>> dumps({"Name": "web", "Policies": []})
    '{"Name":"web","Policies":[]}'
    """
    if fast_write is not None:
        try:
            return fast_write(document, _plain).decode()
        except TypeError:
            pass  # json can, or says why it cannot
    return json.dumps(document, default=_plain, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} has no form in JSON")
