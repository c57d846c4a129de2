"""The pipes between programs and who started them."""

from __future__ import annotations

import io
import os
import threading

import pytest

from hcspy.testing.node import marks
from hcspy.testing.programs import pipes
from hcspy.testing.programs.pipes import Killed, Reader, Writer, incoming, outgoing

from .doors import stream


def test_what_is_written_is_read_on_the_other_side() -> None:
    """Both ways."""
    into, out = incoming(), outgoing()
    theirs_in, theirs_out = stream(into.theirs, "wb"), stream(out.theirs, "rb")
    theirs_in.write(b"question")
    theirs_in.close()
    assert io.BufferedReader(Reader(into)).read() == b"question"
    writer = Writer(out)
    assert writer.write(b"answer") == 6
    assert (writer.writable(), Reader(into).readable()) == (True, True)
    out.close()
    out.close()
    assert theirs_out.read() == b"answer"
    theirs_out.close()
    into.close()


def test_reader_and_writer_end_when_our_end_is_closed() -> None:
    """That is how a process is killed."""
    into, out = incoming(), outgoing()
    caught: list[type[BaseException]] = []

    def blocked(step: object) -> None:
        try:
            step()  # type: ignore[operator]
        except Killed as error:
            caught.append(type(error))

    threads = [
        threading.Thread(target=blocked, args=(lambda: Reader(into).read(1),)),
        threading.Thread(target=blocked, args=(lambda: Writer(out).write(b"x" * 10_000_000),)),
    ]
    for thread in threads:
        thread.start()
    for end in (into, out):
        end.close()
        end.close_theirs()
    for thread in threads:
        thread.join(60)
    assert caught == [Killed, Killed]
    into.wait(writable=False)


def test_open_ends_on_the_other_side_are_seen() -> None:
    """At our end while it is open, by the number afterwards."""
    for make in (incoming, outgoing):
        end = make()
        if os.name != "nt" or make is incoming:  # Windows does not tell of an end that is written to
            assert end.is_leaked
        end.close_theirs()
        assert not end.is_leaked
        end.close()
        assert not end.is_leaked


@pytest.mark.skipif(os.name == "nt", reason="HANDLE 0 is never given out")
def test_number_0_stands_for_no_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without a standard input has it free."""
    given = os.pipe()
    first, second = os.dup(given[0]), os.dup(given[1])
    made = iter([(0, 99)])
    closed: list[int] = []
    monkeypatch.setattr(os, "pipe", lambda: next(made))
    monkeypatch.setattr(os, "dup", lambda number: {0: first, 99: second}[number])
    monkeypatch.setattr(os, "close", closed.append)
    assert pipes.PosixPipes().make() == (first, second)
    assert closed == [0, 99]
    monkeypatch.undo()
    for number in (*given, first, second):
        os.close(number)


@pytest.mark.skipif(os.name == "nt", reason="Windows has another way to ask")
def test_process_of_somebody_else_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that we may not signal is one that runs."""

    def denied(process: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", denied)
    assert marks.is_alive("12345678/x")


class Api:
    """As much of `_winapi` as pipes need, for one pipe: what is in it, and which ends are open."""

    def __init__(self, room: int = 5) -> None:
        self.room = room
        self.data = b""
        self.open = {0x10, 0x14}
        self.modes: list[int] = []
        self.denied = False

    def CreatePipe(self, attributes: None, size: int) -> tuple[int, int]:
        return 0x10, 0x14

    def SetNamedPipeHandleState(self, number: int, mode: int, count: None, timeout: None) -> None:
        self.modes.append(mode)

    def CloseHandle(self, number: int) -> None:
        self.open.remove(number)

    def PeekNamedPipe(self, number: int, size: int) -> tuple[int, int]:
        if self.denied:
            raise failing(5)
        if not self.data and 0x14 not in self.open:
            raise failing(109)
        return len(self.data), 0

    def ReadFile(self, number: int, size: int, overlapped: int) -> tuple[bytes, int]:
        taken, self.data = self.data[:size], self.data[size:]
        return taken, 0

    def WriteFile(self, number: int, data: bytes, overlapped: int) -> tuple[int, int]:
        if self.denied:
            raise failing(5)
        if 0x10 not in self.open:
            raise failing(232)
        taken = data[: self.room - len(self.data)]
        self.data += taken
        return len(taken), 0


def failing(number: int) -> OSError:
    """Make the error of a Windows function."""
    error = OSError()
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    return error


def test_pipes_of_windows_never_wait() -> None:
    """They are looked into before they are read, and written as far as there is room."""
    api = Api()
    system = pipes.WindowsPipes(api)
    reading, writing = system.make()
    assert (system.unblock(writing), api.modes) == (writing, [1])
    assert system.read(reading, 10) is None
    assert system.write(writing, memoryview(b"longer")) == 5
    assert system.write(writing, memoryview(b"r")) == 0
    system.wait(writing, writable=True)
    assert (system.read(reading, 3), system.read(reading, 3)) == (b"lon", b"ge")
    assert not system.is_broken(reading)
    system.close(writing)
    assert system.read(reading, 1) == b""
    assert system.is_broken(reading)
    assert system.mark(reading) is None


def test_writing_to_a_closed_pipe_of_windows_is_a_broken_pipe() -> None:
    """Other errors stay what they are."""
    api = Api()
    system = pipes.WindowsPipes(api)
    reading, writing = system.make()
    system.close(reading)
    with pytest.raises(BrokenPipeError):
        system.write(writing, memoryview(b"x"))
    api.denied = True
    for step in (lambda: system.write(writing, memoryview(b"x")), lambda: system.read(reading, 1)):
        with pytest.raises(OSError) as caught:
            step()
        assert not isinstance(caught.value, BrokenPipeError)


def test_input_that_is_closed_from_outside_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is written, and the input closed, just after the program has found it empty: nothing may be lost."""
    end = pipes.incoming()
    look = pipes.SYSTEM.read

    def late(number: int, size: int) -> bytes | None:
        found = look(number, size)
        if not end.stopped:
            assert pipes.SYSTEM.write(end.theirs, memoryview(b"x")) == 1
            end.stop()
        return found

    monkeypatch.setattr(pipes.SYSTEM, "read", late)
    reader = pipes.Reader(end)
    assert (reader.read(10), reader.read(10)) == (b"x", b"")
    pipes.SYSTEM.close(end.theirs)
    end.close()
