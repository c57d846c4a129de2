"""Processes: programs over real pipes, at both doors."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from functools import partial
from typing import Any

import pytest

from hcspy.testing import FakeHost, LeakError
from hcspy.testing.programs import Program

from .doors import ARGON, LCOW, Door, First, Refused, Second, until

STOPPED = 0x8037011F


def tell(door: Door, verb: str, process: int, **args: Any) -> None:
    """Call an export about a process."""
    if isinstance(door, Second):
        door.tracked(f"Hcs{verb}Process", process=process, **args)
    else:
        door.call(f"Hcs{verb}Process", process=process, **args)


def signal(door: Door, process: int, which: Any) -> None:
    """Send a signal."""
    tell(door, "Signal", process, options=json.dumps({"Signal": which}))


def change(door: Door, process: int, **request: Any) -> None:
    """Change a process."""
    tell(door, "Modify", process, settings=json.dumps(request))


def status(door: Door, process: int) -> dict[str, Any]:
    """Ask how a process is."""
    if isinstance(door, Second):
        text = door.tracked("HcsGetProcessProperties", process=process, propertyQuery=None)[1]["resultDocument"]
    else:
        text = door.call("HcsGetProcessProperties", process=process)["processProperties"]
    found: dict[str, Any] = json.loads(text)
    return found


def ended(door: Door, process: int) -> bool:
    """Tell whether a process has ended."""
    return bool(status(door, process)["Exited"])


# -- what comes in and out --------------------------------------------------------------------------------------------


def test_registered_function_runs_as_a_process(fake: FakeHost, door: Door) -> None:
    """A test plays the program of its container."""

    @fake.programs.register("greet")
    def greet(program: Program) -> int:
        program.print(f"hello {program.args[1]} {program.stdin.read().decode()}")
        program.complain("oh dear")
        return 7

    process = door.exec(door.running(), 'C:\\bin\\greet.exe "big world"')
    process.stdin.write(b"input")
    process.stdin.close()
    assert process.read() == b"hello big world input\r\n"
    assert process.stderr.read() == b"oh dear\r\n"
    assert process.wait() == 7


def test_program_sees_what_it_was_started_with(fake: FakeHost, door: Door) -> None:
    """Environment, directory, user, console and container."""
    seen: list[Program] = []
    fake.programs.register("look", seen.append)
    more = {"WorkingDirectory": "C:\\app", "User": "bob", "ConsoleSize": [24, 80], "Environment": {"A": "1"}}
    assert door.output(door.running(), "look a b", **more) == (0, b"")
    program = seen[0]
    assert (program.args, program.command_line) == (["look", "a", "b"], "look a b")
    assert (program.env, program.cwd, program.user, program.console_size) == ({"A": "1"}, "C:\\app", "bob", (24, 80))
    assert (program.container.id, program.container.os, program.container.build) == ("c1", "Windows", 20348)


@pytest.mark.parametrize(
    "parameters",
    [{"CommandArgs": ["greet", "a b"]}, {"ApplicationName": "C:\\greet.exe", "CommandLine": 'x "a b"'}],
)
def test_program_is_named_in_three_ways(fake: FakeHost, door: Door, parameters: dict[str, Any]) -> None:
    """Line, arguments, application."""
    fake.programs.register("greet", lambda program: program.print(program.args[-1]))
    process = door.exec(door.running(), "", **parameters)
    assert process.read() == b"a b\r\n"


def test_application_alone_is_a_command(door: Door) -> None:
    """It gets no arguments."""
    process = door.exec(door.running(), "", ApplicationName="hostname")
    assert process.read() == b"c1\r\n"


def test_bad_parameters_are_refused(door: Door) -> None:
    """By the rules of documents."""
    system = door.running()
    for parameters in (
        {},
        {"CommandLine": 5},
        {"CommandLine": "cmd", "Environment": {"A": 1}},
        {"CommandLine": "cmd", "ConsoleSize": [1]},
        {"CommandLine": "cmd", "CommandArgs": [1]},
    ):
        with pytest.raises(Refused) as caught:
            door.start_process(system, json.dumps(parameters))
        assert caught.value.number == 0x010D


def test_pipes_are_there_only_where_they_were_asked_for(door: Door) -> None:
    """Handles that nobody asked for nobody closes."""
    process = door.exec(door.running(), "hostname", CreateStdInPipe=False, CreateStdErrPipe=False)
    assert set(process.streams) == {"stdout"}
    assert process.read() == b"c1\r\n"


def test_large_output_comes_through_whole(fake: FakeHost, door: Door) -> None:
    """More than a pipe holds."""
    data = os.urandom(1 << 20)
    fake.programs.register("flood", lambda program: program.stdout.write(data) and 0)
    assert door.output(door.running(), "flood") == (0, data)


def test_program_that_fails_ends_with_a_traceback(fake: FakeHost, door: Door) -> None:
    """The test sees why."""

    def broken(program: Program) -> int:
        raise RuntimeError("out of order")

    fake.programs.register("broken", broken)
    process = door.exec(door.running(), "broken")
    assert b"out of order" in process.stderr.read()
    assert process.wait() == 1


def test_program_whose_reader_has_gone_ends(fake: FakeHost, door: Door) -> None:
    """As a program does whose pipe is broken."""
    gone = threading.Event()

    def talk(program: Program) -> None:
        gone.wait(10)
        program.stdout.write(b"x")

    fake.programs.register("talk", talk)
    process = door.exec(door.running(), "talk")
    process.stdout.close()
    gone.set()
    assert process.wait() == 1


def test_exit_of_a_program_may_be_python_s(fake: FakeHost, door: Door) -> None:
    """SystemExit carries a number, a text, or nothing."""
    system = door.running()
    for value, code in ((5, 5), ("text", 1), (None, 0)):

        def leave(program: Program, value: Any = value) -> int:
            raise SystemExit(value)

        fake.programs.register("leave", leave)
        assert door.output(system, "leave")[0] == code


def test_exit_code_can_get_lost(fake: FakeHost, door: Door) -> None:
    """Then the service says so."""

    def lost(program: Program) -> None:
        program.wait_result = -2147024894

    fake.programs.register("lost", lost)
    process = door.exec(door.running(), "lost")
    process.wait()
    assert status(door, process.handle)["LastWaitResult"] == -2147024894


# -- how it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["ping -t host", "cat"])
def test_killed_process_is_over_at_once(door: Door, line: str) -> None:
    """Whether its program writes, waits or reads."""
    process = door.exec(door.running(), line)
    assert status(door, process.handle) == {
        "ProcessId": process.pid,
        "Exited": False,
        "ExitCode": 0,
        "LastWaitResult": 0,
    }
    tell(door, "Terminate", process.handle, **({"options": None} if isinstance(door, Second) else {}))
    process.read()
    assert process.wait() == 1067
    with pytest.raises(Refused) as caught:
        tell(door, "Terminate", process.handle)
    assert caught.value.hresult == STOPPED
    with pytest.raises(Refused) as caught:
        signal(door, process.handle, "CtrlC")
    assert caught.value.hresult == STOPPED
    with pytest.raises(Refused):
        change(door, process.handle, Operation="CloseHandle", CloseHandle={"Handle": "StdIn"})


def test_program_that_nobody_reads_is_killed_all_the_same(fake: FakeHost, door: Door) -> None:
    """It waits in the middle of a write."""

    def flood(program: Program) -> None:
        while True:
            program.stdout.write(b"x" * 10_000)

    fake.programs.register("flood", flood)
    process = door.exec(door.running(), "flood")
    time.sleep(0.05)
    tell(door, "Terminate", process.handle)
    assert process.wait() == 1067


def test_end_of_the_system_ends_its_processes_first(first: First) -> None:
    """Whoever waits for a process gets an answer."""
    system = first.running()
    process = first.exec(system, "ping -t x")
    first.step("Terminate", system)
    assert first.wait_process(process.handle) == 1067


def test_signals_end_a_process_or_are_taken(fake: FakeHost, door: Door) -> None:
    """By the name of the signal."""
    system = door.running()
    process = door.exec(system, "ping -t x")
    signal(door, process.handle, "CtrlC")
    assert process.wait() == 0xC000013A
    got: list[str] = []
    ready = threading.Event()

    def patient(program: Program) -> int:
        def take(name: str) -> None:
            got.append(name)
            ready.set()

        program.on_signal = take
        program.print("ready")
        assert ready.wait(10)
        return 4

    fake.programs.register("patient", patient)
    process = door.exec(system, "patient")
    assert process.stdout.readline() == b"ready\r\n"
    signal(door, process.handle, "CtrlBreak")
    assert process.wait() == 4
    assert got == ["CtrlBreak"]
    with pytest.raises(Refused):
        signal(door, door.exec(system, "hostname").handle, "Nonsense")


def test_linux_signals_are_numbers(door: Door) -> None:
    """And a killed process is 137."""
    system = door.running(LCOW)
    process = door.exec(system, "sleep 100")
    signal(door, process.handle, 15)
    assert process.wait() == 143
    process = door.exec(system, "cat")
    tell(door, "Terminate", process.handle)
    assert process.wait() == 137


def test_exit_is_told_to_who_registers_late(first: First) -> None:
    """The process may be faster than its client."""
    system = first.running()
    text = json.dumps({"CommandLine": "hostname"})
    handle = first.call("HcsCreateProcess", computeSystem=system, processParameters=text)["process"]
    until(lambda: status(first, handle)["Exited"])
    first.watch(handle, "process")
    assert first.wait_process(handle) == 0
    first.unwatch(handle)
    first.call("HcsCloseProcess", process=handle)


def test_process_events_come_to_the_second_door(second: Second) -> None:
    """With the status of the process."""
    process = second.exec(second.running(), "cat")
    events: list[tuple[int, str | None, int]] = []
    args = {"process": process.handle, "callbackOptions": 0, "context": 0}
    second.call("HcsSetProcessCallback", **args, callback=lambda *event: events.append(event))
    process.stdin.close()
    until(lambda: events)
    assert events[0][0] == 0x10000
    assert json.loads(events[0][1] or "")["Exited"]


def test_lost_exit_is_never_told(fake: FakeHost, first: First) -> None:
    """Its status can be asked for."""
    system = first.running()
    with fake.on("HcsCreateProcess").lose_notification():
        process = first.exec(system, "hostname")
    until(lambda: status(first, process.handle)["Exited"])
    time.sleep(0.03)
    assert first.news[process.handle].empty()
    process = first.exec(system, "ping -t x")
    with fake.on("HcsTerminateProcess").repeat_notification():
        first.call("HcsTerminateProcess", process=process.handle)
    assert first.heard(process.handle, 0x10000) == first.heard(process.handle, 0x10000) == 0


# -- what is changed --------------------------------------------------------------------------------------------------


def test_console_is_resized_and_input_closed_from_outside(fake: FakeHost, door: Door) -> None:
    """The program sees both."""
    resized = threading.Event()

    def watch(program: Program) -> int:
        program.print("ready")
        assert resized.wait(10)
        height, width = program.console_size or (0, 0)
        return height + width + len(program.stdin.read())

    fake.programs.register("watch", watch)
    process = door.exec(door.running(), "watch")
    assert process.stdout.readline() == b"ready\r\n"
    process.stdin.write(b"abc")
    change(door, process.handle, Operation="ConsoleSize", ConsoleSize={"Height": 10, "Width": 20})
    resized.set()
    change(door, process.handle, Operation="CloseHandle", CloseHandle={"Handle": "StdIn"})
    assert process.wait() == 33


def test_closed_output_breaks_the_program(fake: FakeHost, door: Door) -> None:
    """It writes to nobody."""
    closed = threading.Event()

    def talk(program: Program) -> None:
        closed.wait(10)
        program.stdout.write(b"x")

    fake.programs.register("talk", talk)
    process = door.exec(door.running(), "talk")
    change(door, process.handle, Operation="CloseHandle", CloseHandle={"Handle": "All"})
    closed.set()
    assert process.wait() == 1


def test_wrong_changes_are_refused(door: Door) -> None:
    """An operation or a handle that there is not."""
    process = door.exec(door.running(), "cat")
    for request in ({"Operation": "Sing"}, {"Operation": "CloseHandle", "CloseHandle": {"Handle": "StdLog"}}):
        with pytest.raises(Refused) as caught:
            change(door, process.handle, **request)
        assert caught.value.number == 0x010D


# -- who finds it -----------------------------------------------------------------------------------------------------


def test_process_is_opened_by_its_number(door: Door) -> None:
    """Closing one of two handles changes nothing."""
    system = door.running()
    process = door.exec(system, "ping -t x")
    args = {"computeSystem": system, "requestedAccess": 0}
    handle = door.call("HcsOpenProcess", **args, pid=process.pid, processId=process.pid)["process"]
    assert status(door, handle)["ProcessId"] == process.pid
    door.call("HcsCloseProcess", process=handle)
    assert not status(door, process.handle)["Exited"]
    with pytest.raises(Refused) as caught:
        door.call("HcsOpenProcess", **args, pid=4, processId=4)
    assert caught.value.hresult == 0x80070490


def test_process_that_has_ended_can_be_opened(door: Door) -> None:
    """As long as its system is there."""
    system = door.running()
    process = door.exec(system, "cmd /c (exit 3)")
    assert process.wait() == 3
    args = {"computeSystem": system, "requestedAccess": 0}
    handle = door.call("HcsOpenProcess", **args, pid=process.pid, processId=process.pid)["process"]
    until(lambda: status(door, handle)["Exited"])
    assert status(door, handle)["ExitCode"] == 3
    door.call("HcsCloseProcess", process=handle)


# -- what is left -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="what a HANDLE means cannot be looked up")
def test_stream_that_is_left_open_is_a_leak() -> None:
    """Each holds a handle until the program ends."""
    fake = FakeHost()
    door = First(fake)
    process = door.exec(door.running(), "hostname")
    assert process.wait() == 0
    process.stdin.close()
    process.stderr.close()
    door.unwatch(process.handle)
    door.call("HcsCloseProcess", process=process.handle)
    door.processes.clear()
    door.close()
    assert fake.leaks == [f"StdOut of process {process.pid}"]
    with pytest.raises(LeakError, match="StdOut"):
        fake.assert_clean()
    process.stdout.close()
    fake.assert_clean()
    fake.close()


def test_pipes_that_nobody_asked_for_are_closed(first: First) -> None:
    """A client that never looks at the information owns no handles."""
    before = descriptors()
    system = first.running()
    text = json.dumps({"CommandLine": "hostname", "CreateStdOutPipe": True, "CreateStdInPipe": True})
    for _ in range(5):
        args = {"computeSystem": system, "processParameters": text, "null_outs": ["processInformation"]}
        handle = first.call("HcsCreateProcess", **args)["process"]
        until(partial(ended, first, handle))
        first.call("HcsCloseProcess", process=handle)
    assert descriptors() == before


def descriptors() -> int | None:
    """Count the open descriptors of this process, where the system says so."""
    if sys.platform == "win32" or not os.path.isdir("/proc/self/fd"):
        return None
    return len(os.listdir("/proc/self/fd"))


def test_closing_the_fake_ends_what_runs_and_takes_no_time() -> None:
    """No thread is left, whatever its program is doing."""
    fake = FakeHost()
    door = First(fake)
    system = door.running(ARGON)
    processes = [door.exec(system, line) for line in ("ping -t x", "cat", "sleep 100", "cmd")]
    before = time.monotonic()
    fake.close()
    assert time.monotonic() - before < 30
    until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("process ")])
    for process in processes:
        for file in process.streams.values():
            file.close()
