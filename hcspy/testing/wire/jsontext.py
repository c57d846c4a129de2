"""JSON text as the service reads and writes it: one line, in the style of the build."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from hcspy.testing.profiles import Profile

_compact: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_string: Final = json.JSONEncoder(ensure_ascii=False).encode


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


_decode: Final = json.JSONDecoder(parse_constant=_refuse).decode


def parse(text: str) -> Any:
    """Read JSON text; ValueError when it is none."""
    return _decode(text)


def compact(value: Any) -> str:
    """Write without any blanks, as builds from 1809 on do."""
    # fidelity: HNS-G05
    return _compact(value)


def blanks(value: Any) -> str:
    """Write with blanks inside of everything, and slashes escaped, as builds before 1809 do."""
    # fidelity: HNS-G05
    if isinstance(value, dict):
        members = [f"{_escaped(key)} : {blanks(member)}" for key, member in value.items()]
        return f"{{ {', '.join(members)} }}" if members else "{ }"
    if isinstance(value, list):
        return f"[ {', '.join(map(blanks, value))} ]" if value else "[  ]"
    return _escaped(value) if isinstance(value, str) else _compact(value)


def _escaped(text: str) -> str:
    return _string(text).replace("/", "\\/")


class Writer:
    """Writes in the style of a build."""

    def __init__(self, profile: Profile) -> None:
        self._blanks = profile.json_style == "blanks"
        self.value: Callable[[Any], str] = blanks if self._blanks else compact

    def array(self, texts: list[str]) -> str:
        """Write an array of members that are JSON text already."""
        if not self._blanks:
            return f"[{','.join(texts)}]"
        return f"[ {', '.join(texts)} ]" if texts else "[  ]"
