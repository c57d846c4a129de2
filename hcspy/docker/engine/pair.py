"""What Docker has and what the host has, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Literal, TypeVar

import attrs

from hcspy.codec import to_dict
from hcspy.docker.engine.container import ContainerSummary, EndpointSettings
from hcspy.docker.engine.network import NetworkResource
from hcspy.hcs import Properties
from hcspy.hns import HNSEndpoint, HNSNetwork

D = TypeVar("D")
H = TypeVar("H")

State = Literal["matched", "differs", "missing", "stale", "foreign", "elsewhere"]
"""How two sides stand to each other.

matched
    Both sides have it and agree; or neither has to have it, as with a container that does not run.
differs
    Both sides have it, and do not agree.
missing
    Docker has it, and the host has not.
stale
    The host has it because of Docker, which no longer knows it.
foreign
    The host has it, and it has nothing to do with Docker.
elsewhere
    Docker has it, and not by this host's HNS or HCS: its networks `none` and `host`, or all that Linux runs.
"""

MISMATCHES = frozenset({"differs", "missing", "stale"})


@attrs.frozen(kw_only=True)
class Pair(Generic[D, H]):
    """One thing as Docker has it, and as the host has it.

    >>> Pair(docker="web", state="missing", problems=["HNS has no such network"]).mismatch
    True
    """

    docker: D | None = None
    """Docker's side."""

    host: H | None = None
    """The host's side."""

    state: State
    """How they stand to each other."""

    problems: Sequence[str] = ()
    """What does not match, in sentences."""

    @property
    def mismatch(self) -> bool:
        """Whether something is wrong here."""
        return self.state in MISMATCHES

    def dump(self) -> dict[str, Any]:
        """Return it as a document, with the wire documents of both sides."""
        sides = {"Docker": self.docker, "Host": self.host}
        documents = {side: None if model is None else to_dict(model) for side, model in sides.items()}
        return {"State": self.state, "Problems": list(self.problems), **documents}


@attrs.frozen(kw_only=True)
class NetworkPair(Pair[NetworkResource, HNSNetwork]):
    """A network of Docker, and the one of HNS."""

    @property
    def name(self) -> str:
        """What it is called: Docker's name, else the one in HNS."""
        if self.docker is not None:
            return self.docker.name
        return "" if self.host is None else self.host.name or str(self.host.id)


@attrs.frozen(kw_only=True)
class EndpointPair(Pair[EndpointSettings, HNSEndpoint]):
    """A container's place on a network, and the endpoint of HNS."""

    network: NetworkPair | None = None
    """The network that it is on."""

    container: ContainerSummary | None = None
    """The container that has it."""

    def dump(self) -> dict[str, Any]:
        """Return it as a document, with the wire documents of both sides."""
        network = None if self.network is None else self.network.name
        container = None if self.container is None else self.container.id
        return {"Network": network, "Container": container, **super().dump()}


@attrs.frozen(kw_only=True)
class ContainerPair(Pair[ContainerSummary, Properties]):
    """A container of Docker, and the compute system that runs it."""


def judged(problems: Sequence[str]) -> State:
    """Return how two sides stand to each other that are both there."""
    return "differs" if problems else "matched"
