"""hcspy beside other ways to do the same, on the same documents, to the same floor."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from bench import change, decode, encode, payloads
from bench.others import Other, found
from bench.results import Table
from bench.timing import Effort, Measure, clocked, paired

COUNT = 1_000


def tables(effort: Effort) -> Iterator[Table]:
    """Compare everybody with orjson and dicts."""
    return compared(effort, list(found()))


def compared(effort: Effort, others: list[Other]) -> Iterator[Table]:
    """Compare hcspy and some others."""
    many, one = payloads.answer(effort.size(COUNT)), change.answer()
    models = decode.used_up(many)
    documents = payloads.endpoints(effort.size(COUNT))
    ours: dict[str, Measure] = {
        "hcspy": clocked(lambda: decode.models(many)),
        "hcspy, everything looked at": clocked(lambda: decode.used_up(many)),
    }
    theirs = {other.name: other.decode(many) for other in others}
    yield _table(f"Decode {COUNT:,} endpoints", ours | theirs, clocked(lambda: orjson.loads(many)), effort)

    ours = {"hcspy": clocked(lambda: change.suffix(one))}
    theirs = {other.name: other.change(one) for other in others}
    yield _table("GET, modify, PUT", ours | theirs, clocked(lambda: change.suffix_of_dicts(one)), effort)

    new = [encode.made_anew(model) for model in models]
    ours = {
        "hcspy": clocked(lambda: encode.written(models)),
        "hcspy, made anew": clocked(lambda: encode.written(new)),
    }
    theirs = {other.name: other.encode(many) for other in others}
    yield _table(f"Encode {COUNT:,} endpoints", ours | theirs, clocked(lambda: orjson.dumps(documents)), effort)


def _table(title: str, candidates: dict[str, Measure], floor: Measure, effort: Effort) -> Table:
    return Table("rivals", f"{title}, to orjson and dicts").add_ratios(paired(candidates, floor, effort))
