"""The reference pages about errors say what the tables say."""

from __future__ import annotations

import runpy
import textwrap
from pathlib import Path
from typing import Any

import pytest

import hcspy.errors as errors

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The module that writes the page."""
    return runpy.run_path(str(DOCS / "_gen" / "errors_table.py"))


def test_table_page_is_current(generator: dict[str, Any]) -> None:
    """Advice that was mended in the table must not stay wrong on the page: run docs/_gen/errors_table.py."""
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


def test_errors_page_draws_the_tree_as_it_is() -> None:
    """The page is where people choose their except clauses."""
    drawing = (errors.__doc__ or "").split("::\n\n")[1].split("\n\n")[0]
    assert textwrap.dedent(drawing) in (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
