"""Answers: the envelope around what a request gave, and what is said when it failed."""

from __future__ import annotations

from typing import Final

from hcspy.testing.profiles import Profile
from hcspy.testing.state import Fault

from .jsontext import Writer, compact
from .languages import LANGUAGES
from .messages import ENGLISH, OLD

Answer = tuple[int, str | None]
"""HRESULT and response text of one HNSCall."""

_NETWORK_FACILITY: Final = 0x803B
# What a build that has no network codes says instead. The text of 0x803B0014 is known on builds before 1809.
# fidelity: HNS-C05
_BEFORE_9: Final[dict[int, int]] = {
    0x803B0001: 0x800710D8,
    0x803B0002: 0x800710D8,
    0x803B0010: 0x80071392,
    0x803B0013: 0x80070020,
    0x803B0014: 0x803B0014,
    0x803B002B: 0x800700B7,
    0x803B0034: 0x80070490,
}
_INVALID_PARAMETER: Final = 0x80070057


class Envelope:
    """The way a build wraps its answers."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._write = Writer(profile).value
        # fidelity: HNS-C01
        blanks = profile.json_style == "blanks"
        alphabetical = profile.key_order != "declared"
        if blanks:
            self._head, self._tail = '{ "Output" : ', ', "Success" : true }'
            self.nothing = '{ "Success" : true }'
        else:
            self._head = '{"Output":' if alphabetical else '{"Success":true,"Output":'
            self._tail = ',"Success":true}' if alphabetical else "}"
            self.nothing = '{"Success":true}'
        self._success_first = not alphabetical

    def success(self, output: str | None) -> Answer:
        """Wrap an output that is JSON text already."""
        return 0, self.nothing if output is None else f"{self._head}{output}{self._tail}"

    def code(self, hresult: int) -> int:
        """Translate a code into one that the build has."""
        if self._profile.major < 9 and hresult >> 16 == _NETWORK_FACILITY:
            return _BEFORE_9.get(hresult, _INVALID_PARAMETER)
        return hresult

    def failure(self, method: str, fault: Fault, language: str, text: str | None = None) -> Answer:
        """Say that a request failed, as the build does for that method."""
        # fidelity: HNS-C06 HNS-C07 HNS-C08
        code = self.code(fault.hresult)
        record: dict[str, object] = {"Error": self.message(code, language) if text is None else text}
        if self._profile.error_codes:
            record["ErrorCode"] = code
        record = {"Success": False, **record} if self._success_first else {**record, "Success": False}
        habit = self._profile.post_failure if method == "POST" else self._profile.read_failure
        return (code if habit == "hresult" else 0), self._write(record)

    def record(self, hresult: int, language: str, text: str | None = None) -> str:
        """Write the error record of version 2, which is the same on all builds."""
        # fidelity: HCN-R01
        error = self.message(hresult, language) if text is None else text
        return compact({"Success": False, "Error": error, "ErrorCode": hresult})

    def message(self, code: int, language: str) -> str:
        """Write the system's message of a code: its line end is one blank."""
        old = OLD.get(code) if self._profile.major < 9 and language == "en" else None
        text = old or LANGUAGES[language].get(code) or ENGLISH.get(code) or f"0x{code:08x}"
        return f"{text} "
