"""The verbs that every noun of HNS v1 has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from hcspy.codec import decode, decode_list, dumps, to_json
from hcspy.errors import NotFoundError, UnexpectedAnswerError
from hcspy.hns.services.door import Door
from hcspy.verbs import noun as verbs
from hcspy.verbs import ref_id

M = TypeVar("M")


class Noun(verbs.Noun[M]):
    """One collection of the service: what lies under ``path``.

    HNS v1 serves no filter: each is applied here, on one listing.
    """

    path: ClassVar[str]
    _door: Door

    def __init__(self, door: Door) -> None:
        self._door = door

    # -- reading ------------------------------------------------------------------------------------------------

    def _all(self, filters: Mapping[str, Any]) -> list[M]:
        output = self._door.request("GET", f"{self.path}/", noun=self.noun)
        if output is None or output == "":
            return []
        if not isinstance(output, list):
            raise UnexpectedAnswerError(f"the list of {self.noun}s is not an array: {output!r}", call="HNSCall")
        return list(decode_list(self.model, output))

    def _read_one(self, ref: str | M) -> M:
        return self._read(self._door.request("GET", self._at(ref), noun=self.noun), None)

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
