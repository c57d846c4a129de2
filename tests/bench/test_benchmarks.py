"""The benchmarks themselves: that they run and say something. How fast anything is no test decides."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import change, decode, encode, payloads, results, rivals
from bench.__main__ import BENCHES, arguments, run
from bench.others import plain_cattrs
from bench.timing import QUICK, Effort, Spread, clocked, paired
from hcspy.hns import HNSEndpoint

ALONE = [name for name in BENCHES if name != "rivals"]  # which needs packages that only the benchmarks need


@pytest.mark.parametrize("name", ALONE)
def test_benchmark_gives_numbers(name: str) -> None:
    """A benchmark that breaks is noticed months later, when somebody wants to know."""
    tables = list(run([name], QUICK))
    assert tables
    for table in tables:
        assert table.rows
        for row in table.rows:
            assert row.value.lower <= row.value.median <= row.value.upper


def test_rivals_do_the_same_work() -> None:
    """A comparison is only fair if everybody reads and writes the same."""
    tables = list(rivals.compared(QUICK, [plain_cattrs.Way()]))
    assert [len(table.rows) for table in tables] == [3, 2, 3]


def test_plain_cattrs_reads_what_is_there() -> None:
    """A rival that drops members looks faster than it is."""
    (endpoint,) = plain_cattrs.Way()._read(payloads.answer(1))
    assert endpoint.Namespace.CompartmentId == 2
    assert [getattr(policy, "Type", None) for policy in endpoint.Policies] == [
        "OutBoundNAT", "ROUTE", "ACL", "NAT", "L2Driver", None,
    ]  # fmt: skip


def test_floor_and_model_change_the_same() -> None:
    """The ratio says nothing if the floor writes another document."""
    text = change.answer()
    assert json.loads(change.suffix(text)) == json.loads(change.suffix_of_dicts(text))
    assert json.loads(change.rule(text)) == json.loads(change.rule_of_dicts(text))


def test_models_made_anew_have_no_document_behind_them() -> None:
    """Writing them would cost nothing otherwise."""
    (read,) = decode.used_up(payloads.answer(1))
    new = encode.made_anew(read)
    assert isinstance(new, HNSEndpoint)
    assert (new._wire, new.policies[2]._wire) == (None, None)
    assert (new.name, new.policies[2]) == (read.name, read.policies[2])


def test_payload_is_always_the_same() -> None:
    """Numbers of two runs compare only if the documents do."""
    assert payloads.answer(3) == payloads.answer(3)


def test_pairs_tell_ratio_and_difference() -> None:
    """What takes twice as long has to show as two."""
    pairs = paired({"twice": lambda times: 2.0}, lambda times: 1.0, Effort(rounds=3, least=0.1))
    assert pairs["twice"].ratio == Spread(2.0, 2.0, 2.0)
    assert pairs["twice"].difference == Spread(1.0, 1.0, 1.0)


def test_budget_ends_a_measurement() -> None:
    """A slow machine still finishes."""
    pairs = paired({"one": lambda times: 1.0}, lambda times: 1.0, Effort(rounds=1000, least=0.0, budget=0.0))
    assert len(pairs["one"].own) == 5


def test_clock_counts_one_time() -> None:
    """Seconds for all and seconds for one differ by the number of times."""
    assert clocked(lambda: None)(1000) < 0.001


def test_table_says_which_target_is_missed() -> None:
    """A missed target must be seen."""
    table = results.Table("t", "Things")
    table.add("slow", Spread(3.0, 2.0, 4.0), target=2.0)
    table.add("fast", Spread(1.0, 1.0, 1.0), target=2.0)
    table.add("other", Spread(1.0, 1.0, 1.0), "ms")
    lines = list(table.lines())
    assert lines[0] == "### Things"
    assert [line.split("|")[-2].strip() for line in lines[4:7]] == ["missed", "met", ""]


def test_command_line_takes_names() -> None:
    """The rest of the benchmarks takes minutes."""
    assert arguments(["decode", "call"]).names == ["decode", "call"]
    assert arguments([]).names == []


def test_results_are_written_as_json(tmp_path: Path) -> None:
    """Figures and comparisons of two releases are made from the file."""
    file = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "change", "--rounds", "1", "--json", str(file)]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    (table,) = json.loads(file.read_text(encoding="utf-8"))
    assert table["rows"][0]["value"]["median"] > 0
    assert "GET, modify, PUT" in printed
