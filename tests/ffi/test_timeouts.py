"""Calls that take too long: the caller goes on, and what comes late is cleaned up."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi.timeouts import run_with_timeout
from hcspy._ffi.vmcompute import hns_call
from hcspy.errors import TimedOutError

from .conftest import Fake


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for another thread."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_call_that_takes_too_long_times_out_and_its_string_is_freed(fake: Fake) -> None:
    """HNS has answered to nobody; the error says that it may have done what it was asked."""
    go_on = threading.Event()

    def slow(args: dict[str, Any]) -> dict[str, Any]:
        go_on.wait(20)
        return {"response": "late"}

    fake.answer = slow
    with pytest.raises(
        TimedOutError, match=r"HNSCall did not return within 0\.05 seconds.* may still complete"
    ) as error:
        hns_call(fake.tables, "POST", "/networks/", "{}", timeout=0.05)
    assert (error.value.call, error.value.request) == ("HNSCall", ("POST", "/networks/", "{}"))
    go_on.set()
    wait_until(lambda: not any(thread.name == "hcspy HNSCall" for thread in threading.enumerate()))
    assert fake.tables.ledger.live == []


def test_call_that_is_fast_enough_returns(fake: Fake) -> None:
    """A timeout changes nothing else."""
    fake.answer = {"response": "x"}
    assert hns_call(fake.tables, "GET", "/", "", timeout=20) == "x"


def test_exception_within_the_time_is_raised_here(fake: Fake) -> None:
    """On the thread of the caller, from whatever thread."""

    def fail(args: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError

    fake.answer = fail
    with pytest.raises(ZeroDivisionError):
        hns_call(fake.tables, "GET", "/", "", timeout=20)


def test_without_a_timeout_the_call_stays_on_its_thread() -> None:
    """A thread per call is not free."""
    assert run_with_timeout(threading.get_ident, None, call="X") == threading.get_ident()
    assert run_with_timeout(threading.get_ident, 20, call="X") != threading.get_ident()


def test_late_result_is_discarded() -> None:
    """That is how a late handle gets closed."""
    go_on, discarded = threading.Event(), []

    def slow() -> str:
        go_on.wait(20)
        return "handle"

    with pytest.raises(TimedOutError):
        run_with_timeout(slow, 0.01, call="HcnOpenNetwork", discard=discarded.append)
    assert discarded == []
    go_on.set()
    wait_until(lambda: discarded == ["handle"])


def test_late_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is there to catch it, and it is no crash."""
    go_on = threading.Event()

    def slow() -> None:
        go_on.wait(20)
        raise ZeroDivisionError

    caplog.set_level(logging.DEBUG, "hcspy.wire")
    with pytest.raises(TimedOutError):
        run_with_timeout(slow, 0, call="X", discard=lambda _: pytest.fail("there is nothing to discard"))
    go_on.set()
    wait_until(lambda: "has failed" in caplog.text)


def test_context_variables_reach_the_call() -> None:
    """What a program has set for the current task holds for its calls."""
    variable = contextvars.ContextVar("variable", default="unset")
    variable.set("set")
    assert run_with_timeout(variable.get, 20, call="X") == "set"
