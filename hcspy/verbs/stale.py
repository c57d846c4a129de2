"""What nobody uses any more, whichever door shows it.

When is something in use? An endpoint, when it is plugged into something (a container, a virtual machine, the host),
when a namespace that exists holds it (the default one is the host's), and when a load balancer or a route refers to
it: those are for their owners to change first. The same reference is all that an endpoint of another host can have.
A load balancer or route is stale when endpoints that it refers to are gone. While some are left, it is not deleted:
only the dead references are dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from hcspy.errors import InvalidDocumentError
from hcspy.verbs.refs import same_id

NOWHERE: Final = "00000000-0000-0000-0000-000000000000"
"""How documents say that something is in no namespace, or of no machine."""
# In this order nothing is deleted that something else refers to.
ORDER: Final = ("load balancer", "route", "remote endpoint", "endpoint")


@attrs.frozen(kw_only=True)
class Stale:
    """One object that nobody uses, or that refers to what is gone."""

    kind: str
    """``load balancer``, ``route``, ``remote endpoint`` or ``endpoint``."""
    id: str
    name: str
    """Its name; of a load balancer its addresses and port, of a route its prefix."""
    reason: str
    network: str | None = None
    """The network's name, or its id if it has none; None where that cannot be told."""
    network_id: str | None = None
    owner: str | None = None
    """Who made it, where the service says so: the member ``Owner``, which HNS v1 leaves out."""
    left: tuple[str, ...] = ()
    """The ids of the endpoints that a load balancer or route refers to and that are there."""

    @property
    def action(self) -> str:
        """What is to be done: ``delete``, or ``repair`` for what still refers to endpoints that are there."""
        return "repair" if self.left else "delete"

    def belongs_to(self, prefix: str) -> bool:
        """Tell whether the owner begins with a prefix, or the name, where no owner is known.

        >>> Stale(kind="endpoint", id="1", name="cali-1", reason="", owner="docker").belongs_to("cali")
        False
        """
        return (self.owner or self.name).startswith(prefix)

    def is_on(self, network: str) -> bool:
        """Tell whether it is on a network, by name or id."""
        return self.network == network or same_id(self.network_id, network)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.reason}"


def select(
    found: Iterable[Stale],
    *,
    ids: Collection[str] = (),
    owner: str | None = None,
    network: str | None = None,
) -> list[Stale]:
    """Return what passes every condition given; an owner's empty prefix, which all names begin with, is refused."""
    if owner == "":
        raise InvalidDocumentError("the owner's prefix is empty: every name begins with it")
    wanted = {id.strip("{}").lower() for id in ids}
    return [
        entry
        for entry in found
        if (not wanted or entry.id.lower() in wanted)
        and (owner is None or entry.belongs_to(owner))
        and (network is None or entry.is_on(network))
    ]


@attrs.frozen(kw_only=True)
class Plug:
    """What is to be known of an endpoint; ids as ids compare."""

    id: str
    shown_id: str
    name: str
    network_id: str | None
    network: str | None
    owner: str | None
    remote: bool
    attached: bool
    namespace: str
    """The namespace that it is in by its own account, or nothing."""


@attrs.frozen(kw_only=True)
class Sharer:
    """What is to be known of a load balancer or route."""

    kind: str
    id: str
    name: str
    owner: str | None
    endpoint_ids: Sequence[str]


def judge(plugs: Iterable[Plug], sharers: Sequence[Sharer], spaces: Mapping[str, Collection[str]]) -> list[Stale]:
    """Return what is stale, in the order in which it can be removed; ``spaces`` are namespaces and what they hold."""
    there = {plug.id: plug for plug in plugs}
    found = [*_sharers(sharers, there), *_plugs(there.values(), sharers, spaces)]
    return sorted(found, key=lambda entry: ORDER.index(entry.kind))


def _sharers(sharers: Iterable[Sharer], there: Mapping[str, Plug]) -> Iterator[Stale]:
    for sharer in sharers:
        dead = [id for id in sharer.endpoint_ids if id not in there]
        if dead:
            yield _sharer(sharer, dead, [there[id] for id in sharer.endpoint_ids if id in there])


def _sharer(sharer: Sharer, dead: Sequence[str], left: Sequence[Plug]) -> Stale:
    count = f"{len(dead)} of its {len(dead) + len(left)} endpoints" if left else "all of its endpoints"
    return Stale(
        kind=sharer.kind,
        id=sharer.id,
        name=sharer.name,
        reason=f"{count} are gone: {', '.join(dead)}",
        network=left[0].network if left else None,
        network_id=left[0].network_id if left else None,
        owner=sharer.owner,
        left=tuple(plug.id for plug in left),
    )


def _plugs(plugs: Iterable[Plug], sharers: Iterable[Sharer], spaces: Mapping[str, Collection[str]]) -> Iterator[Stale]:
    referred = {id for sharer in sharers for id in sharer.endpoint_ids}
    held = {id for ids in spaces.values() for id in ids}
    for plug in plugs:
        if plug.attached or plug.id in referred:
            continue
        reason = "no load balancer or route refers to it" if plug.remote else _alone(plug, held, spaces)
        if reason:
            yield Stale(
                kind="remote endpoint" if plug.remote else "endpoint",
                id=plug.shown_id,
                name=plug.name,
                reason=reason,
                network=plug.network,
                network_id=plug.network_id,
                owner=plug.owner,
            )


def _alone(plug: Plug, held: Collection[str], spaces: Collection[str]) -> str | None:
    """Say why nobody uses an endpoint of this host that nothing is plugged into; None if somebody does."""
    if plug.id in held:
        return None
    if plug.namespace in ("", NOWHERE):
        return "in no namespace, attached to nothing"
    return None if plug.namespace in spaces else f"its namespace {plug.namespace} is gone, attached to nothing"


def flat(id: object) -> str:
    """Return an id as ids compare: without braces, in lower case.

    >>> flat("{2A}"), flat(None)
    ('2a', '')
    """
    return str(id or "").strip("{}").lower()
