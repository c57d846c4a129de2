"""The programs that every container of a fake has, and what they share with those of Windows."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from hcspy.testing.programs import Program, Programs
from hcspy.testing.programs.commandline import rest, split
from hcspy.testing.programs.files import Files
from hcspy.testing.programs.pipes import Killed


class Box:
    """A container that is nothing but what programs see of one."""

    def __init__(self, os: str = "Windows") -> None:
        self.id, self.hostname, self.os, self.build = "c1", "box", os, 20348
        self.files = Files()

    def interfaces(self) -> Sequence[Mapping[str, object]]:
        v4 = {"name": "eth", "address": "10.0.0.4", "prefix_length": 24, "gateway": "10.0.0.1", "dns_suffix": "x.y"}
        return v4, {**v4, "address": "fd00::4", "prefix_length": 64, "gateway": "fd00::1"}


class Ran:
    """A command that was run: its code and what it said."""

    def __init__(self, line: str, box: Box | None = None, stdin: bytes = b"", **more: Any) -> None:
        box = box or Box()
        self.out, self.err = io.BytesIO(), io.BytesIO()
        args = split(line)
        function = Programs().find(args[0], box.os)
        assert function is not None
        streams: dict[str, Any] = {"stdin": io.BytesIO(stdin), "stdout": self.out, "stderr": self.err}
        self.code = function(Program(args, line, container=box, **streams, **more))

    @property
    def said(self) -> str:
        return self.out.getvalue().decode().replace("\r\n", "\n")

    @property
    def complained(self) -> str:
        return self.err.getvalue().decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("line", "args"),
    [
        ("a b\tc", ["a", "b", "c"]),
        ('"C:\\a b\\x.exe" c', ["C:\\a b\\x.exe", "c"]),
        ('"open', ["open"]),
        ('x "a b"c', ["x", "a bc"]),
        ('x "a""b"', ["x", 'a"b']),
        ('x ""', ["x", ""]),
        ('x \\"a\\\\" b', ["x", '"a\\ b']),
        ('x \\\\"a b\\\\"', ["x", "\\a b\\"]),
        ("x a\\\\b", ["x", "a\\\\b"]),
        ("  x  ", ["x"]),
    ],
)
def test_command_line_is_taken_apart_as_windows_does(line: str, args: list[str]) -> None:
    """Backslashes count before quotes only."""
    assert split(line) == args


def test_rest_of_a_command_line_is_as_it_stands() -> None:
    """cmd.exe reads text, not arguments."""
    assert rest("cmd  /c  x") == "  /c  x"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("cmd /c echo hi", 0, "hi\n"),
        ("cmd /C echo hi & echo there", 0, "hi \nthere\n"),
        ('cmd.exe /s /c "echo "a b""', 0, '"a b"\n'),
        ('cmd /c "echo quoted"', 0, "quoted\n"),
        ('cmd /c "hostname"', 0, "box\n"),
        ("cmd /c echo", 0, "ECHO is on.\n"),
        ("cmd /c echo.", 0, "\n"),
        ("cmd /c echo a^&b", 0, "a&b\n"),
        ("cmd /c @rem nothing", 0, ""),
        ("cmd /c exit 3", 3, ""),
        ("cmd /c exit /b 4", 4, ""),
        ("cmd /c exit -1", 0xFFFFFFFF, ""),
        ("cmd /c exit x", 0, ""),
        ("cmd /c (exit 3) & echo no", 3, ""),
        ("cmd /c exit 2 || echo no", 2, ""),
        ("cmd /c type no.txt && echo yes", 1, ""),
        ("cmd /c type no.txt || echo yes", 0, "yes\n"),
        ("cmd /c hostname && (echo a & echo b)", 0, "box\na \nb\n"),
        ("cmd /c set A=1& set B=2& set", 0, "A=1\nB=2\n"),
        ("cmd /c set A=1& echo %a%%computername%", 0, "%a%BOX\n"),
        ("cmd /c set X", 1, ""),
        ("cmd /c set A=& echo %A%", 0, "%A%\n"),
        ("cmd /c cd C:\\app& cd", 0, "C:\\app\n"),
        ("cmd /c cd /d ..& echo %cd%", 0, "C:\\\n"),
        ("cmd /c ver", 0, "\nMicrosoft Windows [Version 10.0.20348.1]\n"),
        ("cmd /c echo b| findstr b", 0, "b\n"),
        ('cmd /c (echo a & echo b)| find "b"', 0, "b\n"),
        ("cmd /c dir", 1, ""),
        ("cmd /c echo x>a.txt& dir", 0, "a.txt\n"),
        ("cmd /c echo x>a.txt& echo y>>a.txt& type a.txt", 0, "x\ny\n"),
        ("cmd /c echo x>a.txt& cat<a.txt", 0, "x\n"),
        ("cmd /c cat<no.txt", 1, ""),
        ("cmd /c echo x>nul", 0, ""),
        ("cmd /c type no.txt 2>&1", 1, "The system cannot find the file specified.\n"),
        ("cmd /c echo x>a.txt& del a.txt& dir", 1, ""),
        ("cmd /c del no.txt", 0, ""),
        ("cmd /k", 0, ""),
        ("cmd /c", 0, ""),
        ("cmd /c nonsense", 1, ""),
        ('cmd /c "a b"', 1, ""),
        ("cmd /c (echo open", 0, "open\n"),
        ("hostname", 0, "box\n"),
        ("whoami", 0, "user manager\\containeradministrator\n"),
        ("findstr", 2, ""),
        ("ping", 1, "Usage: ping [-t] [-n count] target_name\n"),
        ("timeout /t 0", 0, ""),
        ("sleep", 0, ""),
    ],
)
def test_commands_of_windows(line: str, code: int, said: str) -> None:
    """What people type into containers."""
    ran = Ran(line)
    assert (ran.code, ran.said) == (code, said)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("sh -c 'echo hi'", 127, ""),
        ('sh -c "echo hi && echo there"', 0, "hi\nthere\n"),
        ('sh -c "exit 3"', 3, ""),
        ('sh -c "false || echo $A"', 0, "1\n"),
        ('sh -c "true; exit"', 0, ""),
        ('sh -c "nonsense"', 127, ""),
        ("echo a  b", 0, "a b\n"),
        ("true", 0, ""),
        ("false", 1, ""),
        ("whoami", 0, "root\n"),
        ("cat no", 1, ""),
    ],
)
def test_commands_of_linux(line: str, code: int, said: str) -> None:
    """A little of what is in every image."""
    ran = Ran(line, Box("Linux"), env={"A": "1"})
    assert (ran.code, ran.said) == (code, said)


def test_shell_of_linux_reads_its_input() -> None:
    """Line after line."""
    assert Ran("sh", Box("Linux"), b"echo a\necho b\n").said == "a\nb\n"


def test_shell_of_windows_talks() -> None:
    """Banner, prompt, commands, until exit or the end of the input."""
    ran = Ran("cmd", stdin=b"echo hi\r\nexit 5\r\necho no\r\n")
    assert ran.code == 5
    assert ran.said.startswith("Microsoft Windows [Version 10.0.20348.1]\n")
    assert ran.said.endswith("\nC:\\>hi\n\nC:\\>")
    assert Ran("cmd", stdin=b"type no.txt\r\n").code == 1


def test_unknown_command_is_complained_about() -> None:
    """In the shell's own words."""
    assert Ran("cmd /c nonsense 1").complained == (
        "'nonsense' is not recognized as an internal or external command,\noperable program or batch file.\n"
    )
    assert Ran('sh -c "nonsense"', Box("Linux")).complained == "sh: nonsense: not found\n"


