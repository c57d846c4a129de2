"""What an operation returns when it has ended well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hcspy.errors import InvalidStateError
from hcspy.hcs import Operation, System

VERBS: dict[str, Callable[[System], Operation[None]]] = {
    "start": System.start_nowait,
    "pause": System.pause_nowait,
    "resume": System.resume_nowait,
    "shutdown": System.shutdown_nowait,
}


def test_verb_returns_nothing_through_either_door(system: System) -> None:
    """computecore.dll answers with a text, vmcompute.dll with a notification: a program must not see which it was."""
    results = {name: begin(system).result(30) for name, begin in VERBS.items()}
    assert results == dict.fromkeys(VERBS)


def test_failure_is_told_through_either_door(system: System) -> None:
    """What drops the document must not drop the error."""
    with pytest.raises(InvalidStateError):
        system.pause_nowait().result(30)


def test_one_that_is_over_returns_nothing_either(system: System) -> None:
    """The service says that it has ended already, in words or by a code."""
    system.terminate()
    assert system.shutdown_nowait().result() is None
