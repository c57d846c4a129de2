"""The files of a container, as its programs see them: its volume and what is mapped into it; without one, in memory."""

from __future__ import annotations

import ntpath
import threading
from collections.abc import Iterable
from functools import reduce
from pathlib import Path

from hcspy.testing.state.storage.disk import child

__all__ = ["Files"]


class Files:
    """Files by path; letter case and the direction of slashes do not matter."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: dict[str, tuple[str, bytes]] = {}
        self._mapped: dict[str, Path] = {}

    def read(self, path: str) -> bytes:
        """Return the content of a file; FileNotFoundError if there is none."""
        outside = self._outside(path)
        if outside is not None:
            return outside.read_bytes()
        with self._lock:
            found = self._contents.get(key(path))
        if found is None:
            raise FileNotFoundError(2, "The system cannot find the file specified.", path)
        return found[1]

    def write(self, path: str, data: bytes, *, append: bool = False) -> None:
        """Give a file a new content, or more of it."""
        outside = self._outside(path)
        if outside is not None:
            with outside.open("ab" if append else "wb") as file:
                file.write(data)
            return
        with self._lock:
            before = self._contents.get(key(path), (path, b""))[1] if append else b""
            self._contents[key(path)] = (path, before + data)

    def delete(self, path: str) -> None:
        """Delete a file; FileNotFoundError if there is none."""
        outside = self._outside(path)
        if outside is not None:
            outside.unlink()
            return
        with self._lock:
            if self._contents.pop(key(path), None) is None:
                raise FileNotFoundError(2, "The system cannot find the file specified.", path)

    def names(self, folder: str) -> list[str]:
        """List the names of the files in a folder."""
        outside = self._outside(folder)
        if outside is not None:
            return sorted(entry.name for entry in outside.iterdir()) if outside.is_dir() else []
        with self._lock:
            paths = [path for path, _ in self._contents.values()]
        return sorted(ntpath.basename(path) for path in paths if key(ntpath.dirname(path)) == key(folder))

    def remap(self, mapped: Iterable[tuple[str, Path]]) -> None:
        """Show these directories of the host inside, each under its path there, and no others."""
        found = {key(inside): outside for inside, outside in mapped}
        self._mapped = dict(sorted(found.items(), key=lambda entry: -len(entry[0])))  # what lies deeper comes first

    def _outside(self, path: str) -> Path | None:
        wanted = key(path)
        for inside, outside in self._mapped.items():
            if wanted == inside:
                return outside
            if wanted.startswith(f"{inside}\\"):
                parts = ntpath.normpath(path).split("\\")[inside.count("\\") + 1 :]
                return reduce(child, parts, outside)
        return None


def key(path: str) -> str:
    r"""Return a path as it is compared.

    >>> key("C:/Data\\..\\log/")
    'c:\\log'
    """
    return ntpath.normpath(path).rstrip("\\").lower()
