"""One small HNSCall, from the client through the C function table to the fake and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.results import Table
from bench.timing import Effort, Measure, clocked, paired
from hcspy import hns
from hcspy._ffi.filler import fill
from hcspy._ffi.vmcompute import hns_call
from hcspy.codec import loads
from hcspy.testing import FakeHost

TARGET = 20.0
MICROSECONDS = 1e6


def tables(effort: Effort) -> Iterator[Table]:
    """Take the call apart: all of it, the JSON in it, the way through C, the fake, the client.

    The JSON is what this call really does of it: the client parses the answer. The fake writes an object once and keeps
    the text until the object changes, and a GET has no body.
    """
    with FakeHost() as fake, fake.connect() as host:
        network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
        path = f"/endpoints/{endpoint.id}"
        answer = hns_call(fake.tables, "GET", path)
        steps = {
            "outside of JSON": lambda: host.hns.call("GET", path),
            "through C, with a fake that always says the same": _way_through_c(path, answer),
            "the fake": lambda: fake.respond("vmcompute", "HNSCall", {"method": "GET", "path": path, "object": ""}),
            "all of it": lambda: host.hns.call("GET", path),
            "all of it, as a model": lambda: host.hns.endpoints.get(endpoint.id),
        }
        measures = {name: _forgetting(fake, step) for name, step in steps.items()}
        pairs = paired(measures, clocked(lambda: loads(answer)), effort)
    table = Table("call", f"One HNSCall: GET of an endpoint, {len(answer)} characters, microseconds")
    for name, found in pairs.items():
        outside = name == "outside of JSON"
        spread = found.difference if outside else found.seconds
        table.add(name, spread.times(MICROSECONDS), "µs", TARGET if outside else None)
    yield table


def _way_through_c(path: str, answer: str) -> Callable[[], object]:
    reply: Mapping[str, Any] = {"hresult": 0, "response": answer}
    tables = fill(lambda dll, export, args: reply)
    return lambda: hns_call(tables, "GET", path)


def _forgetting(fake: FakeHost, step: Callable[[], object]) -> Measure:
    """Return the measure of a step that starts with an empty record of calls, as a test does."""
    measure = clocked(step)

    def measured(times: int) -> float:
        fake.calls.clear()
        return measure(times)

    return measured
