"""``hcspy run``: from an image to the exit code of a program, and the way back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli.containers import streams
from hcspy.cli.containers.codes import code_of_refusal, code_of_shell
from hcspy.cli.containers.steps import Steps
from hcspy.cli.interrupt import Presses
from hcspy.cli.session import Session
from hcspy.errors import HcspyError
from hcspy.testing import FakeHost

Run = Callable[..., Result]
Left = Callable[[], list[Any]]


def test_run_prints_what_the_program_prints_and_nothing_else(run: Run, node: FakeHost, left: Left) -> None:
    """A script reads stdout; steps and errors belong elsewhere."""
    result = run("run", "--rm", "nanoserver", "cmd", "/c", "echo", "hi")
    assert (result.stdout, result.stderr) == ("hi\n", "")
    assert left() == []
    node.assert_clean()


def test_both_outputs_go_where_they_belong(run: Run, node: FakeHost) -> None:
    """`2> errors.txt` has to find the errors."""
    result = run("run", "--rm", "nanoserver", "cmd", "/c", "echo out& echo err 1>&2& exit 7", code=7)
    assert (result.stdout.strip(), result.stderr.strip()) == ("out", "err")


def test_container_stays_until_it_is_removed(run: Run, node: FakeHost) -> None:
    """Its files are what was worked for; docker keeps them, too."""
    run("run", "--name", "web", "nanoserver", "cmd", "/c", "echo hi")
    (found,) = node.host.containers.list(all=True)
    assert (found.name, found.state) == ("web", "Exited")
    assert node.host.storage.layers.exists(str(found.layer))


def test_exit_code_of_a_container_that_ended_is_listed(run: Run, node: FakeHost) -> None:
    """Whoever comes back asks which of the jobs has failed."""
    run("run", "--name", "job", "nanoserver", "cmd", "/c", "exit 3", code=3)
    assert "Exited (3)" in run("ps", "--all").stdout


def test_image_without_command_runs_cmd(run: Run, node: FakeHost) -> None:
    """What images of Windows run; it reads the piped commands."""
    assert "piped" in run("run", "--rm", "-i", "nanoserver", input="echo piped\r\nexit\r\n").stdout


def test_options_say_what_the_container_is(run: Run, node: FakeHost, tmp_path: Any) -> None:
    """Each of them has to arrive in the document or at the network."""
    words = ["--name", "web", "--isolation", "hyperv", "--network", "nat", "--ip", "172.20.0.9", "-p", "8080:80/tcp",
             "-v", r"C:\site:C:\www:ro", "--mount", r"C:\log:C:\log", "--memory", "512m", "--cpus", "2", "--hostname",
             "front", "-e", "MODE=test", "-w", "C:\\", "-u", "me"]  # fmt: skip
    run("run", "-d", *words, "windowsservercore", "ping", "-t", "x")
    container = node.host.containers.open("web")
    document = container.record.document
    assert document["HvRuntime"]
    assert (document["MemoryMaximumInMB"], document["ProcessorCount"], document["HostName"]) == (512, 2, "front")
    assert [(entry["HostPath"], entry.get("ReadOnly", False)) for entry in document["MappedDirectories"]] == [
        (r"C:\site", True),
        (r"C:\log", False),
    ]
    assert (container.record.env, container.record.cwd, container.record.user) == ({"MODE": "test"}, "C:\\", "me")
    endpoint = node.host.hns.endpoints.get(container.endpoints[0])
    assert str(endpoint.ip_address) == "172.20.0.9"
    assert endpoint.policies[0].external_port == 8080  # type: ignore[union-attr]
    container.close()


def test_program_has_its_variables_and_folder(run: Run, node: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-e NAME` alone takes ours, which need not be written down then."""
    monkeypatch.setenv("HCSPY_TEST_SECRET", "s3")
    monkeypatch.delenv("HCSPY_TEST_OTHER", raising=False)
    words = ["-e", "MODE=a=b", "-e", "HCSPY_TEST_SECRET", "-e", "HCSPY_TEST_OTHER", "-w", r"C:\Windows"]
    command = ["cmd", "/c", "echo %MODE% %HCSPY_TEST_SECRET%& cd"]
    assert run("run", "--rm", *words, "nanoserver", *command).stdout.split() == ["a=b", "s3", r"C:\Windows"]


