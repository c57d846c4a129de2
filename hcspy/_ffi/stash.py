"""Exceptions on their way through C.

C code cannot carry a Python exception. When the Python function behind a function pointer raises,
cffi prints the traceback and returns the closure's `error` value; without one it returns 0, which
for an HRESULT means success. KeyboardInterrupt is treated no better. So every closure here is made
with `onerror=keep`, which puts the exception down under the number of the running thread, and
whoever called the C function from Python asks for it afterwards with `reraise`, on the same thread.

An exception that nobody fetched, because a second one struck on the way back, must not come up in a
later and innocent call: callers `clear` before they call.
"""

from __future__ import annotations

from threading import get_ident
from types import TracebackType
from typing import Final

# Almost always empty, so that looking costs next to nothing: `if KEPT: ...`
KEPT: Final[dict[int, BaseException]] = {}


def keep(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Put an exception down for the caller of the C function: the `onerror` of a closure."""
    KEPT[get_ident()] = error.with_traceback(traceback)


def reraise() -> None:
    """Raise what was put down on this thread, if anything was."""
    error = KEPT.pop(get_ident(), None)
    if error is not None:
        raise error


def clear() -> None:
    """Forget what was put down on this thread."""
    KEPT.pop(get_ident(), None)
