"""Drivers as processes in the engine's room, each before a fake host that lies in a file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import hcspy
from hcspy import hns
from hcspy.testing import FakeHost

from .engine import Engine
from .room import LIMIT, child_of


class Program:
    """Any program that serves the engine on a socket: it can be killed and started again."""

    def __init__(self, engine: Engine, name: str, command: Sequence[str], folder: Path) -> None:
        self.engine = engine
        self.name = name
        self.log = folder / f"{name}.log"
        self._command = [sys.executable, *command]
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    @property
    def place(self) -> Path:
        """What the engine finds the driver by, seen from outside of the room: a socket, or a file with the address."""
        folders = ("/run/docker/plugins", "/etc/docker/plugins")
        found = [self.engine.room.seen_from_outside(Path(folder)) for folder in folders]
        specs = [found[1] / f"{self.name}{ending}" for ending in (".spec", ".json")]
        return next((spec for spec in specs if spec.exists()), found[0] / f"{self.name}.sock")

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and wait until somebody answers at its address."""
        with self.log.open("ab") as log:
            line = self.engine.room.inside(*self._command)
            self._process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._pid = child_of(self._process.pid)
        end = time.monotonic() + LIMIT
        while not self._answers():
            assert self.running, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.02)

    def _answers(self) -> bool:
        place = self.place
        if place.suffix != ".sock":  # which is there once the address answers
            return place.exists()
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(place)) == 0

    def stop(self) -> None:
        """Ask it to end, as a service would be asked; it must end well."""
        assert self._end(signal.SIGTERM) == 0, self.said

    def kill(self) -> None:
        """End it where it stands: kill -9."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> int:
        assert self._process is not None
        os.kill(self._pid, number)
        return self._process.wait(LIMIT)

    @property
    def said(self) -> str:
        """What it has written to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")


class Driver(Program):
    """`hcspy docker serve` on a fake host."""

    def __init__(self, engine: Engine, name: str, folder: Path, *options: str, node: Path | None = None) -> None:
        self.node = node or folder / f"{name}.json"
        self.store = folder / f"{name}.sqlite"
        host = ["-m", "hcspy", "--host", f"fake:{self.node}"]
        serve = ["docker", "serve", "--name", name, "--store", str(self.store), *options]
        super().__init__(engine, name, [*host, *serve], folder)

    @contextmanager
    def host(self) -> Iterator[hcspy.Host]:
        """Look at the host that the driver works on."""
        with hcspy.connect(f"fake:{self.node}") as host:
            yield host

    @contextmanager
    def fake(self) -> Iterator[FakeHost]:
        """Get hold of the machine behind that host: its services, its restarts."""
        with FakeHost.open(self.node) as fake:
            yield fake

    @property
    def networks(self) -> list[hns.HNSNetwork]:
        """The networks in HNS."""
        with self.host() as host:
            return list(host.hns.networks.list())

    @property
    def endpoints(self) -> list[hns.HNSEndpoint]:
        """The endpoints in HNS."""
        with self.host() as host:
            return list(host.hns.endpoints.list())

    def network(self, docker: str) -> hns.HNSNetwork:
        """Return what HNS has for a network of Docker."""
        id = self.engine.inspect("network", docker)["Id"]
        (found,) = [network for network in self.networks if network.name in (id, docker)]
        return found

    def endpoint(self, container: str, network: str) -> hns.HNSEndpoint:
        """Return what HNS has for a container on a network."""
        id = self.engine.attachment(container, network)["EndpointID"]
        (found,) = [endpoint for endpoint in self.endpoints if endpoint.name == id]
        return found

    def assert_nothing_left(self) -> None:
        """Fail if HNS still has anything."""
        assert [*self.networks, *self.endpoints] == []
