"""The harness can fail: each kind of deviation from a recording is found and named."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from hcspy._ffi import vmcompute
from hcspy._ffi.strings import out_string, wide

from .compare import same_text, unlike
from .counterparts import Counterpart, find, nothing, table
from .differences import DIFFERENCES, Difference, unused
from .recordings import SHIPPED, Call, Vector, load
from .runner import Outcome, bind, run

RECORDED = {vector.name: vector for vector in load(SHIPPED)}
CREATE = RECORDED["hns.network.create.nat"]
ADD = RECORDED["hns.policylist.add_endpoint"]
FAILED = RECORDED["hns.network.delete.not_found"]


def problems(vector: Vector, **how: Any) -> str:
    """Run a recording, of which something was changed, and return what is wrong."""
    return "\n".join(run(vector, **how).problems)


def changed(vector: Vector, number: int = 0, **args: Any) -> Vector:
    """Return a recording in which one call has other arguments."""
    calls = list(vector.calls)
    calls[number] = replace(calls[number], args={**calls[number].args, **args})
    return replace(vector, calls=tuple(calls))


def other_call(**facts: Any) -> Vector:
    """Return the recording of a network's creation with another call."""
    return replace(CREATE, calls=(replace(CREATE.calls[0], **facts),))


def with_body(body: Mapping[str, Any], raw: str | None = None) -> Vector:
    """Return the recording of a network's creation with another body."""
    return changed(CREATE, object=body, object_raw=json.dumps(body, separators=(",", ":")) if raw is None else raw)


BODY: dict[str, Any] = dict(CREATE.calls[0].args["object"])


def test_recording_as_it_is_passes() -> None:
    """Every other test here changes it, and would find a problem that was there before."""
    assert run(CREATE) == Outcome(CREATE, [], [])


@pytest.mark.parametrize(
    ("vector", "named"),
    [
        (changed(CREATE, path="/networks"), "path: ours '/networks/'"),
        (changed(CREATE, method="PUT"), "method: ours 'POST'"),
        (replace(CREATE, calls=()), "call 1 is not in the recording: HNSCall"),
        (replace(CREATE, calls=CREATE.calls * 2), "recorded, but never called: HNSCall POST /networks/"),
        (replace(ADD, calls=ADD.calls[::-1]), "method: ours 'DELETE', recorded 'POST'"),
        (with_body({**BODY, "Name": "other"}), "object.Name: ours 'nat', recorded 'other'"),
        (with_body({**BODY, "Flags": 0}), "object.Flags: ours '(nothing)', recorded 0"),
        (with_body({name: BODY[name] for name in BODY if name != "Type"}), "object.Type: ours 'nat'"),
        (with_body({**BODY, "Subnets": BODY["Subnets"] * 2}), "object.Subnets[1]: ours '(nothing)'"),
        (with_body(BODY, json.dumps(BODY)), "object: the text is"),
        (with_body(dict(reversed(BODY.items()))), "object: the text is"),
        (other_call(export="HcsOpenComputeSystem"), "recorded is vmcompute Hcs"),
        (other_call(dll="computenetwork"), "recorded is computenetwork HNSCall"),
        (other_call(null_outs=("response",)), "NULL was passed for []"),
        (replace(CREATE, output={**CREATE.output, "Name": "other"}), "result: Name: ours 'nat'"),
        (replace(CREATE, output={**CREATE.output, "MacPools": []}), "result: MacPools[0]"),
        (replace(CREATE, output={**CREATE.output, "AutomaticDNS": 1}), "result: AutomaticDNS: ours True, recorded 1"),
        (replace(CREATE, error="no", error_match="exact"), "ours does not fail; recorded is 'no'"),
        (replace(FAILED, error=None, error_info=None), "ours fails, the recorded call does not"),
    ],
)  # fmt: skip
def test_deviation_is_named(vector: Vector, named: str) -> None:
    """A harness that overlooks a call, a member or a value proves nothing."""
    assert named in problems(vector)


def test_other_class_of_error_is_named() -> None:
    """A program that catches one class gets another one."""
    vector = replace(FAILED, error_info={"type": "hns.EndpointNotFoundError"})
    assert "not a EndpointNotFoundError" in problems(vector)


def test_other_predicate_is_named() -> None:
    """A program that asks hcsshim whether something timed out asks here for TimedOutError."""
    vector = replace(FAILED, error_info={"is": ["hcsshim.IsTimeout"]})
    assert "not a TimedOutError" in problems(vector)


