"""The verbs that every noun of HCN has.

The service keeps objects behind handles: a listing gives ids, and each object is opened, queried and closed.
Handles are closed on every path; a close that fails changes nothing about what has happened before it.

What an operation of several calls has done when one of them fails is taken back. The service makes up the id of a
new object and tells it only in the answer to the query that follows: if that fails, it is asked once more, for
the id alone, so that the object can be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal, TypeVar, cast

from hcspy._ffi.computenetwork import NO_ID, HostNounCalls, NounCalls, Opened
from hcspy.codec import decode, dumps, to_json
from hcspy.errors import (
    InvalidGUIDError,
    NotFoundError,
    NotSupportedError,
    StaleHandleError,
    UnexpectedAnswerError,
)
from hcspy.hcn.query import HostComputeQuery, HostComputeQueryFlags
from hcspy.hcn.services.door import QUERY, Door, parsed, parsed_object
from hcspy.hcn.services.requests import Document, Step, step_of
from hcspy.verbs import matching, poll, ref_id
from hcspy.verbs import noun as verbs
from hcspy.verbs.match import known
from hcspy.verbs.progress import followed
from hcspy.verbs.rollback import Rollback

M = TypeVar("M")
Vanished = Literal["skip", "raise"]

# What the service says of an object that went between two calls.
GONE: Final = (NotFoundError, StaleHandleError)


class Noun(verbs.Noun[M]):
    """One collection of the service.

    ``served`` names the filters that the service applies, and what they are called there: its own names are those
    of HNS v1 even here. All other filters are applied on this side.
    """

    calls: ClassVar[NounCalls[Any]]
    served: ClassVar[Mapping[str, str]] = {}
    _door: Door

    def __init__(self, door: Door) -> None:
        self._door = door

    # -- reading ------------------------------------------------------------------------------------------------

    def _all(self, filters: Mapping[str, Any]) -> list[M]:
        return self._queried(self._query(filters), filters, "skip")

    def _list(
        self, filters: Mapping[str, Any], query: HostComputeQuery | None = None, vanished: Vanished = "skip"
    ) -> list[M]:
        known(filters, {*self.tests, *self.served})
        listed = self._queried(query or self._query(filters), filters, vanished)
        return matching(listed, self.tests, {name: value for name, value in filters.items() if name in self.tests})

    def _query(self, filters: Mapping[str, Any]) -> HostComputeQuery:
        wanted = {self.served[name]: value for name, value in filters.items() if name in self.served}
        return HostComputeQuery.where(
            **{name: self._served(value) for name, value in wanted.items() if value is not None}
        )

    def _served(self, value: Any) -> Any:
        """Return a filter's value as the service compares it: of a model its id."""
        return value.id if hasattr(value, "_wire") else value

    def _queried(self, query: HostComputeQuery, filters: Mapping[str, Any], vanished: Vanished) -> list[M]:
        text = to_json(query)
        ids = followed(self.noun, self._ids(text, filters))
        return [found for id in ids if (found := self._listed(id, text, vanished)) is not None]

    def _ids(self, query: str, filters: Mapping[str, Any]) -> Sequence[str]:
        """Return the ids of the objects that a query finds, in the order of their creation."""
        text = self.calls.enumerate(self._door.tables, query, timeout=self._door.timeout)
        ids = parsed(text, self.calls.exports.enumerate) if text else None
        if ids is None:
            return ()
        if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
            raise UnexpectedAnswerError(
                f"the list of {self.noun}s is not one of ids: {text!r}", call=self.calls.exports.enumerate, record=text
            )
        return ids

    def _listed(self, id: str, query: str, vanished: Vanished) -> M | None:
        try:
            return self._ask(id, query)
        except GONE:
            if vanished == "raise":
                raise
            return None
        except InvalidGUIDError as error:
            raise UnexpectedAnswerError(
                f"the list of {self.noun}s: {error}", call=self.calls.exports.enumerate
            ) from None

    def _read_one(self, ref: str | M) -> M:
        return self._ask(ref_id(ref, self.noun), QUERY)

    def _ask(self, id: str, query: str) -> M:
        text = self.calls.read(self._door.tables, id, query, timeout=self._door.timeout)
        return self._read(text)

    def _read(self, text: str) -> M:
        return decode(self.model, parsed_object(text, self.calls.exports.query))

    def detailed(self, ref: str | M) -> M:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        query = to_json(HostComputeQuery(flags=HostComputeQueryFlags.DETAILED))
        return self._ask(ref_id(ref, self.noun), query)

    # -- creating and deleting ----------------------------------------------------------------------------------

    def _create(self, model: M) -> M:
        """Create an object on the host; nouns that are created in something else have a way of their own."""
        calls = cast(HostNounCalls[Any], self.calls)
        return self._made(calls.created(self._door.tables, NO_ID, to_json(model), timeout=self._door.timeout), model)

    def _made(self, creating: Opened[Any], model: M) -> M:
        """Create an object and return it as it is then; if it cannot be read, it is deleted again."""
        with creating as handle, Rollback() as undo:
            undo.on_failure(f"{self.noun} {label(model)}", self._unmake, handle, model)
            return self._now(handle)

    def _now(self, handle: Any) -> M:
        return self._read(self.calls.query(handle, QUERY, timeout=self._door.timeout))

    def _unmake(self, handle: Any, model: M) -> None:
        id = getattr(model, "id", None) or getattr(self._now(handle), "id", None)
        self.delete(ref_id(id, self.noun))

    def delete(self, ref: str | M, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        try:
            self.calls.delete(self._door.tables, ref_id(ref, self.noun), timeout=self._door.timeout)
        except NotFoundError:
            if not missing_ok:
                raise

    # -- changing -----------------------------------------------------------------------------------------------

    def modify(self, ref: str | M, request: object) -> M:
        """Send a request that changes a part of the object, and return the object as it is then.

        ``request`` is a model or a mapping with wire names, and goes as it is: ``validate()`` says what is wrong with a
        model. If the object cannot be read afterwards, a request that
        adds something is taken back by one that removes it, and the other way round.
        """
        return self._changed(ref, [step_of(request)])

    @staticmethod
    def _opposite(request: object) -> Document | None:
        """Return the request that takes a request back; None if there is none."""
        return step_of(request).back

    def _changed(self, ref: str | M, steps: Iterable[Step]) -> M:
        """Make changes one after the other; if one fails, those before it are taken back, last in first out."""
        id = ref_id(ref, self.noun)
        with self._opened(id) as handle:
            return self._carry_out(handle, id, steps)

    def _carry_out(self, handle: Any, id: str, steps: Iterable[Step]) -> M:
        with Rollback() as undo:
            for step in steps:
                self.calls.modify(handle, dumps(step.request), timeout=self._door.timeout)
                undo.on_failure(f"{self.noun} {id} is changed: {dumps(step.request)}", self._take_back, id, step.back)
            return self._now(handle)

    def _take_back(self, id: str, back: Document | None) -> None:
        if back is None:
            raise NotSupportedError("nobody knows what was there before")
        with self._opened(id) as handle:
            self.calls.modify(handle, dumps(back), timeout=self._door.timeout)

    def _opened(self, id: str) -> Opened[Any]:
        return self.calls.opened(self._door.tables, id, timeout=self._door.timeout)

    # -- waiting ------------------------------------------------------------------------------------------------

    def _wait(self, ref: str | M, done: Callable[[M], bool], timeout: float) -> M:
        id = ref_id(ref, self.noun)
        return poll(lambda: self._look(id), done, timeout=timeout, what=f"{self.noun} {id}")


def label(ref: Any) -> str:
    """Return what an object is called in messages: its name, else its id."""
    return str(
        ref if isinstance(ref, str) else getattr(ref, "name", None) or getattr(ref, "id", None) or "without name"
    )


def created(found: Any) -> bool:
    """Tell whether an object is there to be used: the state that means it, or none at all."""
    return found.state is None or found.state == 1
