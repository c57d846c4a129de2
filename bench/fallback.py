"""What it costs to do without msgspec and orjson: json of the standard library in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench import change, decode, encode, payloads
from bench.results import Table
from bench.timing import Effort, clocked, paired
from hcspy.codec import text

COUNT = 1_000


def without(function: Callable[[], object]) -> Callable[[], object]:
    """Return a function that does the same as if neither were installed."""

    def slowly() -> object:
        read, text.fast_read = text.fast_read, None
        write, text.fast_write = text.fast_write, None
        try:
            return function()
        finally:
            text.fast_read, text.fast_write = read, write

    return slowly


def tables(effort: Effort) -> Iterator[Table]:
    """Compare each with itself with them."""
    answer, one = payloads.answer(effort.size(COUNT)), change.answer()
    models = decode.models(answer)
    table = Table("fallback", "Without msgspec and orjson, to the same with them")
    works: dict[str, Callable[[], object]] = {
        f"decode {COUNT:,} endpoints": lambda: decode.models(answer),
        "GET, modify, PUT": lambda: change.suffix(one),
        f"encode {COUNT:,} endpoints": lambda: encode.written(models),
    }
    for name, work in works.items():
        table.add_ratios(paired({name: clocked(without(work))}, clocked(work), effort))
    yield table
