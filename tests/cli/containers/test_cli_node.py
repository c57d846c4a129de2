"""Containers of a machine in a file, and real processes that come and go on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import hcspy

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot be sent a Ctrl-C by itself")

# A shell that runs tests in the background lets them ignore the signal.
MAIN = ("import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from hcspy.__main__ import main; sys.exit(main())")  # fmt: skip

Command = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def node(tmp_path: Path) -> str:
    """The name of a machine in a file."""
    return f"fake:{tmp_path / 'node.json'}"


@pytest.fixture
def start(node: str) -> Iterator[Command]:
    """Start the command line as a process."""
    begun: list[subprocess.Popen[bytes]] = []

    def command(*words: str, **more: Any) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "HCSPY_HOST": node, "PYTHONIOENCODING": "utf-8"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        begun.append(subprocess.Popen([sys.executable, "-c", MAIN, *words], env=environ, **pipes))
        return begun[-1]

    yield command
    for process in begun:
        process.kill()
        process.communicate()


def done(process: subprocess.Popen[bytes], input: bytes | None = None) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(input, timeout=60)
    return process.returncode, out.replace(b"\r\n", b"\n"), err


def test_run_is_a_program_like_any_other(start: Command, node: str) -> None:
    """Streams and exit code, through a real process."""
    assert done(start("run", "--rm", "nanoserver", "cmd", "/c", "echo hi& exit 6")) == (6, b"hi\n", b"")
    assert done(start("run", "--rm", "nanoserver", "nosuch"))[0] == 127
    with hcspy.connect(node) as host:
        assert host.containers.list(all=True) == []


def test_output_comes_while_the_program_runs(start: Command) -> None:
    """Who watches a log does not wait for its end; one byte of input is passed on, too."""
    process = start("run", "--rm", "-i", "nanoserver", "cat")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"first\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"first\n"
    assert process.poll() is None
    assert done(process, b"second\n")[:2] == (0, b"second\n")


def test_large_binary_input_and_output_are_unchanged(start: Command) -> None:
    """Through real pipes on both sides."""
    data = bytes(range(256)) * 8192
    assert start("run", "--rm", "-i", "nanoserver", "cat").communicate(data, timeout=60) == (data, b"")


@posix_only
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 1067 & 0xFF)])
def test_signal_ends_the_program_and_removes_the_container(
    start: Command, node: str, number: signal.Signals, code: int
) -> None:
    """Ctrl-C goes to the program; whoever asks the command to end gets it killed."""
    process = start("run", "--rm", "--network", "nat", "nanoserver", "ping", "-t", "x", stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.readline() != b""
    process.send_signal(number)
    assert process.wait(30) == code
    with hcspy.connect(node) as host:
        assert host.containers.list(all=True) == []
        assert host.hns.endpoints.list() == []


@pytest.fixture(autouse=True)
def network(node: str) -> None:
    """The network that docker makes."""
    subnet = hcspy.hns.Subnet(address_prefix="172.20.0.0/24", gateway_address="172.20.0.1")
    with hcspy.connect(node) as host:
        host.hns.networks.create(hcspy.hns.HNSNetwork(name="nat", type="NAT", subnets=[subnet]))


def test_container_outlives_the_process_that_started_it(start: Command) -> None:
    """It goes on; its programs have ended with the process that ran them; others can work with it."""
    assert done(start("run", "-d", "--name", "web", "--network", "nat", "nanoserver", "ping", "-t", "x")) == (
        0,
        b"web\n",
        b"",
    )
    assert done(start("ps", "-q")) == (0, b"web\n", b"")
    assert done(start("exec", "web", "cmd", "/c", "echo in& hostname"))[:2] == (0, b"in\nweb\n")
    assert done(start("stop", "web"))[:2] == (0, b"stopped container web\n")
    assert done(start("ps", "-q")) == (0, b"", b"")
    assert done(start("rm", "web"))[:2] == (0, b"removed container web\n")
    assert done(start("ps", "-aq")) == (0, b"", b"")


def test_container_of_a_process_that_was_killed_is_stopped_and_removed_by_others(start: Command, node: str) -> None:
    """A process that dies without a word cleans up nothing; what it left is not lost."""
    killed = start("run", "--rm", "--name", "web", "--network", "nat", "nanoserver", "ping", "-t", "x")
    assert killed.stdout is not None
    assert killed.stdout.readline() != b""
    killed.kill()
    killed.wait(30)
    with hcspy.connect(node) as host:
        (found,) = host.containers.list()
        assert (found.name, found.state) == ("web", "Running")
    assert done(start("exec", "web", "cmd", "/c", "echo still"))[:2] == (0, b"still\n")
    assert done(start("rm", "web"))[0] == 1
    assert done(start("rm", "--force", "web"))[0] == 0
    with hcspy.connect(node) as host:
        assert host.containers.list(all=True) == []
        assert host.hns.endpoints.list() == []


def test_stop_ends_what_another_process_runs(start: Command) -> None:
    """Its `run` ends with it, as if the program had been killed."""
    first = start("run", "--name", "web", "nanoserver", "ping", "-t", "x")
    assert first.stdout is not None
    assert first.stdout.readline() != b""
    assert done(start("kill", "web"))[:2] == (0, b"killed container web\n")
    assert first.wait(30) != 0
    assert done(start("ps", "-aq")) == (0, b"web\n", b"")


@posix_only
def test_terminal_is_the_programs_and_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell without echo is what remains otherwise."""
    import pty
    import termios

    from hcspy.cli.containers import terminal

    ours, theirs = pty.openpty()
    with os.fdopen(theirs, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        before = termios.tcgetattr(theirs)
        with terminal.raw():
            assert not termios.tcgetattr(theirs)[3] & termios.ECHO
        assert termios.tcgetattr(theirs) == before
    os.close(ours)


def test_what_is_no_terminal_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Piped input has no modes."""
    from hcspy.cli.containers import terminal

    with (tmp_path / "input").open("w+", encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        with terminal.raw():
            assert stdin.read() == ""
