"""The pipes between programs and who started them."""

from __future__ import annotations

import io
import os
import threading

import pytest

from hcspy.testing import marks, pipes
from hcspy.testing.pipes import Killed, Reader, Writer, incoming, outgoing

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
        thread.join(5)
    assert caught == [Killed, Killed]
    into.wait(writable=False)


def test_open_ends_on_the_other_side_are_seen() -> None:
    """At our end while it is open, by the number afterwards."""
    for end in (incoming(), outgoing()):
        if os.name != "nt" or end.attempt(lambda number: number):
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
    assert pipes.make() == (first, second)
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
