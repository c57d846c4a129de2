"""Writing: models become a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import orjson

from bench import payloads
from bench.decode import used_up
from bench.results import Table
from bench.timing import Effort, clocked, paired
from hcspy.codec import dumps, encode, evolve
from hcspy.hns import HNSEndpoint

TARGET = 2.0
COUNT = 1_000


def written(endpoints: Sequence[HNSEndpoint]) -> str:
    """Write endpoints as one document."""
    return dumps([encode(endpoint) for endpoint in endpoints])


def made_anew(model: attrs.AttrsInstance) -> attrs.AttrsInstance:
    """Return a model with the same attributes that no document stands behind, and the models in it likewise."""
    names = [attribute.name for attribute in attrs.fields(type(model)) if attribute.name != "_wire"]
    return type(model)(**{name: _anew(getattr(model, name)) for name in names})


def _anew(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_anew, value))
    return made_anew(value) if attrs.has(value.__class__) else value


def tables(effort: Effort) -> Iterator[Table]:
    """Compare with `orjson.dumps` of the same documents: of models as they were read, changed ones, and new ones."""
    read = used_up(payloads.answer(effort.size(COUNT)))
    table = Table("encode", f"Encode {COUNT:,} endpoints, to orjson.dumps of the same documents")
    kinds = {
        "as they were read": read,
        "one member changed": [evolve(endpoint, dns_suffix="example.com") for endpoint in read],
        "made anew": [made_anew(endpoint) for endpoint in read],
    }
    for name, endpoints in kinds.items():
        documents = [orjson.loads(dumps(encode(endpoint))) for endpoint in endpoints]
        candidate = {name: clocked(lambda models=endpoints: written(models))}  # type: ignore[misc]
        pairs = paired(candidate, clocked(lambda dicts=documents: orjson.dumps(dicts)), effort)  # type: ignore[misc]
        table.add_ratios(pairs, {"as they were read": TARGET})
    yield table
