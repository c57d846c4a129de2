"""The books about handles."""

from __future__ import annotations

import pickle

import pytest

from hcspy.testing.calls import Call, Calls
from hcspy.testing.dlls import handles as module
from hcspy.testing.dlls.handles import Handles
from hcspy.testing.leaks import LeakError

SYSTEM = "compute system"


@pytest.fixture
def calls() -> Calls:
    return Calls()


def opening(calls: Calls) -> Call:
    return calls.begin("vmcompute", "HcsOpenComputeSystem", {"id": "web"})


def closing(calls: Calls, number: int) -> Call:
    return calls.begin("vmcompute", "HcsCloseComputeSystem", {"computeSystem": number})


def test_numbers_are_never_reused(calls: Calls) -> None:
    """A stale number must not by chance be somebody else's object, in this fake or another."""
    numbers = []
    for handles in (Handles(), Handles()):
        for _ in range(10):
            handle = handles.open(SYSTEM, "web", opening(calls))
            handles.close(SYSTEM, handle.number, closing(calls, handle.number))
            numbers.append(handle.number)
    assert len(set(numbers)) == 20
    assert all(numbers)


def test_open_handle_is_found_and_live(calls: Calls) -> None:
    """What is open can be used, and shows who opened it."""
    handles = Handles()
    handle = handles.open(SYSTEM, "web", opening(calls))
    assert handles.find(SYSTEM, handle.number, opening(calls)) is handle
    assert handles.live == [handle]
    assert str(handle) == f"compute system 0x{handle.number:X} of call 1: HcsOpenComputeSystem(id='web')"
    assert handles.misuses == []


def test_handle_used_after_close_is_noted(calls: Calls) -> None:
    """Use after close works by luck on Windows, until the number is given out again."""
    handles = Handles()
    handle = handles.open(SYSTEM, "web", opening(calls))
    handles.close(SYSTEM, handle.number, closing(calls, handle.number))
    assert handles.find(SYSTEM, handle.number, opening(calls)) is None
    assert handles.close(SYSTEM, handle.number, closing(calls, handle.number)) is None
    assert len(handles.misuses) == 2
    assert f"after it was closed by call 2: HcsCloseComputeSystem(computeSystem={handle.number})" in handles.misuses[0]


def test_handle_of_another_kind_is_noted(calls: Calls) -> None:
    """A callback's handle given to the function that closes systems."""
    handles = Handles()
    handle = handles.open("callback", None, opening(calls))
    assert handles.close(SYSTEM, handle.number, closing(calls, handle.number)) is None
    assert handles.misuses[0].endswith("as a compute system")


def test_handle_of_another_fake_is_noted(calls: Calls) -> None:
    """Two hosts in one program: the handles of one mean nothing to the other."""
    handle = Handles().open(SYSTEM, "web", opening(calls))
    handles = Handles()
    assert handles.find(SYSTEM, handle.number, opening(calls)) is None
    assert "which this fake never gave out" in handles.misuses[0]


def test_withdrawn_handle_is_no_leak(calls: Calls) -> None:
    """A handle in an answer that got lost never reached the program."""
    handles = Handles()
    handle = handles.open(SYSTEM, "web", opening(calls))
    handles.withdraw({"hresult": 0, "computeSystem": handle.number})
    assert handles.live == []


def test_closed_handles_are_remembered_up_to_a_number(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run must not grow with every handle that it ever had."""
    monkeypatch.setattr(module, "REMEMBERED", 3)
    handles = Handles()
    for _ in range(5):
        handle = handles.open(SYSTEM, "web", opening(calls))
        handles.close(SYSTEM, handle.number, closing(calls, handle.number))
    assert len(handles._handles) == 3


def test_leak_error_counts_and_lists() -> None:
    """The report is what a developer reads first: how many, then which."""
    error = LeakError(["a", "b"], ["c"])
    assert str(error) == "2 leaks:\n  a\n  b\n1 misuse:\n  c"
    assert str(LeakError([], ["c"])) == "1 misuse:\n  c"


def test_leak_error_survives_pickling() -> None:
    """Test runners with several processes send failures home."""

    error = pickle.loads(pickle.dumps(LeakError(["a"], ["b"])))
    assert (error.leaks, error.misuses) == (("a",), ("b",))
