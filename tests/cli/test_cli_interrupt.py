"""Ctrl-C, and progress bars: what people at a terminal get."""

from __future__ import annotations

import io
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
from click.testing import Result

from hcspy import hcn
from hcspy.cli import interrupt, progress
from hcspy.testing import FakeHost
from hcspy.verbs.progress import follower

Run = Callable[..., Result]


@pytest.fixture
def ours() -> Iterator[None]:
    """Python's own handler, whatever the test runner has."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ours")
def test_second_interrupt_does_not_end_the_undoing(capsys: pytest.CaptureFixture[str]) -> None:
    """People press it twice; the half that is done would stay."""
    undone = False
    with pytest.raises(KeyboardInterrupt), interrupt.first_one_counts():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)
            undone = True
    assert undone
    assert capsys.readouterr().err.strip() == interrupt.UNDOING
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ours")
def test_third_interrupt_leaves_it() -> None:
    """A service that hangs must not hold somebody for ever."""
    with pytest.raises(KeyboardInterrupt), interrupt.first_one_counts():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        pytest.fail("it went on")


def test_handler_of_others_is_left_alone() -> None:
    """A program that runs commands has its own way; threads have none at all."""
    before = signal.getsignal(signal.SIGINT)
    seen: list[object] = []

    def elsewhere() -> None:
        with interrupt.first_one_counts():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [before]


def test_interrupt_says_what_could_not_be_undone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has to remove it by hand."""

    def interrupted(*args: object, **kwargs: object) -> None:
        error = KeyboardInterrupt()
        error.add_note("could not be undone: endpoint a")
        raise error

    monkeypatch.setattr("hcspy.hcn.services.networks.Networks.list", interrupted)
    assert "could not be undone: endpoint a" in run("network", "ls", code=130).stderr


def test_interrupt_between_two_creations_leaves_neither(
    run: Run, fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a file or nothing, whatever comes between."""
    create = hcn.services.networks.Networks.create  # type: ignore[attr-defined]

    def second_is_interrupted(self: object, model: hcn.HostComputeNetwork) -> hcn.HostComputeNetwork:
        if model.name == "b":
            raise KeyboardInterrupt
        made: hcn.HostComputeNetwork = create(self, model)
        return made

    monkeypatch.setattr("hcspy.hcn.services.networks.Networks.create", second_is_interrupted)
    run("network", "create", "-f", '[{"Name":"a","Type":"NAT"},{"Name":"b","Type":"NAT"}]', code=130)
    assert fake_host.host.hcn.networks.list() == []


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_long_list_draws_a_bar_on_stderr(fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of endpoints take a while; stdout is for what was asked for."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "MANY", 2)
    token = follower.set(None)
    try:
        progress.show_progress()
        for name in ("a", "b"):
            fake_host.host.hcn.networks.create(hcn.HostComputeNetwork(name=name, type="NAT"))
        assert [found.name for found in fake_host.host.hcn.networks.list()] == ["a", "b"]
        assert "reading networks" in terminal.getvalue()
    finally:
        follower.reset(token)


def test_short_list_and_pipe_draw_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar that flashes up, or in a log, is noise."""
    ids = ["a", "b"]
    assert progress.tracked("network", ids) is ids
    progress.show_progress()
    assert follower.get() is None
    assert run("network", "ls").stderr == ""
