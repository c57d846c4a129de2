"""Explaining an error offline: what a number, a name or a text means, and what to do.

`explain` takes whatever people have at hand. `error_table` yields every code, for the reference page.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from . import hcsshim, tree
from .ages import since, told
from .base import HcspyError, canonical, to_signed
from .data import BY_VALUE, ENTRIES
from .table import BY_NOUN, ERRORS, error_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACILITIES: Final[Mapping[int, str]] = {
    0: "NULL",
    1: "RPC",
    2: "DISPATCH",
    3: "STORAGE",
    4: "ITF",
    7: "WIN32",
    8: "WINDOWS",
    0x37: "VIRTUALIZATION",
    0x3B: "HNS",
}
_HEX_IN_TEXT: Final = re.compile(r"0x([0-9a-f]{1,8})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Explanation:
    """What is known about one error; `str()` is a page of plain text."""

    value: int | None
    """The number, as an HRESULT; None for what has no number."""
    symbol: str | None
    """Its name."""
    kind: str
    """HRESULT, Win32, NTSTATUS-style, or what else was asked about."""
    meaning: str
    """What it means."""
    when: str
    """When it arises."""
    advice: str
    """What to do."""
    error_class: str
    """The exception that it becomes; empty where it is not an error."""
    classes: tuple[str, ...] = ()
    """That class and what it derives from, nearest first."""
    by_noun: tuple[tuple[str, str], ...] = ()
    """The class for each noun, where the noun of the call decides."""
    names: tuple[str, ...] = ()
    """Further names of the same number."""
    text: str = ""
    """The English message of Windows."""
    go_names: tuple[str, ...] = ()
    """What Go code calls it."""
    predicates: tuple[str, ...] = ()
    """The predicates of hcsshim that are true for it."""
    since: int | None = None
    """The first Windows build that returns it; None where every build may, or where it is no code."""

    @property
    def win32(self) -> int | None:
        """The bare Win32 code, where there is one."""
        return self.value & 0xFFFF if self.value and self.value >> 16 == 0x8007 else None

    def lines(self, width: int = 100) -> list[str]:
        """Render as lines of plain text."""
        blocks = (_block(label, text, width) for label, text in self._rows() if text)
        return [self._title(), *(line for block in blocks for line in block)]

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "means", self.meaning
        yield "when", self.when
        yield "do", self.advice
        yield "raises", " < ".join(self.classes)
        yield "by noun", ", ".join(f"{noun}: {name}" for noun, name in self.by_noun)
        yield "since", told(self.since) if self.since else ""
        yield "windows", self.text
        yield "also", ", ".join(self.names)
        yield "go", ", ".join((*self.go_names, *self.predicates))

    def _title(self) -> str:
        if self.value is None:
            return f"{self.symbol} ({self.kind})"
        forms = [f"0x{self.value:08x}", str(to_signed(self.value))]
        if self.win32 is not None:
            forms.append(f"Win32 {self.win32}")
        return f"{self.symbol or 'unknown'}  {'  '.join(forms)}  ({self.kind})"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def explain(what: str | int) -> Explanation:
    """Explain an error: a number in any form, a name in any letter case, or a text with or around a code.

    >>> explain("0x803b0013").symbol
    'HCN_E_PORT_ALREADY_EXISTS'
    >>> explain(-2147023728) == explain("ERROR_NOT_FOUND") == explain(1168)
    True
    >>> explain("hnsCall failed in Win32: This endpoint is already attached to the switch. (0x803b0014)").error_class
    'AlreadyAttachedError'

    A number that is not in the table is explained as far as numbers go; a name that nobody knows is a
    NotFoundError that names the nearest ones.
    """
    if isinstance(what, int):
        return explain_code(what)
    word = what.strip()
    number = _number(word)
    if number is not None:
        return explain_code(number)
    found = _named().get(word.casefold()) or _from_text(word)
    if found is None:
        raise tree.NotFoundError(f"no error is called {word!r}", hint=_nearest(word))
    return found


def explain_code(hresult: int) -> Explanation:
    """Explain a number: signed, unsigned, or a bare Win32 code."""
    value = canonical(hresult)
    entry = BY_VALUE.get(value)
    error = None if value == 0 else error_class(value)
    return Explanation(
        value=value,
        symbol=entry.symbol if entry else None,
        kind=_kind(value),
        meaning=entry.meaning if entry else _unknown(value),
        when=entry.when if entry else "",
        advice=entry.advice if entry else _unknown_advice(value),
        error_class=error.__name__ if error else "",
        classes=_chain(error) if error else (),
        by_noun=tuple((noun, cls.__name__) for noun, cls in BY_NOUN.get(value, {}).items()),
        names=entry.names[1:] if entry else (),
        text=entry.text if entry else "",
        go_names=tuple(n for row in hcsshim.CODE_NAMES if row.value == value for n in hcsshim.full_names(row)),
        predicates=tuple(n for row in hcsshim.PREDICATES if value in row.codes for n in hcsshim.full_names(row)),
        since=since(value),
    )


def error_table() -> Iterator[Explanation]:
    """Yield every code of the table, in the order of the numbers."""
    return (explain_code(value) for value in sorted(entry.value for entry in ENTRIES))


def _block(label: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=f"  {label:<9}", subsequent_indent=" " * 11, break_long_words=False
    )


def _number(word: str) -> int | None:
    """Read 0x803b000d, 803b000d, -2143617011, 2151350285 or 1168."""
    sign, digits = (-1, word[1:]) if word.startswith("-") else (1, word)
    if re.fullmatch(r"[0-9]{1,20}", digits):
        return sign * int(digits)
    if re.fullmatch(r"0x[0-9a-f]{1,16}|[0-9a-f]{8}", digits, re.IGNORECASE):
        return sign * int(digits, 16)
    return None


def _from_text(text: str) -> Explanation | None:
    from .texts import code_of

    code = code_of(text)
    if code is None and (hexadecimal := _HEX_IN_TEXT.search(text)):
        code = int(hexadecimal[1], 16)
    return None if code is None else explain_code(code)


@cache
def _named() -> Mapping[str, Explanation]:
    """Everything that has a name; codes win over classes, and those over names of Go."""
    named: dict[str, Explanation] = {}
    for entry in ENTRIES:
        _add(named, explain_code(entry.value), *entry.names)
    for error in _classes():
        _add(named, _explain_class(error), error.__name__)
    for sentinel in hcsshim.SENTINELS:
        _add(named, _explain_sentinel(sentinel), sentinel.name, *hcsshim.full_names(sentinel))
    for code in hcsshim.CODE_NAMES:
        _add(named, explain_code(code.value), code.name, *hcsshim.full_names(code))
    for row in hcsshim.PREDICATES:
        _add(named, _explain_predicate(row), row.name, *hcsshim.full_names(row))
    return named


def _add(named: dict[str, Explanation], explanation: Explanation, *names: str) -> None:
    for name in names:
        named.setdefault(name.casefold(), explanation)


def _explain_predicate(row: hcsshim.Predicate) -> Explanation:
    codes = ", ".join(f"{BY_VALUE[code].symbol} (0x{code:08x})" for code in row.codes)
    caught = " or ".join(error.__name__ for error in row.catch)
    return Explanation(
        value=None,
        symbol=row.name,
        kind="predicate of hcsshim",
        meaning=f"True for {codes}" if codes else row.note,
        when=row.note if codes else "",
        advice=f"Catch {caught}",
        error_class=row.catch[0].__name__,
        classes=_chain(row.catch[0]),
        go_names=tuple(hcsshim.full_names(row)),
    )


def _explain_sentinel(row: hcsshim.Sentinel) -> Explanation:
    return Explanation(
        value=None,
        symbol=row.name,
        kind="error value of hcsshim",
        meaning=row.meaning,
        when=row.reason,
        advice=f"Catch {row.error.__name__}",
        error_class=row.error.__name__,
        classes=_chain(row.error),
        go_names=tuple(hcsshim.full_names(row)),
    )


def _explain_class(error: type[HcspyError]) -> Explanation:
    own = [BY_VALUE[value].symbol for value, cls in sorted(ERRORS.items()) if issubclass(cls, error)]
    below = sorted(cls.__name__ for cls in _classes() if cls is not error and issubclass(cls, error))
    summary = (error.__doc__ or "").strip().splitlines()[0]
    return Explanation(
        value=None,
        symbol=error.__name__,
        kind="exception",
        meaning=summary.rstrip("."),
        when=f"It stands for {', '.join(own)}" if own else "The library raises it by itself; no code stands for it",
        advice=f"It also catches {', '.join(below)}" if below else "Catch it, or one of its bases",
        error_class=error.__name__,
        classes=_chain(error),
    )


def _classes() -> list[type[HcspyError]]:
    own = (value for value in vars(tree).values() if isinstance(value, type) and issubclass(value, HcspyError))
    return list(own)


def _chain(error: type[HcspyError]) -> tuple[str, ...]:
    return tuple(cls.__name__ for cls in error.__mro__ if cls not in (BaseException, Exception, object))


def _kind(value: int) -> str:
    if value >> 30 == 3:
        return "NTSTATUS-style"
    return "Win32" if value >> 16 == 0x8007 else "HRESULT"


def _unknown(value: int) -> str:
    if value >> 16 == 0x8007:
        return f"Win32 error {value & 0xFFFF}, which is not in the table"
    facility = value >> 16 & 0x1FFF
    name = FACILITIES.get(facility, f"0x{facility:x}")
    verdict = "failure" if value & 0x80000000 else "success"
    return f"A {verdict} of facility {name} with the number {value & 0xFFFF}, which is not in the table"


def _unknown_advice(value: int) -> str:
    if value >> 16 == 0x8007:
        return f"`net helpmsg {value & 0xFFFF}` on Windows says what it means"
    return "Look at the text that came with it"


def _nearest(word: str) -> str:
    import difflib

    names = {name.casefold(): name for entry in ENTRIES for name in entry.names}
    names |= {error.__name__.casefold(): error.__name__ for error in _classes()}
    near = difflib.get_close_matches(word.casefold(), names, n=3, cutoff=0.5)
    return f"Near it: {', '.join(names[name] for name in near)}" if near else "Give a number or a symbol such as E_FAIL"
