"""A fake, and its two doors to the compute service, at the level of the exports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy.testing import FakeHost

from .doors import DOORS, Door, First, Second


@pytest.fixture
def build() -> str:
    """The Windows build of the fake; a test that is about builds parametrizes it."""
    return "2022"


@pytest.fixture
def fake(build: str) -> Iterator[FakeHost]:
    with FakeHost(build) as host:
        yield host


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, fake: FakeHost) -> Iterator[Door]:
    opened: Door = DOORS[request.param](fake)
    yield opened
    opened.close()


@pytest.fixture
def first(fake: FakeHost) -> Iterator[First]:
    opened = First(fake)
    yield opened
    opened.close()


@pytest.fixture
def second(fake: FakeHost) -> Iterator[Second]:
    opened = Second(fake)
    yield opened
    opened.close()