def test_other_code_is_named() -> None:
    """The number is what logs and issue trackers know an error by."""
    assert "recorded is 0x5" in problems(replace(FAILED, error_info={"code": 5}))


def test_sentinel_is_told_from_others() -> None:
    """hcsshim's error values have no code: their text says which class is meant."""
    vector = replace(FAILED, error="unexpected container exit", error_info={})
    assert "not a SystemExitedError" in problems(vector)


def test_text_of_an_error_is_ours() -> None:
    """Our messages name the thing and the value; hcsshim's are not repeated."""
    assert not problems(replace(FAILED, error="hns failed with error : Something else. "))


def test_error_of_go_itself_only_has_to_be_one() -> None:
    """What Go's JSON package says about a document is not ours to say."""
    assert not problems(replace(FAILED, error="json: ...", error_match="any", error_info={"type": "*json.SyntaxError"}))


def test_escapes_inside_of_strings_do_not_count() -> None:
    """Go escapes < and > for web pages; the services read both."""
    raw = CREATE.calls[0].args["object_raw"].replace("nat", "n\\u0061t")
    assert not problems(changed(CREATE, object_raw=raw))
    assert same_text('{"a<":1}', '{"a\\u003c":1}')
    assert not same_text('{"a":1}', '{"a": 1}')


def test_receiver_is_compared() -> None:
    """hcsshim's methods change their receiver, which is where a Go program looks afterwards."""
    after = {**ADD.receiver_after, "EndpointReferences": []}
    assert "receiver: EndpointReferences[0]" in problems(replace(ADD, receiver_after=after))
    updated = RECORDED["hns.endpoint.update_merges_reply_into_receiver"]
    stale = replace(updated, receiver_after={**updated.receiver_after, "Name": "old"})
    assert "receiver: Name" in problems(stale, differences=())


def test_receiver_without_projection_is_named() -> None:
    """A receiver that nobody compares would pass whatever it is."""
    vector = replace(CREATE, receiver_after={})
    assert "has no projection of it" in problems(vector)


def test_unknown_function_fails_by_its_name() -> None:
    """A function without a row is not covered; skipping it would hide that."""
    assert problems(replace(CREATE, api="hcsshim.HNSNetwork.Rename")) == (
        "hcsshim.HNSNetwork.Rename has no row in the counterparts table"
    )


def test_unknown_document_type_fails_by_its_name() -> None:
    """The same for documents."""
    assert problems(replace(CREATE, api="encode elsewhere.Layer")) == "no model for elsewhere.Layer"
    assert problems(replace(CREATE, api="decode hns.Nothing")) == "no model for hns.Nothing"


@pytest.mark.parametrize("verb", ["encode", "decode"])
def test_wrong_coding_is_named(verb: str) -> None:
    """The recordings of plain coding are compared, not only run."""
    vector = RECORDED[f"{verb}.hns.MacPool.full"]
    spoilt = replace(
        vector, output={**(vector.output or {}), "StartMacAddress": "x"}, output_json='{"StartMacAddress":"x"}'
    )
    assert "ours" in problems(spoilt)


def test_argument_that_the_function_lacks_fails() -> None:
    """A row is out of date when an argument was renamed."""
    with pytest.raises(KeyError, match="colour"):
        bind(lambda size: size, {"colour": "red"})


# -- differences --------------------------------------------------------------------------------------------------


def _row(**facts: Any) -> Difference:
    row = Difference("Other", ("hns.network.*",), "because", "otherwise", lambda vector: replace(vector, calls=()))
    return replace(row, **facts)


def test_difference_that_is_not_there_fails() -> None:
    """A row whose deviation does not happen excuses a difference that nobody has."""
    outcome = run(CREATE, differences=[_row()])
    assert outcome.verdict == "failed"
    assert "call 1 is not in the recording" in outcome.problems[0]


def test_difference_counts_only_where_its_glob_matches() -> None:
    """A row for one noun is no excuse for another."""
    assert run(CREATE, differences=[_row(vectors=("hns.endpoint.*",))]).verdict == "passed"


def test_unused_difference_is_named() -> None:
    """A row that changes no recording is out of date."""
    rows = [_row(title="no such name", vectors=("hcn.*",)), _row(title="nothing to say", deviate=lambda vector: None)]
    rows.append(_row(title="says the same", deviate=lambda vector: vector))
    assert unused([CREATE], [*rows, _row(title="used")]) == ["no such name", "nothing to say", "says the same"]


def test_difference_is_counted_apart() -> None:
    """A recording that passes by a row has not passed as recorded."""
    vector = RECORDED["hns.network.list.null"]
    assert run(vector).verdict == "different"
    assert run(vector, differences=[]).verdict == "failed"


