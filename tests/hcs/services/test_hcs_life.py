"""The life of a compute system, through both doors: each verb has happened when it returns."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hcs_documents import DOCUMENT, DOORS

import hcspy
from hcspy.errors import (
    ClosedError,
    InvalidStateError,
    NotSupportedError,
    ServiceDisconnectedError,
    SystemAlreadyStoppedError,
    SystemExitedError,
    SystemNotFoundError,
    TimedOutError,
    UnexpectedExitError,
)
from hcspy.hcs import EventKind, System
from hcspy.hcs.services import HCS
from hcspy.testing import FakeHost

START = "HcsStartComputeSystem"


def state(system: System) -> str:
    """Return the state in the service's own word."""
    return str(system.properties().state.value)  # type: ignore[union-attr]


@pytest.mark.parametrize("door", DOORS)
def test_system_that_is_forgotten_after_its_host_was_closed_says_only_that(door: str) -> None:
    """A traceback out of the garbage collection, of a handle that has gone long ago, would tell nobody anything."""
    unraisable: list[object] = []
    host = hcspy.connect("fake")
    system = host.hcs.use(door).systems.create("web", DOCUMENT)  # type: ignore[arg-type]
    system.start()
    held: list[object] = [system.exec("ping -t localhost"), system]
    del system
    host.close()
    hook, sys.unraisablehook = sys.unraisablehook, unraisable.append
    try:
        with pytest.warns(ResourceWarning, match="not closed"):
            held.clear()
    finally:
        sys.unraisablehook = hook
    assert unraisable == []


@pytest.mark.parametrize("door", DOORS)
def test_system_that_is_open_at_the_end_of_the_program_makes_no_noise(door: str) -> None:
    """There is nothing to be done about it any more."""
    program = f"""
import hcspy
host = hcspy.connect("fake")
system = host.hcs.use({door!r}).systems.create("web", {DOCUMENT!r})
system.start()
process = system.exec("ping -t localhost")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""


def test_system_goes_through_its_states(hcs: HCS) -> None:
    """A verb that came back before it had happened would make the next one fail."""
    with hcs.systems.create("web", DOCUMENT) as system:
        seen = [state(system)]
        for verb in (system.start, system.pause, system.resume):
            verb()
            seen.append(state(system))
        system.terminate()
    assert seen == ["Created", "Running", "Paused", "Running"]
    assert hcs.systems.list() == []


def test_shutdown_waits_for_the_exit(running: System) -> None:
    """Docker removes the scratch layer next, which is in use until then."""
    running.shutdown()
    assert running.exit_status is not None
    assert running.exit_status.status == 0


def test_second_end_is_fine(running: System, fake_host: FakeHost) -> None:
    """Clean-up code ends what may have ended already, and the exit was seen."""
    running.terminate()
    made = len(fake_host.calls)
    running.terminate()
    running.shutdown()
    assert len(fake_host.calls) == made


def test_system_that_somebody_else_ended_is_fine(running: System, hcs: HCS) -> None:
    """Two clean-ups may race; both get what they want."""
    with hcs.systems.open("web") as other:
        other.terminate()
    running.terminate()


def test_wait_returns_how_it_ended(running: System) -> None:
    """Some other thread ended it."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(running.wait, 30)
        running.terminate()
        assert waiting.result(30).status == 0


def test_wait_for_a_created_system_lasts(system: System) -> None:
    """It has not ended: it has not begun."""
    with pytest.raises(TimedOutError, match=r"compute system web did not end within 0\.05 seconds"):
        system.wait(0.05)


def test_exit_that_nobody_asked_for_is_an_error(running: System, fake_host: FakeHost, hcs: HCS) -> None:
    """The guest crashed: whoever waits has to hear of it."""
    fake_host.crash_system("web")
    with pytest.raises(UnexpectedExitError) as error:
        running.wait(30)
    assert error.value.hresult in (0xC0370106, 0x80370106)
    assert running.exit_status is not None
    assert running.exit_status.unexpected


