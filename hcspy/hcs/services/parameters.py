"""What is executed, as the document that the service wants."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from hcspy.errors import InvalidDocumentError
from hcspy.hcs.services.commandline import command_line
from hcspy.validate.syntax import LONGEST_COMMAND_LINE, utf16_length

PIPE = subprocess.PIPE


def parameters(
    args: str | Sequence[str],
    *,
    stdin: int | None,
    stdout: int | None,
    stderr: int | None,
    cwd: str | None,
    env: Mapping[str, str] | None,
    user: str | None,
    console: tuple[int, int] | None,
    linux: bool,
) -> dict[str, Any]:
    """Return the document for a process; members that say nothing are left out.

    >>> parameters(["cmd", "/c", "dir"], stdin=None, stdout=PIPE, stderr=None, cwd=None, env=None, user=None,
    ...     console=None, linux=False)
    {'CommandLine': 'cmd /c dir', 'CreateStdOutPipe': True}
    """
    words: dict[str, Any] = {"CommandArgs": _words(args)} if linux else {"CommandLine": _line(args)}
    members: dict[str, Any] = {
        **words,
        "User": user,
        "WorkingDirectory": cwd,
        "Environment": dict(env) if env else None,
        "EmulateConsole": console is not None,
        "CreateStdInPipe": _piped("stdin", stdin),
        "CreateStdOutPipe": _piped("stdout", stdout),
        # A console has one output.
        "CreateStdErrPipe": _piped("stderr", stderr) and console is None,
        "ConsoleSize": list(console) if console else None,
    }
    return {name: value for name, value in members.items() if value}


def _line(args: str | Sequence[str]) -> str:
    line = command_line(args)
    length = utf16_length(line)
    if length > LONGEST_COMMAND_LINE:
        raise InvalidDocumentError(
            f"the command line has {length} characters, and Windows takes {LONGEST_COMMAND_LINE}",
            hint="pass long arguments in a file or on standard input",
        )
    return line


def _words(args: str | Sequence[str]) -> list[str]:
    if isinstance(args, str):
        raise InvalidDocumentError("a program of Linux gets words, not a command line")
    return [str(word) for word in args]


def _piped(name: str, value: int | None) -> bool:
    if value in (None, subprocess.DEVNULL):
        return False
    if value == PIPE:
        return True
    raise InvalidDocumentError(f"{name} of a process in a compute system is PIPE or None, not {value!r}")
