"""Ctrl-C and other ends of `run`: what the program gets, and what is left."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli import interrupt
from hcspy.cli.containers import programs, streams
from hcspy.testing import FakeHost

Run = Callable[..., Result]
Left = Callable[[], list[Any]]

# Windows has 32 bits for an exit code, others have eight, and a word for Ctrl-C.
KILLED, STRUCK = (1067, 0xC000013A - (1 << 32)) if sys.platform == "win32" else (1067 & 0xFF, 130)

WORDS = ("run", "--name", "web", "nanoserver")
KEEP = ("run", "--rm", "--name", "web", "nanoserver")


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    """Python's own handler, whatever the test runner has."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wait until what runs is followed: what is pressed before that ends `run` itself."""
    begun, to_the_end = threading.Event(), programs.Following.to_the_end

    def noted(self: programs.Following) -> int:
        begun.set()
        return to_the_end(self)

    def wait() -> None:
        assert begun.wait(30)

    monkeypatch.setattr(programs.Following, "to_the_end", noted)
    return wait


@pytest.fixture
def press(node: FakeHost, followed: Callable[[], None]) -> Callable[..., None]:
    """Register a program that presses Ctrl-C so often, and then waits for its end."""

    def registered(times: int, *, deaf: bool = False, number: int = signal.SIGINT) -> None:
        @node.programs.register("pressed")
        def pressed(program: Any) -> int:
            heard = threading.Event()
            program.on_signal = lambda name: heard.set()
            followed()
            for _ in range(times):
                signal.raise_signal(number) if number != signal.SIGINT else _from_main()
                assert heard.wait(30)  # two that come before the first is looked at are one
            if deaf:
                program.sleep(30)
            program.print("heard")
            return 5

    return registered


def _from_main() -> None:
    """Let the main thread get the signal, wherever this one runs."""
    import _thread

    _thread.interrupt_main()


@pytest.mark.parametrize("words", [WORDS, KEEP], ids=["kept", "removed"])
def test_first_ctrl_c_goes_to_the_program(
    run: Run, node: FakeHost, press: Callable[..., None], words: tuple[str, ...]
) -> None:
    """A server that is asked to end writes down what it has; its exit code says how that went."""
    press(1)
    result = run(*words, "pressed", code=5)
    assert result.stdout.strip() == "heard"
    assert [found.name for found in node.host.containers.list(all=True)] == ([] if words is KEEP else ["web"])
    node.assert_clean()


def test_second_ctrl_c_kills_the_program(run: Run, node: FakeHost, press: Callable[..., None], left: Left) -> None:
    """One that does not listen must not hold somebody."""
    press(2, deaf=True)
    result = run(*KEEP, "pressed", code=KILLED)
    assert result.stdout == ""
    assert left() == []
    node.assert_clean()


def test_program_without_a_handler_ends_as_by_ctrl_c(
    run: Run, node: FakeHost, left: Left, followed: Callable[[], None]
) -> None:
    """130 is what shells say, where codes are small."""

    @node.programs.register("plain")
    def plain(program: Any) -> None:
        followed()
        _from_main()
        program.sleep(30)

    run(*KEEP, "plain", code=STRUCK)
    assert left() == []


def test_windows_without_signals_ends_the_program(
    run: Run, node: FakeHost, left: Left, followed: Callable[[], None]
) -> None:
    """The first one with containers has no call for it."""
    node.on("HcsSignalProcess").fail(0x80070032)

    @node.programs.register("plain")
    def plain(program: Any) -> None:
        followed()
        _from_main()
        program.sleep(30)

    run(*KEEP, "plain", code=KILLED)
    assert left() == []


