"""Processes: programs that know subprocess.Popen know these."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hcspy import hcs as models
from hcspy.errors import (
    ClosedError,
    HcspyError,
    InvalidDocumentError,
    InvalidStateError,
    NotFoundError,
    PathNotFoundError,
    TimedOutError,
)
from hcspy.hcs import ProcessTimedOutError, System
from hcspy.testing import FakeHost

PIPE = subprocess.PIPE
MEGABYTE = 1 << 20


def test_output_and_exit_code_arrive(running: System) -> None:
    """The simplest use."""
    with running.exec(["cmd", "/c", "echo", "hi"], text=True) as process:
        assert process.stdout is not None
        assert process.stdout.read() == "hi\n"
        assert process.wait() == 0
        assert (process.returncode, process.poll()) == (0, 0)
        assert process.args == ["cmd", "/c", "echo", "hi"]
        assert process.pid > 0


def test_streams_are_of_bytes_unless_told_otherwise(running: System) -> None:
    """As with subprocess."""
    with running.exec("cmd /c echo hi") as process:
        assert process.communicate() == (b"hi\r\n", b"")
        assert process.stdin is None


def test_lines_come_one_by_one(running: System, fake_host: FakeHost) -> None:
    """A log is read while the program goes on."""
    go_on = threading.Event()

    def talk(program: Any) -> int:
        program.print("first")
        go_on.wait(30)
        program.print("second")
        return 0

    fake_host.programs.register("talk", talk)
    with running.exec("talk", text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        assert process.poll() is None
        go_on.set()
        assert list(process.stdout) == ["second\n"]
        assert process.wait(30) == 0


def test_input_comes_back(running: System, fake_host: FakeHost) -> None:
    """What is written is read at the other end, and the end of it, too."""
    fake_host.programs.register("tee", _tee)
    with running.exec("tee", stdin=PIPE, text=True, encoding="utf-16-le") as process:
        assert process.communicate("ä\n", timeout=30) == ("ä\n", "")
        assert process.returncode == 0


def _tee(program: Any) -> int:
    while data := program.stdin.read1(65536):
        program.stdout.write(data)
    return 0


def test_large_data_goes_both_ways_without_dead_lock(running: System, fake_host: FakeHost) -> None:
    """A pipe holds some kilobytes: whoever writes everything before reading anything waits for ever."""
    data = bytes(range(256)) * (8 * MEGABYTE // 256)

    def both(program: Any) -> int:
        while block := program.stdin.read1(65536):
            program.stdout.write(block)
            program.stderr.write(block)
        return 0

    fake_host.programs.register("both", both)
    with running.exec("both", stdin=PIPE) as process:
        assert process.communicate(data, timeout=60) == (data, data)


def test_communicate_goes_on_after_a_timeout(running: System, fake_host: FakeHost) -> None:
    """What was read must not be lost with the patience."""
    go_on = threading.Event()

    def slow(program: Any) -> int:
        program.print("first")
        go_on.wait(30)
        program.print("second")
        return 5

    fake_host.programs.register("slow", slow)
    with running.exec("slow") as process:
        with pytest.raises(ProcessTimedOutError) as error:
            process.communicate(timeout=1)  # on a busy machine "first" takes its time
        assert error.value.output == b"first\r\n"
        go_on.set()
        assert process.communicate(timeout=30) == (b"first\r\nsecond\r\n", b"")
        assert process.returncode == 5


def test_wait_that_gives_up_is_what_subprocess_raises(running: System) -> None:
    """And the library's own, and Python's: programs catch any of the three."""
    with running.exec("ping -t localhost") as process:
        for kind in (TimedOutError, subprocess.TimeoutExpired, TimeoutError):
            with pytest.raises(kind, match=r"did not end within 0\.05 seconds; it goes on"):
                process.wait(0.05)
        assert process.poll() is None
        process.kill()
        assert process.wait(30) == 1067


def test_kill_of_what_has_ended_does_nothing(running: System, fake_host: FakeHost) -> None:
    """Popen's does nothing either, and clean-up code counts on it."""
    with running.exec("cmd /c exit 7") as process:
        assert process.wait(30) == 7
        process.kill()
        process.terminate()
        process.close_stdin()
    assert fake_host.calls.of("HcsTerminateProcess") == []


