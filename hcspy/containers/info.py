"""What can be said of a container without a handle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from hcspy.containers.record import ContainerRecord
    from hcspy.hcs import Properties

EXITED = "Exited"


@attrs.frozen(kw_only=True)
class ContainerInfo:
    """A container or another compute system, as ``host.containers.list()`` tells of it."""

    name: str
    """The id of the compute system."""
    state: str
    """``Created``, ``Running``, ``Paused``...; ``Exited`` where only the record is left."""
    image: str | None = None
    """What it was made of; None for what others made."""
    isolation: str | None = None
    """``process`` or ``hyperv``; None for what others made."""
    system_type: str | None = None
    """``Container`` or ``VirtualMachine``; None where it does not run."""
    owner: str | None = None
    """Who made it."""
    command: Sequence[str] = ()
    """What it was asked to run."""
    created: str | None = None
    """When, in UTC; None for what others made."""
    exit_code: int | None = None
    """How it ended last: the exit code of its command, else the number that its compute system ended with; None while
    it runs, and where nobody saw the end."""
    ended: str | None = None
    """When it ended last, in UTC; None while it runs, and where nobody saw it."""
    endpoints: Sequence[str] = ()
    """The ids of the endpoints that were made for it."""
    layer: str | None = None
    """The folder of its scratch layer; None for what others made."""
    parents: Sequence[str] = ()
    """The folders of the layers below, the newest first."""

    @property
    def status(self) -> str:
        """Its state, and for one that has ended how, if that is known.

        >>> ContainerInfo(name="web", state="Exited", exit_code=3).status
        'Exited (3)'
        """
        known = self.state == EXITED and self.exit_code is not None
        return f"{self.state} ({self.exit_code})" if known else self.state

    @property
    def is_running(self) -> bool:
        """Whether there is a compute system, in whatever state."""
        return self.state != EXITED


def told(name: str, properties: Properties | None, record: ContainerRecord | None) -> ContainerInfo:
    """Put together what the service and the record say."""
    info = ContainerInfo(name=name, state=EXITED)
    if properties is not None:
        kind = properties.system_type and str(properties.system_type)
        info = attrs.evolve(info, state=str(properties.state or ""), system_type=kind, owner=properties.owner)
    if record is None:
        return info
    if properties is None:
        info = attrs.evolve(info, exit_code=record.exit_code, ended=record.ended)
    return attrs.evolve(
        info,
        image=record.image,
        isolation=record.isolation,
        command=record.command,
        created=record.created,
        endpoints=record.endpoints,
        layer=record.layer,
        parents=record.parents,
    )
