"""One small HNSCall, from the client through the C function table to the fake and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unittest.mock import patch

from bench.results import Table
from bench.timing import Effort, Measure, clocked, paired
from hcspy import Host, hns
from hcspy._ffi.filler import fill
from hcspy._ffi.vmcompute import hns_call
from hcspy.codec import loads
from hcspy.hns.services import door
from hcspy.testing import FakeHost

TARGET = 20.0
MICROSECONDS = 1e6
OUTSIDE = "all of it but the JSON"


def tables(effort: Effort) -> Iterator[Table]:
    """Take two calls apart: the smallest answer that there is, and an object."""
    with FakeHost() as fake, fake.connect() as host:
        network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
        yield table(fake, host, "/policylists/", "GET of an empty list", effort, TARGET)
        yield table(fake, host, f"/endpoints/{endpoint.id}", "GET of an endpoint", effort)


def table(fake: FakeHost, host: Host, path: str, title: str, effort: Effort, target: float | None = None) -> Table:
    """Take a call apart.

    The JSON in it is that the client parses the answer: the fake writes an object once and keeps the text until
    the object changes, and a GET has no body. So "all but the JSON" is the same call with a parser that has the result
    ready.
    """
    answer = hns_call(fake.tables, "GET", path)
    call = _forgetting(fake, lambda: host.hns.call("GET", path))
    args = {"method": "GET", "path": path, "object": ""}
    measures = {
        OUTSIDE: _without_parsing(call, answer),
        "in it: through C and back, from a fake that only says this": clocked(_way_through_c(path, answer)),
        "in it: the fake": _forgetting(fake, lambda: fake.respond("vmcompute", "HNSCall", args)),
        "all of it": call,
    }
    pairs = paired(measures, clocked(lambda: loads(answer)), effort)
    found = Table("call", f"One HNSCall: {title}, {len(answer)} characters")
    for name, pair in pairs.items():
        found.add(name, pair.seconds.times(MICROSECONDS), "µs", target if name == OUTSIDE else None)
    return found


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
