"""Run one recording against hcspy, and say everything that is not as recorded."""

from __future__ import annotations

import enum
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Any

import hcspy
from hcspy import from_json, to_json
from hcspy._ffi import filler, foreign

from . import gojson, golang, models
from .compare import same_text, unlike
from .counterparts import DROPPED, POSTED, Counterpart, find
from .differences import DIFFERENCES, Difference, apply
from .goerrors import stand_in, unlike_error
from .recordings import ABSENT, Vector
from .replay import Replay
from .steps import Steps, unlike_steps


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one recording."""

    vector: Vector
    problems: Sequence[str]
    differences: Sequence[Difference] = ()

    @property
    def verdict(self) -> str:
        """Passed, different (as a row of the table of differences says) or failed."""
        return "failed" if self.problems else "different" if self.differences else "passed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What our call gave: a value, or the error that it raised."""

    value: Any = None
    error: Exception | None = None


class Recorded:
    """A target to connect to: function tables which answer from a recording. Joins its foreign threads on leaving."""

    def __init__(self, vector: Vector) -> None:
        self._threads: list[Any] = []
        self.replay = Replay(vector.calls, lambda deliver: self._threads.append(foreign.start(deliver)))
        # Systems go through computecore.dll where it is; what was recorded without it has to be replayed without it.
        older = all(call.dll != "computecore" for call in vector.calls)
        missing = ("computecore.HcsCreateComputeSystem",) if older else ()
        self.tables = filler.fill(self.replay.respond, missing=missing)

    def close(self) -> None:
        """Wait for the notifications that are under way."""
        for thread in self._threads:
            thread.join()
        self.tables.close()

    def problems(self) -> list[str]:
        """Return what was wrong with the calls and with the memory that they gave out."""
        ledger = self.tables.ledger
        leaks = [f"never freed: {allocation}" for allocation in ledger.live]
        return [*self.replay.finish(), *leaks, *ledger.misuses]

    def __enter__(self) -> Recorded:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def run(
    vector: Vector,
    differences: Sequence[Difference] = DIFFERENCES,
    rows: tuple[Counterpart, ...] | None = None,
    *,
    validate: bool = True,
) -> Outcome:
    """Replay one recording, or what the differences make of it; documents are checked first unless told otherwise."""
    verb, _, go_type = vector.api.partition(" ")
    try:
        row = None if go_type or verb == "error" else find(vector.api, vector.input, rows)
        if go_type:
            models.class_of(go_type)
    except KeyError as missing:
        return Outcome(vector, [str(missing.args[0])])
    expected, used = apply(vector, differences)
    return Outcome(vector, list(_problems(expected, row, validate)), used)


def _problems(vector: Vector, row: Counterpart | None, validate: bool) -> Iterator[str]:
    verb, _, go_type = vector.api.partition(" ")
    if row is not None:
        yield from _call(vector, row, validate)
    elif verb == "encode":
        yield from _encode(vector, go_type)
    elif verb == "decode":
        yield from _decode(vector, go_type)
    else:
        yield from unlike_error(stand_in(vector), vector)


# -- plain coding -------------------------------------------------------------------------------------------------


def _encode(vector: Vector, go_type: str) -> Iterator[str]:
    text = to_json(models.build(go_type, vector.input))
    if not same_text(text, vector.output_json or ""):
        yield f"ours writes {text}, recorded is {vector.output_json}"


def _decode(vector: Vector, go_type: str) -> Iterator[str]:
    answer = _tried(lambda: from_json(models.class_of(go_type), vector.input["document"]))
    yield from unlike_error(answer.error, vector)
    if answer.error is None and vector.error is None:
        yield from unlike(models.project(go_type, answer.value), vector.output)


# -- calls --------------------------------------------------------------------------------------------------------


def _call(vector: Vector, row: Counterpart, validate: bool) -> Iterator[str]:
    arguments = {name: argument(vector.input) for name, argument in row.arguments.items()}
    # The ids of observed calls are placeholders, "i", which the checks before a call refuse.
    with Recorded(vector) as recorded, hcspy.connect(recorded, validate=validate and not vector.calls_only) as host:
        answer = _tried(lambda: invoke(row, host, arguments))
    yield from recorded.problems()
    if vector.calls_only:
        # What was answered is not told, so ours may fail on it; what it raises explains a call that is missing.
        yield from (f"ours raised {answer.error!r}" for _ in recorded.problems() if answer.error)
        return
    yield from unlike_error(answer.error, vector)
    if answer.error is None and vector.error is None:
        yield from _unlike_result(answer.value, vector, row)
        yield from _unlike_receiver(answer.value, vector, row, recorded)


def _tried(action: Any) -> Answer:
    try:
        return Answer(value=action())
    except Exception as error:
        return Answer(error=error)


def resolve(path: str, host: Any) -> Any:
    """Return what a Python path names: from the host, or from the package."""
    first, *steps = path.split(".")
    found = host if first == "host" else import_module(first)
    for step in steps:
        found = getattr(found, step)
    return found


def invoke(row: Counterpart, host: Any, arguments: Mapping[str, Any]) -> Any:
    """Call our side of a row; an argument that the function does not have is an error of the row."""
    target = resolve(row.python, host)
    if row.call is not None:
        return row.call(target, arguments)
    bound = bind(target, arguments)
    return target(*bound.args, **bound.kwargs)


def signature_of(target: Any) -> inspect.Signature:
    """Return what a target can be called with; enumerations take a value, whatever this Python says they take."""
    if isinstance(target, enum.EnumType):
        return inspect.Signature([inspect.Parameter("value", inspect.Parameter.POSITIONAL_ONLY)])
    return inspect.signature(target)


def bind(target: Any, arguments: Mapping[str, Any]) -> inspect.BoundArguments:
    """Bind arguments by name, also those that have to be passed by position and those that are filters."""
    signature = signature_of(target)
    bound = signature.bind_partial()
    filters = next((p.name for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD), None)
    for name, value in arguments.items():
        if name in signature.parameters:
            bound.arguments[name] = value
        elif filters is not None:
            bound.arguments.setdefault(filters, {})[name] = value
        else:
            raise KeyError(f"{target!r} has no argument {name!r}")
    bound.apply_defaults()
    return bound


def _unlike_result(value: Any, vector: Vector, row: Counterpart) -> Iterator[str]:
    if isinstance(value, Steps):
        yield from unlike_steps(value.taken, vector)
        return
    projected = row.result(value)
    if projected != DROPPED:
        yield from (f"result: {problem}" for problem in unlike(projected, vector.output))


def _unlike_receiver(value: Any, vector: Vector, row: Counterpart, recorded: Recorded) -> Iterator[str]:
    if vector.receiver_after == ABSENT:
        return
    if row.receiver is None:
        yield f"the receiver changes, and {row.api} has no projection of it"
        return
    if row.receiver == POSTED:
        after = gojson.decode(_receiver_type(row.api), _posted(recorded))
    else:
        after = row.receiver(value)  # type: ignore[operator]
    yield from (f"receiver: {problem}" for problem in unlike(after, vector.receiver_after))


def _posted(recorded: Recorded) -> Any:
    """Return the document that was sent last, whatever the parameter is called."""
    names = ("object", "settings", "Settings")
    return json.loads(next(args[name] for _, args in reversed(recorded.replay.made) for name in names if name in args))


def _receiver_type(api: str) -> str:
    return golang.resolve(api.rpartition(".")[0])
