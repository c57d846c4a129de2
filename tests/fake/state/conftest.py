"""What the tests of the state share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hcspy.testing.state import State
from hcspy.testing.state.store import Object

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture
def state() -> State:
    """A machine of the default build."""
    return State("2022")


@pytest.fixture
def nat(state: State) -> Object:
    """A NAT network with a known range on it."""
    subnet = {"AddressPrefix": "192.168.100.0/24", "GatewayAddress": "192.168.100.1"}
    return state.networks.create({"Name": "nat", "Type": "nat", "Subnets": [subnet]})


@pytest.fixture
def endpoint(state: State, nat: Object) -> Object:
    """An endpoint on the NAT network."""
    return state.endpoints.create({"VirtualNetwork": nat.id, "Name": "web"})


@pytest.fixture
def sample() -> Callable[[str], Any]:
    """Read a document that was recorded on a real host."""
    return lambda name: json.loads((SAMPLES / name).read_text(encoding="utf-8"))
