"""The verbs that every noun of HNS v1 has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from hcspy.codec import decode, decode_list, dumps, to_json
from hcspy.errors import HcspyError, InvalidDocumentError, NotFoundError, UnexpectedAnswerError
from hcspy.hns.services.door import Door
from hcspy.validate import validate
from hcspy.verbs import matching, only, poll, ref_id
from hcspy.verbs.match import Filters, require_filters

M = TypeVar("M")


class Noun(Generic[M]):
    """One collection of the service: what lies under ``path``, read as ``model``.

    HNS v1 serves no filter: each is applied here, on one listing.
    """

    model: type[M]
    noun: ClassVar[str]
    path: ClassVar[str]
    missing: ClassVar[type[HcspyError]]
    tests: ClassVar[Filters]

    def __init__(self, door: Door) -> None:
        self._door = door

    # -- reading ------------------------------------------------------------------------------------------------

    def _all(self) -> list[M]:
        output = self._door.request("GET", f"{self.path}/", noun=self.noun)
        if output is None or output == "":
            return []
        if not isinstance(output, list):
            raise UnexpectedAnswerError(f"the list of {self.noun}s is not an array: {output!r}", call="HNSCall")
        return list(decode_list(self.model, output))

    def _list(self, filters: Mapping[str, Any]) -> list[M]:
        return matching(self._all(), self.tests, filters)

    def _get(self, ref: str | M | None, filters: Mapping[str, Any]) -> M:
        if ref is not None:
            output = self._door.request("GET", self._at(ref), noun=self.noun)
            return self._read(output, None)
        require_filters(filters, self.noun)
        return only(self._list(filters), self.noun, filters, self.missing)

    def _find(self, filters: Mapping[str, Any]) -> M | None:
        require_filters(filters, self.noun)
        found = self._list(filters)
        return only(found, self.noun, filters, self.missing) if found else None

    def _at(self, ref: str | M, *steps: str) -> str:
        return "/".join((self.path, ref_id(ref, self.noun), *steps))

    def _read(self, output: Any, sent: M | None) -> M:
        """Read the one object of an answer; an answer without Output confirms what was sent."""
        if isinstance(output, dict):
            return decode(self.model, output)
        if output is None and sent is not None:
            return sent
        raise UnexpectedAnswerError(
            f"the answer holds no {self.noun}: {output!r}",
            call="HNSCall",
            hint="the object may exist all the same: list",
        )

    # -- writing ------------------------------------------------------------------------------------------------

    def _check(self, model: object) -> None:
        if self._door.validate:
            findings = validate(model)
            if findings:
                raise InvalidDocumentError(findings=findings)

    def _create(self, model: M) -> M:
        self._check(model)
        output = self._door.request("POST", f"{self.path}/", to_json(model), noun=self.noun)
        return self._read(output, model)

    def _update(self, model: M) -> M:
        self._check(model)
        output = self._door.request("POST", self._at(model), to_json(model), noun=self.noun)
        return self._read(output, model)

    def modify(self, ref: str | M, request: object) -> M:
        """Post a raw request to the object and return it as it is then.

        ``request`` is a model or a mapping with wire names; HNS merges what it is given into the object.
        """
        document = dumps(request) if isinstance(request, Mapping) else to_json(request)
        output = self._door.request("POST", self._at(ref), document, noun=self.noun)
        return self._get(ref, {}) if output is None else self._read(output, None)

    def refresh(self, ref: str | M) -> M:
        """Ask HNS to bring the object in line with the system and return it as it is then."""
        output = self._door.request("POST", self._at(ref, "refresh"), noun=self.noun)
        return self._get(ref, {}) if output is None else self._read(output, None)

    def delete(self, ref: str | M, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        try:
            self._door.request("DELETE", self._at(ref), noun=self.noun)
        except NotFoundError:
            if not missing_ok:
                raise

    # -- waiting ------------------------------------------------------------------------------------------------

    def _look(self, ref: str | M) -> M | None:
        try:
            return self._get(ref, {})
        except NotFoundError:
            return None

    def wait_deleted(self, ref: str | M, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, self.noun)
        poll(
            lambda: (self._look(ref),),
            lambda seen: seen[0] is None,
            timeout=timeout,
            what=f"{self.noun} {ref} to be gone",
        )
