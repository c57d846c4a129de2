"""What the fake's compute service does at its exports, through the DLLs: the tests of tests/fake/compute once more.

Behaviours 29 to 41 and rules 17 to 20 are among them. Left out is what is not about exports: programs by
themselves, threads, state files, and handles that only the fake's own tables can have.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy.testing import FakeHost

from .borrowed import borrowed
from .local import Behind, Local

MODULES = (
    "behaviours",
    "changes",
    "commandlines",
    "lifecycle",
    "network",
    "news",
    "operations",
    "processes",
    "rules",
    "scratch",
)

# These compare replies as a fake words them, where C has NULL, or give the fake what C cannot.
ELSEWHERE = {
    "test_callback_that_raises_ends_its_registration_and_no_other",
    "test_failing_calls_leave_nothing_open",
    "test_files_of_machines_are_granted_and_made",
    "test_injected_failure_has_the_words_of_the_service",
    "test_options_of_a_creation_carry_the_callback",
    "test_wrong_handles_and_places_of_the_first_door_are_refused",
}

globals().update(borrowed("fake", [f"compute.test_compute_{name}" for name in MODULES], but=ELSEWHERE))

from compute.conftest import build, door, first, second  # noqa: E402, F401
from compute.test_compute_network import network  # noqa: E402, F401
from compute.test_compute_scratch import host  # noqa: E402, F401


@pytest.fixture
def fake(build: str, local: Local) -> Iterator[Behind]:  # noqa: F811
    """A fake host that the DLLs ask."""
    with FakeHost(build) as played, local.asked_for(played) as behind:
        yield behind
