"""The cost of a call does not grow with what is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from hcspy.testing.wire import Machine

SUBNET = {"AddressPrefix": "10.0.0.0/16", "GatewayAddress": "10.0.0.1"}


def steps_of(work: Callable[[], Any]) -> int:
    """Count the function calls that some work takes: a measure without noise."""
    count = 0

    def see(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def costs(size: int) -> dict[str, int]:
    """Measure each kind of call on a machine with so many endpoints."""
    machine = Machine()
    machine.call("POST", "/networks/", json.dumps({"Name": "n", "Type": "nat", "Subnets": [SUBNET]}))
    body = json.dumps({"VirtualNetworkName": "n", "Name": "x", "Policies": [{"Type": "NAT", "InternalPort": 80}]})
    for _ in range(size):
        machine.call("POST", "/endpoints/", body)
    ids: list[str] = []

    def create() -> None:
        answers = (machine.call("POST", "/endpoints/", body)[1] or "" for _ in range(50))
        ids.extend(json.loads(answer)["Output"]["ID"] for answer in answers)

    def each(method: str) -> Callable[[], None]:
        return lambda: [machine.call(method, f"/endpoints/{id}") for id in ids] and None

    return {
        "create": steps_of(create),
        "get": steps_of(each("GET")),
        "find": steps_of(lambda: machine.state.endpoints.table.first("name", "x")),
        "delete": steps_of(each("DELETE")),
    }


@pytest.mark.load
def test_calls_cost_the_same_at_ten_thousand_endpoints_as_at_a_hundred() -> None:
    """A node's sync of thousands of objects must not take hours in the fake too."""
    few, many = costs(100), costs(10_000)
    for name, cost in many.items():
        assert cost <= 1.5 * few[name], (name, few[name], cost)
