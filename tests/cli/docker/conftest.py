"""A driver that the command line serves in this process, and the engine's side of the talk."""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Ask = Callable[..., Any]
Serve = Callable[..., Result]

PATIENCE = 30.0


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    """Python's own handler, whatever the test runner has."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Daemon(threading.Thread):
    """Does what a test wants with a driver that is being served, and ends the driver then."""

    def __init__(self, spec: Path, work: Callable[[Ask], Any]) -> None:
        super().__init__(daemon=True)
        self._spec, self._work = spec, work
        self._over = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        """Wait until the driver is to be found, talk to it, and press Ctrl-C."""
        try:
            if self._found():
                self._work(self.ask)
        except BaseException as error:
            self.error = error
        finally:
            if not self._over.is_set():
                press()

    def _found(self) -> bool:
        end = time.monotonic() + PATIENCE
        while not self._spec.exists():
            if self._over.wait(0.02):
                return False
            assert time.monotonic() < end, "nothing is served"
        return True

    def ask(self, method: str, **request: Any) -> Any:
        """Make one call of the engine and return the answer."""
        address = self._spec.read_text(encoding="utf-8").replace("tcp://", "http://")
        body = json.dumps(request).encode() if request else b""
        with urllib.request.urlopen(f"{address}/{method}", body, PATIENCE) as response:
            return json.load(response)

    def end(self) -> None:
        """Take note that nothing is served any more."""
        self._over.set()
        self.join(PATIENCE)
        if self.error is not None:
            raise self.error


def press() -> None:
    """Press Ctrl-C: the main thread gets it, even while it waits."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the driver remembers."""
    return tmp_path / "driver.sqlite"


@pytest.fixture
def serve(run: Callable[..., Result], tmp_path: Path, store: Path) -> Serve:
    """Serve a driver while a function talks to it, and return how that ended."""

    def served(work: Callable[[Ask], Any], *options: str, spec: str = "web.spec", code: int = 0) -> Result:
        daemon = Daemon(tmp_path / "specs" / spec, work)
        daemon.start()
        places = ("--listen", "tcp://127.0.0.1:0", "--spec-dir", str(tmp_path / "specs"), "--store", str(store))
        try:
            return run("docker", "serve", "--name", "web", *places, *options, code=code)
        finally:
            daemon.end()

    return served
