"""Joining ids to names: what tables and pages show beside an id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hcspy.errors import HcspyError

if TYPE_CHECKING:
    from hcspy.cli.session import Session


class Names:
    """Names of a host's networks and endpoints, listed when they are first asked for.

    They come from HNS v1 at either door: both have the same objects, and one call of v1 lists all of a kind, where
    HCN has to be asked for each.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def networks(self) -> dict[str, Any]:
        """The networks by id in lower case."""
        return self._by_id("networks")

    @cached_property
    def endpoints(self) -> dict[str, Any]:
        """The endpoints by id in lower case."""
        return self._by_id("endpoints")

    def _by_id(self, kind: str) -> dict[str, Any]:
        try:
            found = getattr(self._session.hns, kind).list()
        except HcspyError:
            # A page about one object is worth printing without the names of others.
            return {}
        return {(entry.id or "").lower(): entry for entry in found}

    def network(self, id: object) -> str | None:
        """Return the name of a network by its id."""
        found = self.networks.get(_key(id))
        return found.name if found else None

    def endpoint(self, id: object) -> str | None:
        """Return the name and address of an endpoint by its id."""
        found = self.endpoints.get(_key(id))
        return " ".join(str(part) for part in (found.name, found.ip_address) if part) if found else None

    def endpoints_of(self, ids: Iterable[object]) -> str:
        """Return the names and addresses of endpoints, for a column; what is not there is marked."""
        return ", ".join(self.endpoint(id) or f"{id} (missing)" for id in ids)

    def any(self, id: str) -> str | None:
        """Return the name of whatever has that id."""
        return self.network(id) or self.endpoint(id)


def _key(id: object) -> str:
    return str(id or "").rsplit("/", 1)[-1].strip("{}").lower()
