"""Tests of other folders that run here once more: the same functions, with the DLLs between them and the fake."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]


def borrowed(folder: str, modules: Iterable[str], *, but: Iterable[str] = ()) -> dict[str, Any]:
    """Return the tests of modules by name, but for some; a name that is taken gets that of its module behind it."""
    sys.path.append(str(TESTS / folder))
    found: dict[str, Any] = {}
    for name in modules:
        if name not in sys.modules:  # it is there, and rewritten, if its own tests run along
            pytest.register_assert_rewrite(name)
        for key, test in vars(importlib.import_module(name)).items():
            if key.startswith("test_"):
                found[f"{key}_of_{name.rpartition('.')[2]}" if key in found else key] = test
    assert set(but) <= found.keys(), set(but) - found.keys()
    return {name: test for name, test in found.items() if name not in but}


def fixtures(folder: str, *, but: Iterable[str] = ()) -> dict[str, Any]:
    """Return what the conftest of a folder has, but for some; under its own name it would be one of many."""
    path = TESTS / folder / "conftest.py"
    spec = importlib.util.spec_from_file_location(f"conftest of {folder}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: value for name, value in vars(module).items() if not name.startswith("_") and name not in but}
