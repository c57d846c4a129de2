"""Starting: what the import and the first document cost above the bare interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from bench import payloads
from bench.results import Table
from bench.timing import Effort, Measure, paired

IMPORT = 10.0
IMPORT_HCS = 40.0
FIRST = 100.0
MILLISECONDS = 1e3

# The CPU time of a process counts from its start, so the interpreter's own is in it.
BARE = "import time; print(time.process_time())"
IMPORTED = f"import hcspy; {BARE}"
IMPORTED_HCS = f"import hcspy.hcs; {BARE}"
DECODED = f"import hcspy; from hcspy.hns import HNSEndpoint; hcspy.from_json(HNSEndpoint, TEXT).name; {BARE}"


def run(program: str) -> Measure:
    """Return the measure of a Python program in a process of its own, which prints its CPU time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def measure(times: int) -> float:
        command = [sys.executable, "-c", program]
        outputs = [subprocess.check_output(command, env=environment, encoding="utf-8") for _ in range(times)]
        return sum(map(float, outputs)) / times

    return measure


def tables(effort: Effort) -> Iterator[Table]:
    """Take the difference to an interpreter that does nothing."""
    document = payloads.text(payloads.endpoints(1)[0])
    programs = {
        "import hcspy": run(IMPORTED),
        "import hcspy.hcs": run(IMPORTED_HCS),
        "import and first decode": run(DECODED.replace("TEXT", repr(document))),
    }
    pairs = paired(programs, run(BARE), effort)
    table = Table("start", "Start, above the bare interpreter")
    for (name, found), target in zip(pairs.items(), (IMPORT, IMPORT_HCS, FIRST), strict=True):
        table.add(name, found.difference.times(MILLISECONDS), "ms", target)
    yield table