def test_leaving_closes_and_does_not_end(hcs: HCS) -> None:
    """Whoever looks at a system must not take it down."""
    with hcs.systems.create("web", DOCUMENT) as system:
        system.start()
    assert system.is_closed
    with hcs.systems.open("web", terminate_on_exit=True) as again:
        assert state(again) == "Running"
    assert hcs.systems.list() == []


def test_closed_system_is_refused(hcs: HCS) -> None:
    """Its handle's number may belong to another one by then."""
    with hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        pass
    system.close()
    for use in (system.start, system.pause, system.properties, lambda: system.exec("cmd"), lambda: system.modify({})):
        with pytest.raises(ClosedError):
            use()


def test_close_ends_the_waiting_of_others(hcs: HCS) -> None:
    """A thread that waited for ever on a closed handle could never be joined."""
    system = hcs.systems.create("web", DOCUMENT)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(system.wait)
        time.sleep(0.05)
        system.close()
        with pytest.raises(ClosedError):
            waiting.result(30)


def test_failure_of_a_completion_is_raised(system: System, fake_host: FakeHost) -> None:
    """The call says pending, and the notification that it failed."""
    with fake_host.on(START).fail_notification(0xC0370100), pytest.raises(SystemExitedError) as error:
        system.start()
    assert error.value.call == START


def test_second_start_is_an_invalid_state(running: System) -> None:
    """The service's own rule, as an exception of its own."""
    with pytest.raises(InvalidStateError):
        running.start()


def test_late_completion_is_waited_for(system: System, fake_host: FakeHost) -> None:
    """A Hyper-V container takes seconds to start."""
    with fake_host.on(START).delay_notification(0.2):
        begun = time.monotonic()
        system.start()
    assert time.monotonic() - begun >= 0.19


def test_missing_completion_ends_at_the_timeout(system: System, fake_host: FakeHost) -> None:
    """The outcome is unknown then, and it says so."""
    late = pytest.raises(TimedOutError, match=r"the start of web did not end within 0\.1 seconds.*may still complete")
    with fake_host.on(START).lose_notification(), late:
        system.start(timeout=0.1)
    assert state(system) == "Running"


def test_hanging_call_ends_at_the_timeout(system: System, fake_host: FakeHost) -> None:
    """Native calls cannot be cancelled; the system can be used all the same, and closed later."""
    with fake_host.on(START).hang() as rule:
        with pytest.raises(TimedOutError):
            system.start(timeout=0.1)
        assert state(system) == "Created"
        rule.release()
    for _ in range(100):
        if state(system) == "Running":
            break
        time.sleep(0.02)
    assert state(system) == "Running"


def test_completion_that_comes_twice_counts_once(system: System, fake_host: FakeHost) -> None:
    """The second one must not end the next verb of its kind."""
    with fake_host.on(START).repeat_notification(3):
        system.start()
    with fake_host.on("HcsPauseComputeSystem").repeat_notification():
        system.pause()
    system.resume()
    system.pause()
    assert state(system) == "Paused"


def test_answer_at_once_needs_no_notification(hcs: HCS, fake_host: FakeHost) -> None:
    """vmcompute.dll may say success where it usually says pending."""
    fake_host.on("HcsCreateComputeSystem").answer_at_once()
    fake_host.on(START).answer_at_once()
    with hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        system.start(timeout=30)
        assert state(system) == "Running"


def test_exit_while_a_start_is_awaited_ends_the_wait(system: System, fake_host: FakeHost) -> None:
    """A boot that fails may end with an exit alone."""
    with fake_host.on(START).delay_notification(30), ThreadPoolExecutor(1) as pool:
        starting = pool.submit(system.start)
        fake_host_waits(fake_host, START)
        fake_host.crash_system("web")
        with pytest.raises(SystemExitedError, match="exited while something else was awaited"):
            starting.result(10)


def fake_host_waits(fake: FakeHost, export: str) -> None:
    """Wait until a call was answered."""
    for _ in range(500):
        if any(call.reply is not None for call in fake.calls.of(export)):
            return
        time.sleep(0.01)
    raise AssertionError(f"{export} was not called")


