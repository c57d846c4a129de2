"""``hcspy layer``: listing layers, and bringing them in and out."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli.containers import archives
from hcspy.cli.session import Session
from hcspy.testing import FakeHost

Run = Callable[..., Result]

COPY = r"C:\layers\copy"


@pytest.fixture
def filled(run: Run, node: FakeHost) -> Any:
    """A container that does not run, with a file in it; what is below its layer."""
    host = node.host
    run("run", "--name", "web", "nanoserver", "cmd", "/c", "exit")
    with host.containers.open("web") as container:
        layer, parents = str(container.record.layer), list(container.record.parents)
    with host.storage.mounted(layer, parents) as path:
        (path / "site.txt").write_text("hello", encoding="utf-8")
    return parents[0]


def test_layers_of_images_and_containers_are_listed(run: Run, filled: str, documents: Callable[..., Any]) -> None:
    """What is all the room on the disk for?"""
    kinds = [(entry["Kind"], entry["Name"]) for entry in documents("layer", "ls")]
    assert kinds == [("base", "WindowsServerCore"), ("base", "NanoServer"), ("scratch", "web")]
    assert "scratch  web" in run("layer", "ls").stdout


def test_chain_below_a_layer_is_listed(run: Run, node: FakeHost, documents: Callable[..., Any], filled: str) -> None:
    """What is it stacked on?"""
    node.host.storage.layers.create(COPY, filled)
    node.host.storage.layers.write_chain(COPY, [filled])
    found = documents("layer", "ls", COPY)
    assert [(entry["Kind"], entry["Path"]) for entry in found] == [("layer", COPY), ("base", filled)]


def test_layer_of_a_container_goes_out_and_in_again(run: Run, node: FakeHost, filled: str, tmp_path: Path) -> None:
    """The files of one host, on another one."""
    archive = tmp_path / "web.tar"
    assert run("layer", "export", "web", str(archive)).stdout == f"exported layer web to {archive}\n"
    assert list(tmp_path.glob("*.part")) == []
    assert run("layer", "import", COPY, str(archive), "--parent", filled).stdout == f"imported layer {COPY}\n"
    assert node.host.storage.layers.locate(COPY + r"\Files\site.txt").read_text(encoding="utf-8") == "hello"
    node.assert_clean()


def test_archive_goes_through_stdout_and_stdin(raw: Callable[..., Result], filled: str, node: FakeHost) -> None:
    """`hcspy layer export web - | gzip`, byte for byte."""
    out = raw("layer", "export", "web", "-")
    assert out.exit_code == 0, out.stderr
    with tarfile.open(fileobj=io.BytesIO(out.stdout_bytes)) as archive:
        assert "Files/site.txt" in archive.getnames()
    assert raw("layer", "import", COPY, "-", "--parent", filled, input=out.stdout_bytes).exit_code == 0
    assert node.host.storage.layers.exists(COPY)


def test_layer_goes_out_into_a_folder_and_in_again(run: Run, filled: str, node: FakeHost, tmp_path: Path) -> None:
    """The transport format, which Windows itself reads and writes."""
    folder = tmp_path / "transport"
    folder.mkdir()
    run("layer", "export", "web", str(folder))
    assert (folder / "Files" / "site.txt").is_file()
    run("layer", "import", COPY, str(folder), "--parent", filled)
    assert node.host.storage.layers.exists(COPY)


def test_base_layer_goes_out(run: Run, node: FakeHost, filled: str, tmp_path: Path) -> None:
    """With nothing below it."""
    run("layer", "export", filled, str(tmp_path / "base.tar"), "--base")
    with tarfile.open(tmp_path / "base.tar") as archive:
        assert "Files/Windows/System32/cmd.exe" in archive.getnames()


def test_entries_are_told_with_verbose(run: Run, filled: str, tmp_path: Path) -> None:
    """A layer of gigabytes takes minutes."""
    assert "export" in run("-v", "layer", "export", "web", str(tmp_path / "a.tar")).stderr
    assert "Files/site.txt" in run("-v", "layer", "export", "web", str(tmp_path / "a.tar")).stderr


def test_layer_of_a_container_that_runs_is_in_use(run: Run, web: str, tmp_path: Path) -> None:
    """Its files change while they are read."""
    assert "hcspy stop web" in run("layer", "export", "web", str(tmp_path / "a.tar"), code=1).stderr


def test_unknown_layer_is_not_found(run: Run, node: FakeHost, tmp_path: Path) -> None:
    """And no file pretends to be an archive."""
    run("layer", "export", "nobody", str(tmp_path / "a.tar"), code=3)
    run("layer", "export", r"C:\nothing", str(tmp_path / "a.tar"), "--base", code=1)
    assert list(tmp_path.iterdir()) == []


def test_export_that_fails_leaves_the_file_that_was_there(
    run: Run, node: FakeHost, filled: str, tmp_path: Path
) -> None:
    """Yesterday's backup is better than half of today's."""
    archive = tmp_path / "web.tar"
    archive.write_bytes(b"yesterday")
    node.on("ExportLayer").fail(0x80004005)
    run("layer", "export", "web", str(archive), code=1)
    assert archive.read_bytes() == b"yesterday"
    assert list(tmp_path.iterdir()) == [archive]


def test_damaged_archive_makes_no_layer(run: Run, node: FakeHost, filled: str, tmp_path: Path) -> None:
    """A download that ended early."""
    (tmp_path / "bad.tar").write_bytes(b"no archive")
    run("layer", "import", COPY, str(tmp_path / "bad.tar"), "--parent", filled, code=1)
    assert not node.host.storage.layers.exists(COPY)
    run("layer", "import", COPY, str(tmp_path / "none.tar"), "--parent", filled, code=1)


@pytest.mark.parametrize("verb", ["import", "export"])
def test_base_layer_has_none_below(run: Run, verb: str) -> None:
    """Both at once is a mistake in a script."""
    run("layer", verb, COPY, "x", "--base", "--parent", r"C:\p", code=2)


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_line_on_a_terminal_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes away at the end."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with archives.told(Session(), "export web") as tell:
        tell("Files/[a].txt", 2_000_000)
    assert "export web" in terminal.getvalue()
