"""The look-ups that a collection of objects has at every door."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

import attrs

from hcspy.errors import HcspyError, InvalidDocumentError, NotFoundError
from hcspy.validate import validate
from hcspy.verbs.match import Filters, known, matching, only, require_filters
from hcspy.verbs.refs import ref_id
from hcspy.verbs.wait import poll

M = TypeVar("M")

# What is seen of an object that is not there.
GONE: Final = object()


class Gate(Protocol):
    """What is asked of a door here."""

    validate: bool


class Noun(ABC, Generic[M]):
    """One collection of a service, read as ``model``; a door says how it is listed and how one object is read."""

    model: type[M]
    noun: ClassVar[str]
    missing: ClassVar[type[HcspyError]]
    tests: ClassVar[Filters]
    _door: Gate

    @abstractmethod
    def _all(self, filters: Mapping[str, Any]) -> Iterable[M]:
        """Return the objects that may pass the filters: those that the service cannot serve are applied later."""

    @abstractmethod
    def _read_one(self, ref: str | M) -> M:
        """Return the object of an id."""

    def _list(self, filters: Mapping[str, Any]) -> list[M]:
        known(filters, self.tests)
        return matching(self._all(filters), self.tests, filters)

    def _get(self, ref: str | M | None, filters: Mapping[str, Any]) -> M:
        if ref is not None:
            return self._read_one(ref)
        require_filters(filters, self.noun)
        return only(self._list(filters), self.noun, filters, self.missing)

    def _find(self, filters: Mapping[str, Any]) -> M | None:
        require_filters(filters, self.noun)
        found = self._list(filters)
        return only(found, self.noun, filters, self.missing) if found else None

    def _check(self, model: object) -> None:
        if not attrs.has(model.__class__):
            raise InvalidDocumentError(
                f"a {self.noun} is a model such as {self.model.__name__}, not {model!r}",
                hint="hcspy.from_json() makes a model of a document",
            )
        if self._door.validate:
            findings = validate(model)
            if findings:
                raise InvalidDocumentError(findings=findings)

    def _look(self, ref: str | M) -> M | None:
        try:
            return self._read_one(ref)
        except NotFoundError:
            return None

    def wait_deleted(self, ref: str | M, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, self.noun)
        poll(
            lambda: self._look(ref) or GONE,
            lambda seen: seen is GONE,
            timeout=timeout,
            what=f"{self.noun} {ref} to be gone",
        )
