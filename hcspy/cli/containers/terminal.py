"""The terminal of the user, while it is that of a program in a container (``-t``)."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator


def size() -> tuple[int, int]:
    """Return height and width of the terminal, in characters."""
    found = shutil.get_terminal_size()
    return found.lines, found.columns


@contextlib.contextmanager
def raw() -> Iterator[None]:
    """Let keys go to the program as they are pressed, Ctrl-C included, if stdin is a terminal."""
    if not sys.stdin.isatty():
        yield
        return
    restore = _make_raw()
    try:
        yield
    finally:
        restore()


if sys.platform == "win32":
    import ctypes
    from collections.abc import Callable

    # Of a console: no lines, no echo, no Ctrl-C of its own, keys as terminals send them; and on its way out the same.
    INPUT, OUTPUT = -10, -11
    COOKED, VIRTUAL_INPUT, VIRTUAL_OUTPUT = 0x0001 | 0x0002 | 0x0004, 0x0200, 0x0001 | 0x0004

    def _make_raw() -> Callable[[], None]:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetStdHandle.restype = ctypes.c_void_p
        kernel.GetConsoleMode.argtypes = ctypes.c_void_p, ctypes.c_void_p
        kernel.SetConsoleMode.argtypes = ctypes.c_void_p, ctypes.c_uint32
        before = []
        for which in (INPUT, OUTPUT):
            handle, mode = kernel.GetStdHandle(which), ctypes.c_uint32()
            if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
                before.append((handle, mode.value))
                cooked = mode.value & ~COOKED | VIRTUAL_INPUT if which == INPUT else mode.value | VIRTUAL_OUTPUT
                kernel.SetConsoleMode(handle, cooked)

        def restore() -> None:
            for handle, mode in before:
                kernel.SetConsoleMode(handle, mode)

        return restore

else:
    import termios
    import tty
    from collections.abc import Callable

    def _make_raw() -> Callable[[], None]:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setraw(descriptor)
        return lambda: termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
