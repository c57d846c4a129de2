"""Operations: verbs of a compute system that go on while the program does something else.

Who looks at what. An operation that fails tells whoever asks for its result. If nobody asks, nobody would ever know
that the system was not started: such a failure is a warning when the operation is forgotten.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from hcspy.errors import TimedOutError
from hcspy.hcs.services.completion import Completion, Deadline, run

T = TypeVar("T")

# How long hcsshim waits for the compute service, in seconds.
PATIENCE: Final = 240.0


class UnseenFailureWarning(RuntimeWarning):
    """An operation has failed, and nobody looked at its result."""


class Operation(Generic[T]):
    """A verb that has begun: ``done``, ``result(timeout)``, ``cancel()``.

    >>> import hcspy
    >>> from hcspy.hcs.services.completion import Completion
    >>> completion = Completion()
    >>> operation = Operation("start of web", "HcsStartComputeSystem", completion, PATIENCE)
    >>> operation.done
    False
    >>> completion.resolve(None)
    True
    >>> operation.done, operation.result()
    (True, None)
    """

    def __init__(
        self,
        what: str,
        call: str,
        completion: Completion[T],
        patience: float | None,
        cancel: Callable[[], bool] | None = None,
        late: Callable[[], object] | None = None,
    ) -> None:
        self._what = what
        self._call = call
        self._completion = completion
        self._patience = patience
        self._cancel = cancel
        self._late = late
        self._seen = False

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._completion.done

    def result(self, timeout: float | None = None) -> T:
        """Wait for the end and return what came of it, or raise what went wrong.

        After ``timeout`` seconds, by default those of the connection, else 240, TimedOutError is raised; the
        operation goes on, and may be asked again.
        """
        self.wait(timeout)
        return self._completion.outcome()

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait for the end and return what went wrong; None if nothing did."""
        self.wait(timeout)
        return self._completion.error

    def wait(self, timeout: float | None = None) -> None:
        """Wait for the end, however it is; TimedOutError if it takes longer than so many seconds."""
        self.wait_until(self.patience(timeout))

    def patience(self, timeout: float | None) -> Deadline:
        """Return how long to wait where a program says so, or does not."""
        return Deadline(self._patience if timeout is None else timeout)

    @property
    def completion(self) -> Completion[T]:
        """What is waited for."""
        return self._completion

    def wait_until(self, deadline: Deadline) -> None:
        """Wait for the end as long as somebody's patience lasts."""
        self._seen = True
        if self._completion.wait(deadline.left):
            return
        if self._late is not None:  # the end may have come, and the word of it been lost
            self._late()
        if not self._completion.done:
            raise TimedOutError(
                f"the {self._what} did not end within {deadline.seconds:g} seconds",
                call=self._call,
                hint="ask the operation again, or for the state of the system",
            )

    def cancel(self) -> bool:
        """Ask that it be given up; say whether the service takes the request. Its result says whether it was.

        vmcompute.dll cannot give anything up.
        """
        return not self.done and self._cancel is not None and self._cancel()

    def add_done_callback(self, function: Callable[[Operation[T]], object]) -> None:
        """Call a function with this operation when it ends, or at once if it has.

        It may be called on a thread of Windows, where others wait for it: it has to return soon.
        """
        self._completion.add_callback(lambda: function(self))

    def __del__(self) -> None:
        completion = getattr(self, "_completion", None)
        if completion is None or self._seen or completion.error is None:
            return
        run(lambda: warnings.warn(f"the {self._what} failed: {completion.error}", UnseenFailureWarning, stacklevel=2))

    def __repr__(self) -> str:
        state = "going on" if not self.done else "failed" if self._completion.error else "done"
        return f"<Operation {self._what}, {state}>"


def settled(what: str, call: str, value: Any = None) -> Operation[Any]:
    """Return an operation that has ended well already."""
    completion: Completion[Any] = Completion()
    completion.resolve(value)
    return Operation(what, call, completion, PATIENCE)
