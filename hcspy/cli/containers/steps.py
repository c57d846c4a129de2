"""What `run` and its like are doing, step by step: on stderr, and gone when the program begins."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from hcspy.cli.interrupt import Presses
from hcspy.cli.output import console
from hcspy.cli.session import Session

if TYPE_CHECKING:
    from rich.status import Status


class Steps:
    """Told of each step: a line that changes on a terminal, lines with ``--verbose``, nothing otherwise.

    Between two steps is also where Ctrl-C ends the work: nothing is half done there.
    """

    def __init__(self, session: Session, presses: Presses) -> None:
        self._presses = presses
        self._lines = session.verbose
        self._watched = sys.stderr.isatty()
        self._status: Status | None = None

    def __call__(self, step: str) -> None:
        """Take the next step."""
        self._presses.check()
        if self._lines:
            console(stderr=True).print(step, markup=False, soft_wrap=True)
        elif self._watched:
            self._show(step)

    def _show(self, step: str) -> None:
        from rich.markup import escape

        if self._status is None:
            self._status = console(stderr=True).status(escape(step))
            self._status.start()
        self._status.update(escape(step))

    def rest(self) -> None:
        """Take the line away: somebody else writes to the terminal now."""
        status, self._status = self._status, None
        if status is not None:
            status.stop()

    def __enter__(self) -> Steps:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()
