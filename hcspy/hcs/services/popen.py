"""What ``subprocess.Popen`` and `Process` have in common: for programs that take either."""

from __future__ import annotations

import subprocess
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from hcspy.hcs.services.process import Process


@runtime_checkable
class PopenLike(Protocol):
    """A program that was started, here or in a compute system.

    >>> import hcspy, subprocess
    >>> from hcspy.hcs.services.popen import PopenLike
    >>> issubclass(hcspy.hcs.Process, subprocess.Popen)
    False
    >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
    >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
    ...     system.start()
    ...     with system.exec("cmd /c exit 0") as process:
    ...         print(isinstance(process, PopenLike), process.wait())
    ...     system.terminate()
    True 0
    """

    args: Any

    @property
    def stdin(self) -> IO[Any] | None:
        """A file that its standard input is written to."""

    @property
    def stdout(self) -> IO[Any] | None:
        """A file that its standard output is read from."""

    @property
    def stderr(self) -> IO[Any] | None:
        """A file that its standard error is read from."""

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def returncode(self) -> int | Any:
        """Its exit code, once the end was seen."""

    @property
    def universal_newlines(self) -> bool | None:
        """Whether its streams are of text."""

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code."""

    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:
        """Write the input, read both outputs to their ends, wait for the end."""

    def send_signal(self, sig: int) -> object:
        """Send a signal."""

    def terminate(self) -> None:
        """End it."""

    def kill(self) -> None:
        """End it by force."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


if TYPE_CHECKING:

    def _both(ours: Process, theirs: subprocess.Popen[Any]) -> tuple[PopenLike, PopenLike]:
        """Let the type checker hold both against it."""
        return ours, theirs
