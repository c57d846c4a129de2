"""Handles as the layers above see them: opaque, of one kind each, and closed once."""

from __future__ import annotations

from typing import Generic, TypeVar

from hcspy.errors import ClosedError

from .cdata import VMCOMPUTE_HCS_PROCESS, VMCOMPUTE_HCS_SYSTEM

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


class SystemHandle(Handle[VMCOMPUTE_HCS_SYSTEM]):
    """A compute system of vmcompute.dll."""

    __slots__ = ()
    noun = "compute system"


class ProcessHandle(Handle[VMCOMPUTE_HCS_PROCESS]):
    """A process of vmcompute.dll."""

    __slots__ = ()
    noun = "process"