def test_each_difference_gives_its_reason() -> None:
    """A row without a reason is a defect that somebody excused."""
    assert all(row.reason and row.expected and row.vectors for row in DIFFERENCES)


# -- memory and threads -------------------------------------------------------------------------------------------


def _asking(call: Any) -> dict[str, Any]:
    """Return how to run a recording with a row whose call is a function of the host."""
    row = Counterpart("hcsshim.GetHNSGlobals", "host.tables", {}, nothing, call=lambda tables, given: call(tables))
    return {"rows": (row,), "differences": ()}


GLOBALS = replace(RECORDED["hns.globals"], output=None)


def test_string_that_is_not_freed_is_named() -> None:
    """Each answer of the service is a block of memory that the caller owns."""

    def leak(tables: Any) -> None:
        tables.vmcompute.HNSCall(wide("GET"), wide("/globals/version"), wide(""), out_string())

    assert "never freed: string" in problems(GLOBALS, **_asking(leak))


def test_string_that_is_freed_twice_is_named() -> None:
    """The second time it may belong to somebody else."""

    def free_twice(tables: Any) -> None:
        response = out_string()
        tables.vmcompute.HNSCall(wide("GET"), wide("/globals/version"), wide(""), response)
        address = response[0]
        tables.take(response)
        tables.combase.CoTaskMemFree(address)

    assert "again" in problems(GLOBALS, **_asking(free_twice))


def _notifying(system: int = 4096) -> Vector:
    args = {"computeSystem": system, "callback": "<callback>", "context": "<context>"}
    event = {"on": "HcsRegisterComputeSystemCallback", "type": 1, "status": -1070137082}
    calls = (
        Call("vmcompute", "HcsOpenComputeSystem", {"id": "c1"}, {"hresult": 0, "computeSystem": 4096}),
        Call("vmcompute", "HcsRegisterComputeSystemCallback", args, {"hresult": 0, "callbackHandle": 4112}, (event,)),
        Call("vmcompute", "HcsUnregisterComputeSystemCallback", {"callbackHandle": 4112}, {"hresult": 0}),
        Call("vmcompute", "HcsCloseComputeSystem", {"computeSystem": 4096}, {"hresult": 0}),
    )
    return replace(GLOBALS, calls=calls)


def _listen(seen: list[Any]) -> Any:
    def listen(tables: Any) -> None:
        heard = threading.Event()

        def handler(*notification: Any) -> None:
            seen.append((threading.current_thread() is not me, notification))
            heard.set()

        me = threading.current_thread()
        system = vmcompute.open_compute_system(tables, "c1")
        registration = vmcompute.register_compute_system_callback(system, handler)
        heard.wait(10)
        registration.close()
        system.close()

    return listen


def test_notifications_come_on_foreign_threads() -> None:
    """On Windows they do; a callback that needs the caller's thread would hang there."""
    seen: list[Any] = []
    assert not problems(_notifying(), **_asking(_listen(seen)))
    assert seen == [(True, (1, -1070137082, None))]


def test_wrong_handle_is_named() -> None:
    """Handles are numbered in each recording: mixing two up shows."""
    assert "computeSystem: ours 4096, recorded 4128" in problems(_notifying(4128), **_asking(_listen([])))


# -- comparing ----------------------------------------------------------------------------------------------------


def test_raw_values_compare_by_document_and_order() -> None:
    """Policies travel as raw JSON: blanks do not count, the order of members does."""
    assert not list(unlike({"$raw": '{"a":1,"b":[2]}'}, {"$raw": '{ "a": 1, "b": [ 2 ] }'}))
    assert list(unlike({"$raw": '{"a":1,"b":2}'}, {"$raw": '{"b":2,"a":1}'}))
    assert list(unlike({"$raw": None}, {"$raw": "null"}))
    assert not list(unlike({"$raw": None}, {"$raw": None}))


def test_nil_and_empty_are_told_apart() -> None:
    """Go encodes nil as null and an empty list as []."""
    assert list(unlike(None, []))
    assert list(unlike([], [None]))


def test_every_row_is_found_by_its_name() -> None:
    """A second row of the same name and for the same inputs would never be used."""
    rows = [row for row in table() if row.when is None]
    names = [row.api for row in rows]
    assert [name for name in names if names.count(name) > 1] == []
    inputs = {"method": "", "path": "", "request": "", "requestType": ""}
    assert all(find(row.api, inputs) is row for row in rows)
