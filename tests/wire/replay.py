"""The replay table: answers the calls of one recording in order, and notes every call that is not the recorded one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Final

from hcspy._ffi.exports import EXPORTS, Export

from .compare import same_text, unlike
from .recordings import Call

REFUSED: Final = 0x8000FFFF
"""E_UNEXPECTED: what a call gets that is not in the recording."""

STORAGE: Final = ("vmcompute", "computestorage")
RENAMED: Final = {("computestorage", "handle"): "vhdhandle", ("vmcompute", "count"): "descriptorscount"}
"""What hcsshim calls otherwise than Microsoft does."""

Notifier = Callable[[Callable[[], object]], object]


class Replay:
    """Answers calls from a recording.

    A call that is not the one due is noted as a problem and refused with E_UNEXPECTED: the library then sees a
    failure, and the problem is reported whatever the library makes of it. Notifications are handed to `notifier`,
    which runs them on a foreign thread.
    """

    def __init__(self, calls: Sequence[Call], notifier: Notifier) -> None:
        self.problems: list[str] = []
        self.made: list[tuple[str, Mapping[str, Any]]] = []
        self._due = [ours(call) for call in calls]
        self._next = 0
        self._notifier = notifier
        self._callbacks: dict[str, Any] = {}
        self._lock = Lock()

    def respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer one call: the responder that fills the function tables."""
        with self._lock:
            self.made.append((export, args))
            call = self._take(dll, export, args)
        if call is None:
            return {"hresult": REFUSED}
        if "callback" in args:
            self._callbacks[export] = args["callback"]
        for event in call.notify:
            self._notify(event)
        return answered(call)

    def finish(self) -> list[str]:
        """Return all problems, the calls that were recorded and never made included."""
        return [*self.problems, *(f"recorded, but never called: {call}" for call in self._due[self._next :])]

    def _take(self, dll: str, export: str, args: Mapping[str, Any]) -> Call | None:
        number = self._next + 1
        if self._next == len(self._due):
            self.problems.append(f"call {number} is not in the recording: {export} {_shown(args)}")
            return None
        call = self._due[self._next]
        self._next += 1
        if (bare(dll), export) != (call.dll, call.export):
            self.problems.append(f"call {number} is {dll} {export} {_shown(args)}; recorded is {call.dll} {call}")
            return None
        problems = [f"call {number}, {call}: {problem}" for problem in unlike_args(args, call)]
        self.problems += problems
        return None if problems else call

    def _notify(self, event: Mapping[str, Any]) -> None:
        callback = self._callbacks[event["on"]]
        self._notifier(lambda: callback(event["type"], event["status"], event.get("data")))


def answered(call: Call) -> Mapping[str, Any]:
    """Return the recorded answer in the form of the tables: the recordings leave structures and pointers out."""
    reply = dict(call.reply)
    if "pid" in reply:
        reply["processInformation"] = {"ProcessId": reply.pop("pid")}
    if call.export == "HcsCreateOperation":
        reply["ret"] = reply.pop("hresult")
    return reply


def bare(dll: str) -> str:
    """Return the name of a DLL without its ending."""
    return dll.removesuffix(".dll")


def ours(call: Call) -> Call:
    """Return a recorded call with the parameters called as Microsoft's documents call them, not as hcsshim does."""
    export = EXPORTS.get(call.dll, {}).get(call.export)
    if export is None or call.dll not in ("computenetwork", *STORAGE):
        return call
    names = {name: _parameter(export, name) for name in (*call.args, *call.reply, *call.null_outs)}
    return replace(
        call,
        args={names[name]: None if _is_null(export, name, value) else value for name, value in call.args.items()},
        reply={names[name]: value for name, value in call.reply.items()},
        null_outs=[names[name] for name in call.null_outs],
    )


def _is_null(export: Export, name: str, value: Any) -> bool:
    """Tell whether the number 0 was recorded where a text goes: NULL."""
    return value == 0 and any(param.name == name and param.kind == "string" for param in export.params)


def _parameter(export: Export, name: str) -> str:
    """Find a parameter by hcsshim's name of it: another letter case, `result` for the error record, or a plural."""
    bare, _, raw = name.partition("_")
    known = {param.name.lower(): param.name for param in export.params}
    wanted = RENAMED.get((export.dll, bare)) or {"result": "errorrecord"}.get(bare, bare.lower())
    found = known.get(bare.lower()) or known.get(wanted) or known.get(wanted.removesuffix("s"))
    return f"{found or bare}_{raw}" if raw else found or bare


def _shown(args: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value!r}" for name, value in args.items())


def unlike_args(args: Mapping[str, Any], call: Call) -> Iterator[str]:
    """Say where the arguments of a call are not the recorded ones: by document first, then by text."""
    names = {name for name in call.args if not name.endswith("_raw")}
    given = {name for name in args if name != "null_outs"}
    if given != names:
        yield f"the arguments are {sorted(given)}, recorded are {sorted(names)}"
    for name in sorted(given & names):
        raw = call.args.get(f"{name}_raw")
        if raw is None:
            yield from _unlike_value(args[name], call.args[name], name)
        else:
            yield from _unlike_document(args[name], call.args[name], raw, name)
    if sorted(args.get("null_outs", ())) != sorted(call.null_outs):
        yield f"NULL was passed for {list(args.get('null_outs', ()))}, recorded is {list(call.null_outs)}"


def _unlike_value(ours: Any, recorded: Any, name: str) -> Iterator[str]:
    if recorded in ("<callback>", "<context>"):
        if ours is None:
            yield f"{name}: ours is NULL"
    elif ours or recorded:  # NULL is written as 0 or null, and as nothing where it is a callback
        yield from unlike(ours, recorded, name)


def _unlike_document(ours: Any, recorded: Any, raw: str, name: str) -> Iterator[str]:
    try:
        document = json.loads(ours)
    except (TypeError, ValueError):
        yield f"{name}: ours {ours!r} is not a document, recorded is {raw}"
        return
    problems = list(unlike(document, recorded, name))
    yield from problems
    if not problems and not same_text(ours, raw):
        yield f"{name}: the text is {ours}, recorded is {raw}"
