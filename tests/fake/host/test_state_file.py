"""A state file that several processes share."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hcspy.testing.node import files
from hcspy.testing.node.files import StateFile, StateFileError

ADD = """
import sys
from hcspy.testing.node.files import StateFile

file = StateFile(sys.argv[1])
known = {"n": 0}
for _ in range(int(sys.argv[2])):
    with file.locked():
        try:
            known = file.read() or known
        except FileNotFoundError:
            pass
        known = {"n": known["n"] + 1}
        file.write(known)
file.close()
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[StateFile]:
    file = StateFile(tmp_path / "node.json", patience=0.05)
    yield file
    file.close()


def put(file: StateFile, document: dict[str, Any]) -> None:
    with file.locked():
        file.write(document)


def get(file: StateFile) -> dict[str, Any] | None:
    with file.locked():
        return file.read()


def test_missing_file_is_told_apart(file: StateFile) -> None:
    """No state yet is the start of a machine, not a failure."""
    with pytest.raises(FileNotFoundError):
        get(file)


def test_own_change_is_not_read_again(file: StateFile) -> None:
    """A call on an unchanged state must not parse the file."""
    put(file, {"a": 1})
    assert get(file) is None


def test_foreign_change_is_seen(file: StateFile) -> None:
    """Two programs that share a node see each other's objects."""
    other = StateFile(file.path)
    put(file, {"a": 1})
    assert get(other) == {"a": 1}
    put(other, {"a": 2})
    assert get(file) == {"a": 2}
    other.close()


def test_change_by_hand_is_seen(file: StateFile) -> None:
    """A person may edit the state between two calls."""
    put(file, {"a": 1})
    file.path.write_text('{"a": 3000}', encoding="utf-8")
    assert get(file) == {"a": 3000}


def test_change_that_looks_the_same_is_seen(file: StateFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time, size and inode of two versions can coincide; the mark in the lock file still differs."""
    other = StateFile(file.path)
    status = SimpleNamespace(st_mtime_ns=1, st_size=1, st_ino=1)
    monkeypatch.setattr(Path, "stat", lambda self: status)
    put(file, {"a": 1})
    put(other, {"a": 2})
    assert get(file) == {"a": 2}
    other.close()


def test_forget_reads_again(file: StateFile) -> None:
    """After a call that failed half way the file is the truth."""
    put(file, {"a": 1})
    file.forget()
    assert get(file) == {"a": 1}


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff\xfe", '{"a": 1', "[" * 200_000])
def test_damaged_file_is_named_and_left_untouched(file: StateFile, text: str) -> None:
    """Whoever hits a damaged state wants to repair it, not to find it overwritten."""
    data = text.encode("latin-1")
    file.path.write_bytes(data)
    with pytest.raises(StateFileError, match=r"node\.json is damaged"):
        get(file)
    assert file.path.read_bytes() == data


def test_lone_surrogates_survive(file: StateFile) -> None:
    """Windows names may hold half a character; the state keeps it."""
    other = StateFile(file.path)
    put(file, {"Name": "a\ud800b \u00e9"})
    assert get(other) == {"Name": "a\ud800b \u00e9"}
    other.close()


def test_failed_write_leaves_the_old_state(file: StateFile) -> None:
    """Half a state is worse than an old one, and no rubbish stays behind."""
    put(file, {"a": 1})
    with pytest.raises(TypeError):
        put(file, {"a": object()})
    assert json.loads(file.path.read_text(encoding="utf-8")) == {"a": 1}
    assert sorted(entry.name for entry in file.path.parent.iterdir()) == ["node.json", "node.json.lock"]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """A typing error in the path must not look like a lock that is held."""
    with pytest.raises(StateFileError, match="cannot be locked"):
        get(StateFile(tmp_path / "nowhere" / "node.json"))


def test_held_lock_is_waited_for_and_then_named(file: StateFile) -> None:
    """A process that stopped inside a call must not stop all others without a word."""
    other = StateFile(file.path)
    with other.locked(), pytest.raises(StateFileError, match="another process has held"):
        get(file)
    put(file, {"a": 1})
    other.close()


def test_lock_is_between_threads_too(file: StateFile) -> None:
    """Threads of one program lose nothing either."""
    put(file, {"n": 0})
    state = {"n": 0}

    def add() -> None:
        for _ in range(50):
            with file.locked():
                state.update(file.read() or {})
                file.write({"n": state["n"] + 1})
                file.forget()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads(file.path.read_text(encoding="utf-8")) == {"n": 200}


def test_processes_lose_nothing(file: StateFile) -> None:
    """Two command lines on one node at the same time is what a shell script does."""
    command = [sys.executable, "-c", ADD, str(file.path), "25"]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(120) for process in processes] == [0, 0, 0, 0]
    assert get(file) == {"n": 100}


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_forked_child_takes_its_own_lock(file: StateFile) -> None:
    """A forked child inherits the descriptor, and with it the parent's lock: it would walk straight in."""
    put(file, {"a": 1})
    child = multiprocessing.get_context("fork").Process(target=put, args=(file, {"a": 2}))
    with held(file):
        child.start()
        child.join(30)
    assert child.exitcode == 1
    assert get(file) is None


@contextlib.contextmanager
def held(file: StateFile) -> Iterator[None]:
    """Hold the lock of the process alone: the one between threads would be copied by a fork."""
    descriptor = file._open_lock()
    assert files.acquire(descriptor)
    yield
    files.release(descriptor)


def test_replace_waits_for_a_rude_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Virus scanners open what was just written; Windows then refuses to replace it for a moment."""
    real, refusals = os.replace, iter([PermissionError(13, "in use")])

    def rude(source: Path, target: Path) -> None:
        for refusal in refusals:
            raise refusal
        real(source, target)

    monkeypatch.setattr(files.os, "replace", rude)
    (tmp_path / "new").write_text("x", encoding="utf-8")
    files.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text(encoding="utf-8") == "x"


def test_replace_gives_up_on_a_reader_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for ever would hide who is in the way."""

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(files.os, "replace", refuse)
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    with pytest.raises(PermissionError):
        files.replace(tmp_path / "new", tmp_path / "old")
