"""Comparing documents and texts, and saying where they differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

MISSING: Final = "(nothing)"
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def plain_escapes(text: str) -> str:
    """Respell every string literal of a JSON text in one way, and leave the rest of the text alone."""
    return _STRING.sub(lambda literal: json.dumps(json.loads(literal[0], strict=False)), text)


def same_text(ours: str, theirs: str) -> bool:
    """Tell whether two JSON texts are equal up to the escapes inside of their strings."""
    return ours == theirs or plain_escapes(ours) == plain_escapes(theirs)


def ordered(text: str) -> Any:
    """Parse a JSON text; objects become lists of pairs, so that the order of members counts."""
    return json.loads(text, object_pairs_hook=lambda pairs: ("object", *pairs), parse_float=str)


def unlike(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Name every place where two documents differ."""
    if _is_raw(ours) and _is_raw(theirs):
        yield from _unlike_raw(ours["$raw"], theirs["$raw"], path)
    elif isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in dict.fromkeys([*theirs, *ours]):
            yield from unlike(ours.get(key, MISSING), theirs.get(key, MISSING), f"{path}.{key}".lstrip("."))
    elif _is_list(ours) and _is_list(theirs):
        for index, (mine, other) in enumerate(zip_longest(ours, theirs, fillvalue=MISSING)):
            yield from unlike(mine, other, f"{path}[{index}]")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield f"{path or 'the value'}: ours {ours!r}, recorded {theirs!r}"


def _is_raw(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"$raw"}


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _unlike_raw(ours: str | None, theirs: str | None, path: str) -> Iterator[str]:
    """Compare two raw values by their documents, the order of the members included."""
    if (ours is None) != (theirs is None):
        yield f"{path}: ours {ours!r}, recorded {theirs!r}"
    elif ours is not None and theirs is not None and ordered(ours) != ordered(theirs):
        yield f"{path}: ours {ours}, recorded {theirs}"
