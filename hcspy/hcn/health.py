"""What the service says about the condition of an object."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Guid, Wire, key
from hcspy.hcn.resources import Resources


@attrs.frozen(kw_only=True, weakref_slot=False)
class ExtraParams:
    """Facts about an object that the v2 format has no members for. Read only.

    >>> ExtraParams(layered_on="9DD95ECE-3B9B-417B-9F43-7B58F5B390D1").switch_guid is None
    True
    """

    resources: Resources | None = attrs.field(default=None, hash=False)
    """What the service set aside for the object: ports, adapters, rules. In answers to queries with the flag
    `DETAILED`, which `detailed()` of each noun sends."""

    shared_containers: Any = attrs.field(default=None, hash=False)
    """The ids of the containers that an endpoint is attached to, as raw JSON: a list of texts."""

    layered_on: Guid | None = None
    """The layer, a virtual switch, that a network shares with others."""

    switch_guid: Guid | None = None
    """The id of a network's own switch; not on NAT networks."""

    utility_vm: Guid | None = attrs.field(default=None, metadata=key("UtilityVM"))
    """The utility VM that an endpoint is plugged into."""

    virtual_machine: Guid | None = None
    """The virtual machine that an endpoint is plugged into."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Health:
    """The condition of a stored object. hcsshim always sends an empty one.

    >>> Health().extra
    ExtraParams(resources=None, shared_containers=None, layered_on=None, switch_guid=None, utility_vm=None, \
virtual_machine=None)
    """

    data: Any = attrs.field(default=None, hash=False)
    """The last error and when it was looked at, as raw JSON: `{"LastErrorCode": ..., "LastUpdateTime": ...}`, the
    latter a FILETIME, units of 100 ns since 1601-01-01 UTC."""

    extra: ExtraParams = attrs.field(factory=ExtraParams, metadata=key(always=True))
    """What has no place elsewhere."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Telemetry:
    """What the service records about an object.

    >>> Telemetry(data={"Count": 1}).data
    {'Count': 1}
    """

    data: Any = attrs.field(default=None, hash=False)
    """Raw JSON; its shape is not documented."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
