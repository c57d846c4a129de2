"""Which commands a fake knows, and the functions that stand for them."""

from __future__ import annotations

import ntpath
import threading
from collections.abc import Callable
from typing import Final, overload

from hcspy.testing.programs import builtin, shell
from hcspy.testing.programs.program import Function

__all__ = ["Programs"]

EXTENSIONS: Final = (".exe", ".com", ".cmd", ".bat")


class Programs:
    """The programs of a fake; a test adds its own.

    >>> from hcspy.testing import FakeHost
    >>> fake = FakeHost()
    >>> @fake.programs.register("greet")
    ... def greet(program):
    ...     program.print(f"hello {program.args[1]}")
    ...     return 3
    >>> "greet.exe" in fake.programs
    True
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._own: dict[str, Function] = {}
        self._windows = {**builtin.WINDOWS, "cmd": shell.cmd(self.find)}
        self._linux = {**builtin.LINUX, "sh": shell.sh(self.find)}

    @overload
    def register(self, command: str) -> Callable[[Function], Function]: ...
    @overload
    def register(self, command: str, function: Function) -> Function: ...
    def register(self, command: str, function: Function | None = None) -> Function | Callable[[Function], Function]:
        """Let a command run a function, in all containers of the fake.

        The command is a name, with or without ``.exe``, or a whole path. The function gets a `Program` and returns an
        exit code, or None for 0. Without a function this is a decorator.
        """
        if function is None:
            return lambda decorated: self.register(command, decorated)
        if not command.strip():
            raise ValueError("a command has a name")
        with self._lock:
            self._own[plain(command)] = function
        return function

    def remove(self, command: str) -> None:
        """Forget a command that was registered."""
        with self._lock:
            del self._own[plain(command)]

    def find(self, name: str, os: str = "Windows") -> Function | None:
        """Return the function behind a command: one that was registered, or else a built-in one."""
        whole, base = plain(name), plain(base_name(name))
        with self._lock:
            found = self._own.get(whole) or self._own.get(base)
        return found or (self._linux if os == "Linux" else self._windows).get(base)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.find(name) is not None


def base_name(path: str) -> str:
    """Return the last part of a path, whichever way its slashes go."""
    return ntpath.basename(path)


def plain(name: str) -> str:
    r"""Return a command as it is compared.

    >>> plain("C:\\Windows\\System32\\CMD.exe")
    'c:\\windows\\system32\\cmd'
    """
    name = name.lower()
    for extension in EXTENSIONS:
        name = name.removesuffix(extension)
    return name
