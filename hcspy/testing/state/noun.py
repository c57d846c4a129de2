"""What the five kinds of objects have in common: a table, finding by id, an id for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .documents import Document, guid_key
from .faults import FILE_EXISTS, Fault
from .store import Object, Table

if TYPE_CHECKING:
    from .state import State


class Noun:
    """The objects of one kind."""

    called: ClassVar[str]
    missing: ClassVar[int]
    """What is raised where none has an id."""
    taken: ClassVar[int] = FILE_EXISTS
    """What is raised where one has the id of a request."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.table = Table()

    def get(self, id: object) -> Object:
        """Find an object by id."""
        # fidelity: HNS-L02 HNS-S02
        found = self.table.get(guid_key(id))
        if found is None:
            raise Fault(self.missing, f"no {self.called} {id}")
        return found

    def asked_id(self, request: Document) -> str:
        """Return the id that a request asks for; nothing if it leaves the choice to the service."""
        # fidelity: HNS-N02
        if not request.get("ID"):
            return ""
        id = guid_key(request["ID"])
        if id in self.table:
            raise Fault(self.taken, f"{self.called} {id} exists")
        return id
