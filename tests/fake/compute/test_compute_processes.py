"""Processes: programs over real pipes, at both doors."""

from __future__ import annotations

import pytest

from hcspy.testing import FakeHost

from .doors import Door, Refused


def test_echo_comes_through_a_real_pipe(door: Door) -> None:
    """What a program says arrives before its end is told."""
    system = door.running()
    assert door.output(system, "cmd /c echo hi y'all") == (0, b"hi y'all\r\n")


def test_exit_code_is_the_programs_own(door: Door) -> None:
    """Scripts go by it."""
    assert door.output(door.running(), "cmd /c (exit 3)")[0] == 3


def test_missing_program_is_refused_with_the_recorded_document(door: Door) -> None:
    """A built-in of the shell is no program either."""
    system = door.running()
    for line in ("nonsense.exe", "echo foo"):
        with pytest.raises(Refused) as caught:
            door.exec(system, line)
        assert caught.value.hresult == 0x80070002
        assert caught.value.record == {
            "Error": -2147024894,
            "ErrorMessage": "The system cannot find the file specified.",
        }


def test_registered_function_runs_as_a_process(fake: FakeHost, door: Door) -> None:
    """A test plays the program of its container."""

    @fake.programs.register("greet")
    def greet(program):  # type: ignore[no-untyped-def]
        program.print(f"hello {program.args[1]} {program.stdin.read().decode()}")
        return 7

    process = door.exec(door.running(), 'C:\\bin\\greet.exe "big world"')
    process.stdin.write(b"input")
    process.stdin.close()
    assert process.read() == b"hello big world input\r\n"
    assert process.wait() == 7
