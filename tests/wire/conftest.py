"""Prints what came of the recordings, a line for each file, and how much of the reference data is covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from .coverage import Line
from .runner import Outcome

TALLY = pytest.StashKey[dict[str, Counter[str]]]()
COVERED = pytest.StashKey[list[Line]]()
VERDICTS = ("passed", "different", "failed")


def pytest_configure(config: pytest.Config) -> None:
    """Start the tally of a run."""
    config.stash[TALLY] = {}
    config.stash[COVERED] = []


def note(config: pytest.Config, outcome: Outcome) -> None:
    """Enter what came of one recording."""
    config.stash[TALLY].setdefault(outcome.vector.file, Counter())[outcome.verdict] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tally and the table of coverage, if their tests ran."""
    _section(terminalreporter, "wire recordings", map(_tallied, sorted(terminalreporter.config.stash[TALLY].items())))
    _section(terminalreporter, "reference data", map(_covered, terminalreporter.config.stash[COVERED]))


def _section(reporter: pytest.TerminalReporter, title: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        if number == 0:
            reporter.section(title)
        reporter.write_line(line)


def _tallied(entry: tuple[str, Counter[str]]) -> str:
    file, counts = entry
    return "  ".join([f"{file:28}", *(f"{counts[verdict]:4} {verdict}" for verdict in VERDICTS)])


def _covered(line: Line) -> str:
    return f"{line.what:46}{line.covered:4} of {line.total:4} {line.percent:4} %"
