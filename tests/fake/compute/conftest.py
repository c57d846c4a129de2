"""A fake, and its two doors to the compute service, at the level of the exports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy.testing import FakeHost

from .doors import DOORS, Door


@pytest.fixture
def fake() -> Iterator[FakeHost]:
    with FakeHost() as host:
        yield host


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, fake: FakeHost) -> Iterator[Door]:
    door: Door = DOORS[request.param](fake)
    yield door
    door.close()
