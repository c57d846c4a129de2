"""Reading: the service's answer with a list of endpoints becomes models."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from bench import payloads
from bench.results import Table
from bench.timing import Effort, clocked, paired
from hcspy.codec import decode_list, loads
from hcspy.hns import HNSEndpoint

TARGET = 2.0
SIZES = (10, 1_000, 10_000)


def models(answer: bytes) -> tuple[HNSEndpoint, ...]:
    """Read an answer; the models are filled when somebody looks at them."""
    return decode_list(HNSEndpoint, loads(answer)["Output"])


def looked_at(answer: bytes) -> tuple[HNSEndpoint, ...]:
    """Read an answer and look at each endpoint, which fills it: what a search by name does."""
    found = models(answer)
    for endpoint in found:
        endpoint.name  # noqa: B018 -- the look is the point
    return found


def used_up(answer: bytes) -> tuple[HNSEndpoint, ...]:
    """Read an answer and look at every model in it."""
    found = models(answer)
    for endpoint in found:
        for inner in (*endpoint.policies, endpoint.namespace, endpoint.health):
            inner.__class__  # noqa: B018
    return found


def tables(effort: Effort) -> Iterator[Table]:
    """Compare with `orjson.loads` of the same bytes to dicts."""
    return (table(count, effort) for count in SIZES)


def table(count: int, effort: Effort) -> Table:
    """Compare at one size."""
    answer = payloads.answer(effort.size(count))
    candidates = {
        "models": clocked(lambda: models(answer)),
        "models, each endpoint looked at": clocked(lambda: looked_at(answer)),
        "models, everything looked at": clocked(lambda: used_up(answer)),
    }
    pairs = paired(candidates, clocked(lambda: orjson.loads(answer)), effort)
    title = f"Decode {count:,} endpoints, to orjson.loads of the same bytes"
    return Table("decode", title).add_ratios(pairs, {"models": TARGET})
