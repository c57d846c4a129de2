"""A fake with systems behind one door or the other: what holds for one has to hold for both."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hcs_documents import DOCUMENT, DOORS

from hcspy.hcs import System
from hcspy.hcs.services import HCS
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    """A connection to the fake; nothing may be left behind."""
    with fake_host.connect() as host:
        yield host
    # A system that its own callback has closed lets go of its handle on a thread that nobody waits for.
    deadline = time.monotonic() + 10
    while any(thread.name == "hcspy close" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.001)
    fake_host.assert_clean()


@pytest.fixture(params=DOORS)
def hcs(request: pytest.FixtureRequest, host: Host) -> HCS:
    """The compute service, through each door."""
    return host.hcs.use(request.param)


@pytest.fixture
def system(hcs: HCS) -> Iterator[System]:
    """A system that was created and not started."""
    with hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        yield system


@pytest.fixture
def running(system: System) -> System:
    """A system that runs."""
    system.start()
    return system
