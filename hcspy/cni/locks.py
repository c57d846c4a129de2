"""Locks between processes: runtimes run a plugin many times at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from hcspy.cni.errors import CNIError, ErrorCode

# Attachments share that many files, so that the folder does not grow with every container that ever was.
STRIPES: Final = 64
PATIENCE: Final = 60.0  # seconds


class Locks:
    """Locks in a folder: for each network and its book, and for each attachment, which some share.

    Who needs several takes the attachment's first, then the network's, then the book's. A process that dies
    gives its locks back.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Locks(Path(folder)).network("web"):
    ...     print(sorted(path.name for path in Path(folder).iterdir()))
    ['network-web.lock']
    """

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience

    @contextmanager
    def network(self, name: str) -> Iterator[None]:
        """Keep other processes from changing what a network's containers have in common."""
        with self._held(f"network-{name}.lock", f"network {name}"):
            yield

    @contextmanager
    def ledger(self, network: str) -> Iterator[None]:
        """Keep other processes from reading and writing a network's book; held for a moment only."""
        with self._held(f"ledger-{network}.lock", f"the addresses of network {network}"):
            yield

    @contextmanager
    def attachment(self, container_id: str, network: str) -> Iterator[None]:
        """Keep other processes from changing what a container has in a network."""
        stripe = hashlib.sha256(f"{network}@{container_id}".encode()).digest()[0] % STRIPES
        with self._held(f"attachment-{stripe:02}.lock", f"container {container_id}"):
            yield

    @contextmanager
    def _held(self, name: str, what: str) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / name, timeout=self._patience)
        try:
            lock.acquire()
        except Timeout as error:
            raise CNIError(
                f"another process has been working on {what} for {self._patience:g} s", code=ErrorCode.TRY_AGAIN
            ) from error
        try:
            yield
        finally:
            lock.release()
