"""A run of the harness as a whole: another folder, the tally, the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from . import recordings
from .recordings import SHIPPED, folder

ROOT = Path(__file__).resolve().parents[2]


def replay(vectors: Path) -> subprocess.CompletedProcess[str]:
    """Replay the recordings in a folder in a process of its own."""
    command = [sys.executable, "-m", "pytest", "tests/wire/test_vectors.py", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "HCSPY_VECTORS": str(vectors)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_other_folder_is_replayed_and_counted(tmp_path: Path) -> None:
    """People replay recordings of their own; rows of differences that do not occur in them are no failure."""
    lines = [line for line in (SHIPPED / "hns_v1.jsonl").read_text(encoding="utf-8").split("\n") if line]
    named = {json.loads(line)["name"]: line for line in lines}
    wrong = json.loads(named["hns.network.delete"])
    wrong["calls"][0]["args"]["path"] = "/elsewhere"
    chosen = [named["hns.globals"], named["hns.network.list.null"], json.dumps(wrong)]
    (tmp_path / "mine.jsonl").write_text("\n".join(chosen), encoding="utf-8")
    (tmp_path / "new.jsonl").write_text(json.dumps({"name": "x", "api": "hcn.Unknown"}), encoding="utf-8")
    result = replay(tmp_path)
    tally = [line.split() for line in result.stdout.splitlines() if ".jsonl " in line]
    assert tally == [
        ["mine.jsonl", "1", "passed", "1", "different", "1", "failed"],
        ["new.jsonl", "0", "passed", "0", "different", "1", "failed"],
    ]
    assert "hcn.Unknown has no row in the counterparts table" in result.stdout
    assert "path: ours '/networks/9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f', recorded '/elsewhere'" in result.stdout
    assert result.returncode == 1


def test_empty_folder_fails(tmp_path: Path) -> None:
    """A misspelt HCSPY_VECTORS must not look like a pass."""
    assert replay(tmp_path).returncode == 1


def test_folder_is_the_shipped_one_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the variable the recordings of the project are replayed."""
    monkeypatch.delenv("HCSPY_VECTORS", raising=False)
    assert folder() == SHIPPED
    monkeypatch.setenv("HCSPY_VECTORS", str(tmp_path))
    assert folder() == tmp_path


def test_line_separators_inside_of_texts_do_not_end_a_line(tmp_path: Path) -> None:
    """U+2028 stands in the recordings as it is, and Python's splitlines breaks there."""
    line = json.dumps({"name": "a", "api": "b", "input": {"text": "x\u2028y"}}, ensure_ascii=False)
    (tmp_path / "one.jsonl").write_text(f"{line}\n\n", encoding="utf-8")
    (vector,) = recordings.load(tmp_path)
    assert (vector.input["text"], vector.file) == ("x\u2028y", "one.jsonl")