def test_two_kills_are_fine(running: System) -> None:
    """The second may come before the word of the end."""
    with running.exec("ping -t localhost") as process:
        process.kill()
        process.kill()
        assert process.wait(30) == 1067


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("CtrlC", "CtrlC"),
        (signal.SIGINT, "CtrlC"),
        (signal.SIGTERM, "CtrlShutdown"),
        ("CtrlBreak", "CtrlBreak"),
    ],
)
def test_signal_reaches_the_program(running: System, fake_host: FakeHost, given: Any, sent: str) -> None:
    """Python's signals stand for those of Windows that are nearest."""
    heard: list[str] = []
    ready = threading.Event()

    def listen(program: Any) -> int:
        over = threading.Event()
        program.on_signal = lambda name: (heard.append(name), over.set())
        ready.set()
        over.wait(30)
        return 0

    fake_host.programs.register("listen", listen)
    with running.exec("listen") as process:
        ready.wait(30)
        assert process.send_signal(given)
        assert process.wait(30) == 0
        assert not process.send_signal(given)
    assert heard == [sent]


def test_sigkill_kills(running: System) -> None:
    """Windows has no such signal; Python has it where there is one."""
    kill = getattr(signal, "SIGKILL", None)
    with running.exec("ping -t localhost") as process:
        if kill is None:
            process.kill()
        else:
            assert process.send_signal(kill)
        assert process.wait(30) == 1067


def test_signal_may_be_a_document(running: System) -> None:
    """As hcsshim takes it."""
    with running.exec("ping -t localhost") as process:
        assert process.signal(models.SignalProcessOptions(signal="CtrlC"))
        assert process.wait(30) == 0xC000013A


def test_console_is_resized(running: System, fake_host: FakeHost) -> None:
    """Height first, in the document and here."""
    with running.exec("ping -t localhost", console=(25, 80)) as process:
        assert process.stderr is None
        process.resize_console(40, 120)
        process.kill()
        process.wait(30)
    request = fake_host.calls.of("HcsModifyProcess")[0].args["settings"]
    assert request == '{"Operation":"ConsoleSize","ConsoleSize":{"Height":40,"Width":120}}'


def test_input_is_closed_from_this_side(running: System, fake_host: FakeHost) -> None:
    """A program that reads to the end would never end else."""
    fake_host.programs.register("tee", _tee)
    with running.exec("tee", stdin=PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"x")
        process.close_stdin()
        assert process.communicate(timeout=30) == (b"x", b"")


def test_properties_tell_of_the_end(running: System) -> None:
    """As a model."""
    with running.exec("cmd /c exit 3") as process:
        process.wait(30)
        status = process.properties()
        assert (status.process_id, status.exited, status.exit_code) == (process.pid, True, 3)


def test_process_is_opened_by_its_number(running: System) -> None:
    """Another program started it."""
    with running.exec("ping -t localhost") as process, running.open_process(process.pid) as other:
        assert (other.pid, other.stdin, other.stdout, other.stderr) == (process.pid, None, None, None)
        assert other.args is None
        assert other.system_id == process.system_id == running.id
        assert other.migration_state == process.migration_state == (0, 0, 0, 0)
        other.kill()
        assert other.wait(30) == process.wait(30) == 1067


def test_unknown_process_is_not_found(running: System) -> None:
    """It has ended, or was never there."""
    with pytest.raises(NotFoundError) as error:
        running.open_process(99999)
    assert error.value.call == "HcsOpenProcess"


