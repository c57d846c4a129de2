"""JSON text to Python values and back: orjson where it is installed, json where orjson refuses."""

from __future__ import annotations

import json
from typing import Any

try:
    import orjson
except ModuleNotFoundError:
    orjson = None  # type: ignore[assignment]


def loads(text: str | bytes) -> Any:
    """Parse JSON text.

    >>> loads('{"Version": 55834574851}')
    {'Version': 55834574851}
    """
    if orjson is not None:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass
    return json.loads(text)


def dumps(document: Any) -> str:
    """Write JSON text: compact, members in order, non-ASCII characters as they are.

    >>> dumps({"Name": "web", "Policies": []})
    '{"Name":"web","Policies":[]}'
    """
    if orjson is not None:
        try:
            return orjson.dumps(document).decode()
        except orjson.JSONEncodeError:
            pass
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
