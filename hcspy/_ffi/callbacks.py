"""Functions of ours that Windows calls: one C function per callback type, for the life of the process.

A callback arrives on a thread that Windows made, at a time that Windows chose. It may be on its way
while the program closes what it belongs to, and it may arrive after that. If the function pointer
were made for each registration, it could not be freed safely at any moment; so there is one per type,
which is never freed, and what tells registrations apart is the context. The context is a number, not
a pointer to anything: numbers are never used twice, and one that is not known any more is ignored. So
a late callback does nothing, and leaves nothing behind.

The order in which a registration ends: its number is forgotten first, then the Unregister function is
called, which waits until the callbacks that are running have returned. Nothing is locked meanwhile;
a handler that wanted the same lock would never return.

What a handler raises concerns nobody on the thread it runs on. It goes to `threading.excepthook`, as
from any thread. KeyboardInterrupt is different: it is raised on the main thread only, so the main
thread is in a call of ours, and that call raises it.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import Any, Final

from .cdata import VoidPointer, ffi
from .stash import keep
from .strings import text_at

Handler = Callable[..., None]

_VOID: Final = ffi.typeof("void *")
_NUMBER: Final = ffi.typeof("uintptr_t")


class Trampoline:
    """The one C function for a callback type, and the handlers behind it."""

    def __init__(self, ctype: str, receiver: Callable[[dict[int, Handler]], Callable[..., None]]) -> None:
        self._handlers: dict[int, Handler] = {}
        self._keys = itertools.count(1)
        self.function: Any = ffi.callback(ctype, receiver(self._handlers), onerror=_report)

    def __len__(self) -> int:
        return len(self._handlers)

    def add(self, handler: Handler) -> int:
        """Enter a handler and return its number."""
        key = next(self._keys)
        self._handlers[key] = handler
        return key

    def drop(self, key: int) -> bool:
        """Forget a handler; say whether it was known."""
        return self._handlers.pop(key, None) is not None


class Registration:
    """A handler that is registered with a DLL. `close()` ends it; twice is fine.

    `register` gets the C function and the context, registers them and judges the result; `unregister` undoes
    that, or does nothing if there is nothing to undo. It is called if `register` raises, too: Ctrl-C may have
    struck after the DLL said yes.
    """

    def __init__(
        self,
        trampoline: Trampoline,
        handler: Handler,
        register: Callable[[Any, VoidPointer], None],
        unregister: Callable[[], None],
    ) -> None:
        self._trampoline = trampoline
        self._unregister = unregister
        self._key = trampoline.add(handler)
        try:
            register(trampoline.function, ffi.cast(_VOID, self._key))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the handler, at once and for good, and wait until it is not running any more.

        Not from the handler itself: Windows would wait for it to return.
        """
        if self._trampoline.drop(self._key):
            self._unregister()

    def __enter__(self) -> Registration:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


@cache
def hcs_notifications() -> Trampoline:
    """Return the trampoline for vmcompute.dll; handlers take (type, status, data or None)."""
    return Trampoline("HCS_NOTIFICATION_CALLBACK", _notification)


@cache
def hcn_notifications() -> Trampoline:
    """Return the trampoline for computenetwork.dll; handlers take (type, status, data or None)."""
    return Trampoline("HCN_NOTIFICATION_CALLBACK", _notification)


@cache
def hcs_events() -> Trampoline:
    """Return the trampoline for events of computecore.dll; handlers take (type, data or None, operation number)."""
    return Trampoline("HCS_EVENT_CALLBACK", _event)


@cache
def hcs_completions() -> Trampoline:
    """Return the trampoline for completed operations of computecore.dll; handlers take (operation number)."""
    return Trampoline("HCS_OPERATION_COMPLETION", _completion)


def _notification(handlers: dict[int, Handler]) -> Callable[..., None]:
    def receive(type: int, context: Any, status: int, data: Any) -> None:
        handler = handlers.get(int(ffi.cast(_NUMBER, context)))
        if handler is not None:
            handler(type, status, text_at(data) if data else None)

    return receive


def _event(handlers: dict[int, Handler]) -> Callable[..., None]:
    def receive(event: Any, context: Any) -> None:
        handler = handlers.get(int(ffi.cast(_NUMBER, context)))
        if handler is not None:
            data = text_at(event.EventData) if event.EventData else None
            handler(event.Type, data, int(ffi.cast(_NUMBER, event.Operation)))

    return receive


def _completion(handlers: dict[int, Handler]) -> Callable[..., None]:
    def receive(operation: Any, context: Any) -> None:
        handler = handlers.get(int(ffi.cast(_NUMBER, context)))
        if handler is not None:
            handler(int(ffi.cast(_NUMBER, operation)))

    return receive


def _report(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        keep(kind, error, traceback)
        return
    threading.excepthook(threading.ExceptHookArgs((kind, error, traceback, None)))
