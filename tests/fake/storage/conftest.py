"""What the tests of the fake's storage share: a host, and a program on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from layer_program import Program

from hcspy.testing import FakeHost


@pytest.fixture
def fake() -> Iterator[FakeHost]:
    with FakeHost() as host:
        yield host


@pytest.fixture
def program(fake: FakeHost) -> Program:
    return Program(fake)
