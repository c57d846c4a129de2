"""The verbs of HCS, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, overload

from hcspy.aio.compute import AsyncSystem
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.hcs import ContainerProperties, CpuGroupConfig, Properties, ServiceProperties, Version
from hcspy.hcs.services.door import DoorName
from hcspy.hcs.services.systems import Texts


class Systems(AsyncNoun):
    """Compute systems: containers and virtual machines."""

    async def create(
        self,
        id: str,
        document: object,
        *,
        terminate_on_exit: bool = False,
        timeout: float | None = None,
        migration_events: bool = False,
    ) -> AsyncSystem:
        """Create a compute system and return it, created and not started."""
        return AsyncSystem(
            await self._call(
                "create",
                id,
                document,
                terminate_on_exit=terminate_on_exit,
                timeout=timeout,
                migration_events=migration_events,
            ),
            self._worker,
        )

    async def find(
        self, id: str | None = None, *, name: str | None = None, owner: str | None = None
    ) -> Properties | None:
        """Return what ``get`` does, but None where there is none."""
        result: Properties | None = await self._call("find", id, name=name, owner=owner)
        return result

    async def get(self, id: str | None = None, *, name: str | None = None, owner: str | None = None) -> Properties:
        """Return the properties of one compute system, by its id or by filters of which exactly one has to fit."""
        result: Properties = await self._call("get", id, name=name, owner=owner)
        return result

    @overload
    async def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[2] = 2,
        timeout: float | None = None,
    ) -> list[Properties]: ...
    @overload
    async def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[1],
        timeout: float | None = None,
    ) -> list[ContainerProperties]: ...
    async def list(
        self,
        *,
        ids: Texts = None,
        owners: Texts = None,
        names: Texts = None,
        types: Texts = None,
        schema: Literal[1, 2] = 2,
        timeout: float | None = None,
    ) -> Any:
        """Return the properties of compute systems, without handles; filters that are given all have to hold."""
        result: Any = await self._call(
            "list", ids=ids, owners=owners, names=names, types=types, schema=schema, timeout=timeout
        )
        return result

    async def open(
        self, id: str, *, terminate_on_exit: bool = False, timeout: float | None = None, migration_events: bool = False
    ) -> AsyncSystem:
        """Open a compute system by its id; the arguments are those of ``create``."""
        return AsyncSystem(
            await self._call(
                "open", id, terminate_on_exit=terminate_on_exit, timeout=timeout, migration_events=migration_events
            ),
            self._worker,
        )


class HCS(AsyncNoun):
    """HCS of one host, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        super().__init__(service, worker)
        self.systems = Systems(service.systems, worker)

    @property
    def door(self) -> DoorName:
        """Which DLL this goes through."""
        known: DoorName = self._service.door
        return known

    async def cpu_groups(self, *, timeout: float | None = None) -> Sequence[CpuGroupConfig]:
        """Return the groups of processors that virtual machines are bound to."""
        result: Sequence[CpuGroupConfig] = await self._call("cpu_groups", timeout=timeout)
        return result

    async def create_cpu_group(self, id: str, processors: Sequence[int], *, timeout: float | None = None) -> None:
        """Create a group of logical processors."""
        await self._call("create_cpu_group", id, processors, timeout=timeout)

    async def delete_cpu_group(self, id: str, *, timeout: float | None = None) -> None:
        """Delete a group of processors; nothing may run in it."""
        await self._call("delete_cpu_group", id, timeout=timeout)

    async def modify(self, request: object, *, timeout: float | None = None) -> None:
        """Change settings of the service: a ``ModificationRequest`` or a mapping with wire names."""
        await self._call("modify", request, timeout=timeout)

    async def properties(
        self, *types: str, queries: Mapping[str, Any] | None = None, timeout: float | None = None
    ) -> ServiceProperties:
        """Return what the service says of itself: "Basic", "CpuGroup", "ProcessorTopology", "QoSCapabilities"."""
        result: ServiceProperties = await self._call("properties", *types, queries=queries, timeout=timeout)
        return result

    async def schema_versions(self, *, timeout: float | None = None) -> Sequence[Version]:
        """Return the versions of the schema that the service knows."""
        result: Sequence[Version] = await self._call("schema_versions", timeout=timeout)
        return result

    async def set_cpu_group_property(self, id: str, code: int, value: int, *, timeout: float | None = None) -> None:
        """Set a property of a group of processors, by its number: see ``CPUGroupPropertyCode``."""
        await self._call("set_cpu_group_property", id, code, value, timeout=timeout)

    def use(self, door: DoorName) -> HCS:
        """Return the same service through a door of choice: "computecore" or "vmcompute"."""
        return HCS(self._service.use(door), self._worker)
