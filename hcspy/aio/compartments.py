"""``host.compartments``, awaited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from hcspy.compartments import Compartments, Identified

if TYPE_CHECKING:
    from hcspy.aio.worker import Worker

P = ParamSpec("P")
R = TypeVar("R")


class AsyncCompartments:
    """The network compartments of namespaces, for programs that await.

    A thread is in a compartment, not a task: between two awaits of one task others run on its thread. So there is no
    block to enter here; ``run_in`` calls a function on a thread of its own meanwhile.
    """

    def __init__(self, compartments: Compartments, worker: Worker) -> None:
        self._compartments = compartments
        self._worker = worker

    async def of(self, namespace: str | Identified) -> int:
        """Return the number of a namespace's compartment, as it is now; a model is read anew."""
        return await self._worker.run(self._compartments.of, namespace)

    async def run_in(
        self, namespace: str | Identified, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call a function in the network of a namespace, on a thread of its own, and return what it returns."""
        return await self._worker.run(self._compartments.run_in, namespace, function, *args, **kwargs)

    async def set_job(self, job: int, compartment: int) -> None:
        """Put the processes of a job into a compartment. `job` is the handle of the job object, as a number."""
        await self._worker.run(self._compartments.set_job, job, compartment)
