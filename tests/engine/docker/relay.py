"""Between the engine and a driver: passes each call on, and lets the driver be killed before the next one."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

from .driver import Driver
from .room import LIMIT


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("plugin", timeout=LIMIT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


class Relay(ThreadingMixIn, UnixStreamServer):
    """Serves the engine with the answers of a driver, each of which is a driver's last one."""

    daemon_threads = True

    def __init__(self, driver: Driver) -> None:
        self.name = f"{driver.name}-relayed"
        self.calls: list[str] = []
        self._driver = driver
        self._lock = threading.Lock()
        super().__init__(str(driver.place.with_name(f"{self.name}.sock")), _Exchange)

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Ask the driver, kill it, start another one, and only then say what it said."""
        with self._lock:
            self.calls.append(path.rpartition(".")[2])
            connection = _Connection(self._driver.place)
            connection.request("POST", path, body)
            response = connection.getresponse()
            said = response.status, response.read()
            connection.close()
            self._driver.kill()
            self._driver.start()
            return said


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        relay = self.server
        assert isinstance(relay, Relay)
        status, body = relay.answer(self.path, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        return self.path

    def log_message(self, format: str, *args: Any) -> None:
        """The relay keeps a list of its own."""


@contextmanager
def relay(driver: Driver) -> Iterator[Relay]:
    """Stand between the engine and a driver."""
    with Relay(driver) as between:
        thread = threading.Thread(target=between.serve_forever, daemon=True)
        thread.start()
        try:
            yield between
        finally:
            between.shutdown()
            thread.join(LIMIT)
