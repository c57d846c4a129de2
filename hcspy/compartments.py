"""Network compartments: the networks of containers, as the threads of the host can enter them.

A compartment is a set of interfaces, routes and sockets of its own. The host is in compartment 1, each namespace with
a container in another one, and a thread is in exactly one at a time. Which one belongs to the thread, as the current
directory belongs to a process: whoever changes it has to change it back, on the same thread, and innermost first.
`Entered` sees to that, and says so where a program does something else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, TypeVar

from hcspy._ffi import iphlpapi
from hcspy.errors import CompartmentNotFoundError, InvalidDocumentError, InvalidStateError
from hcspy.verbs import ref_id

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables

P = ParamSpec("P")
R = TypeVar("R")

HOST: Final = 1
"""The compartment of the host itself."""

_LARGEST: Final = 0xFFFFFFFF


class Identified(Protocol):
    """A model of a namespace, of whichever door."""

    @property
    def id(self) -> str | None:
        """Its id."""


class _Thread(threading.local):
    """The blocks that a thread is in, innermost last. The list stands for the thread: numbers of threads come back."""

    def __init__(self) -> None:
        self.blocks: list[Entered] = []


_thread: Final = _Thread()


class Compartments:
    """``host.compartments``: what the calling thread sees of the network.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     host.compartments.current()
    1
    """

    def __init__(self, tables: Tables, compartment_of: Callable[[str], int | None]) -> None:
        """Take the tables, and the function that says which compartment a namespace (by its id) has, if any."""
        self._tables = tables
        self._compartment_of = compartment_of

    def current(self) -> int:
        """Return the number of the compartment that the calling thread is in; the host's is 1."""
        return iphlpapi.get_current_thread_compartment_id(self._tables)

    def entered(self, compartment: int) -> Entered:
        """Return a context manager whose block runs in a compartment; the thread is then put back where it was.

        It belongs to the thread that made it. A new thread starts in the compartment of its process, not in that of
        the thread that started it; sockets stay in the compartment that they were made in.

        >>> from hcspy.testing import FakeHost
        >>> with FakeHost() as fake:
        ...     number = fake.add_container("web")
        ...     with fake.host.compartments.entered(number):
        ...         fake.host.compartments.current() == number
        ...     fake.host.compartments.current()
        True
        1

        Raises CompartmentNotFoundError, before the block, for a compartment that does not exist.
        """
        return Entered(self._tables, checked(compartment))

    def set_job(self, job: int, compartment: int) -> None:
        """Put the processes of a job into a compartment. `job` is the handle of the job object, as a number."""
        iphlpapi.set_job_compartment_id(self._tables, job, checked(compartment))

    def of(self, namespace: str | Identified) -> int:
        """Return the number of a namespace's compartment, as it is now; a model is read anew.

        Raises CompartmentNotFoundError for a namespace without one: HNS makes it when a container comes.

        >>> import hcspy
        >>> from hcspy.testing import FakeHost
        >>> with FakeHost() as fake:
        ...     namespace = fake.host.hns.namespaces.create()
        ...     number = fake.add_container("web", namespace=namespace.id)
        ...     fake.host.compartments.of(namespace) == number
        True
        """
        id = ref_id(namespace, "namespace")
        compartment = self._compartment_of(id)
        if not compartment:
            raise CompartmentNotFoundError(
                f"namespace {id} has no compartment",
                hint="HNS makes it when the first container of the namespace is created; a Hyper-V container has its "
                "own in the guest, and none on the host",
            )
        return compartment

    def run_in(self, namespace: str | Identified, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function on this thread in the compartment of a namespace, and return what it returns.

        The function must have done its work when it returns: what a coroutine does later happens elsewhere, so
        one is refused with a TypeError.

        >>> from hcspy.testing import FakeHost
        >>> with FakeHost() as fake:
        ...     namespace = fake.host.hns.namespaces.create()
        ...     number = fake.add_container("web", namespace=namespace.id)
        ...     fake.host.compartments.run_in(namespace, fake.host.compartments.current) == number
        True
        """
        with self.entered(self.of(namespace)):
            result = function(*args, **kwargs)
        if hasattr(result, "__await__"):
            if hasattr(result, "close"):
                result.close()  # or Python warns that it was never awaited
            raise TypeError(f"{function!r} is asynchronous: it would do its work outside the compartment")
        return result


class Entered:
    """A block in another compartment. Made by ``host.compartments.entered()``, for one use on one thread."""

    def __init__(self, tables: Tables, compartment: int) -> None:
        self.compartment: Final = compartment
        self._tables = tables
        self._blocks = _thread.blocks
        self._before: int | None = None

    def __enter__(self) -> Entered:
        self._check_thread("entered")
        if self._before is not None:
            raise InvalidStateError(f"{self} was used before", hint="make a new one for each block")
        self._before = iphlpapi.get_current_thread_compartment_id(self._tables)
        try:
            self._blocks.append(self)
            iphlpapi.set_current_thread_compartment_id(self._tables, self.compartment)
        except BaseException as error:
            if self in self._blocks:
                self._blocks.remove(self)
            if isinstance(error, KeyboardInterrupt):  # the thread may be there already
                self._restore()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._check_thread("left")
        if self not in self._blocks:
            raise InvalidStateError(f"{self} was left without being entered")
        place = self._blocks.index(self)
        inner = self._blocks[place + 1 :]
        del self._blocks[place]
        if not inner:
            self._restore()
        else:  # that one puts the thread back where this one would have put it
            inner[0]._before = self._before
            raise InvalidStateError(f"{self} was left before {inner[-1]}, which is inside it")

    def _restore(self) -> None:
        before = self._before or 0
        try:
            iphlpapi.set_current_thread_compartment_id(self._tables, before)
        except KeyboardInterrupt:
            iphlpapi.set_current_thread_compartment_id(self._tables, before)
            raise

    def _check_thread(self, what: str) -> None:
        if _thread.blocks is not self._blocks:
            raise InvalidStateError(
                f"{self} was {what} on another thread",
                hint="a compartment belongs to the thread: make, enter and leave the block on one, without an await",
            )

    def __repr__(self) -> str:
        return f"<block in compartment {self.compartment}>"


def checked(compartment: int) -> int:
    """Return a compartment's number; InvalidDocumentError for one that cannot be entered.

    Windows takes 0 as well, for no compartment in particular. A document says 0 of a namespace without one, and
    whoever passes that on would find itself in the host's network.
    """
    if not HOST <= compartment <= _LARGEST:
        raise InvalidDocumentError(f"{compartment} is not the number of a compartment", hint="the host's own is 1")
    return compartment
