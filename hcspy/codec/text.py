"""JSON text to Python values and back.

orjson does it where it is installed, and json where orjson would refuse or lose something: lone surrogates, which are
legal in Windows names, and integers beyond 64 bits. orjson refuses to write those, but reads them as floats without
a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.codec.pause import LARGE, collector_paused
from hcspy.errors import InvalidDocumentError

if TYPE_CHECKING:
    from types import ModuleType

try:
    import orjson as _found
except ModuleNotFoundError:
    fast: ModuleType | None = None
else:
    fast = _found

# A run of so many digits may be more than 64 bits can hold.
_RUN: Final = b"0" * 19
_DIGITS: Final = bytes(48 if 48 <= byte < 58 else 32 for byte in range(256))
_BEFORE_NUMBERS: Final = b":,[- \t\r\n"


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
    if fast is not None:
        try:
            data = text.encode() if isinstance(text, str) else text
            if not _has_large_integer(data):
                return fast.loads(data)
        except ValueError:
            pass  # json tells the same in the same words everywhere, or reads it
    return _loads_with_json(text)


def _has_large_integer(data: bytes) -> bool:
    """Tell whether there may be an integer of more than 64 bits; a scan that costs a tenth of the parsing."""
    digits = data.translate(_DIGITS)
    if digits.rfind(_RUN) < 0:  # measured: twice as fast as from the front, where the search prepares for harder ones
        return False
    start = digits.find(_RUN)
    while start >= 0:
        if start == 0 or data[start - 1] in _BEFORE_NUMBERS:
            return True
        end = digits.find(b" ", start)
        start = digits.find(_RUN, end) if end >= 0 else -1
    return False


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
    if fast is not None:
        try:
            text: str = fast.dumps(document, _plain).decode()
        except TypeError:
            pass  # json can, or says why it cannot
        else:
            return text
    return json.dumps(document, default=_plain, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} has no form in JSON")
