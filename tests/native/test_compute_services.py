"""Compute systems and processes as Python objects, through the DLLs: the tests of tests/hcs/services once more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy.testing import FakeHost

from .borrowed import borrowed, fixtures
from .local import Behind, Local

MODULES = ("life", "operations", "popen", "processes", "systems")

globals().update(borrowed("hcs/services", [f"test_hcs_{name}" for name in MODULES]))
globals().update(borrowed("aio", ["test_aio_hcs"]))  # the loop of asyncio on Windows is the one of the Proactor
globals().update(fixtures("hcs/services"))


@pytest.fixture
def fake_host(local: Local) -> Iterator[Behind]:
    """A fake host that the DLLs ask."""
    with FakeHost() as host, local.asked_for(host) as behind:
        yield behind