def test_addresses_are_shown() -> None:
    """Of both kinds."""
    said = Ran("ipconfig").said
    assert "IPv4 Address. . . . . . . . . . . : 10.0.0.4\n   Subnet Mask . . . . . . . . . . . : 255.255.255.0" in said
    assert "IPv6 Address. . . . . . . . . . . : fd00::4\n   Default Gateway . . . . . . . . . : fd00::1" in said


def test_ping_counts() -> None:
    """And says how often."""
    said = Ran("ping -n 2 host").said
    assert said.count("Reply from host") == 2
    assert "Sent = 2" in said


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def test_program_that_sleeps_notices_its_end() -> None:
    """There it stops."""
    with pytest.raises(Killed):
        Ran("sleep 5", killed=_set())
    with pytest.raises(Killed):
        Ran("sleep 0", killed=_set())


def test_lines_are_found_in_files_and_input() -> None:
    """With and without case, and the other way round."""
    box = Box()
    box.files.write("C:\\a.txt", b"One\r\ntwo\r\n")
    assert Ran("findstr one a.txt", box).code == 1
    assert Ran("findstr /i one a.txt", box).said == "One\n"
    assert Ran("findstr /v two", box, b"two\r\nthree\r\n").said == "three\n"
    assert Ran("cat a.txt", box).said == "One\ntwo\n"
    assert Ran("more", box, b"text").said == "text"


def test_tee_writes_files() -> None:
    """Anew, or behind what is there."""
    box = Box()
    assert Ran("tee a.txt", box, b"1").said == "1"
    Ran("tee -a a.txt", box, b"2")
    assert box.files.read("c:/A.TXT") == b"12"


def test_files_are_found_whatever_way_they_are_spelled() -> None:
    """Case, slashes and detours."""
    files = Files()
    files.write("C:\\Data\\a.txt", b"x")
    assert files.read("c:/data/../DATA/a.txt") == b"x"
    assert files.names("C:\\data\\") == ["a.txt"]
    files.delete("C:/data/a.TXT")
    for attempt in (files.read, files.delete):
        with pytest.raises(FileNotFoundError):
            attempt("C:\\Data\\a.txt")


def test_mapped_folder_is_the_one_outside(tmp_path: Any) -> None:
    """What is written there stays there."""
    files = Files()
    files.remap([("C:\\data", tmp_path)])
    files.write("C:\\data\\sub.txt", b"1")
    files.write("C:\\data\\sub.txt", b"2", append=True)
    assert (tmp_path / "sub.txt").read_bytes() == b"12"
    assert files.names("C:\\DATA") == ["sub.txt"]
    assert files.names("C:\\data\\none") == []
    files.delete("C:\\data\\sub.txt")
    assert files.names("C:\\data") == []


def test_commands_are_registered_and_forgotten() -> None:
    """By name or by path; a test's own come first."""
    programs = Programs()
    assert programs.find("C:\\Windows\\System32\\CMD.EXE") is not None
    assert programs.find("bash") is None
    own = programs.register("hostname.exe", lambda program: 1)
    assert programs.find("HOSTNAME") is own
    path = programs.register("C:\\tools\\x.exe", lambda program: 2)
    assert programs.find("c:\\tools\\X") is path
    assert programs.find("x") is None
    programs.remove("hostname")
    assert programs.find("hostname") is not own
    assert "hostname" in programs
    assert 5 not in programs
    with pytest.raises(ValueError, match="has a name"):
        programs.register(" ", own)


def test_output_that_nobody_wants_goes_nowhere() -> None:
    """And takes everything."""
    program = Program(["x"], container=Box())
    assert program.stdout.writable()
    program.print("hi")
    program.complain("oh")
    assert program.stdin.read() == b""
    assert program.path("a.txt") == "C:\\a.txt"
