"""The reference page of the documents of CNI says what the classes say."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The module that writes the page."""
    return runpy.run_path(str(DOCS / "_gen" / "cni_models_table.py"))


def test_page_of_cni_is_current(generator: dict[str, Any]) -> None:
    """What a member does must not be said twice in two ways: run docs/_gen/cni_models_table.py."""
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


def test_page_of_cni_has_every_class(generator: dict[str, Any]) -> None:
    """A document without its place on the page is found by nobody."""
    parts = {**generator["PARTS"], **generator["PLUGIN"]}
    assert {name for names in parts.values() for name in names} == generator["models"]()
