"""A real engine, and drivers for it on hosts that are fake."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .driver import Driver
from .engine import Engine, private_engine

Serve = Callable[..., Driver]

# The engine remembers a driver by its name until it ends: each test has new ones.
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The one daemon of the run."""
    with private_engine(tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def engine(daemon: Engine) -> Iterator[Engine]:
    """The daemon that all tests share; what a test has left, if it failed, does not hinder the next one."""
    yield daemon
    daemon.tidy()


@pytest.fixture
def serve(engine: Engine, tmp_path: Path) -> Iterator[Serve]:
    """Start drivers. At the end of the test everything is removed through Docker, and HNS must have nothing then."""
    started: list[Driver] = []

    def start(*options: str, node: Path | None = None) -> Driver:
        driver = Driver(engine, f"hcspy{next(NUMBERS)}", tmp_path, *options, node=node)
        started.append(driver)
        driver.start()
        return driver

    try:
        yield start
        for driver in started:
            if not driver.running:
                driver.start()
        engine.tidy()
        for driver in started:
            driver.assert_nothing_left()
            driver.stop()
    finally:
        for driver in started:
            if driver.running:
                driver.kill()


@pytest.fixture
def driver(serve: Serve) -> Driver:
    """A driver as it is without options."""
    return serve()
