"""Rules for starting processes, in both schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.validate.registry import Report, checks, given, rule
from hcspy.validate.syntax import LONGEST_COMMAND_LINE, UINT16, elements, utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

CONSOLE: Final = "height and width, two whole numbers from 0 to 65535"

checks("hcs.schema1.ProcessConfig", {"console_size": UINT16})
checks("hcs.ProcessParameters", {"console_size": UINT16})
checks("hcs.ConsoleSize", {"height": UINT16, "width": UINT16})

PROCESSES: Final = ("hcs.schema1.ProcessConfig", "hcs.ProcessParameters")


@rule(*PROCESSES)
def console_has_two_sides(process: Any, report: Report) -> None:
    """Height comes before width."""
    size: Sequence[int] = process.console_size
    if elements(size) and len(elements(size)) != 2:
        report.add("console_size", list(size), CONSOLE)


@rule(*PROCESSES)
def command_is_said_once(process: Any, report: Report) -> None:
    """A command is one line, for Windows, or words, for Linux; only said for a target, for hcsshim sends both."""
    if not report.version:
        return
    line, words = process.command_line, elements(process.command_args)
    if line and words:
        report.add("command_args", list(words), "nothing, beside CommandLine")
    if not given((line, process.application_name)) and not words and not _has_specification(process):
        report.add("command_line", None, "a command line")


def _has_specification(process: Any) -> bool:
    return any(getattr(process, name, None) is not None for name in ("oci_specification", "oci_process"))


@rule(*PROCESSES)
def command_line_is_short_enough(process: Any, report: Report) -> None:
    """Windows starts nothing that is longer."""
    line = process.command_line
    length = utf16_length(line) if isinstance(line, str) else 0
    if length > LONGEST_COMMAND_LINE:
        report.add("command_line", f"a text of {length} characters", f"{LONGEST_COMMAND_LINE} characters at most")


@rule(*PROCESSES)
def environment_has_names(process: Any, report: Report) -> None:
    """Windows has no variable with an equals sign in its name, and none without a name."""
    variables = process.environment
    if variables and not isinstance(variables, Mapping):
        report.add("environment", variables, "an object: the values of variables by their names")
        return
    for name in variables or ():
        if not name or "=" in str(name):
            report.add("environment", name, "variables whose names are not empty and have no equals sign")
