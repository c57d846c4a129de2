"""Deliberate differences in HCS: where the verbs of compute systems and processes do otherwise than hcsshim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from .deviations import Difference
from .recordings import Call, Vector

PENDING: Final = 0xC0370103
Recorded = Mapping[str, Any]


def _basic(call: Call) -> bool:
    return call.export == "HcsGetComputeSystemProperties" and call.args.get("propertyQuery_raw") == "{}"


def _asks_later(vector: Vector) -> Vector | None:
    """What hcsshim asks of each system that it opens is asked when somebody wants to know."""
    asked = vector.name in ("hcs.has_pending_updates", "hcs2.lifecycle")
    calls = [call for call in vector.calls if not _basic(call)]
    if asked or len(calls) == len(vector.calls):
        return None
    if vector.name == "hcs.create.properties_null":
        return replace(vector, calls=calls, error=None, error_match=None, error_info=None)
    return replace(vector, calls=calls)


def _steps(vector: Vector, change: Callable[[Recorded], Recorded]) -> Vector:
    steps: Sequence[Recorded] = vector.output
    return replace(vector, output=[change(step) for step in steps])


def _succeeds(step: Recorded, value: Any = None) -> Recorded:
    return {**step, "Error": None, "Is": None, "Value": value}


def _nothing_pending(vector: Vector) -> Vector | None:
    """That an end has begun is no error: it is an operation, or nothing at all once the system has ended."""

    def change(step: Recorded) -> Recorded:
        pending = (step["Is"] or {}).get("code") == PENDING
        if pending and vector.name == "hcs.after_close":
            return {**step, **_closed_step(vector)}
        return _succeeds(step) if pending else step

    return _steps(vector, change)


def _closed_step(vector: Vector) -> Recorded:
    """Return the error of a call on a closed system, as the recording has it for another step."""
    step = next(step for step in vector.output if step["Step"] == "start")
    return {"Error": step["Error"], "Is": step["Is"]}


def _ended_process(vector: Vector) -> Vector | None:
    """There is no exit code before the end, and killing what has ended does nothing: as with subprocess."""
    quiet = ("exit_code", "kill")
    return _steps(vector, lambda step: _succeeds(step) if step["Step"] in quiet and step["Error"] else step)


def _killed_directly(vector: Vector) -> Vector | None:
    """The handle at hand is used; hcsshim opens system and process a second time."""
    kept, inner = [], False
    for call in vector.calls:
        number = call.args.get("computeSystem") or call.reply.get("computeSystem")
        process = call.args.get("process") or call.reply.get("process")
        again = number == 4160 or process == 4192 or call.args.get("callbackHandle") in (4176, 4208)
        inner = again and call.export != "HcsTerminateProcess"
        if not inner:
            kept.append(replace(call, args={**call.args, "process": 4128}) if again else call)
    return replace(vector, calls=kept)


def _no_options(vector: Vector) -> Vector | None:
    """Options that are not given are no document; hcsshim writes that there are none."""

    def change(call: Call) -> Call:
        if call.args.get("options_raw") != "null":
            return call
        args = {name: held for name, held in call.args.items() if name != "options_raw"}
        return replace(call, args={**args, "options": ""})

    return replace(vector, calls=[change(call) for call in vector.calls])


ROWS: Final = (
    Difference(
        "Properties are asked for when they are wanted",
        ("hcs.*", "hcs2.create.*"),
        "hcsshim asks each system that it creates or opens for its type, owner and system, to keep them.",
        "Creating and opening take a call less, and cannot fail for it; `system.basics` asks once, when asked.",
        _asks_later,
    ),
    Difference(
        "Nothing is pending",
        ("hcs.shutdown.*", "hcs.terminate.*", "hcs.after_close"),
        '`Shutdown` and `Terminate` return the error "pending", whatever the service said, and the program waits.',
        "`shutdown()` and `terminate()` wait for the exit, `..._nowait()` return an operation. On a system that was"
        " closed both are errors like any other verb.",
        _nothing_pending,
    ),
    Difference(
        "A process that has ended is left alone",
        ("hcs.process.lifecycle",),
        "Asking for an exit code too early, or killing too late, is an error.",
        "As with `subprocess.Popen`: `returncode` is None until the end was seen, and `kill()` after it does nothing.",
        _ended_process,
    ),
    Difference(
        "A process is killed by the handle at hand",
        ("hcs.process.open_and_kill",),
        "hcsshim opens the system and the process once more to kill it, and closes both.",
        "One call.",
        _killed_directly,
    ),
    Difference(
        "No options are no document",
        ("hcs2.lifecycle",),
        "Saving without options sends the JSON text `null`.",
        "An empty text, as for the other verbs.",
        _no_options,
    ),
)
