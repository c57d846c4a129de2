"""The deliberate differences of HCS with other values than were recorded, and what they do not excuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from .recordings import SHIPPED, Vector, load, parse
from .runner import Outcome, run

LINES = {
    json.loads(line)["name"]: line
    for file in ("hcs_v1", "hcs_v2", "computecore")
    for line in (SHIPPED / "hcs" / f"{file}.jsonl").read_text(encoding="utf-8").split("\n")
    if line
}
LAYERS = {vector.name: vector for vector in load(SHIPPED / "storage")}


def reread(name: str, change: Callable[[str], str]) -> Outcome:
    """Run a recording whose text was changed; it has to have changed."""
    text = change(LINES[name])
    assert text != LINES[name]
    return run(parse(text))


def said(name: str, **facts: Any) -> Vector:
    """Return a recording with other members."""
    return parse(json.dumps({**json.loads(LINES[name]), **facts}))


def with_step(name: str, number: int, **facts: Any) -> Vector:
    """Return a recording in which other things came of one step."""
    steps = json.loads(LINES[name])["output"]
    steps[number] = {**steps[number], **facts}
    return said(name, output=steps)


def numbered_anew(text: str) -> str:
    """Return a recording with other handles."""
    return re.sub(r"\b(4\d{3}|20480)\b", lambda number: str(int(number[1]) + 160), text.replace("4242", "977"))


@pytest.mark.parametrize("name", LINES)
def test_handles_are_those_of_the_recording(name: str) -> None:
    """A difference that knows the numbers of one recording holds for no other."""
    assert run(parse(numbered_anew(LINES[name]))).problems == []


@pytest.mark.parametrize("name", LINES)
def test_names_of_recordings_say_nothing(name: str) -> None:
    """Another recording of the same is to be told by what is in it."""
    kind = name.split(".")[0]
    again = replace(parse(LINES[name]), name=f"{kind}.create.again")
    assert run(again).problems == []


@pytest.mark.parametrize("code", [0x80070005, 0xC0370105, 0xC0370199])
@pytest.mark.parametrize("name", ["hcs.shutdown.fails", "hcs.terminate.fails", "hcs.modify.fails"])
def test_failure_is_that_of_the_recording(name: str, code: int) -> None:
    """Only what says "pending" is excused."""
    vector = parse(LINES[name])
    calls = [
        replace(call, reply={**call.reply, "hresult": code}) if call.reply["hresult"] else call for call in vector.calls
    ]
    failed = {**vector.output[0], "Is": {"code": code & 0xFFFF if code >> 16 == 0x8007 else code}}
    assert run(replace(vector, calls=calls, output=[failed, *vector.output[1:]])).problems == []


@pytest.mark.parametrize("answer", ["", "[]", "{", "null"])
def test_unreadable_properties_do_not_concern_who_creates(answer: str) -> None:
    """Nothing is asked, whatever the answer would have been."""
    vector = parse(LINES["hcs.create.properties_null"])
    calls = list(vector.calls)
    calls[2] = replace(calls[2], reply={"hresult": 0, "properties": answer})
    assert run(replace(vector, calls=calls)).verdict == "different"


def test_other_failure_of_a_creation_is_none_of_the_properties() -> None:
    """An error that something else has brought is to come."""
    vector = said("hcs.create.zero_value", error="hcs::CreateComputeSystem c1: Access denied.", error_info={"code": 5})
    assert "ours does not fail" in "\n".join(run(vector).problems)


def test_pending_updates_are_told() -> None:
    """hcsshim says that there are none; what the service says counts here."""
    document = '\\"AreUpdatesPending\\":true,'
    outcome = reread("hcs.has_pending_updates", lambda text: text.replace('"{\\"Id\\"', f'"{{{document}\\"Id\\"'))
    assert outcome.verdict == "different"


@pytest.mark.parametrize(
    ("vector", "named"),
    [
        (with_step("hcs.process.lifecycle", 6, Is={"code": 5}), "kill: ours does not fail"),
        (with_step("hcs.process.lifecycle", 1, Error="something else"), "exit_code: ours does not fail"),
        (with_step("hcs.process.lifecycle", 5, Value=38), "exit_code: ours 37, recorded 38"),
        (with_step("hcs.shutdown.already_stopped", 0, Is={"code": 5}), "shutdown: ours does not fail"),
        (with_step("hcs.start.ok", 0, Error="pending", Is={"code": 0xC0370103}), "start: ours does not fail"),
    ],
)
def test_other_error_is_not_excused(vector: Vector, named: str) -> None:
    """A difference that would take any error for its own hides what goes wrong."""
    assert named in "\n".join(run(vector).problems)


def test_order_of_calls_counts() -> None:
    """A difference changes what it speaks of, and the rest stays as it was recorded."""
    vector = parse(LINES["hcs.process.open_and_kill"])
    calls = list(vector.calls)
    calls[-1], calls[-2] = calls[-2], calls[-1]
    assert run(replace(vector, calls=calls)).verdict == "failed"


def test_folder_is_named_by_its_path() -> None:
    """With any number of parents, some written with a backslash at the end."""
    vector = LAYERS["layer.PrepareLayer.trailing_backslash_parent"]
    path = "D:\\layers\\other name\\"
    inputs = {**vector.input, "parentLayerPaths": [path]}
    first, last = vector.calls
    described = {**last.args, "descriptors": [{**last.args["descriptors"][0], "Path": path}]}
    assert run(replace(vector, input=inputs, calls=(first, replace(last, args=described)))).verdict == "different"
