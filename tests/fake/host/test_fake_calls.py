"""The record of what the fake was asked."""

from __future__ import annotations

import threading

from hcspy.testing.calls import LONGEST_ARGUMENT, Calls, Request


def hns(calls: Calls, method: str, path: str, body: str = "") -> None:
    calls.begin("vmcompute", "HNSCall", {"method": method, "path": path, "object": body})


def test_calls_number_themselves_in_order() -> None:
    """Leak reports name a call by its number, so the number has to be the place in the log."""
    calls = Calls()
    hns(calls, "GET", "/networks/")
    hns(calls, "GET", "/endpoints/")
    assert [call.sequence for call in calls] == [1, 2]
    assert len(calls) == 2
    assert calls[-1].request == Request("GET", "/endpoints/", None)
    assert calls[:1] == [calls[0]]


def test_requests_parse_bodies_and_keep_what_is_not_json() -> None:
    """A test compares documents, not their text; a client that sends nonsense is to be seen doing so."""
    calls = Calls()
    hns(calls, "POST", "/networks/", '{"Name": "web"}')
    calls.begin("vmcompute", "HcsCloseComputeSystem", {"computeSystem": 16})
    hns(calls, "POST", "/networks/", "{nonsense")
    assert calls.requests == [
        Request("POST", "/networks/", {"Name": "web"}),
        Request("POST", "/networks/", "{nonsense"),
    ]


def test_running_call_has_no_reply_yet() -> None:
    """A hanging call must be visible while it hangs."""
    calls = Calls()
    call = calls.begin("vmcompute", "HNSCall", {"method": "GET", "path": "/x", "object": ""})
    assert (call.reply, call.hresult, call.response, call.duration) == (None, None, None, None)
    assert "running" in repr(call)
    call.finish({"hresult": -2143617005, "response": '{"Success": false}'})
    assert call.hresult == 0x803B0013
    assert call.response == {"Success": False}
    assert call.duration is not None
    assert "0x803B0013" in repr(call)
    assert call.thread == threading.get_ident()


def test_call_without_hresult_has_none() -> None:
    """An export that returns a handle or nothing has no HRESULT to show."""
    call = Calls().begin("kernel32", "SomeExport", {})
    call.finish({"ret": 1})
    assert call.hresult is None
    assert call.request is None


def test_calls_are_found_by_export_and_pattern() -> None:
    """Who looks for one export does not want to filter by hand."""
    calls = Calls()
    hns(calls, "GET", "/networks/")
    calls.begin("vmcompute", "HcsOpenComputeSystem", {"id": "web"})
    calls.begin("vmcompute", "HcsCloseComputeSystem", {"computeSystem": 16})
    assert [call.args for call in calls.of("HcsOpenComputeSystem")] == [{"id": "web"}]
    assert len(calls.of("Hcs*")) == 2
    assert calls.exports == ["HNSCall", "HcsOpenComputeSystem", "HcsCloseComputeSystem"]


def test_cleared_calls_are_falsy_and_numbers_go_on() -> None:
    """`assert not fake.calls` after the set-up is a common line; two calls never share a number."""
    calls = Calls()
    hns(calls, "GET", "/networks/")
    assert calls
    calls.clear()
    assert not calls
    assert repr(calls) == "no calls"
    hns(calls, "GET", "/networks/")
    assert calls[0].sequence == 2


def test_long_arguments_are_cut_in_the_summary() -> None:
    """A leak report with a whole document in each line is not read by anybody."""
    calls = Calls()
    hns(calls, "POST", "/networks/", "x" * 1000)
    assert len(str(calls[0])) < LONGEST_ARGUMENT + 80
    assert "…'" in repr(calls)
