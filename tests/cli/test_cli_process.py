"""The command line as a process of its own: start, exit code, streams, what happens without its packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hcspy.__main__ import main
from hcspy.testing import FakeHost


def hcspy(*args: str, env: dict[str, str] | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m hcspy``."""
    variables = {**(env or os.environ), "PYTHONIOENCODING": "utf-8", **more}
    command = [sys.executable, "-m", "hcspy", *args]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=variables, timeout=120, check=False
    )


def test_demo_tells_its_story_on_one_screen() -> None:
    """The first thing that a newcomer runs: concepts, tree, mistakes, nothing left behind."""
    done = hcspy("demo", HCSPY_HOST="native", COLUMNS="100")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 100
    for part in ("A host", "A network", "An endpoint", "NAT", "ACL", "attached", "HCN_E_NETWORK_ALREADY_EXISTS",
                 "HCN_E_INVALID_IP", "GatewayAddress", "0 objects left"):  # fmt: skip
        assert part in done.stdout
    assert done.stderr == ""


def test_state_survives_between_processes(tmp_path: Path) -> None:
    """A fake with a file is a machine that several commands work on."""
    node = f"fake:{tmp_path / 'node.json'}"
    assert hcspy("--host", node, "network", "create", "web", "--subnet", "10.0.0.0/24").returncode == 0
    done = hcspy("network", "ls", "-o", "json", HCSPY_HOST=node)
    assert [found["Name"] for found in json.loads(done.stdout)] == ["web"]


def test_process_of_a_test_meets_the_test_s_fake(fake_host: FakeHost) -> None:
    """A shell script under test runs against the same host."""
    assert hcspy("network", "create", "web", env=fake_host.environ).returncode == 0
    assert [found.name for found in fake_host.host.hns.networks.list()] == ["web"]


def test_error_leaves_with_its_exit_code(tmp_path: Path) -> None:
    """The exit code has to reach the shell."""
    done = hcspy("--host", f"fake:{tmp_path / 'node.json'}", "network", "get", "nobody")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    """`hcspy dump | head` is daily work."""
    command = [sys.executable, "-m", "hcspy", "--host", "fake", "explain", "NotFoundError"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize("missing", ["click", "rich", "yaml"])
def test_without_its_packages_it_says_what_to_install(missing: str) -> None:
    """The core installs without them; the message has to be one line with the cure."""
    code = (
        "import sys, importlib.util as u; find = u.find_spec; "
        f"u.find_spec = lambda name, *a: None if name == {missing!r} else find(name, *a); "
        "import hcspy.__main__ as m; sys.exit(m.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == ["the command line needs more packages: pip install hcspy[cli]"]


def test_narrow_encoding_does_not_break_the_output() -> None:
    """An old Windows console has no box drawing characters."""
    done = hcspy("demo", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [(["explain", "5"], 0), (["explain", "§"], 3), (["nosuch"], 2), (["--version"], 0)]
)
def test_main_returns_the_exit_code(monkeypatch: pytest.MonkeyPatch, words: list[str], code: int) -> None:
    """The installed script hands it to the shell."""
    monkeypatch.setattr(sys, "argv", ["hcspy", *words])
    assert main() == code


def test_main_without_its_packages_returns_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage of the installation, so to speak."""
    monkeypatch.setattr("hcspy.__main__.find_spec", lambda name: None)
    assert main() == 2
    assert "hcspy[cli]" in capsys.readouterr().err
