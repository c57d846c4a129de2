"""How long a command line may be: what is too much for Windows is too much for the fake."""

from __future__ import annotations

from typing import Any

import pytest

from .doors import ARGON, LCOW, Door, Refused

LONGEST = 32_766
TOO_LONG = 0x800700CE


def refused(door: Door, system: int, line: str | None, **more: Any) -> Refused:
    """Start a process in vain."""
    with pytest.raises(Refused) as caught:
        door.exec(system, line, **more)  # type: ignore[arg-type]
    return caught.value


def test_longest_command_line_runs_and_a_longer_one_does_not(door: Door) -> None:
    """A program that grew past the limit would pass here and fail on every server."""
    system = door.running(ARGON)
    line = "cmd /c rem ".ljust(LONGEST, "x")
    assert door.output(system, line) == (0, b"")
    error = refused(door, system, f"{line}x")
    assert error.hresult == TOO_LONG
    text = "The filename or extension is too long."
    assert error.record == {"Error": TOO_LONG - (1 << 32), "ErrorMessage": text}


def test_length_is_that_of_utf_16(door: Door) -> None:
    """A snake is two characters for Windows."""
    system = door.running(ARGON)
    snakes = "\U0001f40d" * ((LONGEST - len("cmd /c rem ")) // 2)
    assert door.output(system, f"cmd /c rem {snakes}") == (0, b"")
    assert refused(door, system, f"cmd /c rem {snakes}\U0001f40d").hresult == TOO_LONG


def test_words_count_with_their_quotes(door: Door) -> None:
    """The service makes one line of them."""
    system = door.running(ARGON)
    word = "x ".ljust(LONGEST - len("cmd /c rem "), "x")
    assert refused(door, system, None, CommandArgs=["cmd", "/c", "rem", word]).hresult == TOO_LONG


def test_length_is_looked_at_before_the_program(door: Door) -> None:
    """CreateProcess looks for the file with what it has accepted."""
    system = door.running(ARGON)
    assert refused(door, system, "nothing ".ljust(LONGEST + 1, "x")).hresult == TOO_LONG
    assert refused(door, system, "nothing ".ljust(LONGEST, "x")).hresult == 0x80070002


def test_linux_has_no_such_limit(door: Door) -> None:
    """Its words are a list, and no line."""
    system = door.running(LCOW)
    assert door.output(system, "", CommandArgs=["echo", "x" * LONGEST])[1].strip() == b"x" * LONGEST
