"""The state of a fake in a file that several processes share.

Every call takes the lock, reads the file if it changed, does its work, and puts a new file in the place of the old one
if the state changed. So a reader sees the whole state before or after a call, never half of it, and nobody's change
gets lost. The lock is a file of its own beside the state (``node.json.lock``): the state file is replaced at every
change, and a lock on a file that is no longer there protects nothing. The lock file also holds a random mark, new at
every change, because time, size and inode of two versions can be the same when one follows the other quickly.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hcspy.errors import HcspyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["StateFile", "StateFileError"]

PATIENCE = 60.0  # seconds; longer than any honest holder of the lock, shorter than a build's time limit
LOCK_OFFSET = 1 << 30  # Windows denies reading what is locked, so the lock lies beyond the mark
MARK = 16  # bytes


class StateFileError(HcspyError):
    """The state file cannot be used; it was left as it is."""


class StateFile:
    """One state file: its lock, its last known content, and how to replace it."""

    def __init__(self, path: str | os.PathLike[str], *, patience: float = PATIENCE) -> None:
        self.path = Path(path).resolve()  # replacing a link would cut it off from what it points to
        self._patience = patience
        self._thread_lock = threading.Lock()
        self._descriptor: int | None = None
        self._owner = 0
        self._known: tuple[object, ...] | None = None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes away from the state."""
        with self._thread_lock:
            descriptor = self._open_lock()
            self._take(descriptor)
            try:
                yield
            finally:
                release(descriptor)

    def read(self) -> dict[str, Any] | None:
        """Return the state if it is not the one last read or written here; None if it is. The lock must be held.

        FileNotFoundError means that there is no state yet.
        """
        stamp = self._stamp()
        if stamp == self._known:
            return None
        document = self._parse(self.path.read_bytes())
        self._known = stamp
        return document

    def write(self, document: dict[str, Any]) -> None:
        """Put a new state in the place of the old one. The lock must be held."""
        new = self.path.with_name(f".{self.path.name}.new")
        try:
            with new.open("w", encoding="ascii", newline="\n") as file:
                file.write(json.dumps(document, separators=(",", ":")))
                file.flush()
                os.fsync(file.fileno())
            self._mark_change()
            replace(new, self.path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        self._known = self._stamp()

    def forget(self) -> None:
        """Read the file again at the next call, whether it changed or not."""
        self._known = None

    def close(self) -> None:
        """Let go of the lock file; a later call opens it again."""
        with self._thread_lock:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _stamp(self) -> tuple[object, ...]:
        status = self.path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino, self._mark()

    def _parse(self, data: bytes) -> dict[str, Any]:
        try:
            document = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
            raise self.damaged(str(error)) from error
        if not isinstance(document, dict):
            raise self.damaged(f"it holds a {type(document).__name__}, not an object")
        return document

    def damaged(self, why: str) -> StateFileError:
        """Return the error for a file whose content makes no sense."""
        return StateFileError(
            f"the state file {self.path} is damaged: {why}",
            hint="repair it or move it away; it was left untouched, and a new one is made if there is none",
        )

    def _open_lock(self) -> int:
        # A forked child shares the lock of its parent's descriptor, so it needs one of its own.
        if self._descriptor is None or self._owner != os.getpid():
            name = self.path.with_name(f"{self.path.name}.lock")
            try:
                self._descriptor = os.open(name, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            except OSError as error:
                raise StateFileError(f"the state file {self.path} cannot be locked: {error}") from error
            self._owner = os.getpid()
        return self._descriptor

    def _take(self, descriptor: int) -> None:
        deadline = time.monotonic() + self._patience
        pause = 0.0005
        while not acquire(descriptor):
            if time.monotonic() > deadline:
                raise StateFileError(f"another process has held the state file {self.path} for {self._patience:g} s")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)

    def _mark(self) -> bytes:
        descriptor = self._open_lock()
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, MARK)

    def _mark_change(self) -> None:
        descriptor = self._open_lock()
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, os.urandom(MARK))


def replace(source: Path, target: Path) -> None:
    """Replace a file; on Windows wait for a reader without manners, such as a virus scanner, to be done."""
    for _ in range(40):
        with contextlib.suppress(PermissionError):
            os.replace(source, target)
            return
        time.sleep(0.025)
    os.replace(source, target)


if sys.platform == "win32":

    def acquire(descriptor: int) -> bool:
        """Try to take the lock; say whether it was free."""
        os.lseek(descriptor, LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def release(descriptor: int) -> None:
        """Give the lock back."""
        os.lseek(descriptor, LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def acquire(descriptor: int) -> bool:
        """Try to take the lock; say whether it was free."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(descriptor: int) -> None:
        """Give the lock back."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
