"""Prints what came of the recordings: passed, different and failed, a line for each file."""

from __future__ import annotations

from collections import Counter

import pytest

from .runner import Outcome

TALLY = pytest.StashKey[dict[str, Counter[str]]]()
VERDICTS = ("passed", "different", "failed")


def pytest_configure(config: pytest.Config) -> None:
    """Start the tally of a run."""
    config.stash[TALLY] = {}


def note(config: pytest.Config, outcome: Outcome) -> None:
    """Enter what came of one recording."""
    config.stash[TALLY].setdefault(outcome.vector.file, Counter())[outcome.verdict] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tally."""
    tally = terminalreporter.config.stash.get(TALLY, {})
    if tally:
        terminalreporter.section("wire recordings")
    for file, counts in sorted(tally.items()):
        terminalreporter.write_line(
            "  ".join([f"{file:28}", *(f"{counts[verdict]:4} {verdict}" for verdict in VERDICTS)])
        )
