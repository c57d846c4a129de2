"""What the service tells of its own accord: one notice for each change that somebody may watch."""

from __future__ import annotations

from typing import Final, NamedTuple

from .documents import Document

# fidelity: HCN-W01
NETWORK_PRE_CREATE: Final = 0x01
NETWORK_CREATE: Final = 0x02
NETWORK_PRE_DELETE: Final = 0x03
NETWORK_DELETE: Final = 0x04
NAMESPACE_CREATE: Final = 0x05
NAMESPACE_DELETE: Final = 0x06
GUEST_SERVICE_CREATE: Final = 0x07
GUEST_SERVICE_DELETE: Final = 0x08
ENDPOINT_ATTACHED: Final = 0x09
ENDPOINT_DETACHED: Final = 0x10
GUEST_SERVICE_STATE: Final = 0x11
GUEST_INTERFACE_STATE: Final = 0x12
SERVICE_DISCONNECT: Final = 0x01000000


class Notice(NamedTuple):
    """One notification: its number, and the document that comes with it, if there is one."""

    type: int
    document: Document | None = None
    service: str = ""
    """The guest network service that it is about; only those who watch that one get it."""


class Notices(list[Notice]):
    """The notices that nobody has taken yet, oldest first. They are no part of a dump: what was said was said."""

    def add(self, type: int, id: str, flags: object = 0, data: Document | None = None, *, service: str = "") -> None:
        """Note a change of an object."""
        # fidelity: HCN-W02
        document: Document = {"ID": id, "Flags": flags if isinstance(flags, int) else 0}
        if data is not None:
            document["Data"] = data
        self.append(Notice(type, document, service))

    def disconnect(self) -> None:
        """Note that the service is gone: who watches it hears nothing after this."""
        # fidelity: HCN-W05
        self.append(Notice(SERVICE_DISCONNECT))

    def take(self) -> list[Notice]:
        """Hand the notices over."""
        waiting = list(self)
        self.clear()
        return waiting
