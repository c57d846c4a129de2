"""A real engine, and drivers for it on hosts that are fake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .engine import Engine, private_engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The daemon that all tests share; each has a driver, networks and containers of its own."""
    with private_engine(tmp_path_factory.mktemp("engine")) as engine:
        yield engine
