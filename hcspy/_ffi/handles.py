"""Handles as the layers above see them: opaque, of one kind each, and closed once."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import ClassVar, Final, Generic, Protocol, Self, TypeVar

from hcspy.errors import ClosedError, HcspyError

from .cdata import HANDLE, HCS_OPERATION, HCS_PROCESS, HCS_SYSTEM, VMCOMPUTE_HCS_PROCESS, VMCOMPUTE_HCS_SYSTEM, ffi
from .hresult import check
from .tables import Tables

_log: Final = logging.getLogger("hcspy.wire")

H = TypeVar("H")


class Handle(Generic[H]):
    """A native handle. What the DLL calls it stays in here."""

    __slots__ = ("_value",)

    noun = "handle"

    def __init__(self, value: H) -> None:
        self._value: H | None = value

    @property
    def is_closed(self) -> bool:
        """Whether the handle was closed."""
        return self._value is None

    def value(self) -> H:
        """Return the C handle; ClosedError if there is none any more."""
        value = self._value
        if value is None:
            raise ClosedError(f"the handle of the {self.noun} is closed")
        return value

    def surrender(self) -> H | None:
        """Return the C handle to whoever closes it, once; None afterwards."""
        value, self._value = self._value, None
        return value

    def __repr__(self) -> str:
        return f"<{self.noun}, {'closed' if self.is_closed else 'open'}>"


class Closable(Protocol):
    """What can be ended."""

    def close(self) -> None:
        """End it."""


class LiveHandle(Handle[H]):
    """A handle that knows its host, and how it is closed. A context manager."""

    __slots__ = ("tables",)

    dll: ClassVar[str]
    ctype: ClassVar[str]
    closes: ClassVar[str]

    def __init__(self, tables: Tables, value: H) -> None:
        super().__init__(value)
        self.tables: Final = tables

    def close(self) -> None:
        """Close the handle; the object stays. Twice is fine, and the handle is given up even if this raises."""
        value = self.surrender()
        if value is not None:
            self._release(value)

    def _release(self, value: H) -> None:
        """Make the call that closes a handle, and judge it; those of computecore.dll give no result."""
        function: Callable[[H], int | None] = getattr(getattr(self.tables, self.dll), self.closes)
        hresult = function(value) or 0
        number = int(ffi.cast("uintptr_t", value))
        _log.debug("%s 0x%x -> 0x%08x", self.closes, number, hresult & 0xFFFFFFFF)
        check(hresult, self.closes)

    def let_go(self) -> None:
        """Close the handle at the end of something.

        That has happened or failed by now, and a close that fails as well changes neither: only the log tells.
        """
        try:
            self.close()
        except HcspyError:
            pass

    def handed_over(self) -> Self | None:
        """Return another owner of the handle, to which this one is closed; None if it is closed already."""
        value = self.surrender()
        return None if value is None else type(self)(self.tables, value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()


class KernelHandle(LiveHandle[HANDLE]):
    """A HANDLE: something of Windows itself that a function has opened."""

    __slots__ = ()
    dll = "kernel32"
    ctype = "HANDLE *"
    closes = "CloseHandle"

    def _release(self, value: HANDLE) -> None:
        # A BOOL: 0 is the failure, and there is nothing to do about one.
        succeeded = self.tables.kernel32.CloseHandle(value)
        _log.debug("CloseHandle 0x%x -> %d", int(ffi.cast("uintptr_t", value)), succeeded)


class SharedHandle(LiveHandle[H]):
    """A handle that calls on several threads use at once: it is closed after the last of them.

    For whoever asks it is closed at once; a call that is under way keeps it until the call has returned.
    """

    __slots__ = ("_left", "_lock", "_users")

    def __init__(self, tables: Tables, value: H) -> None:
        super().__init__(tables, value)
        self._lock = threading.Lock()
        self._users = 0
        self._left: H | None = None

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[H]:
        """Return a context manager that gives the C handle, which is not closed before its end."""
        with self._lock:
            value = self.value()
            self._users += 1
        try:
            yield value
        finally:
            self._give_back()

    def _give_back(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users:
                return
            value, self._left = self._left, None
        if value is not None:
            with contextlib.suppress(HcspyError):
                self._release(value)

    def close(self) -> None:
        """Close the handle; the object stays. Twice is fine, and the handle is given up even if this raises."""
        with self._lock:
            value = self.surrender()
            if self._users:
                self._left, value = value if value is not None else self._left, None
        if value is not None:
            self._release(value)


class SystemHandle(SharedHandle[VMCOMPUTE_HCS_SYSTEM]):
    """A compute system of vmcompute.dll."""

    __slots__ = ()
    noun = "compute system"
    dll = "vmcompute"
    ctype = "VMCOMPUTE_HCS_SYSTEM *"
    closes = "HcsCloseComputeSystem"


class ProcessHandle(SharedHandle[VMCOMPUTE_HCS_PROCESS]):
    """A process of vmcompute.dll."""

    __slots__ = ()
    noun = "process"
    dll = "vmcompute"
    ctype = "VMCOMPUTE_HCS_PROCESS *"
    closes = "HcsCloseProcess"


class CoreSystemHandle(SharedHandle[HCS_SYSTEM]):
    """A compute system of computecore.dll, which does not know those of vmcompute.dll."""

    __slots__ = ()
    noun = "compute system"
    dll = "computecore"
    ctype = "HCS_SYSTEM *"
    closes = "HcsCloseComputeSystem"


class CoreProcessHandle(SharedHandle[HCS_PROCESS]):
    """A process of computecore.dll."""

    __slots__ = ()
    noun = "process"
    dll = "computecore"
    ctype = "HCS_PROCESS *"
    closes = "HcsCloseProcess"


class OperationHandle(SharedHandle[HCS_OPERATION]):
    """An operation of computecore.dll: what a call there goes on in. Closing it forgets its callback first."""

    __slots__ = ("callback",)
    noun = "operation"
    dll = "computecore"
    ctype = "HCS_OPERATION *"
    closes = "HcsCloseOperation"

    def __init__(self, tables: Tables, value: HCS_OPERATION) -> None:
        super().__init__(tables, value)
        self.callback: Closable | None = None

    def close(self) -> None:
        """Close the operation: what it follows goes on, and nobody hears of its end. Twice is fine."""
        callback, self.callback = self.callback, None
        if callback is not None:
            callback.close()
        super().close()
