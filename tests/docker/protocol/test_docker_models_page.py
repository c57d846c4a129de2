"""The reference page of the documents of Docker drivers says what the classes say."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The module that writes the page."""
    return runpy.run_path(str(DOCS / "_gen" / "docker_models_table.py"))


def test_page_of_docker_is_current(generator: dict[str, Any]) -> None:
    """What a member does must not be said twice in two ways: run docs/_gen/docker_models_table.py."""
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


def test_page_of_docker_has_every_class(generator: dict[str, Any]) -> None:
    """A document without its place on the page is found by nobody."""
    assert {name for names in generator["PARTS"].values() for name in names} == generator["models"]()
