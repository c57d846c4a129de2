"""Run benchmarks and print what they found.

python -m bench                     all of them, some minutes
python -m bench decode change       those two
python -m bench --json FILE --plot FILE.svg
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bench.results import Table, as_json
from bench.timing import Effort

BENCHES = ("decode", "change", "encode", "start", "call", "growth", "hcn", "hcs", "docker", "rivals", "fallback")


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    first, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        "python -m bench", description=first, epilog=rest, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHES], help=", ".join(BENCHES))
    parser.add_argument("--rounds", type=int, default=Effort.rounds, help="pairs of each measurement")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them (needs matplotlib)")
    return parser.parse_args(words)


def run(names: Sequence[str], effort: Effort) -> Iterator[Table]:
    """Run benchmarks one after the other."""
    for name in names:
        yield from import_module(f"bench.{name}").tables(effort)


def main() -> None:
    """Run what the command line asks for."""
    given = arguments()
    found = []
    for table in run(given.names or BENCHES, Effort(rounds=given.rounds)):
        print(*table.lines(), sep="\n", flush=True)
        found.append(table)
    if given.json:
        given.json.write_text(json.dumps(as_json(found), indent=2), encoding="utf-8")
    if given.plot:
        from bench.plot import draw

        draw(found, given.plot)


if __name__ == "__main__":
    main()
