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


@pytest.fixture
def three(fake_host: FakeHost) -> FakeHost:
    """A host with three networks."""
    for name in ("a", "b", "c"):
        fake_host.host.hcn.networks.create(hcn.HostComputeNetwork(name=name, type="Private"))
    return fake_host


@pytest.mark.parametrize("done", [False, True], ids=["before it is deleted", "when it is deleted"])
def test_interrupt_between_deletions_says_what_is_gone_and_what_is_left(
    run: Run, three: FakeHost, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """Whoever stops it must not have to list everything to know how far it came."""
    delete = hcn.services.networks.Networks.delete  # type: ignore[attr-defined]

    def second_is_interrupted(self: object, model: hcn.HostComputeNetwork, *, missing_ok: bool = False) -> None:
        if model.name != "b" or done:
            delete(self, model, missing_ok=missing_ok)
        if model.name == "b":
            raise KeyboardInterrupt

    monkeypatch.setattr("hcspy.hcn.services.networks.Networks.delete", second_is_interrupted)
    result = run("network", "rm", "a", "b", "c", code=130)
    gone, left = (["a", "b"], ["c"]) if done else (["a"], ["b", "c"])
    assert result.stdout.splitlines() == [f"deleted network {name}" for name in gone]
    assert result.stderr.split("\n")[1:-1] == [f"network {name} is not deleted" for name in left]
    assert [found.name for found in three.host.hcn.networks.list()] == left


def test_deletion_that_fails_says_what_is_left(run: Run, three: FakeHost) -> None:
    """A script that goes on must know what it has to do again."""
    three.on("HcnDeleteNetwork", nth=2).fail(0x80070005)
    result = run("network", "rm", "a", "b", "c", code=5)
    assert result.stdout == "deleted network a\n"
    assert "network b is not deleted" in result.stderr
    assert "network c is not deleted" in result.stderr


def test_interrupt_of_ensure_leaves_changes_that_are_whole_or_none(
    run: Run, three: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file that is applied is a state that nobody has written down."""
    ensure = hcn.services.networks.Networks.ensure  # type: ignore[attr-defined]

    def last_is_interrupted(self: object, model: hcn.HostComputeNetwork) -> object:
        if model.name == "c":
            raise KeyboardInterrupt
        return ensure(self, model)

    before = three.host.hcn.snapshot()
    monkeypatch.setattr("hcspy.hcn.services.networks.Networks.ensure", last_is_interrupted)
    documents = '[{"Name":"new","Type":"NAT"},{"Name":"a","Dns":{"Domain":"x.example"}},{"Name":"c"}]'
    assert run("network", "ensure", "-f", documents, code=130).stdout == ""
    assert three.host.hcn.snapshot().diff(before) == []


def test_interrupt_of_gc_says_what_is_removed(run: Run, three: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is removed stays removed; the other half is still there."""
    network = three.host.hcn.networks.get(name="a")
    for name in ("cali-1", "cali-2"):
        three.host.hcn.endpoints.create(hcn.HostComputeEndpoint(name=name, host_compute_network=network))

    def second_is_interrupted(self: object, id: str, *, missing_ok: bool = False) -> None:
        if not three.host.hcn.endpoints.find(name="cali-1"):
            raise KeyboardInterrupt
        three.host.hcn.endpoints.delete(id)

    monkeypatch.setattr("hcspy.hns.services.endpoints.Endpoints.delete", second_is_interrupted)
    stderr = run("gc", "--owner", "cali", "--yes", "--settle", "0", code=130).stderr
    assert "endpoint cali-1 is removed" in stderr
    assert "cali-2" not in stderr
    assert [found.name for found in three.host.hcn.endpoints.list()] == ["cali-2"]


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
