"""2,000 random sequences of 50 steps through both doors, against the model.

They are meant to take 90 s of processor time in all, without coverage, on one core of a server of today. The run prints
what they took; no test fails for it, since machines are busy with other things.
"""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from . import model
from .machine import TwoDoors

STEPS = 50
PROFILES = ("2019", "2022", "win11", "2025")
SEQUENCES = 500  # for each profile
RIG = os.environ.get("HCSPY_TEST_PROFILE") == "rig"
WANTED = 5 if RIG else SEQUENCES

# What a sequence may meet: were one of these never refused, the rule behind it would not have been tested.
REFUSALS = {value for name, value in vars(model).items() if name.isupper()}


def run(machine: type[TwoDoors], number: int, sequences: int) -> None:
    """Run so many sequences, the same ones each time."""
    wanted = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(machine), settings=wanted)


def complete(machine: type[TwoDoors]) -> int:
    """Return how many sequences had all their steps: Hypothesis ends a few early."""
    return sum(steps == STEPS for steps in machine.lengths)


@pytest.mark.load
@pytest.mark.parametrize("profile", PROFILES)
def test_random_sequences_through_both_doors_agree_with_the_model(profile: str) -> None:
    """No object is lost or left, names, addresses and ports stay unique, and both doors tell the same."""
    machine = type(f"TwoDoors{profile}", (TwoDoors,), {"profile": profile, "lengths": [], "refused": {}})
    started, number = time.process_time(), 0
    while (left := WANTED - complete(machine)) > 0:
        run(machine, number, left)
        number += 1
    spent = time.process_time() - started
    assert complete(machine) >= WANTED
    if not RIG:
        unseen = REFUSALS - {model.PORT_TAKEN if profile == "2019" else model.SHARING_VIOLATION}
        assert unseen - machine.refused.keys() == set()
        print(f"{profile}: {complete(machine)} sequences of {STEPS} steps in {spent:.1f} s")
