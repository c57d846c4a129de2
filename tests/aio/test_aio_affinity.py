"""Containers that are bound to processors, awaited."""

from __future__ import annotations

import asyncio

import pytest

import hcspy.aio
from hcspy.errors import InvalidDocumentError
from hcspy.hcs import GroupAffinity, MigrationState
from hcspy.testing import FakeHost

DOCUMENT = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}


@pytest.mark.parametrize("door", ["vmcompute", "computecore"])
def test_container_is_bound(fake_host: FakeHost, door: str) -> None:
    """The verb is the one of the system; a process has nothing to bind anew."""

    async def main() -> None:
        async with hcspy.aio.connect(fake_host) as host:
            made = await host.hcs.use(door).systems.create("web", DOCUMENT, terminate_on_exit=True)  # type: ignore[arg-type]
            async with made as system:
                await system.set_cpu_group_affinities([GroupAffinity.of([1, 2])], timeout=30)
                with fake_host.machine() as machine:
                    assert machine.state.systems.get("web").affinities == [{"Group": 0, "Mask": 6}]
                with pytest.raises(InvalidDocumentError, match="affinities is empty"):
                    await system.set_cpu_group_affinities([])
                await system.start()
                async with await system.exec("cmd /c exit") as process:
                    assert process.migration_state == MigrationState(0, 0, 0, 0)
                    await process.wait(30)

    asyncio.run(main())
    fake_host.assert_clean()
