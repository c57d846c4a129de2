"""One small HNSCall, from the client through the C function table to the fake and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unittest.mock import patch

from bench.results import Table
from bench.timing import Effort, Measure, clocked, paired
from hcspy import hns
from hcspy._ffi.filler import fill
from hcspy._ffi.vmcompute import hns_call
from hcspy.codec import loads
from hcspy.hns.services import door
from hcspy.testing import FakeHost

TARGET = 20.0
MICROSECONDS = 1e6
OUTSIDE = "all of it but the JSON"


def tables(effort: Effort) -> Iterator[Table]:
    """Take the call apart.

    The JSON in it is that the client parses the answer: the fake writes an object once and keeps the text until
    the object changes, and a GET has no body. So "all but the JSON" is the same call with a parser that has the result
    ready.
    """
    with FakeHost() as fake, fake.connect() as host:
        network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
        path = f"/endpoints/{endpoint.id}"
        answer = hns_call(fake.tables, "GET", path)
        call = _forgetting(fake, lambda: host.hns.call("GET", path))
        args = {"method": "GET", "path": path, "object": ""}
        measures = {
            OUTSIDE: _without_parsing(call, answer),
            "in it: through C and back, from a fake that only says this": clocked(_way_through_c(path, answer)),
            "in it: the fake": _forgetting(fake, lambda: fake.respond("vmcompute", "HNSCall", args)),
            "all of it": call,
            "all of it, and a model of the answer": _forgetting(fake, lambda: host.hns.endpoints.get(endpoint.id)),
        }
        pairs = paired(measures, clocked(lambda: loads(answer)), effort)
    table = Table("call", f"One HNSCall: GET of an endpoint, {len(answer)} characters")
    for name, found in pairs.items():
        table.add(name, found.seconds.times(MICROSECONDS), "µs", TARGET if name == OUTSIDE else None)
    yield table


def _way_through_c(path: str, answer: str) -> Callable[[], object]:
    reply: Mapping[str, Any] = {"hresult": 0, "response": answer}
    tables = fill(lambda dll, export, args: reply)
    return lambda: hns_call(tables, "GET", path)


def _without_parsing(call: Measure, answer: str) -> Measure:
    ready = loads(answer)

    def measured(times: int) -> float:
        with patch.object(door, "loads", lambda text: ready):
            return call(times)

    return measured


def _forgetting(fake: FakeHost, step: Callable[[], object]) -> Measure:
    """Return the measure of a step that starts with an empty record of calls, as a test does."""
    measure = clocked(step)

    def measured(times: int) -> float:
        fake.calls.clear()
        return measure(times)

    return measured
