"""What lists and queries ask for."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from hcspy.codec import Wire, WireEnum, dumps, key
from hcspy.hcn.version import SchemaVersion, schema_2_0


class HostComputeQueryFlags(enum.IntFlag):
    """How much a query answers.

    >>> HostComputeQueryFlags(1)
    <HostComputeQueryFlags.DETAILED: 1>
    """

    NONE = 0
    """The object."""

    DETAILED = 1
    """The object, and in `health.extra.resources` what the service set aside for it."""


class HostResourceType(WireEnum):
    """The kinds of objects that the service keeps."""

    NETWORK = "Network"
    """Networks."""

    ENDPOINT = "Endpoint"
    """Endpoints."""

    CONTAINER = "Container"
    """Containers."""

    NAMESPACE = "Namespace"
    """Namespaces."""

    POLICY_LIST = "PolicyList"
    """Load balancers and routes."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class HostComputeQuery:
    """What every list and query call sends.

    The major schema version decides in which format the answer comes: 2, or 1 for the documents of HNS v1.

    >>> HostComputeQuery.where(Name="GoTestNat").filter
    '{"Name":"GoTestNat"}'
    """

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the answer."""

    flags: HostComputeQueryFlags | int = 0
    """How much it answers."""

    filter: str | None = None
    """A JSON object, as text: objects whose members have these values, GUIDs and names in any letter case. The names
    are those of HNS v1: `ID`, `Name`, `Flags`, `VirtualNetwork`, `VirtualNetworkName`. Single objects ignore it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def where(cls, *, detailed: bool = False, **members: Any) -> HostComputeQuery:
        """Make the query for objects that have these values, by the wire names of v1."""
        flags = HostComputeQueryFlags.DETAILED if detailed else 0
        return cls(flags=flags, filter=dumps(members) if members else None)
