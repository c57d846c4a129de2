"""The pages about the command line: the reference is generated, the examples of the how-to are run."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hcspy.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"
ELISION = "..."


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The module that writes the page."""
    return runpy.run_path(str(DOCS / "_gen" / "cli_reference.py"))


def test_reference_page_is_current(generator: dict[str, Any]) -> None:
    """An option that the page lacks is an option that nobody finds: run docs/_gen/cli_reference.py."""
    assert generator["PAGE"].read_text(encoding="utf-8") == generator["render"]()


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Yield the command lines of a page's consoles with what is printed below them."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            yield line, shown


def fits(shown: str, printed: str) -> bool:
    """Tell whether an output is what the page shows; a line of three dots stands for any lines."""
    wanted = [re.escape(line) for line in shown.splitlines()]
    pattern = "\n".join(wanted).replace(re.escape(ELISION), ".*?")
    return re.fullmatch(pattern, printed.rstrip("\n"), re.DOTALL) is not None


@pytest.mark.parametrize("page", ["use-the-command-line", "run-containers-from-the-command-line"])
def test_how_to_page_shows_what_happens(page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who types the examples must see what the page shows, line by line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    code = 0
    for line, shown in commands(f"how-to/{page}.md"):
        input, pipe, command = line.rpartition(" | ")
        program, *words = shlex.split(command)
        match program, words:
            case "export", [setting]:
                monkeypatch.setenv(*setting.split("=", 1))
            case "echo", ["$?"]:
                assert shown.strip() == str(code)
            case "hcspy", _:
                text = input.removeprefix("echo ") + "\n" if pipe else None
                result = CliRunner().invoke(app, words, input=text)
                code = result.exit_code
                assert fits(shown, result.output), f"{line}\n{result.output}"
            case _:
                pytest.fail(f"{line}: what is that?")
