"""Processes whose streams are HANDLEs of pipes that the DLL has opened by name, with the programs in another process.

The fake's end of each pipe is in the server, the program's is a real HANDLE here, opened for overlapped use as the
compute service's own DLLs open theirs.
"""

from __future__ import annotations

import asyncio
import ctypes
import msvcrt
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import hcspy
import hcspy.aio
from hcspy.hcs import EventKind, ProcessTimedOutError, System

from .remote import Remote

DOCUMENT = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
PIPE = subprocess.PIPE
FILE_TYPE_PIPE = 3
MEGABYTE = 1 << 20


@pytest.fixture(params=["vmcompute", "computecore"])
def running(request: pytest.FixtureRequest, host: hcspy.Host, remote: Remote) -> Iterator[System]:
    """A compute system that runs, behind one door or the other; nothing is left behind, no pipe either."""
    with host.hcs.use(request.param).systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        system.start()
        yield system
    remote.assert_clean()


def test_stream_is_a_handle_of_a_pipe(running: System) -> None:
    """What a program does with the streams it does with handles of Windows, so they have to be some."""
    with running.exec("cat", stdin=PIPE) as process:
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.GetFileType.argtypes = [ctypes.c_void_p]
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            assert kernel32.GetFileType(msvcrt.get_osfhandle(stream.fileno())) == FILE_TYPE_PIPE
        process.kill()
        process.wait(30)


def test_program_is_talked_to(running: System) -> None:
    """Line by line, until its input ends."""
    with running.exec("cat", stdin=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in ("one\n", "z\u00fcrich \U0001f40b\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline() == line
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(30) == 0


def test_large_output_comes_back_whole(running: System) -> None:
    """More than any buffer on the way holds, in both directions at once."""
    data = bytes(range(256)) * (8 * MEGABYTE // 256)
    with running.exec("cat", stdin=PIPE) as process:
        output, errors = process.communicate(data, timeout=120)
        assert (output == data, errors, process.wait(30)) == (True, b"", 0)


def test_output_of_a_program_that_has_ended_is_still_read(running: System) -> None:
    """The pipe has it, although nobody is at the other end any more."""
    with running.exec("cmd /c echo hi & exit 3") as process:
        assert process.wait(30) == 3
        assert process.communicate() == (b"hi \r\n", b"")


def test_killed_program_ends_its_streams(running: System) -> None:
    """Who reads sees the end, who writes is told."""
    with running.exec("ping -t localhost", stdin=PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.kill()
        assert process.wait(30) != 0
        process.stdout.read()
        with pytest.raises(OSError):
            for _ in range(100):
                process.stdin.write(b"anybody there?" * 10_000)
                process.stdin.flush()


def test_program_sees_that_nobody_reads(running: System) -> None:
    """It would run for ever if it never heard that its output is closed."""
    with running.exec("ping -t localhost", stderr=None) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) is not None


def test_many_programs_at_once(running: System) -> None:
    """Each has pipes of its own."""
    processes = [running.exec(f"cmd /c echo {number}", text=True) for number in range(16)]
    assert [process.communicate(timeout=60)[0].strip() for process in processes] == [str(n) for n in range(16)]
    for process in processes:
        process.close()


def test_run_gives_up_on_a_program_that_takes_too_long(running: System) -> None:
    """And ends it."""
    with pytest.raises(ProcessTimedOutError):
        running.run("ping -t localhost", timeout=0.5)
    assert running.run("cmd /c echo hi").stdout == b"hi\r\n"


def test_end_of_a_system_is_told(running: System) -> None:
    """The news comes from a thread of the DLL, when nobody is in a call."""
    with running.events() as events:
        running.shutdown()
        assert events.get(timeout=30).kind is EventKind.SYSTEM_EXITED


def test_streams_are_awaited_on_the_proactor_loop(remote: Remote) -> None:
    """The loop that asyncio has on Windows."""

    async def main(door: Any) -> tuple[bytes, int | None]:
        assert type(asyncio.get_running_loop()).__name__ == "ProactorEventLoop"
        async with hcspy.aio.connect() as host:
            system = await host.hcs.use(door).systems.create("web", DOCUMENT, terminate_on_exit=True)
            async with system:
                await system.start()
                async with await system.exec("cat", stdin=PIPE) as process:
                    assert process.stdin is not None
                    assert process.stdout is not None
                    await process.stdin.write(b"line\n")
                    first = await process.stdout.readline()
                    output, _ = await process.communicate(b"rest" * MEGABYTE, timeout=60)
                    return first + output[:4], await process.wait(30)

    for door in ("vmcompute", "computecore"):
        assert asyncio.run(main(door)) == (b"line\nrest", 0)
    remote.assert_clean()


def test_program_that_dies_lets_its_pipes_go(remote: Remote) -> None:
    """Nobody closes the handles of a process that was killed but Windows, and the other side has to see it."""
    code = f"""
import hcspy, os
system = hcspy.connect().hcs.systems.create("web", {DOCUMENT!r})
system.start()
process = system.exec("cat", stdin=-1)
os._exit(7)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120)
    assert done.returncode == 7, done.stderr
    with pytest.raises(AssertionError) as caught:
        remote.assert_clean(5.0)
    assert not re.search("Std(In|Out|Err) of process", str(caught.value))
