"""What the fake's own work costs in a machine with few endpoints and in one with many."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bench.results import Table
from bench.timing import Effort, Measure, clocked, paired
from hcspy import hns
from hcspy.testing import FakeHost

TARGET = 1.5
MILLISECONDS = 1e3
FEW, MANY = 100, 10_000
ASKED = 100
"""So many endpoints, spread over all, are asked for in turn: as many of either node, so that no cache decides."""


class Node:
    """A fake with a network and so many endpoints on it."""

    def __init__(self, count: int) -> None:
        self.fake = FakeHost()
        self.host = self.fake.connect()
        subnet = hns.Subnet(address_prefix="10.0.0.0/8", gateway_address="10.0.0.1")
        # The service's own pool has 4,096 addresses and gives them out again when all are taken.
        pool = hns.MacPool(start_mac_address="00-15-5D-00-00-00", end_mac_address="00-15-5D-FF-FF-FF")
        network = hns.HNSNetwork(name="pods", type="L2Bridge", subnets=[subnet], mac_pools=[pool])
        self.network = str(self.host.hns.networks.create(network).id)
        with self.fake.machine() as machine:
            self.endpoints = machine.state.endpoints
        self.count = count
        self.ids = [self.create(name_of(number)) for number in range(count)]
        self.turns = itertools.cycle(range(0, count, max(1, count // ASKED)))

    def create(self, name: str) -> str:
        """Make an endpoint and return its id."""
        return self.endpoints.create({"Name": name, "VirtualNetwork": self.network}).id

    def turn(self) -> int:
        """Return the number of the endpoint whose turn it is."""
        return next(self.turns)

    def get(self) -> object:
        """Get an endpoint by its id."""
        return self.endpoints.get(self.ids[self.turn()])

    def find(self) -> object:
        """Find an endpoint by its name."""
        return self.endpoints.table.first("name", name_of(self.turn()))

    def creation(self, times: int) -> float:
        """Measure how long it takes to create an endpoint."""
        new: list[str] = []
        taken = clocked(lambda: new.append(self.create("new")))(times)
        for id in new:
            self.endpoints.delete(id)
        return taken

    def deletion(self, times: int) -> float:
        """Measure how long it takes to delete an endpoint."""
        new = [self.create("new") for _ in range(times)]
        return clocked(lambda: self.endpoints.delete(new.pop()))(times)

    def search(self) -> object:
        """Search an endpoint by its name from the client, which has to list all."""
        return self.host.hns.endpoints.find(name=name_of(self.turn()))


def name_of(number: int) -> str:
    """Return the name of an endpoint."""
    return f"pod-{number}"


def operations(node: Node) -> dict[str, Measure]:
    """Return the measures of what the fake does."""
    return {
        "create": node.creation,
        "get": clocked(node.get),
        "find by name": clocked(node.find),
        "delete": node.deletion,
    }


def tables(effort: Effort) -> Iterator[Table]:
    """Compare many endpoints with few, operation by operation."""
    few, many = Node(effort.size(FEW)), Node(effort.size(MANY))
    of_few = operations(few)
    table = Table("growth", f"The fake with {MANY:,} endpoints, to itself with {FEW}")
    for name, measure in operations(many).items():
        table.add_ratios(paired({name: measure}, of_few[name], effort), {name: TARGET})
    yield table
    searches = {f"{node.count:,} endpoints": clocked(node.search) for node in (few, many)}
    found = Table("growth", "find(name=...) through the client, which lists all: HNS v1 has no filters")
    for name, pair in paired(searches, clocked(few.search), effort).items():
        found.add(name, pair.seconds.times(MILLISECONDS), "ms")
    yield found
