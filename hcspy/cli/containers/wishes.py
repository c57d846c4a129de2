"""Options that say what a container is to be, and what a program in it gets."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.cli import verbs

if TYPE_CHECKING:
    from hcspy.hcs import Cpu

_SIZE: Final = re.compile(r"(?P<number>\d+)(?P<unit>[bkmgt]?)b?", re.IGNORECASE | re.ASCII)
_POWERS: Final = {"": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40}
ALL: Final = 10_000  # hundredths of a percent

PROGRAM: Final = verbs.options(
    click.option("-i", "--interactive", is_flag=True, help="Let the program read what comes in on stdin."),
    click.option("-t", "--tty", is_flag=True, help="Give the program a console; its two outputs are one then."),
    click.option("-d", "--detach", is_flag=True, help="Do not wait for the program, and print none of its output."),
    click.option("-e", "--env", multiple=True, metavar="NAME[=VALUE]", help="A variable; without value that of ours."),
    click.option("-w", "--workdir", metavar="PATH", help="The folder that the program begins in."),
    click.option("-u", "--user", metavar="NAME", help="Who runs the program."),
)


def size(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    """Read a number of bytes as docker writes it: 512m, 2g, 1048576."""
    if text is None:
        return None
    found = _SIZE.fullmatch(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not a size such as 512m or 2g")
    return int(found["number"]) << _POWERS[found["unit"].lower()]


def cpu(ctx: click.Context, param: click.Parameter, number: float | None) -> Cpu | int | None:
    """Read a number of processors; a part of one is a part of the time of all."""
    if number is None:
        return None
    if number == int(number):
        return int(number)
    from hcspy.hcs import Cpu

    return Cpu(maximum=min(ALL, max(1, round(number * ALL / (os.cpu_count() or 1)))))


def variables(words: Iterable[str]) -> dict[str, str]:
    """Read variables; one without a value has that of this process, if any."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not name:
            raise click.BadParameter(f"{word!r} is not NAME=VALUE")
        if equals or name in os.environ:
            found[name] = value if equals else os.environ[name]
    return found


def program(given: dict[str, Any]) -> dict[str, Any]:
    """Take the options of a program's surroundings out of those of a command."""
    env, cwd, user = given.pop("env"), given.pop("workdir"), given.pop("user")
    return {"env": variables(env), "cwd": cwd, "user": user}