def test_part_of_a_processor_is_a_part_of_the_time_of_all(
    run: Run, node: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no half processors."""
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    run("run", "--name", "web", "--cpus", "0.5", "nanoserver", "cmd", "/c", "exit")
    with node.host.containers.open("web") as container:
        assert container.record.document["Container"]["Processor"]["Maximum"] == 1250


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense", "nanoserver"],
        [],
        ["-p", "80", "nanoserver"],
        ["-p", "x", "--network", "nat", "nanoserver"],
        ["--memory", "much", "nanoserver"],
        ["-e", "=x", "nanoserver"],
        ["-v", "nothing", "nanoserver"],
        ["--network", "lan", "nanoserver"],
        ["--name", "no/name", "nanoserver"],
        ["nosuchimage"],
    ],
    ids=" ".join,
)
def test_run_that_cannot_begin_is_125(run: Run, left: Left, words: list[str]) -> None:
    """1 and 2 and 3 are what programs say; a script has to know that none ran."""
    result = run("run", *words, code=125)
    assert result.stdout == ""
    assert left() == []


def test_program_that_is_not_there_is_127_and_leaves_nothing(run: Run, left: Left) -> None:
    """A typing error in a script is no failure of the engine."""
    assert "cannot find the file" in run("run", "nanoserver", "nosuch", code=127).stderr
    assert left() == []


@pytest.mark.parametrize("hresult", [0x800700C1, 0x80070005])
def test_program_that_cannot_be_executed_is_126(run: Run, node: FakeHost, left: Left, hresult: int) -> None:
    """It is there, and no program, or not ours to run."""
    node.on("HcsCreateProcess").fail(hresult)
    run("run", "nanoserver", "cmd", code=126)
    assert left() == []


def test_other_refusals_are_of_the_engine() -> None:
    """Nothing is known of the program then."""
    assert code_of_refusal(HcspyError("x")) == 125


@pytest.mark.parametrize("windows", [True, False])
@pytest.mark.parametrize("code", [0, 1, 255])
def test_small_codes_are_the_same_everywhere(code: int, windows: bool) -> None:
    """Nearly all programs have these."""
    assert code_of_shell(code, windows=windows) == code


def test_code_that_does_not_fit_stays_a_failure() -> None:
    """256 would be success to a shell that takes eight bits; Windows takes all, as signed numbers."""
    assert code_of_shell(256, windows=False) == 1
    assert code_of_shell(1067, windows=False) == 43
    assert code_of_shell(-1, windows=False) == 255
    assert code_of_shell(0xC0000005, windows=True) == -1073741819


STEPS = [("GetBaseImages", 1), ("CreateSandboxLayer", 1), ("HNSCall", 1), ("HNSCall", 2), ("ActivateLayer", 1),
         ("PrepareLayer", 1), ("GetLayerMountPath", 1), ("NameToGuid", 1), ("HcsCreateComputeSystem", 1),
         ("HcsStartComputeSystem", 1), ("HcsCreateProcess", 1)]  # fmt: skip


@pytest.mark.parametrize("remove", [True, False])
@pytest.mark.parametrize(("export", "nth"), STEPS)
def test_failure_of_a_step_leaves_nothing_and_is_125(
    run: Run, node: FakeHost, left: Left, export: str, nth: int, remove: bool
) -> None:
    """Half a container is one that somebody has to look for."""
    node.on(export, nth=nth).fail(0x80004005)
    words = ["--rm"] if remove else []
    result = run("run", *words, "--network", "nat", "-p", "8080:80", "nanoserver", "cmd", "/c", "echo", "hi", code=125)
    assert result.stdout == ""
    assert "error:" in result.stderr
    assert left() == []
    node.assert_clean()


def test_what_cannot_be_undone_is_named(run: Run, node: FakeHost) -> None:
    """Somebody has to remove it by hand."""
    node.on("HcsStartComputeSystem").fail(0x80004005)
    node.on("DestroyLayer").fail(0x80004005)
    assert "web could not be removed" in run("run", "--name", "web", "nanoserver", code=125).stderr


def test_steps_are_told_with_verbose(run: Run, node: FakeHost) -> None:
    """Who looks for what takes so long finds it in order, and still nothing on stdout."""
    result = run("run", "--verbose", "--name", "web", "--network", "nat", "--rm", "nanoserver", "cmd", "/c", "echo hi")
    steps = [line for line in result.stderr.splitlines() if not line[:1].isdigit()]
    beginnings = ["look for image nanoserver", "create scratch layer", "create endpoint on nat", "mount",
                  "create compute system web", "start web", "run cmd /c echo hi", "remove endpoint",
                  "remove C:"]  # fmt: skip
    assert [step.startswith(words) for step, words in zip(steps, beginnings, strict=True)] == [True] * len(steps)
    assert result.stdout == "hi\n"


def test_detached_container_goes_on_and_its_name_is_printed(run: Run, node: FakeHost) -> None:
    """A script keeps the name and works with the container."""
    name = run("run", "-d", "nanoserver", "ping", "-t", "x").stdout.strip()
    with node.host.containers.open(name) as container:
        assert container.info.state == "Running"
        assert [process.image_name for process in container.processes()] == ["ping"]
        container.remove(force=True)


def test_input_reaches_the_program_unchanged(raw: Callable[..., Result]) -> None:
    """Archives are piped in and out; no byte may be taken for a line end."""
    data = bytes(range(256)) * 4096
    result = raw("run", "--rm", "-i", "nanoserver", "cat", input=data)
    assert result.exit_code == 0
    assert result.stdout_bytes == data


def test_without_i_the_program_has_no_input(run: Run, node: FakeHost) -> None:
    """In a loop of a script it would eat the lines of the loop."""
    assert run("run", "--rm", "nanoserver", "cat", input="eaten").stdout == ""


def test_program_that_does_not_read_its_input_ends_all_the_same(raw: Callable[..., Result]) -> None:
    """Nobody wants the rest of a large file any more."""
    assert raw("run", "--rm", "-i", "nanoserver", "cmd", "/c", "exit", "3", input=b"x" * (1 << 22)).exit_code == 3


def test_large_outputs_of_both_kinds_do_not_block_each_other(raw: Callable[..., Result], node: FakeHost) -> None:
    """A pipe holds some kilobytes; whoever reads one to the end first waits for ever."""

    @node.programs.register("flood")
    def flood(program: Any) -> None:
        for _ in range(200):
            program.stdout.write(b"o" * 10_000)
            program.stderr.write(b"e" * 10_000)

    result = raw("run", "--rm", "nanoserver", "flood")
    assert result.stdout_bytes == b"o" * 2_000_000
    assert result.stderr_bytes == b"e" * 2_000_000


def test_console_has_one_output_and_a_size(run: Run, node: FakeHost) -> None:
    """A program that draws has to know how much room there is."""

    @node.programs.register("look")
    def look(program: Any) -> None:
        program.print(str(program.console_size))

    assert run("run", "--rm", "-t", "nanoserver", "look").stdout.strip() == "(24, 80)"


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_steps_change_on_one_line_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are worth a look while they take long, and none when they are done."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with Steps(Session(), Presses()) as steps:
        steps("start [web]")
        steps("run [web]")
        steps.rest()
        told = terminal.getvalue()
        assert "run [web]" in told
        print("program")
    assert terminal.getvalue() == told


def test_real_files_are_read_and_written_past_the_buffers_of_python(tmp_path: Path) -> None:
    """A thread that waits in such a buffer keeps the interpreter from ending."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(b"\x00\xff\r\n")
    with source.open(encoding="utf-8") as stream:
        read = streams.reader_of(stream)
        assert (read(), read()) == (b"\x00\xff\r\n", b"")
    with target.open("w", encoding="utf-8") as stream:
        stream.write("before ")
        streams.writer_of(stream)(b"\x00\xff\r\n")
    assert target.read_bytes() == b"before \x00\xff\r\n"


def test_output_of_a_program_ends_where_it_cannot_be_read(tmp_path: Path) -> None:
    """Its container was ended under our hands; what came until then is printed."""
    closed = (tmp_path / "pipe").open("w+b")
    closed.close()
    seen: list[bytes] = []
    pump = streams.Pump(closed, seen.append)
    pump.start()
    pump.join(10)
    assert (seen, pump.error) == ([], None)
