"""The root of the exception tree, and the two spellings of a 32 bit result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from .result import ErrorEvent

Request: TypeAlias = tuple[str, ...] | str

HRESULT_FROM_WIN32 = 0x80070000
FACTS = ("call", "hresult", "symbol", "record", "request", "hint", "leftovers")


def to_unsigned(number: int) -> int:
    """Return a 32 bit result as errors show it: -2143617005 is 0x803B0013."""
    return number & 0xFFFFFFFF


def to_signed(number: int) -> int:
    """Return a 32 bit result as C declares it: 0x803B0013 is -2143617005."""
    number &= 0xFFFFFFFF
    return number - 0x100000000 if number & 0x80000000 else number


def canonical(number: int) -> int:
    """Return the one HRESULT that stands for a result: bare Win32 codes and their HRESULT forms are one thing.

    The facility is looked at as the native clients do (severity, customer and reserved bits aside, the
    NTSTATUS mark not), so 0xC0070490 is 0x80070490 and 0xD0070490 stays what it is.
    """
    number = to_unsigned(number)
    if number and number <= 0xFFFF:
        return HRESULT_FROM_WIN32 | number
    if number & 0x80000000 and number & 0x1FFF0000 == 0x00070000:
        return HRESULT_FROM_WIN32 | number & 0xFFFF
    return number


class HcspyError(Exception):
    """Anything that went wrong in a call; also the class of a code that nobody knows.

    `str()` is one line for people. The facts are attributes:

    call
        The export that failed, such as ``HcnCreateEndpoint``; None when the library refused by itself.
    hresult
        The result as an unsigned number, such as 0x803B0013; None when the service sent only a text.
    symbol
        The name of that number, such as ``HCN_E_PORT_ALREADY_EXISTS``.
    record
        The text that the service sent with the failure, untouched.
    request
        What was asked: the document, or (method, path, body) for HNSCall.
    hint
        What to do about it, in a sentence.
    leftovers
        What a rollback could not undo.
    """

    call: str | None = None
    hresult: int | None = None
    symbol: str | None = None
    record: str | None = None
    request: Request | None = None
    hint: str | None = None
    leftovers: tuple[str, ...] = ()

    def __init__(
        self,
        message: str = "",
        *,
        call: str | None = None,
        hresult: int | None = None,
        symbol: str | None = None,
        record: str | None = None,
        request: Request | None = None,
        hint: str | None = None,
        leftovers: tuple[str, ...] = (),
    ) -> None:
        # Only the message goes to `args`: pickle and copy call the class with `args` and then restore the rest.
        super().__init__(message)
        self.call = call
        self.hresult = None if hresult is None else to_unsigned(hresult)
        self.symbol = symbol
        self.record = record
        self.request = request
        self.hint = hint
        self.leftovers = tuple(leftovers)

    @property
    def message(self) -> str:
        """The sentence alone, without the code."""
        return str(self.args[0]) if self.args else ""

    @property
    def code(self) -> str:
        """The code as people write it, ``0x803b0013 HCN_E_PORT_ALREADY_EXISTS``, or nothing."""
        number = None if self.hresult is None else f"0x{self.hresult:08x}"
        return " ".join(part for part in (number, self.symbol) if part)

    @property
    def events(self) -> tuple[ErrorEvent, ...]:
        """What the compute service logged on the way to the failure: the events of its result document."""
        from .result import events_of

        return events_of(self.record)

    def __str__(self) -> str:
        code = f" ({self.code})" if self.code else ""
        left = f"; leftovers: {', '.join(self.leftovers)}" if self.leftovers else ""
        return f"{self.message or type(self).__name__}{code}{left}"

    def __repr__(self) -> str:
        facts = ((name, getattr(self, name)) for name in FACTS)
        shown = [f"{name}={_shown(name, value)}" for name, value in facts if value not in (None, ())]
        return f"{type(self).__name__}({', '.join([repr(self.message), *shown])})"


def _shown(name: str, value: Any) -> str:
    return f"0x{value:08X}" if name == "hresult" else repr(value)
