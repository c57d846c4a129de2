"""``host.hcs``: compute systems, and the service that keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.codec import dumps, from_json
from hcspy.errors import InvalidDocumentError, LibraryMissingError
from hcspy.hcs.services.computecore import ComputecoreDoor
from hcspy.hcs.services.documents import answered, text_of
from hcspy.hcs.services.door import Door, DoorName
from hcspy.hcs.services.systems import Systems
from hcspy.hcs.services.vmcompute import VmcomputeDoor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hcspy._ffi.tables import Tables
    from hcspy.hcs import CpuGroupConfig, ServiceProperties, Version

DOORS: Final[dict[DoorName, Any]] = {"computecore": ComputecoreDoor, "vmcompute": VmcomputeDoor}
# What tells whether a DLL is there: each has this export under its name.
_PROBE: Final = "HcsCreateComputeSystem"


class HCS:
    """The host compute service of one host, through one of its two doors.

    Where the host has both DLLs it is computecore.dll; ``use`` gives the other one. Nothing that came through one door
    goes through the other.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     host.hcs.door, host.hcs.use("vmcompute").door
    ('computecore', 'vmcompute')
    """

    def __init__(
        self, tables: Tables, *, timeout: float | None = None, validate: bool = True, door: DoorName | None = None
    ) -> None:
        self._tables = tables
        self._timeout = timeout
        self._validate = validate
        self._door: Door = DOORS[door or _present(tables)](tables)
        self.systems = Systems(self._door, timeout=timeout, validate=validate)

    @property
    def door(self) -> DoorName:
        """Which DLL this goes through."""
        return self._door.name

    def use(self, door: DoorName) -> HCS:
        """Return the same service through a door of choice: "computecore" or "vmcompute"."""
        if door not in DOORS:
            raise InvalidDocumentError(f"the compute service has no door {door!r}", hint=" or ".join(DOORS))
        if not self._tables.has(door, _PROBE):
            raise LibraryMissingError(f"this host has no {door}.dll")
        return HCS(self._tables, timeout=self._timeout, validate=self._validate, door=door)

    def properties(
        self, *types: str, queries: Mapping[str, Any] | None = None, timeout: float | None = None
    ) -> ServiceProperties:
        """Return what the service says of itself: "Basic", "CpuGroup", "ProcessorTopology", "QoSCapabilities".

        ``queries`` are further questions of schema 2.5, by name.
        """
        from hcspy.hcs import ServiceProperties

        query: dict[str, Any] = {"PropertyTypes": [str(kind) for kind in types]} if types else {}
        if queries:
            query["PropertyQueries"] = dict(queries)
        return answered(
            ServiceProperties,
            self._door.service_properties(dumps(query), self._native(timeout)),
            "HcsGetServiceProperties",
        )

    def schema_versions(self, *, timeout: float | None = None) -> Sequence[Version]:
        """Return the versions of the schema that the service knows.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2022") as host:
        ...     [version.pair for version in host.hcs.schema_versions()]
        [(1, 0), (2, 5)]
        """
        from hcspy.hcs import BasicInformation

        found = self.properties("Basic", timeout=timeout).properties
        return from_json(BasicInformation, found[0]).supported_schema_versions if found else ()

    def modify(self, request: object, *, timeout: float | None = None) -> None:
        """Change settings of the service: a ``ModificationRequest`` or a mapping with wire names."""
        self._door.modify_service(text_of(request), self._native(timeout))

    # -- CPU groups -----------------------------------------------------------------------------------------------

    def cpu_groups(self, *, timeout: float | None = None) -> Sequence[CpuGroupConfig]:
        """Return the groups of processors that virtual machines are bound to."""
        from hcspy.hcs import CpuGroupConfigurations

        found = self.properties("CpuGroup", timeout=timeout).properties
        return from_json(CpuGroupConfigurations, found[0]).cpu_groups if found else ()

    def create_cpu_group(self, id: str, processors: Sequence[int], *, timeout: float | None = None) -> None:
        """Create a group of logical processors."""
        details = {"GroupId": id, "LogicalProcessorCount": len(processors), "LogicalProcessors": list(processors)}
        self._cpu_group("CreateGroup", details, timeout)

    def delete_cpu_group(self, id: str, *, timeout: float | None = None) -> None:
        """Delete a group of processors; nothing may run in it."""
        self._cpu_group("DeleteGroup", {"GroupId": id}, timeout)

    def set_cpu_group_property(self, id: str, code: int, value: int, *, timeout: float | None = None) -> None:
        """Set a property of a group of processors, by its number: see ``CPUGroupPropertyCode``."""
        details = {"GroupId": id, "PropertyCode": int(code), "PropertyValue": value}
        self._cpu_group("SetProperty", details, timeout)

    def _cpu_group(self, operation: str, details: Mapping[str, Any], timeout: float | None) -> None:
        settings = {"Operation": operation, "OperationDetails": details}
        self.modify({"PropertyType": "CpuGroup", "Settings": settings}, timeout=timeout)

    def _native(self, timeout: float | None) -> float | None:
        return self._timeout if timeout is None else timeout

    def __repr__(self) -> str:
        return f"<HCS through {self.door}.dll>"


def _present(tables: Tables) -> DoorName:
    return "computecore" if tables.has("computecore", _PROBE) else "vmcompute"
