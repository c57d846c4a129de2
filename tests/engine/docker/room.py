"""A room: mounts, network and processes apart from the machine's, which vanish together."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

SCRIPT: Final = Path(__file__).with_name("room.sh")
FLAGS: Final = ("--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
LIMIT: Final = 60.0


class Room:
    """A running room and the programs of a tree that can be run in it."""

    def __init__(self, tree: Path, first: int) -> None:
        self.tree = tree
        self._first = first

    def inside(self, *command: str | Path) -> list[str]:
        """Return the command line that runs a command in the room: what runs, and ends, is its child."""
        return ["nsenter", "--target", str(self._first), "--mount", "--net", "--pid", *map(str, command)]

    def run(self, *command: str | Path) -> str:
        """Run a command among the processes of the room, and return what it printed."""
        line = self.inside(*command)
        done = subprocess.run(line, capture_output=True, text=True, timeout=LIMIT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def seen_from_outside(self, path: Path) -> Path:
        """Return the path by which a file of the room can be reached from outside of it."""
        return Path(f"/proc/{self._first}/root", path.relative_to("/"))

    def signal(self, name: str, pid_file: str) -> None:
        """Send a signal to the process that a file in the room names: no other can be hit by mistake."""
        self.run("sh", "-c", f'kill -{name} "$(cat {pid_file})"')

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which programs find those of the tree, and their libraries."""
        folders = ("usr/sbin", "usr/bin", "sbin", "bin")
        paths = [str(self.tree / folder) for folder in folders]
        libraries = sorted({str(path.parent) for path in self.tree.glob("**/*.so.*")})
        return {
            **os.environ,
            "PATH": os.pathsep.join([*paths, "/usr/sbin", "/usr/bin", "/sbin", "/bin"]),
            "LD_LIBRARY_PATH": os.pathsep.join(libraries),
        }


@contextmanager
def room(tree: Path, folder: Path) -> Iterator[Room]:
    """Open a room; when the block ends, so does everything that runs in it."""
    folder.mkdir()
    command: Sequence[str] = ["unshare", *FLAGS, "sh", str(SCRIPT), str(tree), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n", "the room could not be furnished"
            yield Room(tree, child_of(process.pid))
        finally:
            process.stdin.close()
            process.wait(LIMIT)


def child_of(parent: int) -> int:
    """Return the one child of a process, as soon as it has one."""
    end = time.monotonic() + LIMIT
    while not (found := [child for child, its in _parents() if its == parent]):
        assert time.monotonic() < end, "it starts nothing"
        time.sleep(0.01)
    return found[0]


def _parents() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            yield int(stat.parent.name), int(fields[1])
