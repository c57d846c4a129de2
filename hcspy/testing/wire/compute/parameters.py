"""What a process is to be started with."""

from __future__ import annotations

from typing import Any

from hcspy.testing.state.compute.document import invalid, member, texts

from .text import read_object

Parameters = dict[str, Any]

_TEXTS = ("ApplicationName", "CommandLine", "User", "WorkingDirectory")
_SIGNALS = ("CtrlC", "CtrlBreak", "CtrlClose", "CtrlLogOff", "CtrlShutdown")
_HANDLES = ("StdIn", "StdOut", "StdErr", "All")
_FLAGS = ("EmulateConsole", "CreateStdInPipe", "CreateStdOutPipe", "CreateStdErrPipe", "RestrictedToken")


def read_parameters(text: str | None) -> Parameters:
    """Read the parameters of a process; refuse what is no such document."""
    # fidelity: HCS-P02
    document = read_object(text)
    found: Parameters = {name: member(document, name, str, "") for name in _TEXTS}
    found |= {name: member(document, name, bool, False) for name in _FLAGS}
    found["CommandArgs"] = texts(document, "CommandArgs")
    environment = member(document, "Environment", dict, {})
    if not all(isinstance(value, str) for value in environment.values()):
        raise invalid(f"Environment is {environment!r}")
    found["Environment"] = dict(environment)
    found["ConsoleSize"] = _size(member(document, "ConsoleSize", list))
    if not (found["CommandLine"] or found["CommandArgs"] or found["ApplicationName"]):
        raise invalid("neither CommandLine nor CommandArgs nor ApplicationName")
    return found


def _size(value: list[Any] | None) -> tuple[int, int] | None:
    if value is None or value == [0, 0]:
        return None
    if len(value) != 2 or not all(isinstance(part, int) and 0 <= part <= 0xFFFF for part in value):
        raise invalid(f"ConsoleSize is {value!r}")
    return value[0], value[1]


def read_signal(text: str | None) -> str:
    """Read which signal a process is to get: its name, on Linux its number."""
    signal = read_object(text, "{}").get("Signal", "CtrlC")
    if isinstance(signal, int) and not isinstance(signal, bool) and 0 < signal < 65:
        return str(signal)
    if signal not in _SIGNALS:
        raise invalid(f"Signal is {signal!r}")
    return str(signal)


def read_change(text: str | None) -> tuple[str, Any]:
    """Read how a process is to change: its console size, or a stream to close."""
    document = read_object(text)
    operation = document.get("Operation")
    if operation == "ConsoleSize":
        size = member(document, "ConsoleSize", dict, {})
        return "ConsoleSize", (member(size, "Height", int, 0), member(size, "Width", int, 0))
    if operation == "CloseHandle":
        handle = member(document, "CloseHandle", dict, {}).get("Handle")
        if handle not in _HANDLES:
            raise invalid(f"Handle is {handle!r}")
        return "CloseHandle", handle
    raise invalid(f"Operation is {operation!r}")
