"""One operation of computecore.dll, from its creation to its end.

An operation is told to call back; then the call is made that it follows. When it has ended, a thread of the service
calls back: there the result is fetched, the operation is closed, as the documents allow, and whoever waits is woken.
The call that began it may still be on its way out then; the handle is closed after it has returned.

If the word never comes, the result is asked for once when the time is up. If the system ends or is closed meanwhile,
so does the operation; what it then brings belongs to nobody and is given back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from hcspy._ffi import computecore
from hcspy.errors import ClosedError, HcspyError, PendingError, TimedOutError
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.listener import Listener

if TYPE_CHECKING:
    from hcspy._ffi.handles import OperationHandle
    from hcspy._ffi.tables import Tables

R = TypeVar("R")


class Followed(Generic[R]):
    """An operation whose end settles a completion."""

    def __init__(
        self,
        tables: Tables,
        call: str,
        request: str | None,
        fetch: Callable[..., R],
        listener: Listener | None = None,
        discard: Callable[[R], object] | None = None,
    ) -> None:
        self._call = call
        self._request = request
        self._fetch = fetch
        self._listener = listener
        self._discard = discard
        self._collecting = threading.Lock()
        self.completion: Completion[R] = Completion()
        self._operation = computecore.create_operation(tables, self._hear)

    def begin(self, call: Callable[[OperationHandle], object]) -> None:
        """Make the call that the operation follows."""
        if self._listener is not None:
            self._listener.watch(self)
        try:
            call(self._operation)
        except BaseException:
            self._drop()
            raise

    def _hear(self, number: int) -> None:
        """Be told that it has ended."""
        self.collect()

    def collect(self) -> bool:
        """Fetch the result, if it is there and nobody else does; a second time it would lack what it has once.

        Say whether there is one: settled now, or in a moment by the thread that has it.
        """
        if not self._collecting.acquire(blocking=False):
            return True
        try:
            return self._collect()
        finally:
            self._collecting.release()

    def _collect(self) -> bool:
        try:
            value = self._fetch(self._operation, of=self._call, request=self._request)
        except PendingError:
            return False
        except ClosedError:
            return True
        except HcspyError as error:
            self.give_up()
            self.completion.reject(error)
        else:
            self.give_up()  # first: whoever waits may be at the end of the program
            if not self.completion.resolve(value) and self._discard is not None:
                self._discard(value)
        return True

    def give_up(self) -> None:
        """Close the operation; what it follows may go on."""
        if self._listener is not None:
            self._listener.unwatch(self)
        self._operation.close()

    def cancel(self) -> bool:
        """Ask that it be given up; say whether the service takes the request."""
        try:
            computecore.cancel_operation(self._operation)
        except HcspyError:
            return False
        return True

    def ended(self, ending: HcspyError) -> None:
        """Hear that the system has ended: if the operation has as well, its own result counts."""
        if not self.collect():
            self.completion.reject(ending)
            self.give_up()

    def wait(self, deadline: Deadline, patience: float) -> R:
        """Wait for the end and return the result; when the time is up, the operation is given up."""
        left = deadline.left
        try:
            if not self.completion.wait(patience if left is None else left):
                self.collect()
            if not self.completion.done:
                raise TimedOutError(f"{self._call} did not end in time", call=self._call, request=self._request)
            return self.completion.outcome()
        finally:
            self._abandon()

    def _drop(self) -> None:
        """Give back what has come already, and what comes yet: the call that began it is taken for failed."""
        late = not self.completion.reject(ClosedError("the call that began it has failed"))
        if late and self.completion.error is None and self._discard is not None:
            self._discard(self.completion.outcome())
        self.give_up()

    def _abandon(self) -> None:
        """Let what comes late go back to where it came from."""
        if not self.completion.done:
            self.completion.reject(ClosedError("nobody waits for it any more"))
            self.give_up()
