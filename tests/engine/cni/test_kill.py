"""kill -9 at random points of ADD and DEL: whatever is left, the next ADD, DEL and GC cope with it."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from .program import Program

KILLS: Final = 200
AT_ONCE: Final = 2
CONFIG: Final[dict[str, Any]] = {
    "cniVersion": "1.1.0",
    "name": "web",
    "type": "hcspy-cni",
    "networkType": "l2bridge",
    "subnet": "10.88.0.0/16",
    "ipam": {"type": "hcspy", "subnet": "10.88.0.0/16"},
    "removeUnusedNetwork": True,
}


class Killer:
    """Runs commands that are killed, at moments that are spread over the time that such a command takes.

    Half of a run is the start of the interpreter, where there is nothing yet to leave half done: most kills come
    later. How long a run takes is learnt from those that come to their end: the machine may be busy, or not.
    """

    def __init__(self, program: Program, seed: int) -> None:
        self._program = program
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._lasts = 0.5
        self.kills: Counter[str] = Counter()

    def whole(self, command: str, container: str) -> None:
        """Run a command to its end; it must succeed whatever was there before."""
        begin = time.monotonic()
        self._program.succeed(command, CONFIG, CNI_CONTAINERID=container)
        with self._lock:
            self._lasts += (time.monotonic() - begin - self._lasts) / 4

    def killed(self, command: str, container: str) -> None:
        """Run a command until it is killed; one that was faster is run again."""
        while True:
            with self._lock:
                moment = self._lasts * self._random.triangular(0.2, 1.0, 0.7)
            if self._program.killed(moment, command, CONFIG, CNI_CONTAINERID=container):
                with self._lock:
                    self.kills[command] += 1
                return


@pytest.mark.timeout(900)
def test_whatever_a_kill_leaves_is_taken_away(program: Program) -> None:
    """Machines lose their power, and runtimes have timeouts: nobody may have to look for what is left by hand.

    Each container is killed in its ADD. For one half an ADD follows, which has to work as if nothing had been. Then
    DEL is killed. Of one half of those and of the others the runtime still knows, and says DEL again; the rest it has
    forgotten: GC.
    """
    killer, rounds = Killer(program, seed=5), KILLS // 2
    left = Left(program)

    def life(number: int) -> None:
        container = f"c{number}"
        killer.killed("ADD", container)
        if number % 2:
            killer.whole("ADD", container)
        killer.killed("DEL", container)
        if number % 4 < 2:
            killer.whole("DEL", container)
            left.assert_gone(container)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(life, range(rounds)))
    assert killer.kills == {"ADD": rounds, "DEL": rounds}
    assert left.things(), "no kill has left anything: they came too early or too late to prove something"
    program.succeed("GC", {**CONFIG, "cni.dev/valid-attachments": None})
    program.assert_nothing_left()


class Left:
    """What is left on the host."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def things(self) -> list[str]:
        """Return the names of all endpoints and namespaces."""
        with self._program.host() as host:
            return [str(one.name) for one in (*host.hcn.endpoints.list(), *host.hcn.namespaces.list())]

    def assert_gone(self, container: str) -> None:
        """Fail if something of a container is left."""
        assert [name for name in self.things() if name.startswith(f"{container}@")] == []
