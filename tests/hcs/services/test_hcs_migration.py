"""Live migration: the socket to the other host goes with the step that starts."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hcs_documents import DOCUMENT

import hcspy.aio
from hcspy.errors import AccessDeniedError, HcspyError, NotSupportedError
from hcspy.hcs import MigrationNetworkSettings, MigrationStartOptions, StartOptions
from hcspy.host import Host
from hcspy.testing import FakeHost

SOCKET = 0x1234
AT_THE_SOURCE = MigrationStartOptions(network_settings=MigrationNetworkSettings(session_id=7))
AT_THE_DESTINATION = StartOptions(destination_migration_options=AT_THE_SOURCE)


def handed_over(fake: FakeHost) -> list[Any]:
    """Return what was added to operations, each with the calls of the system that followed."""
    steps = ("HcsAddResourceToOperation", "HcsStartComputeSystem", "HcsStartLiveMigrationOnSource")
    calls = [call for call in fake.calls if call.export in steps]
    return [
        (call.args["resourceType"], call.args["uri"], int(call.args["handle"])) if "uri" in call.args else call.export
        for call in calls
    ]


def test_system_starts_at_the_destination_with_a_socket(host: Host, fake_host: FakeHost) -> None:
    """The service reads the memory of the machine from it: without, nothing would come."""
    with host.hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        system.migrate_nowait("start", AT_THE_DESTINATION, socket=SOCKET).result(10)
        assert system.started_at is not None
        assert system.properties().state == "Running"
    assert handed_over(fake_host) == [(4, "hcs:/VirtualMachine/LiveMigrationSocket", SOCKET), "HcsStartComputeSystem"]
    options = fake_host.calls.of("HcsStartComputeSystem")[0].args["options"]
    assert options == '{"DestinationMigrationOptions":{"NetworkSettings":{"SessionId":7}}}'


def test_source_hands_its_socket_over_before_it_starts(host: Host, fake_host: FakeHost) -> None:
    """The call itself has no place for it; that this host cannot migrate is said by the step."""
    with host.hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        system.start()
        with pytest.raises(HcspyError):
            system.migrate_nowait("start_live_migration_on_source", AT_THE_SOURCE, socket=SOCKET).result(10)
    added = (4, "hcs:/VirtualMachine/LiveMigrationSocket", SOCKET)
    assert handed_over(fake_host) == ["HcsStartComputeSystem", added, "HcsStartLiveMigrationOnSource"]


def test_socket_that_is_refused_starts_nothing(host: Host, fake_host: FakeHost) -> None:
    """A machine that starts without its memory is not the one that was to be migrated."""
    with host.hcs.systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        with fake_host.on("HcsAddResourceToOperation").fail(0x80070005), pytest.raises(AccessDeniedError):
            system.migrate_nowait("start", AT_THE_DESTINATION, socket=SOCKET).result(10)
        assert not fake_host.calls.of("HcsStartComputeSystem")
    fake_host.assert_clean()


def test_older_door_takes_no_socket(host: Host, fake_host: FakeHost) -> None:
    """vmcompute.dll has no operations that could carry one."""
    with host.hcs.use("vmcompute").systems.create("web", DOCUMENT, terminate_on_exit=True) as system:
        with pytest.raises(NotSupportedError, match="knows no live migration"):
            system.migrate_nowait("start", AT_THE_DESTINATION, socket=SOCKET)
        assert not fake_host.calls.of("HcsStartComputeSystem")


def test_awaited_twin_hands_over_the_same(fake_host: FakeHost) -> None:
    """No door of the library is smaller for who awaits."""

    async def main() -> None:
        async with hcspy.aio.connect(fake_host) as host:
            system = await host.hcs.systems.create("web", DOCUMENT, terminate_on_exit=True)
            async with system:
                operation = await system.migrate_nowait("start", AT_THE_DESTINATION, socket=SOCKET)
                await operation.result(10)

    asyncio.run(main())
    assert handed_over(fake_host)[0] == (4, "hcs:/VirtualMachine/LiveMigrationSocket", SOCKET)
