"""Who watches the network service: registered callbacks, and which of its notices each is about."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.registrations import Registration
from hcspy.testing.state.notices import SERVICE_DISCONNECT, Notice
from hcspy.testing.wire.jsontext import compact

__all__ = ["Watch"]


# fidelity: HCN-W04
class Watch:
    """A callback that was registered, for one guest network service or (empty) for the service itself."""

    def __init__(self, crew: Crew, callback: Callable[..., object], service: str = "") -> None:
        self.service = service
        self._registration = Registration(crew, callback)
        self._lock = threading.Lock()
        self._dead = False

    def send(self, notices: Iterable[Notice]) -> None:
        """Deliver what this registration is about; nothing after the service has gone."""
        with self._lock:
            for notice in notices:
                if not self._dead and (notice.service == self.service or notice.type == SERVICE_DISCONNECT):
                    self._dead = notice.type == SERVICE_DISCONNECT
                    text = None if notice.document is None else compact(notice.document)
                    self._registration.send((notice.type, 0, text))

    def end(self) -> bool:
        """Deliver nothing more, and wait for a callback that is running; False where that would be the caller."""
        return self._registration.end()
