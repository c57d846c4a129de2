"""Deliberate differences in HCS: where the verbs of compute systems and processes do otherwise than hcsshim."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Any, Final

from .deviations import Difference
from .recordings import Call, Vector

PENDING: Final = 0xC0370103
CLOSED: Final = "hcsshim: the handle has already been closed"
TOO_EARLY: Final = "the process is in an invalid state for the attempted operation"
ENDS: Final = ("shutdown", "terminate")
ASKS: Final = ("has_pending_updates", "os", "is_oci")
"""The steps that ask for what hcsshim has asked already."""

Recorded = Mapping[str, Any]


def _steps(vector: Vector, change: Callable[[Recorded], Recorded]) -> Vector | None:
    steps: Sequence[Recorded] = vector.output or ()
    return replace(vector, output=[change(step) for step in steps]) if vector.input.get("steps") else None


def _succeeds(step: Recorded, value: Any = None) -> Recorded:
    return {**step, "Error": None, "Is": None, "Value": value}


# -- properties that are asked for by the way -------------------------------------------------------------------------


def _asks_later(vector: Vector) -> Vector | None:
    """What hcsshim asks of each system that it opens is asked when somebody wants to know."""
    calls, first = list(vector.calls), _by_the_way(vector.calls)
    if first is None:
        return None
    asked = calls.pop(first)
    if _document(asked) is None and vector.error is not None:
        vector = replace(vector, error=None, error_match=None, error_info=None)  # nothing else has failed before
    # Steps that ask come before all others in the recordings; what never changes is asked once.
    asking = list(takewhile(ASKS.__contains__, vector.input.get("steps", ())))
    often = asking.count("has_pending_updates") + ("os" in asking or "is_oci" in asking)
    calls[first:first] = [asked] * often
    told = _steps(replace(vector, calls=tuple(calls)), lambda step: _pending_updates(step, asked))
    return told or replace(vector, calls=tuple(calls))


def _by_the_way(calls: Sequence[Call]) -> int | None:
    """Find the question that follows the registration of a system at once; programs' own come later."""
    for index, (call, after) in enumerate(pairwise(calls), 1):
        if call.export == "HcsRegisterComputeSystemCallback" and _is_basic(after):
            return index
    return None


def _is_basic(call: Call) -> bool:
    return call.export == "HcsGetComputeSystemProperties" and call.args.get("propertyQuery_raw") == "{}"


def _document(call: Call) -> dict[str, Any] | None:
    """Return what a question was answered with; None for a failure, and for what is no object."""
    if call.reply["hresult"] & 0x80000000:
        return None
    try:
        found = json.loads(call.reply.get("properties") or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _pending_updates(step: Recorded, asked: Call) -> Recorded:
    """hcsshim says that there are none whatever the service has told."""
    if step["Step"] != "has_pending_updates":
        return step
    return {**step, "Value": bool((_document(asked) or {}).get("AreUpdatesPending"))}


# -- ends -------------------------------------------------------------------------------------------------------------


def _nothing_pending(vector: Vector) -> Vector | None:
    """That an end has begun is no error: it is an operation, or nothing at all once the system has ended."""
    closed, of_a_process = False, not vector.input.keys().isdisjoint(("pid", "c"))

    def change(step: Recorded) -> Recorded:
        nonlocal closed
        closed = closed or (step["Step"] == "close" and not of_a_process)
        pending = step["Step"].startswith(ENDS) and (step["Is"] or {}).get("code") == PENDING
        if pending and closed:
            return {**step, "Error": CLOSED, "Is": {"is": ["hcsshim.IsAlreadyClosed"]}}
        return _succeeds(step) if pending else step

    return _steps(vector, change)


def _ended_process(vector: Vector) -> Vector | None:
    """There is no exit code before the end, and killing what has ended does nothing: as with subprocess."""

    def change(step: Recorded) -> Recorded:
        early = step["Step"] == "exit_code" and (step["Error"] or "").endswith(TOO_EARLY)
        late = step["Step"].startswith("kill") and "hcsshim.IsAlreadyStopped" in (step["Is"] or {}).get("is", ())
        return _succeeds(step) if early or late else step

    return _steps(vector, change)


def _killed_directly(vector: Vector) -> Vector | None:
    """The handle at hand is used; hcsshim opens system and process a second time."""
    kept: list[Call] = []
    process: int | None = None
    again: set[tuple[str, int]] = set()  # the handles that hcsshim opens for this
    for call in vector.calls:
        second = call.export == "HcsOpenComputeSystem" and process is not None
        if second or not again.isdisjoint(_handles(call.args)):
            again |= _handles(call.reply)
            if call.export == "HcsTerminateProcess":
                kept.append(replace(call, args={**call.args, "process": process}))
        else:
            kept.append(call)
            process = call.reply.get("process", process)
    return replace(vector, calls=tuple(kept)) if again else None


def _handles(members: Mapping[str, Any]) -> set[tuple[str, int]]:
    names = ("computeSystem", "process", "callbackHandle")
    return {(name, members[name]) for name in names if name in members}


def _no_options(vector: Vector) -> Vector | None:
    """Options that are not given are no document; hcsshim writes that there are none."""

    def change(call: Call) -> Call:
        if call.args.get("options_raw") != "null":
            return call
        args = {name: held for name, held in call.args.items() if name != "options_raw"}
        return replace(call, args={**args, "options": ""})

    return replace(vector, calls=tuple(map(change, vector.calls)))


ROWS: Final = (
    Difference(
        "Properties are asked for when they are wanted",
        ("hcs.*", "hcs2.*"),
        "hcsshim asks each system that it creates or opens for its type, owner and system, to keep them, and says of"
        " each that no updates are pending.",
        "Creating and opening take a call less, and cannot fail for it; `system.basics` asks once, when asked, and"
        " `has_pending_updates()` each time.",
        _asks_later,
    ),
    Difference(
        "Nothing is pending",
        ("hcs.*", "hcs2.*"),
        '`Shutdown` and `Terminate` return the error "pending", whatever the service said, and the program waits.',
        "`shutdown()` and `terminate()` wait for the exit, `..._nowait()` return an operation. On a system that was"
        " closed both are errors like any other verb.",
        _nothing_pending,
    ),
    Difference(
        "A process that has ended is left alone",
        ("hcs.*", "hcs2.*"),
        "Asking for an exit code too early, or killing too late, is an error.",
        "As with `subprocess.Popen`: `returncode` is None until the end was seen, and `kill()` after it does nothing.",
        _ended_process,
    ),
    Difference(
        "A process is killed by the handle at hand",
        ("hcs.*", "hcs2.*"),
        "hcsshim opens the system and the process once more to kill it, and closes both.",
        "One call.",
        _killed_directly,
    ),
    Difference(
        "No options are no document",
        ("hcs.*", "hcs2.*"),
        "Saving without options sends the JSON text `null`.",
        "An empty text, as for the other verbs.",
        _no_options,
    ),
)