def test_missing_program_is_a_missing_file(running: System) -> None:
    """With the words of the service, and of the call that was made."""
    with pytest.raises(PathNotFoundError) as error:
        running.exec(["nonesuch.exe"])
    assert error.value.call == "HcsCreateProcess"
    assert isinstance(error.value, FileNotFoundError)
    assert error.value.record is not None


def test_program_needs_a_running_system(system: System) -> None:
    """Start it first."""
    with pytest.raises(InvalidStateError):
        system.exec("cmd /c echo hi")


def test_document_of_either_schema_is_executed(running: System) -> None:
    """What exec() has no argument for."""
    for document in (
        models.ProcessParameters(command_line="cmd /c echo hi", create_std_out_pipe=True),
        models.ProcessConfig(command_line="cmd /c echo hi", create_std_out_pipe=True),
        {"CommandLine": "cmd /c echo hi", "CreateStdOutPipe": True},
    ):
        with running.create_process(document, text=True) as process:
            assert process.communicate(timeout=30) == ("hi\n", None)


def test_run_collects_everything(running: System) -> None:
    """As subprocess.run."""
    done = running.run(["cmd", "/c", "echo", "hi"], text=True)
    assert (done.args, done.returncode, done.stdout, done.stderr) == (["cmd", "/c", "echo", "hi"], 0, "hi\n", "")


def test_run_that_takes_too_long_is_killed(running: System) -> None:
    """Nothing may be left running that nobody knows of."""
    with pytest.raises(ProcessTimedOutError) as error:
        running.run("ping -t localhost", timeout=0.2)
    assert error.value.timeout == 0.2
    for _ in range(100):
        if not pings(running):
            break
        time.sleep(0.02)
    assert pings(running) == []


def pings(system: System) -> list[int]:
    """Return the numbers of the processes that ping."""
    return [item.process_id for item in system.processes() if str(item.image_name).startswith("ping")]


def test_checked_run_raises_on_failure(running: System) -> None:
    """With what the program said."""
    with pytest.raises(subprocess.CalledProcessError) as error:
        running.run("cmd /c echo no& exit 3", check=True)
    assert error.value.returncode == 3
    assert error.value.cmd == "cmd /c echo no& exit 3"


def test_run_gives_input(running: System, fake_host: FakeHost) -> None:
    """And closes it."""
    fake_host.programs.register("tee", _tee)
    assert running.run("tee", input="hi", text=True, timeout=30).stdout == "hi"


def test_environment_folder_and_user_go_along(running: System, fake_host: FakeHost) -> None:
    """Each as the service names it."""
    seen: list[Any] = []

    def look(program: Any) -> int:
        seen.extend([program.env.get("A"), program.cwd, program.user])
        return 0

    fake_host.programs.register("look", look)
    running.run("look", env={"A": "b"}, cwd="C:\\Windows", user="ContainerUser", timeout=30)
    assert seen == ["b", "C:\\Windows", "ContainerUser"]


def test_streams_are_pipes_or_nothing(running: System) -> None:
    """A file of this machine is no file of a container's."""
    with running.exec("cmd /c echo hi", stdout=None, stderr=subprocess.DEVNULL) as process:
        assert (process.stdout, process.stderr) == (None, None)
        assert process.communicate(timeout=30) == (None, None)
    with pytest.raises(InvalidDocumentError, match="stderr of a process in a compute system is PIPE or None"):
        running.exec("cmd", stderr=subprocess.STDOUT)


def test_input_without_a_pipe_is_refused(running: System) -> None:
    """It would go nowhere."""
    with running.exec("cmd /c echo hi") as process:
        with pytest.raises(InvalidDocumentError, match="no standard input"):
            process.communicate(b"x")
        process.communicate()


