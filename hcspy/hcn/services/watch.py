"""Notifications as a stream of events.

Who does what, on which thread. The service calls back on threads of its own, whenever it likes. There a notification
is put into a queue, and nothing else is done: no call into the DLL, which may wait for the callback to return. What
needs calls happens on the thread that asks for the next event: listing the objects that exist, and registering again
after the service has gone.

In which order. The registration comes first, the listing second, so that nothing can happen in between and go
unnoticed; what was created in the meantime is told twice, as existing and as created. A registration dies with
the service: the last that it says is ServiceDisconnect. From then on the watch tries to register again; when that
succeeds, it tells ServiceRestarted, the objects that exist now, and Synced.

Closing. `close()` may come from any thread, while another one waits for an event. The waiting ends at once; the
registration is then ended without any lock, since Windows waits for the callbacks that are running.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Final, Protocol

from hcspy._ffi.callbacks import Handler
from hcspy.codec import loads
from hcspy.errors import (
    ClosedError,
    HcspyError,
    InvalidDocumentError,
    NotSupportedError,
    ServiceUnavailableError,
    TimedOutError,
)
from hcspy.hcn.events import (
    MEANINGS,
    Changed,
    Event,
    EventsLost,
    Existing,
    Kind,
    Notified,
    ServiceRestarted,
    Synced,
)
from hcspy.hcn.notifications import NotificationType
from hcspy.verbs.wait import FIRST_PAUSE, LONGEST_PAUSE

# So many notifications wait for their reader before those that follow are dropped.
QUEUE: Final = 4096
# On Windows, Ctrl-C does not interrupt a wait: it is cut into pieces of so many seconds.
PIECE: Final = 0.05


class Closable(Protocol):
    """A registration, as far as a watch is concerned."""

    def close(self) -> None:
        """End it."""


Register = Callable[[Handler], Closable]
Listing = Callable[[], Iterable[Any]]
Notification = tuple[int, int, str | None]


class Watch:
    """What ``host.hcn.watch()`` gives: an iterator of events, and a context manager.

    Iterating waits for the next event; it ends when the watch is closed. Not more than one thread at a time reads it.
    """

    def __init__(
        self, register: Register, listings: Mapping[Kind, Listing], *, initial: bool = True, size: int = QUEUE
    ) -> None:
        self._register = register
        self._listings = listings
        self._size = size
        self._queue: deque[Notification] = deque()
        self._lost = 0
        self._gone = False
        self._changed = threading.Condition()
        self._closed = False
        self._told: Iterator[Event] = iter(())
        self._pause = FIRST_PAUSE
        self._again = 0.0
        self.generation = 0
        #: Called, on any thread, whenever there may be something to read.
        self.on_wake: Callable[[], object] | None = None
        self._registration: Closable | None = register(self._receive)
        if initial:
            self.sync()

    def sync(self) -> None:
        """Tell the objects that exist anew, and then Synced: the next events are those."""
        self._told = self._existing()
        self._wake()

    # -- on threads of Windows ----------------------------------------------------------------------------------

    def _receive(self, type: int, status: int, data: str | None) -> None:
        with self._changed:
            if type == NotificationType.SERVICE_DISCONNECT:
                self._gone = True
            elif len(self._queue) < self._size:
                self._queue.append((type, status, data))
            else:
                self._lost += 1
            self._changed.notify_all()
        self._wake()

    def _wake(self) -> None:
        wake = self.on_wake
        if wake is not None:
            wake()

    # -- reading ------------------------------------------------------------------------------------------------

    def get(self, timeout: float | None = None) -> Event:
        """Return the next event; after ``timeout`` seconds without one TimedOutError is raised.

        Raises ClosedError when the watch is closed.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            event = self.poll()
            if event is not None:
                return event
            left = PIECE if end is None else end - time.monotonic()
            if left <= 0:
                raise TimedOutError(f"no event within {timeout:g} s")
            self._rest(min(left, PIECE))

    def _rest(self, seconds: float) -> None:
        with self._changed:
            if not (self._queue or self._lost or self._closed):
                self._changed.wait(min(seconds, self.rest))

    @property
    def rest(self) -> float:
        """For how many seconds there will be nothing to read, unless the service says something."""
        return min(PIECE, max(0.001, self._again - time.monotonic())) if self._again else PIECE

    def poll(self) -> Event | None:
        """Return the next event if there is one now, else None; never waits for one."""
        while not self._closed:
            event = self._tell() or self._next()
            if event is None or not isinstance(event, Changed) or event.kind in self._listings:
                return event
        raise ClosedError("the watch is closed")

    def _tell(self) -> Event | None:
        """Return the next of the objects that exist; a listing that fails begins anew."""
        if time.monotonic() < self._again:
            return None
        try:
            return next(self._told, None)
        except ServiceUnavailableError:
            # It has gone in the middle of it, and says so in a moment, or is about to come.
            self._told = self._existing()
            self._put_off()
        except HcspyError:
            self._told = self._existing()
            raise
        return None

    def _put_off(self) -> None:
        self._again = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _next(self) -> Event | None:
        with self._changed:
            notification = self._queue.popleft() if self._queue else None
            lost = 0
            if notification is None:
                lost, self._lost = self._lost, 0
        if notification is not None:
            return event_of(*notification)
        if lost:
            return EventsLost(count=lost)
        return self._returned() if self._gone else None

    def _returned(self) -> Event | None:
        """Register again, if it is time to try; say so when it has worked."""
        if time.monotonic() < self._again:
            return None
        self._end_registration()
        try:
            self._registration = self._register(self._receive)
        except NotSupportedError:
            raise
        except HcspyError:
            # The service is still down; what its calls say meanwhile differs between builds.
            self._put_off()
            return None
        if self._closed:  # meanwhile, by another thread
            self._end_registration()
        self._gone, self._pause = False, FIRST_PAUSE
        self.generation += 1
        self._told = self._existing()
        return ServiceRestarted(generation=self.generation)

    def _existing(self) -> Iterator[Event]:
        for kind, listing in self._listings.items():
            with contextlib.suppress(NotSupportedError):  # a host without the kind has no such objects
                yield from (Existing(kind=kind, id=str(model.id), object=model) for model in listing())
        yield Synced(generation=self.generation)

    def __iter__(self) -> Watch:
        return self

    def __next__(self) -> Event:
        try:
            return self.get()
        except ClosedError:
            raise StopIteration from None

    # -- ending -------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the watch, at once and from any thread; twice is fine."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._wake()
        self._end_registration()

    def _end_registration(self) -> None:
        registration, self._registration = self._registration, None
        if registration is not None:
            # One that died with the service cannot be ended any more.
            with contextlib.suppress(HcspyError):
                registration.close()

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def event_of(type: int, status: int, data: str | None) -> Event:
    """Return what a notification tells."""
    meaning = MEANINGS.get(type)
    if meaning is None:
        return Notified(type=type, status=status & 0xFFFFFFFF, data=data)
    members = _members(data)
    kind, action = meaning
    id = members.get("id")
    return Changed(
        kind=kind,
        action=action,
        id=id.strip("{}").lower() if isinstance(id, str) else None,
        type=type,
        status=status & 0xFFFFFFFF,
        flags=members["flags"] if isinstance(members.get("flags"), int) else 0,
        data=members.get("data"),
    )


def _members(data: str | None) -> dict[str, Any]:
    """Read a notification's document by lower-case names; nothing for what is not one."""
    try:
        document = loads(data or "{}")
    except InvalidDocumentError:
        return {}
    return {str(name).lower(): value for name, value in document.items()} if isinstance(document, dict) else {}


def chosen(kinds: Collection[str] | None, listings: Mapping[Kind, Listing]) -> dict[Kind, Listing]:
    """Return the listings of the kinds that are asked for, all of them for None."""
    wanted = set(listings) if kinds is None else {kinds} if isinstance(kinds, str) else set(kinds)
    unknown = sorted(wanted - set(listings))
    if unknown:
        raise InvalidDocumentError(
            f"HCN does not notify of {unknown[0]!r}", hint=f"it does of {', '.join(sorted(listings))}"
        )
    return {kind: listing for kind, listing in listings.items() if kind in wanted}
