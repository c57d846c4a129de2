"""What programs that were written for ``subprocess`` count on, and what they may meet on the way."""

from __future__ import annotations

import _thread
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hcs_documents import DOCUMENT

from hcspy.errors import InvalidDocumentError
from hcspy.hcs import ProcessTimedOutError, System
from hcspy.hcs.services import HCS
from hcspy.hcs.services.popen import PopenLike
from hcspy.hcs.services.streams import Use
from hcspy.testing import FakeHost
from hcspy.validate.syntax import LONGEST_COMMAND_LINE as LONGEST

PIPE = subprocess.PIPE
# What the service decides: how large the pipes are.
LACKING = {"pipesize"}


def public(names: Any) -> set[str]:
    """Return the names that are for everybody."""
    return {name for name in names if not name.startswith("_") and not name.endswith("_thread")}


def test_members_are_those_of_popen(running: System) -> None:
    """A program that gets either may use all of them, but for those that the class says it lacks."""
    with subprocess.Popen([sys.executable, "-c", ""], stdout=PIPE, text=True) as theirs:
        theirs.communicate()
        with running.exec("cmd /c exit 0", text=True) as ours:
            assert public({*dir(theirs), *vars(theirs)}) - public({*dir(ours), *vars(ours)}) == LACKING
            assert isinstance(theirs, PopenLike)
            assert isinstance(ours, PopenLike)
            assert "pipesize" in str(type(ours).__doc__)


def test_form_of_the_streams_is_told(running: System) -> None:
    """By all three names that make streams text, or by none."""
    for options, told in (
        ({}, (False, None, None)),
        ({"text": True}, (True, "utf-8", None)),
        ({"encoding": "cp850"}, (True, "cp850", None)),
        ({"errors": "replace"}, (True, "utf-8", "replace")),
    ):
        with running.exec("cmd /c exit 0", **options) as process:  # type: ignore[arg-type]
            assert (process.text_mode, process.encoding, process.errors) == told
            assert process.universal_newlines is process.text_mode
            process.wait(30)


def test_line_ends_are_read_as_newlines(running: System, fake_host: FakeHost) -> None:
    """Whatever a program of Windows, Unix or an old Mac writes; and bytes stay as they are."""
    fake_host.programs.register("mixed", lambda program: program.stdout.write(b"a\r\nb\nc\rd") and 0)
    assert running.run("mixed", text=True).stdout == "a\nb\nc\nd"
    assert running.run("cat", input="a\nb", text=True).stdout == "a\nb"
    assert running.run("cat", input=b"a\r\nb\nc\rd\0\xff").stdout == b"a\r\nb\nc\rd\0\xff"


def test_lines_that_came_before_a_timeout_are_in_the_error(running: System, fake_host: FakeHost) -> None:
    """As bytes are: what a hanging program said last is what one wants to know."""
    said = threading.Event()

    def slow(program: Any) -> int:
        program.print("one")
        said.set()
        program.sleep(60)
        return 0

    fake_host.programs.register("slow", slow)
    with running.exec("slow", text=True) as process:
        assert said.wait(30)
        with pytest.raises(ProcessTimedOutError) as error:
            process.communicate(timeout=1)
        assert (error.value.output, error.value.stderr) == ("one\n", "")
        process.kill()
        assert process.communicate(timeout=30) == ("one\n", "")


def test_second_input_is_refused(running: System) -> None:
    """It would be lost: the first call has written its own, and the end of it."""
    with running.exec("cat", stdin=PIPE) as process:
        assert process.communicate(b"first", timeout=30) == (b"first", b"")
        with pytest.raises(InvalidDocumentError, match="another input"):
            process.communicate(b"second")
        assert process.communicate() == (b"first", b"")


def test_longest_command_line_passes_and_a_longer_one_is_refused(running: System, fake_host: FakeHost) -> None:
    """Windows would say no more than that a name is too long."""
    line = "cmd /c rem "
    assert running.run(line + "x" * (LONGEST - len(line))).returncode == 0
    count = len(fake_host.calls)
    for args in (
        line + "x" * (LONGEST - len(line) + 1),
        ["cmd", "/c", "rem", "\U0001f40d" * (LONGEST // 2)],
    ):
        with pytest.raises(InvalidDocumentError, match="32766") as error:
            running.exec(args)
        assert error.value.hint
    assert len(fake_host.calls) == count


def test_long_words_go_to_linux_as_they_are(fake_host: FakeHost) -> None:
    """There the words are a list, and no line."""
    from hcspy.hcs.services.parameters import parameters

    none: Any = {"stdin": None, "stdout": None, "stderr": None, "cwd": None, "env": None, "user": None}
    words = parameters(["x" * (LONGEST + 1)], console=None, linux=True, **none)
    assert words == {"CommandArgs": ["x" * (LONGEST + 1)]}


def press_ctrl_c() -> None:
    """Do to the main thread what the key does: on Windows a wait notices at its next piece, elsewhere at once."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def interrupted(wait: Callable[[], object]) -> None:
    """Press Ctrl-C while something waits."""
    timer = threading.Timer(0.2, press_ctrl_c)
    try:
        with pytest.raises(KeyboardInterrupt):
            timer.start()
            wait()
    finally:
        timer.cancel()
        timer.join()


def test_ctrl_c_ends_every_wait(running: System) -> None:
    """And nothing else: the program goes on, and can be waited for again; only what ``run`` started is killed."""
    with running.exec(["ping", "-t", "x"]) as process, running.events() as events:
        for wait in (process.wait, process.communicate, running.wait, events.get):
            interrupted(wait)
        interrupted(lambda: running.run(["ping", "-t", "x"]))
        assert process.poll() is None
        process.kill()
        assert process.wait(30) == 1067
        assert list(running.processes()) == []


def test_outputs_of_an_ended_process_are_closed_with_it(running: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a ``communicate`` that was given up still reads them: it is at their end."""
    leave = Use.__exit__

    def leave_late(use: Use, *raised: Any) -> None:
        time.sleep(0.1)
        leave(use, *raised)

    monkeypatch.setattr(Use, "__exit__", leave_late)
    with running.exec(["ping", "-t", "x"]) as process:
        with pytest.raises(ProcessTimedOutError):
            process.communicate(timeout=0.05)
        process.kill()
        process.wait(30)
    assert [stream and stream.closed for stream in (process.stdout, process.stderr)] == [True, True]


@pytest.mark.parametrize("export", ["HcsCreateComputeSystem", "HcsStartComputeSystem"])
def test_ctrl_c_ends_verbs_whose_end_never_comes(hcs: HCS, fake_host: FakeHost, export: str) -> None:
    """A system that was to be made is not left behind."""

    def made() -> None:
        with hcs.systems.create("late", DOCUMENT, terminate_on_exit=True) as system:
            system.start()

    with fake_host.on(export).lose_notification():
        interrupted(made)
    assert hcs.systems.list(ids="late") == []


@pytest.mark.parametrize("verb", ["shutdown", "terminate"])
def test_end_is_well_though_a_callback_closes_the_system_first(hcs: HCS, verb: str) -> None:
    """What the verb was to do has happened: that the handle is gone by then changes nothing."""
    for _ in range(20):
        system = hcs.systems.create("web", DOCUMENT)
        system.start()
        system.exited.add_callback(system.close)
        getattr(system, verb)()
        assert system.is_closed
        assert system.exit_status is not None
