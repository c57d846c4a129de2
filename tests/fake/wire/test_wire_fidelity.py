"""The page that says how faithful the fake is, held against the code."""

from __future__ import annotations

import re
from pathlib import Path

import hcspy.testing.wire

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "fidelity.md"
CODE = Path(hcspy.testing.wire.__file__).parents[1]
RULE = re.compile(r"\b(?:HNS|HCN|HCS|NET)-[A-Z]\d\d\b")
EVIDENCE = {"recorded", "asserted by tests", "documented", "relied on by clients", "inferred"}


def rows() -> list[list[str]]:
    """Read the rows of the page's tables of rules."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    tables = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| "))
    return [cells for cells in tables if RULE.fullmatch(cells[0])]


def marked() -> set[str]:
    """Read the rules that the code's comments name."""
    files = CODE.rglob("*.py")
    comments = (
        line.partition("# fidelity:")[2] for file in files for line in file.read_text(encoding="utf-8").splitlines()
    )
    return {rule for comment in comments for rule in RULE.findall(comment)}


def test_each_rule_of_the_code_is_on_the_page_and_the_other_way_round() -> None:
    """A behaviour that the page does not own up to would pass for recorded."""
    listed = [cells[0] for cells in rows()]
    assert len(listed) == len(set(listed))
    assert set(listed) - marked() == set()
    assert marked() - set(listed) == set()


def test_each_rule_has_a_kind_of_evidence_and_a_source() -> None:
    """Only what is inferred may go without a source."""
    for rule, behaviour, evidence, source in rows():
        assert set(evidence.split(", ")) <= EVIDENCE, rule
        assert behaviour.endswith("."), rule
        assert source or evidence == "inferred", rule


def test_rules_are_numbered_without_gaps() -> None:
    """A gap is a rule that got lost."""
    areas: dict[str, list[int]] = {}
    for cells in rows():
        areas.setdefault(cells[0][:-2], []).append(int(cells[0][-2:]))
    for area, numbers in areas.items():
        assert numbers == list(range(1, len(numbers) + 1)), area
