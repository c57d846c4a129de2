"""Load balancers and routes: objects that several endpoints share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import attrs

from hcspy.codec import evolve
from hcspy.errors import EndpointNotFoundError
from hcspy.hcn.services.noun import Noun, label
from hcspy.verbs import ref_id
from hcspy.verbs.rollback import Rollback


class HasEndpoints(attrs.AttrsInstance, Protocol):
    """A model that refers to endpoints."""

    @property
    def host_compute_endpoints(self) -> Sequence[Any]:
        """The endpoints, or their ids."""


S = TypeVar("S", bound=HasEndpoints)


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


def _with(current: S, endpoints: Sequence[Any]) -> S:
    return evolve(current, host_compute_endpoints=tuple(endpoints))
