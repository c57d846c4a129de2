"""Ctrl-C: it arrives as KeyboardInterrupt, at once and where the program can catch it, and loses nothing."""

from __future__ import annotations

import _thread
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from hcspy._ffi import computenetwork, foreign
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.filler import fill
from hcspy._ffi.strings import wide
from hcspy._ffi.timeouts import run_with_timeout
from hcspy._ffi.vmcompute import hns_call, open_compute_system

from .conftest import Fake

LONG = 20.0  # seconds: a test that waits that long has failed


def interrupt_soon() -> None:
    """Do what Ctrl-C does, from another thread and a moment later."""
    threading.Timer(0.1, _thread.interrupt_main).start()


def sleep_in_pieces(seconds: float) -> None:
    """Sleep as a loop does, so that a signal gets in on every system."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.005)


def test_ctrl_c_in_a_slow_call_arrives(fake: Fake) -> None:
    """cffi would print it and go on as if the service had failed."""

    def slow(args: dict[str, Any]) -> dict[str, Any]:
        sleep_in_pieces(LONG)
        return {"response": "never"}

    fake.answer = slow
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupt_soon()
        hns_call(fake.tables, "GET", "/networks/", "")
    assert time.monotonic() - start < LONG / 2
    fake.answer = {"response": "next"}
    assert hns_call(fake.tables, "GET", "/networks/", "") == "next"


def test_signal_in_a_call_arrives(fake: Fake) -> None:
    """The same with a real signal, on the spot."""

    def interrupted(args: dict[str, Any]) -> dict[str, Any]:
        signal.raise_signal(signal.SIGINT)
        time.sleep(0)
        return {}

    fake.answer = interrupted
    with pytest.raises(KeyboardInterrupt):
        hns_call(fake.tables, "GET", "/networks/", "")


def test_ctrl_c_ends_a_program_in_a_slow_call() -> None:
    """As seen from outside: the status of an interrupted program, and the traceback of where it was."""
    code = (
        "import _thread, threading, time\n"
        "from hcspy._ffi.filler import fill\n"
        "from hcspy._ffi.vmcompute import hns_call\n"
        "def slow(dll, export, args):\n"
        "    threading.Timer(0.1, _thread.interrupt_main).start()\n"
        f"    end = time.monotonic() + {LONG}\n"
        "    while time.monotonic() < end: time.sleep(0.005)\n"
        "hns_call(fill(slow), 'GET', '/', '')\n"
        "print('went on')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert "in slow" in done.stderr


def test_ctrl_c_after_the_answer_loses_no_string(monkeypatch: pytest.MonkeyPatch) -> None:
    """It strikes when the service has answered and nobody has taken the answer yet."""
    tables = fill(lambda *_: {"response": "x"})
    call = tables.vmcompute.HNSCall

    def struck(*args: Any) -> int:
        call(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(tables.vmcompute, "HNSCall", struck)
    with pytest.raises(KeyboardInterrupt):
        hns_call(tables, "GET", "/", "")
    assert tables.ledger.live == []


def test_ctrl_c_after_an_open_loses_no_handle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else could close it."""
    closed: list[int] = []

    def respond(dll: str, export: str, args: dict[str, Any]) -> dict[str, Any]:
        if export == "HcsCloseComputeSystem":
            closed.append(args["computeSystem"])
            return {}
        return {"computeSystem": 48}

    tables = fill(respond)
    open_system = tables.vmcompute.HcsOpenComputeSystem

    def struck(*args: Any) -> int:
        open_system(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(tables.vmcompute, "HcsOpenComputeSystem", struck)
    with pytest.raises(KeyboardInterrupt):
        open_compute_system(tables, "web")
    assert closed == [48]


def test_ctrl_c_after_a_registration_undoes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler of a program that has given up must not be called."""
    undone: list[int] = []

    def respond(dll: str, export: str, args: dict[str, Any]) -> dict[str, Any]:
        if export == "HcnUnregisterServiceCallback":
            undone.append(args["CallbackHandle"])
            return {}
        return {"CallbackHandle": 32}

    tables = fill(respond)
    register = tables.computenetwork.HcnRegisterServiceCallback

    def struck(*args: Any) -> int:
        register(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(tables.computenetwork, "HcnRegisterServiceCallback", struck)
    with pytest.raises(KeyboardInterrupt):
        computenetwork.register_service_callback(tables, lambda *_: None)
    assert undone == [32]


def test_ctrl_c_while_waiting_with_a_timeout_arrives(fake: Fake) -> None:
    """The call is on another thread then, and the main thread has to hear of it all the same, on Windows too."""
    go_on = threading.Event()

    def slow(args: dict[str, Any]) -> dict[str, Any]:
        go_on.wait(LONG)
        return {"response": "late"}

    fake.answer = slow
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupt_soon()
        hns_call(fake.tables, "GET", "/", "", timeout=LONG)
    assert time.monotonic() - start < LONG / 2
    go_on.set()
    while any(thread.name == "hcspy HNSCall" for thread in threading.enumerate()):
        time.sleep(0.005)


def test_result_that_came_together_with_ctrl_c_is_discarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody gets it, so somebody has to close it."""
    from hcspy._ffi import timeouts

    discarded: list[str] = []

    def struck(call: Any, timeout: float) -> None:
        call.done.wait(LONG)
        raise KeyboardInterrupt

    monkeypatch.setattr(timeouts._Call, "wait", struck)
    with pytest.raises(KeyboardInterrupt):
        run_with_timeout(lambda: "handle", LONG, call="HNSCall", discard=discarded.append)
    assert discarded == ["handle"]


@pytest.mark.parametrize("moment", ["abandon", "outcome"])
def test_ctrl_c_before_the_result_is_handed_over_discards_it(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The call has returned, and its result is on the way to the program."""
    from hcspy._ffi import timeouts

    discarded: list[str] = []
    struck: list[str] = []
    step = getattr(timeouts._Call, moment)

    def strike(call: Any) -> Any:
        if not struck:
            struck.append(moment)
            raise KeyboardInterrupt
        return step(call)

    monkeypatch.setattr(timeouts._Call, moment, strike)
    with pytest.raises(KeyboardInterrupt):
        run_with_timeout(lambda: "handle", LONG, call="HcnOpenNetwork", discard=discarded.append)
    assert discarded == ["handle"]


def test_ctrl_c_in_a_handler_arrives_at_the_call_around_it(fake: Fake) -> None:
    """A service may call back before the call returns, on the thread of the caller."""

    def handler(type: int, status: int, data: str | None) -> None:
        raise KeyboardInterrupt

    def respond(args: dict[str, Any]) -> dict[str, Any]:
        if "Callback" in args:
            args["Callback"](1)
        return {}

    fake.answer = respond
    with pytest.raises(KeyboardInterrupt):
        computenetwork.register_service_callback(fake.tables, handler)


def test_ctrl_c_while_joining_a_foreign_thread_arrives() -> None:
    """A fake that waits for its notifications must not hang the program."""
    go_on = threading.Event()
    thread = foreign.start(lambda: go_on.wait(LONG))
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupt_soon()
        thread.join()
    assert time.monotonic() - start < LONG / 2
    go_on.set()
    assert thread.join()


def test_second_interrupt_finds_an_empty_stash(fake: Fake) -> None:
    """Each is raised once."""

    def interrupted(args: dict[str, Any]) -> dict[str, Any]:
        raise KeyboardInterrupt

    fake.answer = interrupted
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            fake.tables.vmcompute.HNSCall(wide(""), wide(""), wide(""), ffi.new("char16_t **"))
    fake.answer = {}
    assert fake.tables.vmcompute.HcsCloseProcess(NULL) == 0
