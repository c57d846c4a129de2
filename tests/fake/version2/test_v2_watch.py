"""Who watches the network service: what is delivered to whom, and what is left of a registration that fails."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest

from hcspy._ffi import computenetwork as hcn
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.notifications import Watch
from hcspy.testing.state.notices import NETWORK_CREATE, SERVICE_DISCONNECT, Notice

from .conftest import Door, code


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.close()


def test_notices_come_in_order_and_end_with_the_service(crew: Crew) -> None:
    """However many come at once; after the service has gone there is nobody to tell more."""
    got: queue.Queue[Any] = queue.Queue()
    watch = Watch(crew, lambda type, status, data: got.put((type, data)))
    for number in range(20):
        watch.send([Notice(NETWORK_CREATE, {"ID": str(number)})])
    watch.send([Notice(SERVICE_DISCONNECT), Notice(NETWORK_CREATE, {"ID": "late"})])
    crew.close()
    events = [got.get_nowait() for _ in range(got.qsize())]
    assert events == [*((2, f'{{"ID":"{n}"}}') for n in range(20)), (SERVICE_DISCONNECT, None)]
    assert watch.end()


def test_only_what_it_is_about_is_delivered(crew: Crew) -> None:
    """A guest network service's notices, or the service's own."""
    got: list[int] = []
    watch = Watch(crew, lambda type, status, data: got.append(type), "one")
    watch.send([Notice(1, {}), Notice(2, {}, "other"), Notice(3, {}, "one")])
    crew.close()
    assert got == [3]


def test_end_drops_what_waits(crew: Crew) -> None:
    """From the callback itself it cannot wait, and says so."""
    answers: list[bool] = []
    watch = Watch(crew, lambda type, status, data: answers.append(watch.end()))
    watch.send([Notice(1, {}), Notice(2, {})])
    crew.close()
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
