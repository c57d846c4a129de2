"""Removing what is stale from a host that is in use meanwhile.

What looks stale may be on its way to be used: a plugin creates an endpoint first and puts it into its namespace
then. So the host is looked at twice, with a pause in between, and only what is stale both times is removed. What
goes wrong with one object stops nothing but its own removal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import evolve
from hcspy.errors import HcspyError, InvalidDocumentError, NotFoundError, NotSupportedError, ServiceUnavailableError
from hcspy.snapshot import Snapshot
from hcspy.stale import Stale, find, select
from hcspy.verbs.rollback import blame

if TYPE_CHECKING:
    from hcspy.hcn.services import HCN
    from hcspy.hns.services import HNS


@attrs.frozen(kw_only=True)
class Leftover:
    """One stale object that could not be removed, and why."""

    stale: Stale
    error: HcspyError

    def __str__(self) -> str:
        return f"{self.stale.kind} {self.stale.name} ({self.error})"


@attrs.frozen(kw_only=True)
class Sweep:
    """What ``host.gc()`` found and did."""

    found: Sequence[Stale] = ()
    """What was selected of what is stale, in the order in which it is removed."""
    removed: Sequence[Stale] = ()
    """What was deleted or repaired."""
    leftovers: Sequence[Leftover] = ()
    """What could not be removed."""
    used: Sequence[Stale] = ()
    """What was found, but was not stale any more after the pause."""


class Sweeper:
    """One run over a host's doors; ``hcn`` gives the second door when it is first needed."""

    def __init__(self, hns: HNS, hcn: Callable[[], HCN]) -> None:
        self._hns, self._hcn = hns, hcn

    def run(
        self, ids: Collection[str], owner: str | None, network: str | None, *, dry_run: bool, settle: float
    ) -> Sweep:
        """Find, and unless it is a dry run, wait, look again and remove."""
        if not dry_run and not ids and owner is None and network is None:
            raise InvalidDocumentError("gc() removes only what it is told to", hint="say ids, owner or network")
        found = select(self._look(), ids=ids, owner=owner, network=network)
        _all_found(ids, found)
        if dry_run or not found:
            return Sweep(found=found)
        time.sleep(settle)
        still = {entry.id: entry for entry in find(Snapshot.take(self._hns))}
        used = [entry for entry in found if entry.id not in still]
        # What a balancer still refers to is taken from the second look.
        chosen = [attrs.evolve(still[entry.id], owner=entry.owner) for entry in found if entry.id in still]
        removed, leftovers = self._remove(chosen)
        return Sweep(found=found, removed=removed, leftovers=leftovers, used=used)

    # -- looking ------------------------------------------------------------------------------------------------

    def _look(self) -> list[Stale]:
        return [self._owned(entry) for entry in find(Snapshot.take(self._hns))]

    def _owned(self, entry: Stale) -> Stale:
        """Return it with the owner that HCN knows: HNS v1 does not say it, and a Windows without HCN has none."""
        try:
            found = self._service(entry).get(entry.id)
        except (NotSupportedError, NotFoundError):
            return entry
        return attrs.evolve(entry, owner=found.owner or entry.owner)

    def _service(self, entry: Stale) -> Any:
        hcn = self._hcn()
        return {"load balancer": hcn.load_balancers, "route": hcn.routes}.get(entry.kind, hcn.endpoints)

    # -- removing -----------------------------------------------------------------------------------------------

    def _remove(self, chosen: Iterable[Stale]) -> tuple[list[Stale], list[Leftover]]:
        removed: list[Stale] = []
        leftovers: list[Leftover] = []
        try:
            self._remove_each(chosen, removed, leftovers)
        except BaseException as error:  # Ctrl-C: whoever stops it has to know how far it came
            blame(error, [f"{entry.kind} {entry.name} is removed" for entry in removed])
            raise
        return removed, leftovers

    def _remove_each(self, chosen: Iterable[Stale], removed: list[Stale], leftovers: list[Leftover]) -> None:
        gone: ServiceUnavailableError | None = None
        for entry in chosen:
            try:
                if gone is not None:  # each further call would only wait for the service
                    raise gone
                self._delete(entry) if entry.action == "delete" else self._repair(entry)
                removed.append(entry)
            except HcspyError as error:
                gone = error if isinstance(error, ServiceUnavailableError) else gone
                leftovers.append(Leftover(stale=entry, error=error))

    def _delete(self, entry: Stale) -> None:
        # Both doors open on one store, and HNS v1 is there on every Windows.
        service: Any = self._hns.endpoints if entry.kind.endswith("endpoint") else self._hns.policy_lists
        service.delete(entry.id, missing_ok=True)

    def _repair(self, entry: Stale) -> None:
        """Drop the dead references. HCN keeps what HNS v1 has no member for, such as session affinity."""
        try:
            service = self._service(entry)
            current = service.get(entry.id)
            service.update(evolve(current, host_compute_endpoints=entry.left))
        except NotSupportedError:
            self._repair_v1(entry)

    def _repair_v1(self, entry: Stale) -> None:
        lists = self._hns.policy_lists
        current = lists.get(entry.id)
        kept = [reference for reference in current.references if reference.rpartition("/")[2].lower() in entry.left]
        lists.update(evolve(current, references=tuple(kept)))


def _all_found(ids: Collection[str], found: Sequence[Stale]) -> None:
    there = {entry.id.lower() for entry in found}
    for id in ids:
        if id.strip("{}").lower() not in there:
            raise NotFoundError(f"nothing stale that is selected has the id {id}")
