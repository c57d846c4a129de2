"""The fake's account of the memory that it gave to the program under test.

Each block is in one of two places. It is live until the program frees it; then it is overwritten
and kept in quarantine for a while, so that its address does not come back at once and whoever still
reads it reads rubbish instead of a text that happens to be right. What the program must not do is
put down as a sentence in `misuses`: freeing twice, freeing what was never given, freeing with the
wrong function, passing freed memory to a call, writing to it.

All of it may be called from any thread, and from a signal handler, so there is no lock: each step is
one operation of a dict or a deque, which Python makes atomic. The keys are C pointers: those hash and
compare by address, whatever their type.
"""

from __future__ import annotations

from codecs import utf_16_le_encode
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from .cdata import ffi
from .strings import encode, text_at

POISON: Final = "\udead"  # half of a surrogate pair: no document has it
_UNIT: Final = encode(POISON)
_STRING: Final = ffi.typeof("char16_t[]")
_new: Final = ffi.new
_memmove: Final = ffi.memmove
_sizeof: Final = ffi.sizeof
_SHORT: Final = 100  # characters: cffi converts so many faster than it takes to ask a codec
_QUARANTINE: Final = 1000  # blocks
_LARGE: Final = 65536  # bytes; of larger blocks only a few are kept
_LARGE_QUARANTINE: Final = 4

# What an Origin is made of: the number of the call, DLL, export, arguments.
CallRecord: TypeAlias = tuple[int, str, str, Mapping[str, Any]]


class Origin(NamedTuple):
    """The call that gave memory out."""

    number: int
    dll: str
    export: str
    args: Mapping[str, Any]

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={_short(value)}" for name, value in self.args.items())
        return f"call {self.number}: {self.export}({arguments})"


class Allocation:
    """A block of memory that the program has to free."""

    __slots__ = ("_origin", "block", "freed_by", "release")

    def __init__(self, block: Any, release: str, origin: CallRecord) -> None:
        self.block = block
        self.release = release
        self._origin = origin
        self.freed_by: str | None = None

    @property
    def origin(self) -> Origin:
        """The call that gave it out."""
        return Origin(*self._origin)

    @property
    def address(self) -> int:
        """Where it lies."""
        return int(ffi.cast("uintptr_t", self.block))

    @property
    def text(self) -> str | None:
        """The text in the block; None if it is not a string, or freed."""
        is_string: bool = ffi.typeof(self.block) is _STRING
        return text_at(self.block) if is_string and self.freed_by is None else None

    def __str__(self) -> str:
        kind = "string" if ffi.typeof(self.block) is _STRING else "array"
        return f"{kind} at 0x{self.address:x} of {self.origin}"


class Ledger:
    """What is live, what was freed, and what was done wrong."""

    def __init__(self) -> None:
        self._live: dict[Any, Allocation] = {}
        self._freed: dict[Any, Allocation] = {}
        self.is_untouched = self._freed.keys().isdisjoint
        """Tell whether none of some pointers is one that was freed."""
        self._order: deque[Any] = deque()
        self._large: deque[Any] = deque()
        self._misuses: list[str] = []

    @property
    def live(self) -> list[Allocation]:
        """The blocks that nobody has freed, oldest first."""
        return list(self._live.values())

    @property
    def misuses(self) -> list[str]:
        """What was done to memory that must not be done, one sentence each."""
        for allocation in list(self._freed.values()):
            self._inspect(allocation)
        return list(self._misuses)

    def give_text(self, text: str, release: str, origin: CallRecord) -> Any:
        """Put a text into memory that the program frees, and return the pointer."""
        if "\0" in text:
            raise ValueError(f"the fake's answer has a NUL character at index {text.index(chr(0))}")
        if 0 < len(text) <= _SHORT:
            block = _new(_STRING, text)
        else:
            data, _ = utf_16_le_encode(text, "surrogatepass")
            block = _new(_STRING, len(data) // 2 + 2)  # room for poison in an empty text
            _memmove(block, data, len(data))
        self._live[block] = Allocation(block, release, origin)
        return block

    def give(self, block: Any, release: str, origin: CallRecord) -> None:
        """Enter a block that the program frees."""
        self._live[block] = Allocation(block, release, origin)

    def free(self, by: str, pointer: Any) -> None:
        """Take a block back. NULL is allowed; anything else that is wrong is a misuse."""
        if not pointer:
            return
        allocation = self._live.pop(pointer, None)
        if allocation is None:
            self._misuses.append(self._unknown(pointer, by))
            return
        if allocation.release != by and allocation.release != "any":
            self._misuses.append(f"{by} freed the {allocation}, which {allocation.release} should free")
        allocation.freed_by = by
        block = allocation.block
        size = _sizeof(block)
        _memmove(block, _small_rubbish(size) if size < _LARGE else _rubbish(size), size)
        self._freed[block] = allocation
        order, limit = (self._order, _QUARANTINE) if size < _LARGE else (self._large, _LARGE_QUARANTINE)
        order.append(block)
        if len(order) > limit:
            self._release(order)

    def used(self, pointer: Any, by: str) -> None:
        """Look whether a pointer that the program passed to a call is one that it had freed."""
        if pointer in self._freed:
            self._misuses.append(f"{by} was given the {self._freed[pointer]} after it was freed")

    def _unknown(self, pointer: Any, by: str) -> str:
        allocation = self._freed.get(pointer)
        if allocation is None:
            return f"{by} was given 0x{int(ffi.cast('uintptr_t', pointer)):x}, which this fake never gave out"
        return f"{by} freed the {allocation} again; {allocation.freed_by} had freed it"

    def _release(self, order: deque[Any]) -> None:
        try:
            del self._freed[order.popleft()]
        except (IndexError, KeyError):  # another thread was faster
            pass

    def _inspect(self, allocation: Allocation) -> None:
        found = ffi.buffer(allocation.block)
        rubbish = _rubbish(len(found))
        if found[:] != rubbish:
            self._misuses.append(f"the {allocation} was written to after it was freed")
            found[:] = rubbish  # say it once


@lru_cache(100)
def _small_rubbish(size: int) -> bytes:
    return (_UNIT * (size // 2 - 1)).ljust(size, b"\0")


def _rubbish(size: int) -> bytes:
    """Return poison for a block, with a NUL in the end, so that reading it as a string stops."""
    return _small_rubbish(size) if size < _LARGE else _small_rubbish.__wrapped__(size)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:58]}…{text[-1]}"
