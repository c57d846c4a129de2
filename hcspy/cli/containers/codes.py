"""Exit codes of commands that execute a program: the program's, and 125 to 127 where there was none."""

from __future__ import annotations

import os
from typing import Any, Final

import click

from hcspy.cli.options import NounCommand

FAILED, NOT_EXECUTABLE, NOT_FOUND = 125, 126, 127
CONTROL_C: Final = 0xC000013A
INTERRUPTED: Final = 130

# What Windows says of a program that is not there, and of one that is there.
_MISSING: Final = frozenset({0x80070002, 0x80070003})
_UNFIT: Final = frozenset({0x800700C1, 0x80070005, 0x800700D8, 0x800702E4, 0x8007010B})


def code_of_refusal(error: BaseException) -> int:
    """Return the exit code for a program that could not be executed."""
    hresult = (getattr(error, "hresult", None) or 0) & 0xFFFFFFFF
    return NOT_FOUND if hresult in _MISSING else NOT_EXECUTABLE if hresult in _UNFIT else FAILED


def code_of_shell(code: int, *, windows: bool = os.name == "nt") -> int:
    """Return the code that this process ends with for the one of a program.

    Windows has 32 bits for it. Elsewhere there are eight: what does not fit stays other than 0, and a program that
    was ended by Ctrl-C ends as shells have it.

    >>> code_of_shell(3, windows=False), code_of_shell(0xC000013A, windows=False), code_of_shell(512, windows=False)
    (3, 130, 1)
    """
    if windows:
        return code - (1 << 32) if code >= 1 << 31 else code
    if code & 0xFFFFFFFF == CONTROL_C:
        return INTERRUPTED
    return code if 0 <= code <= 0xFF else code & 0xFF or 1


class ProgramCommand(NounCommand):
    """A command whose exit code is a program's; what goes wrong before that, wrong usage included, is 125.

    What follows the arguments before the program belongs to the program, whatever it looks like.
    """

    allow_interspersed_args = False

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **settings)
        except click.ClickException as error:
            error.exit_code = FAILED  # type: ignore[misc]  # what click reads, of the class or of this one
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if isinstance(error, click.ClickException) or not hasattr(error, "exit_code"):
                error.exit_code = FAILED  # type: ignore[attr-defined]
            raise
