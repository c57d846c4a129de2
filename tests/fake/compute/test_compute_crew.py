"""The threads of the service, and who waits for them: on threads that the coverage of tests can see."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hcspy.testing import FakeHost
from hcspy.testing.compute.live import Event, Source
from hcspy.testing.delivery import crew
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.registrations import Post, Registration

from .doors import ARGON, First, Second, until


class PlainThread:
    """A thread of Python's own where a foreign one is expected."""

    def __init__(self, function: Callable[[], object]) -> None:
        self._thread = threading.Thread(target=function, daemon=True)
        self._thread.start()

    def join(self, timeout: float | None = None) -> bool:
        self._thread.join(timeout)
        return not self._thread.is_alive()


@pytest.fixture(autouse=True)
def plain_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "ForeignThread", PlainThread)
    monkeypatch.setattr(crew, "LINGER", 0.02)


@pytest.fixture
def few() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.close()


def test_jobs_do_not_wait_for_each_other(few: Crew) -> None:
    """One that takes its time holds up nobody."""
    go_on, done = threading.Event(), threading.Event()
    few.do(lambda: go_on.wait(60))
    few.do(done.set)
    assert done.wait(10)
    go_on.set()


def note(names: set[int], done: threading.Event) -> None:
    """Put down which thread this is."""
    names.add(threading.get_ident())
    done.set()


def test_threads_are_used_again_and_end_when_there_is_nothing_to_do(few: Crew) -> None:
    """A thread for each notification would be a thread too many."""
    names: set[int] = set()
    for _ in range(20):
        done = threading.Event()
        few.do(partial(note, names, done))
        assert done.wait(10)
        time.sleep(0.0005)
    assert len(names) < 10
    until(lambda: not few._threads)
    few.do(bool)


def test_late_jobs_come_in_time_and_in_order(few: Crew) -> None:
    """By their time, not by when they were asked for; one thread stays for them."""
    seen: list[int] = []
    before = time.monotonic()
    few.do(lambda: seen.append(2), 0.4)
    few.do(lambda: seen.append(1), 0.06)
    until(lambda: len(seen) == 2)
    assert seen == [1, 2]
    assert time.monotonic() - before >= 0.35


def test_settling_waits_for_what_is_under_way_and_not_for_what_is_for_later(few: Crew) -> None:
    """Whether something leaks is asked when nobody is just giving it back."""
    done = threading.Event()
    few.do(lambda: (time.sleep(0.05), done.set()))
    few.do(bool, delay=60)
    begun = time.monotonic()
    few.settle(10)
    assert done.is_set()
    few.do(lambda: time.sleep(0.3))
    few.settle(0.05)
    assert time.monotonic() - begun < 30


def test_closing_forgets_what_is_not_due_and_raises_what_jobs_raised() -> None:
    """Later jobs do nothing."""
    made = Crew()
    seen: list[int] = []

    def broken() -> None:
        raise ValueError("of a job")

    made.do(lambda: seen.append(1), 60)
    made.do(broken)
    until(lambda: made._error)
    with pytest.raises(ValueError, match="of a job"):
        made.close()
    made.do(lambda: seen.append(2))
    made.close()
    assert seen == []


def test_closing_waits_for_what_comes_of_a_job() -> None:
    """A callback closes its operation, which is another job."""
    made = Crew()
    seen: list[int] = []

    def begin() -> None:
        time.sleep(0.03)
        made.do(lambda: seen.append(1))

    made.do(begin)
    made.close()
    assert seen == [1]


def test_job_that_hangs_does_not_hold_up_the_end() -> None:
    """Not for longer than was said."""
    made, go_on = Crew(), threading.Event()
    made.do(lambda: go_on.wait(60))
    before = time.monotonic()
    made.close(0.05)
    assert time.monotonic() - before < 30
    go_on.set()


