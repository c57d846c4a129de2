"""The queue of a registration by itself, with threads of Python's: those of the system are not traced."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi import computenetwork as hcn
from hcspy.testing.notifications import Watch
from hcspy.testing.state.notices import NETWORK_CREATE, SERVICE_DISCONNECT, Notice

from .conftest import Door, code


class PlainThread:
    """A thread that raises at `join` what its function raised."""

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._function()
        except BaseException as error:
            self._error = error

    def join(self) -> None:
        self._thread.join()
        if self._error is not None:
            raise self._error


@pytest.fixture(autouse=True)
def plain_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hcspy.testing.notifications.ForeignThread", PlainThread)


def test_queue_is_worked_off_in_order() -> None:
    """By one thread at a time, however many come at once."""
    got: queue.Queue[Any] = queue.Queue()
    watch = Watch(lambda type, status, data: got.put((type, data)))
    for number in range(20):
        watch.send([Notice(NETWORK_CREATE, {"ID": str(number)})])
        if number % 5 == 0:
            watch.join()
    watch.send([Notice(SERVICE_DISCONNECT), Notice(NETWORK_CREATE, {"ID": "late"})])
    watch.join()
    events = [got.get_nowait() for _ in range(got.qsize())]
    assert events == [*((2, f'{{"ID":"{n}"}}') for n in range(20)), (SERVICE_DISCONNECT, None)]
    assert watch.end()


def test_only_what_it_is_about_is_delivered() -> None:
    """A guest network service's notices, or the service's own."""
    got: list[int] = []
    watch = Watch(lambda type, status, data: got.append(type), "one")
    watch.send([Notice(1, {}), Notice(2, {}, "other"), Notice(3, {}, "one")])
    watch.join()
    assert got == [3]


def test_callback_that_raises_ends_its_thread_and_no_other() -> None:
    """The error comes up when the thread is joined; the next notice is delivered all the same."""
    got: list[int] = []

    def raising(type: int, status: int, data: str | None) -> None:
        got.append(type)
        if type == 1:
            raise ValueError("of the program")

    watch = Watch(raising)
    watch.send([Notice(1, {})])
    while not watch.is_idle:
        time.sleep(0.001)
    watch.send([Notice(2, {})])
    with pytest.raises(ValueError, match="of the program"):
        watch.join()
    watch.join()
    assert got == [1, 2]


def test_end_drops_what_waits() -> None:
    """From the callback itself it cannot wait, and says so."""
    answers: list[bool] = []
    watch = Watch(lambda type, status, data: answers.append(watch.end()))
    watch.send([Notice(1, {}), Notice(2, {})])
    watch.join()
    assert answers == [False]
    watch.send([Notice(3, {})])
    assert watch.end()
    assert answers == [False]


@pytest.mark.parametrize("after", [False, True])
def test_close_that_fails_gives_the_handle_up(door: Door, after: bool) -> None:
    """The program can do no more about it, so it is no leak; the same goes for callbacks and reservations."""
    rule = door.fake.on("HcnClose*").fail(0x80004005, after=after)
    network = hcn.networks.create(door.tables, hcn.NO_ID, '{"Name":"n","Type":"Private"}')
    assert code(network.close) == 0x80004005
    rule.remove()
    door.fake.on("HcnUnregisterServiceCallback").fail(0x80004005, after=after)
    registration = hcn.register_service_callback(door.tables, lambda *_: None)
    assert code(registration.close) == 0x80004005
    guest = door.make("guest", {})
    door.fake.on("HcnReleaseGuest*").fail(0x80004005, after=after)
    with hcn.guest_network_services.opened(door.tables, guest) as handle:
        assert code(hcn.reserve_port(handle, 1, 1, 80).close) == 0x80004005
    assert door.fake.leaks == door.fake.misuses == []


def test_open_that_fails_after_the_work_leaves_nothing(door: Door) -> None:
    """A network that was made stays; its handle does not."""
    door.fake.on("HcnOpenService").fail(0x80004005, after=True)
    assert code(lambda: hcn.open_service(door.tables)) == 0x80004005
    assert door.fake.leaks == []