@pytest.mark.parametrize("step", ["look for image", "create scratch", "mount", "create compute", "start", "run "])
def test_ctrl_c_between_two_steps_leaves_nothing(
    run: Run, node: FakeHost, left: Left, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changes his mind does not have to clean up."""
    from hcspy.cli.containers import steps

    take = steps.Steps.__call__

    def pressed(self: Any, text: str) -> None:
        if text.startswith(step):
            signal.raise_signal(signal.SIGINT)
        take(self, text)

    monkeypatch.setattr(steps.Steps, "__call__", pressed)
    result = run("run", "--network", "nat", "--name", "web", "nanoserver", "cmd", "/c", "echo hi", code=130)
    assert interrupt.STOPPING in result.stderr
    assert result.stdout == ""
    assert left() == []
    node.assert_clean()


def test_ctrl_c_in_a_step_ends_after_it(run: Run, node: FakeHost, left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a step is what nobody can undo."""
    from hcspy.containers import making

    create = making.create_system

    def pressed(*args: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return create(*args)

    monkeypatch.setattr(making, "create_system", pressed)
    run(*WORDS, "cmd", "/c", "echo hi", code=130)
    assert left() == []
    assert "HcsStartComputeSystem" not in {call.export for call in node.calls}


def test_ctrl_c_while_it_is_removed_does_not_end_that(
    run: Run, node: FakeHost, left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People press it once more when the program has ended."""
    from hcspy.containers import container

    remove = container.Container.remove

    def pressed(self: Any, **options: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        remove(self, **options)

    monkeypatch.setattr(container.Container, "remove", pressed)
    run(*KEEP, "cmd", "/c", "exit 4", code=4)
    assert left() == []


def test_third_ctrl_c_ends_the_waiting() -> None:
    """Even for a service that hangs."""
    presses = interrupt.Presses()
    presses(signal.SIGINT, None)
    presses(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        presses(signal.SIGINT, None)


def test_presses_are_counted_only_where_they_are_ours() -> None:
    """A program that runs commands has its own way; its handler stays."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with interrupt.counted() as presses:
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        presses.check()


def test_request_to_end_counts_as_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A supervisor waits some seconds and then kills: the program is killed, and what is to be removed is removed."""
    with interrupt.first_one_counts(), interrupt.counted() as presses:
        signal.raise_signal(signal.SIGTERM)
        assert presses.count == interrupt.PATIENCE
        with pytest.raises(KeyboardInterrupt):
            presses.check()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_reader_that_leaves_ends_the_program(node: FakeHost, left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    """`hcspy run ... | head` must not go on for ever, nor leave anything."""

    def gone(data: bytes) -> None:
        raise BrokenPipeError

    with node.host.containers.create("nanoserver", remove_on_exit=True) as container:
        container.start()
        with container.exec(["ping", "-t", "x"], stdout=subprocess.PIPE, stderr=None) as process:
            monkeypatch.setattr(streams, "writer_of", lambda stream: gone)
            with pytest.raises(BrokenPipeError):
                programs.follow(process, interrupt.Presses())
            assert process.wait(10) == 1067
    assert left() == []


def test_size_of_the_terminal_is_followed(run: Run, node: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody makes the window larger while an editor runs in it."""
    size = [(24, 80)]
    monkeypatch.setattr("hcspy.cli.containers.terminal.size", lambda: size[0])

    @node.programs.register("look")
    def look(program: Any) -> None:
        size[0] = (50, 132)
        for _ in range(100):
            if program.console_size == (50, 132):
                break
            time.sleep(0.05)
        program.print(str(program.console_size))

    assert run("run", "--rm", "-t", "nanoserver", "look").stdout.strip() == "(50, 132)"


def test_output_that_others_hold_open_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that it started may go on for days."""
    monkeypatch.setattr(streams, "QUIET", 0.2)
    waiting = threading.Event()

    class Endless:
        def read1(self, size: int) -> bytes:
            waiting.wait(10)
            return b""

    pump = streams.Pump(Endless(), lambda data: None)  # type: ignore[arg-type]
    pump.start()
    now = time.monotonic()
    assert not pump.is_over(now)
    assert pump.is_over(now - 1) is False
    pump.heard = now - 1
    assert pump.is_over(now - 1)
    waiting.set()
    pump.join()
