"""What the nouns of HCN have in common: the same functions under the same names.

Each verb of the DLL is a method. Above them are the sequences that hcsshim's functions consist of; the
last handle is closed first, whatever fails. What they do with an object that was made and could then not
be read is the caller's business: the DLL does not say under which id it was made.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Generic, NamedTuple

from hcspy._ffi.cdata import Pointer
from hcspy._ffi.strings import out_string, wide, wide_or_null
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

from .calls import call, guid_pointer
from .handles import LH, LiveHandle, Opened, ask, obtain, tell

# As the id of what is to be created: the document says which id it gets, or else the service makes one.
NO_ID: Final = "00000000-0000-0000-0000-000000000000"


class Exports(NamedTuple):
    """The exports for one noun. They agree in their parameters."""

    enumerate: str
    create: str
    open: str
    query: str
    modify: str
    delete: str


class NounCalls(Generic[LH]):
    """The functions for one noun: ids and documents as text, handles of one type.

    `timeout` is in seconds and for each native call; None waits for ever. What a call that was given up brings
    later is freed and closed.
    """

    noun: ClassVar[str]
    exports: ClassVar[Exports]
    handle: type[LH]

    def enumerate(self, tables: Tables, query: str | None = "", *, timeout: float | None = None) -> str:
        """Return the ids that match a query, as a JSON list; empty if the service gives nothing."""
        export, question = self.exports.enumerate, wide_or_null(query)

        def work() -> str:
            return call(tables, export, question, answer=out_string(), request=query, noun=self.noun)

        return run_with_timeout(work, timeout, call=export, request=query)

    def open(self, tables: Tables, id: str, *, timeout: float | None = None) -> LH:
        """Open an object by its id; the caller closes the handle."""
        return self._obtain(tables, self.exports.open, guid_pointer(id), subject=id, request=id, timeout=timeout)

    def opened(self, tables: Tables, id: str, *, timeout: float | None = None) -> Opened[LH]:
        """Return a context manager that opens an object and closes its handle."""
        return Opened(lambda: self.open(tables, id, timeout=timeout))

    def query(self, handle: LH, query: str | None = "", *, timeout: float | None = None) -> str:
        """Return the properties of an object; the query says in which schema and detail."""
        return ask(handle, self.exports.query, query, noun=self.noun, timeout=timeout)

    def modify(self, handle: LH, settings: str, *, timeout: float | None = None) -> None:
        """Change an object as a document says."""
        tell(handle, self.exports.modify, settings, noun=self.noun, timeout=timeout)

    def delete(self, tables: Tables, id: str, *, timeout: float | None = None) -> None:
        """Delete an object by its id; open handles do not keep it."""
        export, pointer = self.exports.delete, guid_pointer(id)

        def work() -> str:
            return call(tables, export, pointer, subject=id, request=id, noun=self.noun)

        run_with_timeout(work, timeout, call=export, request=id)

    # -- sequences --------------------------------------------------------------------------------------------------

    def read(self, tables: Tables, id: str, query: str | None = "", *, timeout: float | None = None) -> str:
        """Open, query, close: return the properties of an object."""
        with self.opened(tables, id, timeout=timeout) as handle:
            return self.query(handle, query, timeout=timeout)

    def change(
        self, tables: Tables, id: str, settings: str, query: str | None = "", *, timeout: float | None = None
    ) -> str:
        """Open, modify, query, close: change an object and return its properties as they are then."""
        with self.opened(tables, id, timeout=timeout) as handle:
            self.modify(handle, settings, timeout=timeout)
            return self.query(handle, query, timeout=timeout)

    def _obtain(
        self,
        tables: Tables,
        export: str,
        *arguments: Any,
        subject: str,
        request: str,
        timeout: float | None,
    ) -> LH:
        def make(cell: Pointer[Any]) -> None:
            call(tables, export, *arguments, cell, given=cell, subject=subject, request=request, noun=self.noun)

        return run_with_timeout(
            lambda: obtain(tables, self.handle, make, export),
            timeout,
            call=export,
            request=request,
            discard=LiveHandle.let_go,
        )


class HostNounCalls(NounCalls[LH]):
    """The functions for a noun that is created on the host, not in something else."""

    def create(self, tables: Tables, id: str, settings: str, *, timeout: float | None = None) -> LH:
        """Create an object from a document; `id` may be `NO_ID`. The caller closes the handle."""
        arguments = guid_pointer(id), wide(settings)
        return self._obtain(tables, self.exports.create, *arguments, subject=id, request=settings, timeout=timeout)

    def created(self, tables: Tables, id: str, settings: str, *, timeout: float | None = None) -> Opened[LH]:
        """Return a context manager that creates an object and closes its handle; the object stays."""
        return Opened(lambda: self.create(tables, id, settings, timeout=timeout))

    def make(
        self,
        tables: Tables,
        settings: str,
        query: str | None = "",
        *,
        id: str = NO_ID,
        timeout: float | None = None,
    ) -> str:
        """Create, query, close: create an object and return its properties as the service filled them in."""
        with self.created(tables, id, settings, timeout=timeout) as handle:
            return self.query(handle, query, timeout=timeout)