def test_service_that_goes_away_ends_every_wait(hcs: HCS, fake_host: FakeHost) -> None:
    """Whether the start took effect is unknown; the system has to be opened again."""
    system = hcs.systems.create("web", DOCUMENT)
    with system, fake_host.on(START).delay_notification(30), ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(system.wait)
        starting = pool.submit(system.start)
        fake_host_waits(fake_host, START)
        fake_host.compute_service = "stopped"
        for future in (waiting, starting):
            with pytest.raises(ServiceDisconnectedError):
                future.result(10)
        fake_host.compute_service = "running"
    with hcs.systems.open("web", terminate_on_exit=True) as again:
        assert state(again) == "Running"


def test_late_registration_hears_of_the_creation(hcs: HCS, fake_host: FakeHost) -> None:
    """vmcompute.dll gives the handle before anybody can listen: the completion has to wait for that."""
    fake_host.on("HcsRegisterComputeSystemCallback").delay(0.1)
    with hcs.systems.create("web", DOCUMENT, terminate_on_exit=True, timeout=10) as system:
        assert state(system) == "Created"


def test_events_tell_until_the_end(running: System) -> None:
    """An iterator that did not end would hang the program with the system gone."""
    with running.events() as events:
        running.terminate()
        assert [event.kind for event in events] == [EventKind.SYSTEM_EXITED]
    with pytest.raises(ClosedError):
        events.get()


def test_events_of_an_ended_system_end_at_once(running: System) -> None:
    """There will be none."""
    running.terminate()
    assert list(running.events()) == []


def test_event_can_be_waited_for_a_while(running: System) -> None:
    """And the next wait gets it."""
    with running.events() as events:
        with pytest.raises(TimedOutError):
            events.get(timeout=0.05)
        running.terminate()
        assert events.get(timeout=10).kind is EventKind.SYSTEM_EXITED


def test_many_threads_wait_for_one_exit(running: System) -> None:
    """Each gets it, once."""
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(running.wait, 30) for _ in range(8)]
        running.terminate()
        assert {future.result(30).status for future in waiting} == {0}


def test_times_of_start_and_end_are_noted(system: System) -> None:
    """By the clock of this machine, as hcsshim does."""
    assert system.started_at is None
    system.start()
    system.terminate()
    assert system.started_at is not None
    assert system.stopped_at is not None
    assert system.started_at <= system.stopped_at


def test_vmcompute_cannot_crash_a_guest(fake_host: FakeHost) -> None:
    """Before any call, and the other door is named."""
    with fake_host.connect() as host:
        system = host.hcs.use("vmcompute").systems.create("web", DOCUMENT, terminate_on_exit=True)
        with system, pytest.raises(NotSupportedError, match=r"vmcompute\.dll has no call for crash"):
            system.crash()


def test_unknown_system_is_not_found(hcs: HCS) -> None:
    """As an exception that says what was looked for."""
    with pytest.raises(SystemNotFoundError) as error:
        hcs.systems.open("nobody")
    assert error.value.call == "HcsOpenComputeSystem"


def test_ended_system_vanishes(running: System, hcs: HCS) -> None:
    """Nobody can open it any more, and calls on its handle say that it does not run."""
    running.terminate()
    with pytest.raises(SystemNotFoundError):
        hcs.systems.open("web")
    with pytest.raises(SystemAlreadyStoppedError):
        running.start()


def test_unclosed_system_is_warned_about(hcs: HCS) -> None:
    """As for files: the handle would stay until the end of the program."""
    system: Any = hcs.systems.create("web", DOCUMENT)
    with pytest.warns(ResourceWarning, match="<System web, open> was not closed"):
        system.__del__()
    assert system.is_closed


def test_no_thread_is_left(running: System) -> None:
    """Waiting takes an event, not a thread for each system."""
    before = threading.active_count()
    running.pause()
    running.resume()
    assert threading.active_count() <= before + 1
