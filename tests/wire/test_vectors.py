"""Every recording of hcsshim, replayed: hcspy makes the same calls and means the same by the answers."""

from __future__ import annotations

from collections import Counter

import pytest

from . import observed
from .conftest import note
from .differences import DIFFERENCES, unused
from .recordings import SHIPPED, Vector, folder, load
from .runner import Outcome, run

RECORDED = [*load(SHIPPED), *observed.load()]
VECTORS = RECORDED if folder() == SHIPPED else list(load(folder()))


@pytest.mark.parametrize("vector", [pytest.param(vector, id=vector.name) for vector in VECTORS])
def test_recording(vector: Vector, request: pytest.FixtureRequest) -> None:
    """Programs that move from hcsshim would ask something else of Windows, or read its answers differently."""
    outcome = Outcome(vector, ["the run was broken off"])
    try:
        outcome = run(vector)
    finally:
        note(request.config, outcome)
    assert not outcome.problems, "\n".join([vector.name, *outcome.problems])


def test_every_difference_changes_a_recording() -> None:
    """A difference that no recording shows is out of date, or nobody has checked that it is one."""
    assert unused(RECORDED, DIFFERENCES) == []


def test_names_of_recordings_are_unique() -> None:
    """Two recordings of one name could not be told apart in the table of differences."""
    assert [name for name, count in Counter(vector.name for vector in VECTORS).items() if count > 1] == []


def test_there_are_recordings() -> None:
    """A folder that is empty, or misspelt in HCSPY_VECTORS, would pass without anything replayed."""
    assert VECTORS
