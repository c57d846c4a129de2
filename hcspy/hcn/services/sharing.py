"""Load balancers and routes: objects that several endpoints share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, Protocol, TypeVar

import attrs

from hcspy.codec import evolve, to_dict
from hcspy.errors import EndpointNotFoundError
from hcspy.hcn.services.noun import Noun, label
from hcspy.hcn.services.plan import lacking
from hcspy.verbs import Change, Ensured, ref_id
from hcspy.verbs.rollback import Rollback


class HasEndpoints(attrs.AttrsInstance, Protocol):
    """A model that refers to endpoints."""

    @property
    def host_compute_endpoints(self) -> Sequence[Any]:
        """The endpoints, or their ids."""


S = TypeVar("S", bound=HasEndpoints)
Action = Literal["modified", "recreated"]
# Compared in another way than the rest: in any order.
ENDPOINTS: Final = "HostComputeEndpoints"


def flat_id(ref: Any, noun: str) -> str:
    """Return the id of a reference as ids compare: without braces, in lower case."""
    return ref_id(ref, noun).strip("{}").lower()


def endpoint_ids(model: HasEndpoints) -> set[str]:
    """Return the ids of the endpoints that a model refers to."""
    return {flat_id(held, "endpoint") for held in model.host_compute_endpoints}


class SharingNoun(Noun[S]):
    """A noun whose objects refer to endpoints."""

    @abstractmethod
    def _put(self, before: S, model: S) -> S:
        """Make an object that exists as a model says."""

    def _replace(self, before: S, model: S) -> S:
        """Delete an object and create it anew with the same id; if that fails, the old one is put back."""
        with Rollback() as undo:
            self.delete(before)
            undo.on_failure(f"{self.noun} {label(before)} was deleted", self._create, before)
            return self._create(model)

    def _current(self, ref: str | S) -> S:
        return self._read_one(ref) if isinstance(ref, str) else ref

    def _ensured(self, model: S, found: S | None, action: Callable[[], Action]) -> Ensured[S]:
        """Create an object, or make the one that was found as the model says, for exactly its endpoints.

        ``action`` tells, afterwards, what that was to an object that exists.
        """
        if found is None:
            return Ensured(object=self._create(model), action="created")
        changes = _changes(found, model)
        if not changes:
            return Ensured(object=found, action="unchanged")
        result = self._put(found, evolve(model, id=to_dict(found).get("ID")))
        return Ensured(object=result, action=action(), changes=tuple(changes), before=found)

    def _joined(self, ref: str | S, endpoint: Any) -> S:
        current, id = self._current(ref), ref_id(endpoint, "endpoint")
        if flat_id(id, "endpoint") in endpoint_ids(current):
            return current
        return self._put(current, _with(current, [*current.host_compute_endpoints, id]))

    def _parted(self, ref: str | S, endpoint: Any, missing_ok: bool) -> S:
        current, unwanted = self._current(ref), flat_id(endpoint, "endpoint")
        kept = [held for held in current.host_compute_endpoints if flat_id(held, "endpoint") != unwanted]
        if len(kept) < len(current.host_compute_endpoints):
            return self._put(current, _with(current, kept))
        if missing_ok:
            return current
        raise EndpointNotFoundError(f"{self.noun} {label(current)} does not refer to endpoint {unwanted}")


def _changes(found: HasEndpoints, model: HasEndpoints) -> list[Change]:
    wanted = {name: value for name, value in to_dict(model).items() if name != ENDPOINTS}
    changes = lacking(wanted, to_dict(found))
    if endpoint_ids(model) != endpoint_ids(found):
        changes.append(Change(path=ENDPOINTS, old=found.host_compute_endpoints, new=model.host_compute_endpoints))
    return changes


def _with(current: S, endpoints: Sequence[Any]) -> S:
    return evolve(current, host_compute_endpoints=tuple(endpoints))
