"""The pages about features and about lint."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hcspy.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "check-documents-for-other-windows.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The module that writes the page."""
    return runpy.run_path(str(DOCS / "_gen" / "features_table.py"))


def test_reference_page_is_current(generator: dict[str, Any]) -> None:
    """What the page says must be what `supported` answers and `lint` finds: run docs/_gen/features_table.py."""
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


def test_how_to_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    """The first example is what people copy; its output is what they compare with."""
    example, shown = re.findall(r"```(?:python|text)\n(.*?)```", HOW_TO, re.DOTALL)[:2]
    exec(example, {})
    assert capsys.readouterr().out == shown


def test_how_to_commands_print_what_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who types the examples must see what the page shows; three dots stand for anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("HCSPY_HOST", raising=False)
    for block in re.findall(r"```console\n(.*?)```", HOW_TO, re.DOTALL):
        for part in re.split(r"^\$ hcspy ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            result = CliRunner().invoke(app, shlex.split(line))
            pattern = re.escape(shown.rstrip()).replace(re.escape(" ..."), ".*?").replace(re.escape("..."), ".*?")
            assert re.fullmatch(pattern, result.output.rstrip(), re.DOTALL), f"{line}\n{result.output}"