def test_crew_that_gets_no_thread_says_so(few: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """And tries again with the next job."""

    def none(function: Callable[[], object]) -> None:
        raise OSError("no threads left")

    monkeypatch.setattr(crew, "ForeignThread", none)
    with pytest.raises(OSError, match="no threads"):
        few.do(bool)
    monkeypatch.setattr(crew, "ForeignThread", PlainThread)
    done = threading.Event()
    few.do(done.set)
    assert done.wait(10)


def test_all_crews_end_with_the_interpreter() -> None:
    """Threads must not come back into an interpreter that is shutting down."""
    made = Crew()
    crew._end_all()
    made.do(lambda: pytest.fail("closed"))


def test_registration_goes_on_after_each_message(few: Crew) -> None:
    """In order, on one thread at a time, until it ends."""
    seen: list[int] = []
    registration = Registration(few, seen.append)
    for number in range(10):
        registration.send((number,))
    until(lambda: len(seen) == 10)
    assert seen == list(range(10))
    assert registration.end()
    registration.send((11,))
    assert seen == list(range(10))


def test_registration_cannot_be_ended_by_its_own_callback(few: Crew) -> None:
    """It says so instead of waiting for itself."""
    answers: list[bool] = []
    registration = Registration(few, lambda: answers.append(registration.end()))
    registration.send(())
    until(lambda: answers)
    assert answers == [False]


def test_callback_that_raises_gets_nothing_more_of_what_waited() -> None:
    """The next message finds it again."""
    made = Crew()
    seen: list[int] = []
    go_on = threading.Event()

    def raising(number: int) -> None:
        go_on.wait(60)
        seen.append(number)
        if number == 1:
            raise ValueError("of the program")

    registration = Registration(made, raising)
    registration.send((1,))
    registration.send((2,))
    go_on.set()
    until(lambda: registration._runs_on is None)
    registration.send((3,))
    until(lambda: len(seen) == 2)
    assert seen == [1, 3]
    with pytest.raises(ValueError, match="of the program"):
        made.close()


def test_registration_with_a_crew_that_has_ended_can_be_ended() -> None:
    """Nobody delivers its message any more, so nobody may wait for that."""
    made = Crew()
    registration = Registration(made, lambda number: pytest.fail("closed"))
    made.close()
    registration.send((1,))
    assert registration.end()


def test_post_keeps_what_comes_before_the_first_callback(few: Crew) -> None:
    """The second gets only what comes."""
    post, first, second = Post(), list[Any](), list[Any]()
    post.send((1,))
    one, two = Registration(few, first.append), Registration(few, second.append)
    post.add(one)
    post.add(two)
    post.send((2,))
    until(lambda: len(first) == 2 and second)
    assert (first, second) == ([1, 2], [2])
    post.remove(one)
    post.remove(one)
    assert post.registrations == [two]


def test_source_tells_its_end_once_and_to_all() -> None:
    """Those who come later hear of it, unless it was lost."""
    heard: list[str] = []
    source, lost = Source(), Source()
    source.listen(lambda event: heard.append(f"early {event.kind}"))
    source.end(Event("exited"))
    source.end(Event("again"))
    source.listen(lambda event: heard.append(f"late {event.kind}"))
    lost.end(Event("exited"), 0)
    lost.listen(lambda event: heard.append("never"))
    assert heard == ["early exited", "late exited"]


def test_first_door_works_on_plain_threads_too() -> None:
    """The same life once more, where every line is seen."""
    with FakeHost() as fake:
        door = First(fake)
        system = door.running(ARGON)
        process = door.exec(system, "ping -t x")
        fake.compute_service = "stopped"
        fake.compute_service = "running"
        assert door.heard(system, 0x01000000) == 0
        assert door.heard(process.handle, 0x01000000) == 0
        door.step("Terminate", system)
        assert door.wait_process(process.handle) == 1067
        door.close()


def test_second_door_works_on_plain_threads_too() -> None:
    """Operations that call back, tell an event, or never end."""
    with FakeHost() as fake:
        door = Second(fake)
        system = door.running(ARGON)
        events: list[Any] = []
        called: list[int] = []
        args = {"eventTypes": 1, "context": 0, "callback": lambda *event: events.append(event)}
        watched = door.raw("HcsCreateOperationWithNotifications", **args)["ret"]
        door.call("HcsPauseComputeSystem", computeSystem=system, operation=watched, options=None)
        until(lambda: events)
        lost, done = door.operation(called.append), door.operation(called.append)
        with fake.on("HcsResumeComputeSystem").lose_notification():
            door.call("HcsResumeComputeSystem", computeSystem=system, operation=lost, options=None)
        door.call("HcsPauseComputeSystem", computeSystem=system, operation=done, options=None)
        until(lambda: called)
        assert called == [done]
        for operation in (watched, lost, done):
            door.raw("HcsCloseOperation", operation=operation)
        door.step("Terminate", system)
        door.close()


def test_file_is_looked_at_on_plain_threads_too(tmp_path: Path) -> None:
    """As long as there is anybody to tell."""
    path = tmp_path / "node.json"
    with FakeHost.open(path) as one, FakeHost.open(path) as two:
        first = First(one)
        system = first.running(ARGON)
        two.remove_container("c1")
        assert first.heard(system, 1) == 0
        first.close()
        until(lambda: not one._responder.service._polls)
