"""Paired measurement: in every round a candidate runs next to the base, and what counts is the ratio of the two.

A machine is never quiet. Whatever slows it down for a while slows both halves of a pair, so the ratio stays; the median
of many rounds and its quartiles say how sure it is. Time is CPU time of the process, and the cyclic garbage collector
is off while the clock runs, as `timeit` has it, since its cost depends on what else lives in the process.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Measure = Callable[[int], float]
"""Does something so many times, and returns the seconds of CPU time that one time takes."""


@dataclass(frozen=True)
class Effort:
    """How much goes into a measurement: rounds, seconds of half a pair, seconds in all, objects in a document."""

    rounds: int = 21
    least: float = 0.02
    budget: float = 60.0
    most: int = 1_000_000

    def size(self, count: int) -> int:
        """Return how many objects to take where so many are meant."""
        return min(count, self.most)


QUICK = Effort(rounds=1, least=0.0, budget=0.0, most=12)
"""Once is enough: for the tests of the benchmarks."""


class Spread(NamedTuple):
    """A median and its quartiles."""

    median: float
    lower: float
    upper: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Spread:
        """Return the median and the quartiles of some numbers."""
        ordered = sorted(numbers)
        last = len(ordered) - 1
        return cls(statistics.median(ordered), ordered[last // 4], ordered[last - last // 4])

    def times(self, factor: float) -> Spread:
        """Return the same in another unit."""
        return Spread(*(number * factor for number in self))


@dataclass(frozen=True)
class Pairs:
    """The rounds of one candidate: its own seconds, and those of the base beside it."""

    own: list[float]
    base: list[float]

    @property
    def ratio(self) -> Spread:
        """How many times as long as the base it takes."""
        return Spread.of([own / base for own, base in zip(self.own, self.base, strict=True)])

    @property
    def difference(self) -> Spread:
        """How many seconds longer than the base it takes."""
        return Spread.of([own - base for own, base in zip(self.own, self.base, strict=True)])

    @property
    def seconds(self) -> Spread:
        """How long it takes."""
        return Spread.of(self.own)


def clocked(function: Callable[[], object]) -> Measure:
    """Return the measure of a function."""

    def measure(times: int) -> float:
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            for _ in range(times):
                function()
            return max(time.process_time() - start, 1e-9) / times
        finally:
            gc.enable()

    return measure


def paired(candidates: Mapping[str, Measure], base: Measure, effort: Effort) -> dict[str, Pairs]:
    """Measure each candidate next to the base, in changing order, until rounds or budget are spent."""
    times = {name: _enough(measure, effort) for name, measure in candidates.items()}
    of_base = _enough(base, effort)
    pairs = {name: Pairs([], []) for name in candidates}
    end = time.perf_counter() + effort.budget
    for number in range(effort.rounds):
        for name in random.sample(list(candidates), len(candidates)):
            halves = [(pairs[name].own, candidates[name], times[name]), (pairs[name].base, base, of_base)]
            for kept, measure, count in halves if number % 2 else reversed(halves):
                kept.append(measure(count))
        if time.perf_counter() > end and number >= 4:
            break
    return pairs


def _enough(measure: Measure, effort: Effort) -> int:
    """Warm up, and say how many times fill half a pair."""
    if not effort.least:
        return 1
    measure(1)
    times = 1
    # Not by one short measurement: the clock of Windows does not move for 16 ms, and a single time takes none.
    while measure(times) * times < effort.least:
        times *= 2
    return times