def test_leaving_closes_and_kills_nothing(running: System) -> None:
    """The program goes on, and can be opened again."""
    with running.exec("ping -t localhost") as process:
        pass
    assert process.is_closed
    assert process.stdout is not None
    assert process.stdout.closed
    process.close()
    with pytest.raises(ClosedError):
        process.wait()
    with running.open_process(process.pid) as again:
        again.kill()
        again.wait(30)


def test_exit_code_that_is_known_is_told_after_the_close(running: System) -> None:
    """Both doors know it by then, whether or not somebody has asked; who asks later must not get an error."""
    with running.exec("cmd /c exit 7") as process:
        assert process.exited.wait(30)
        process.stdout.read()  # type: ignore[union-attr]
    assert (process.poll(), process.wait(), process.returncode) == (7, 7, 7)


def test_exit_code_is_handed_to_whoever_wants_it_once(running: System) -> None:
    """Whoever writes it down must not write it twice."""
    seen: list[int] = []
    with running.exec("cmd /c exit 7") as process:
        process.on_exit = seen.append
        process.wait(30)
        process.wait(30)
        process.poll()
    assert seen == [7]


def test_close_ends_the_waiting_of_others(running: System) -> None:
    """A thread must not wait for ever on a closed handle."""
    process = running.exec("ping -t localhost")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(process.wait)
        time.sleep(0.05)
        process.close()
        with pytest.raises(ClosedError):
            waiting.result(30)


def test_leaving_after_a_timeout_does_not_wait_for_the_program(running: System) -> None:
    """Its output is being read still: whoever leaves must not wait for a program that never ends."""
    begun = time.monotonic()
    with running.exec("ping -t localhost", stdin=PIPE) as process, pytest.raises(ProcessTimedOutError):
        process.communicate(b"x" * MEGABYTE, timeout=0.1)
    assert time.monotonic() - begun < 10
    with running.open_process(process.pid) as again:
        again.kill()
        again.wait(30)
    streams = [stream for stream in (process.stdin, process.stdout, process.stderr) if stream is not None]
    deadline = time.monotonic() + 30
    while not all(stream.closed for stream in streams) and time.monotonic() < deadline:
        time.sleep(0.02)  # threads that had to do with them close them, each its own
    assert [stream.closed for stream in streams] == [True, True, True]


def test_end_of_the_system_ends_its_processes(running: System) -> None:
    """Whoever waits for a program has to hear of it."""
    process = running.exec("ping -t localhost")
    with process, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(process.wait, 30)
        running.terminate()
        assert waiting.result(30) in (1067, -1)


def test_broken_pipe_loses_nothing_else(running: System) -> None:
    """The program does not read its input: that is its own business."""
    with running.exec("cmd /c echo hi", stdin=PIPE) as process:
        assert process.communicate(b"x" * MEGABYTE, timeout=30) == (b"hi\r\n", b"")


def test_exit_code_that_the_service_does_not_know_is_minus_one(running: System, fake_host: FakeHost) -> None:
    """It could not wait for the process itself."""
    process: Any = running.exec("cmd /c echo hi")
    with process:
        process.communicate()
        process._code = None
        process._open.exited._value = '{"Exited":true,"ExitCode":0,"LastWaitResult":5}'
        assert process.poll() == -1


def test_linux_gets_words(running: System, fake_host: FakeHost) -> None:
    """Its programs take no command line."""
    with pytest.raises(HcspyError):
        running.exec(["/bin/nonesuch", "a b"], linux=True)
    assert (
        '"CommandArgs":["/bin/nonesuch","a b"]' in fake_host.calls.of("HcsCreateProcess")[0].args["processParameters"]
    )
    with pytest.raises(InvalidDocumentError, match="words, not a command line"):
        running.exec("sh -c true", linux=True)


def test_unclosed_process_is_warned_about(running: System) -> None:
    """Its pipes would stay until the end of the program."""
    process: Any = running.exec("cmd /c echo hi")
    process.communicate()
    with pytest.warns(ResourceWarning, match=r"<Process \d+, exit code 0> was not closed"):
        process.__del__()
