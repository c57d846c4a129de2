"""Ten thousand lives of a system: what one leaves behind, a service that runs for months cannot afford."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from hcs_documents import DOCUMENT, DOORS

from hcspy.testing import FakeHost

CYCLES = 10_000
WARM = 1_000
# Seconds for all of them, on a slow machine.
BUDGET = 240
STATUS = Path("/proc/self/statm")


def resident() -> int:
    """Return how many pages of memory this process has; 0 where the system does not tell so."""
    gc.collect()
    return int(STATUS.read_text(encoding="ascii").split()[1]) if STATUS.exists() else 0


@pytest.mark.load
@pytest.mark.timeout(BUDGET + 60)
@pytest.mark.parametrize("door", DOORS)
def test_ten_thousand_lives_leave_nothing_behind(door: str) -> None:
    """Create, start, terminate, close: no handle, no string, no callback, no memory; in the time that was said."""
    begun, warm = time.monotonic(), 0
    with FakeHost() as fake, fake.connect() as host:
        systems = host.hcs.use(door).systems  # type: ignore[arg-type]
        for number in range(CYCLES):
            with systems.create("web", DOCUMENT) as system:
                system.start()
                system.terminate()
            fake.calls.clear()
            if number == WARM:
                warm = resident()
        assert resident() <= warm * 1.05
        fake.assert_clean()
    assert time.monotonic() - begun < BUDGET


@pytest.mark.load
@pytest.mark.parametrize("door", DOORS)
def test_programs_leave_nothing_behind(door: str) -> None:
    """The same for processes, whose pipes are scarcer than memory."""
    with FakeHost() as fake, fake.connect() as host:
        systems = host.hcs.use(door).systems  # type: ignore[arg-type]
        with systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
            system.start()
            for _ in range(500):
                assert system.run("cmd /c echo hi", timeout=30).stdout == b"hi\r\n"
                fake.calls.clear()
        fake.assert_clean()
