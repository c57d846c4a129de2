from __future__ import annotations

import pytest

from hcspy import hcn
from hcspy.errors import (
    InvalidDocumentError,
    InvalidPortError,
    NotFoundError,
    PortInUseError,
    TimedOutError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

VM = "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"
ID = "7c0b9f3e-5d1a-4c88-9f0e-aabbccddeeff"


@pytest.fixture
def service(host: Host) -> hcn.GuestNetworkService:
    return host.hcn.guest_network_services.create(
        hcn.GuestNetworkService(virtual_machine_id=VM, mirror_host_networking=True)
    )


def test_service_is_created_found_and_deleted(host: Host, service: hcn.GuestNetworkService) -> None:
    """What WSL does for each of its virtual machines."""
    services = host.hcn.guest_network_services
    assert services.get(service) == service
    assert services.list(virtual_machine=VM.upper()) == [service]
    assert services.list(name="x") == services.list(owner="nobody") == []
    assert services.find(virtual_machine=ID) is None
    assert services.wait(service) == service
    services.delete(service)
    services.wait_deleted(service, timeout=30)
    with pytest.raises(NotFoundError):
        services.get(service)
    with pytest.raises(TimedOutError):
        services.wait(service, timeout=0.05)


def test_ensure_knows_a_service_by_its_machine(host: Host) -> None:
    """A machine has one."""
    model = hcn.GuestNetworkService(virtual_machine_id=VM, mirror_host_networking=True)
    assert [host.hcn.guest_network_services.ensure(model).action for _ in range(2)] == ["created", "unchanged"]
    with pytest.raises(InvalidDocumentError, match="by its machine"):
        host.hcn.guest_network_services.ensure(hcn.GuestNetworkService())


def test_service_that_differs_is_not_taken_away(host: Host) -> None:
    """The guest has it in use."""
    plain = hcn.GuestNetworkService(virtual_machine_id=VM)
    host.hcn.guest_network_services.create(plain)
    with pytest.raises(InvalidDocumentError, match="MirrorHostNetworking"):
        host.hcn.guest_network_services.ensure(
            hcn.GuestNetworkService(virtual_machine_id=VM, mirror_host_networking=True)
        )


def test_state_is_a_request(host: Host, service: hcn.GuestNetworkService) -> None:
    """WSL says so that its guest is up to date."""
    request = hcn.ModifyGuestNetworkServiceSettingRequest(
        resource_type="State",
        request_type="Update",
        settings=hcn.GuestNetworkServiceStateRequest(state="Synchronized"),
    )
    assert host.hcn.guest_network_services.modify(service, request).id == service.id


def test_state_changes_are_watched(host: Host, service: hcn.GuestNetworkService) -> None:
    """A service has notifications of its own."""
    with host.hcn.guest_network_services.watch(service) as events:
        first = events.get(timeout=10)
        assert isinstance(first, hcn.Existing)
        assert first.object.id == service.id
        assert events.get(timeout=10) == hcn.Synced(generation=0)
        test_state_is_a_request(host, service)
        changed = events.get(timeout=10)
        assert isinstance(changed, hcn.Changed)
        assert (changed.kind, changed.action) == ("guest_network_service", "state_changed")


def test_watch_of_a_service_gives_its_handle_back(
    host: Host, service: hcn.GuestNetworkService, fake_host: FakeHost
) -> None:
    """Also if it cannot begin."""
    with host.hcn.guest_network_services.watch(service, initial=False):
        pass
    fake_host.on("HcnRegisterGuestNetworkServiceCallback", nth=1).fail(0x80070005)
    with pytest.raises(PermissionError):
        host.hcn.guest_network_services.watch(service)
    fake_host.assert_clean()


# -- ports ------------------------------------------------------------------------------------------------------------


def test_port_is_reserved_until_the_block_ends(
    host: Host, service: hcn.GuestNetworkService, fake_host: FakeHost
) -> None:
    """A port that stays reserved is lost until a restart."""
    reservations = host.hcn.port_reservations
    with reservations.reserve(service, 5353, protocol="udp", access="shared") as reserved:
        assert list(reserved.ports) == [5353]
        assert repr(reserved) == "<PortReservation of port 5353>"
        (entry,) = reservations.list()
        assert (entry.protocol, entry.ports) == (hcn.PortProtocol.UDP, range(5353, 5354))
        assert not reserved.is_closed
    assert reserved.is_closed
    assert repr(reserved) == "<PortReservation of port 5353, freed>"
    assert reservations.list() == []
    reserved.close()
    fake_host.assert_clean()


def test_range_is_chosen_by_the_service(host: Host, service: hcn.GuestNetworkService) -> None:
    """A guest needs so many ports in a row, whichever they are."""
    with host.hcn.port_reservations.reserve_range(service, 100) as reserved:
        assert len(reserved.ports) == 100
        assert repr(reserved) == f"<PortReservation of ports {reserved.ports[0]} to {reserved.ports[-1]}>"


def test_taken_port_is_refused(host: Host, service: hcn.GuestNetworkService, fake_host: FakeHost) -> None:
    """Two guests on one port would both lose packets."""
    with host.hcn.port_reservations.reserve(service, 8080), pytest.raises(PortInUseError):
        host.hcn.port_reservations.reserve(service, 8080)
    fake_host.assert_clean()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"port": 0}, InvalidPortError),
        ({"port": 65536}, InvalidPortError),
        ({"port": 80, "protocol": "icmp"}, InvalidDocumentError),
        ({"port": 80, "access": 7}, InvalidDocumentError),
    ],
)
def test_wrong_reservation_makes_no_call(
    host: Host, service: hcn.GuestNetworkService, fake_host: FakeHost, wrong: dict[str, object], error: type[Exception]
) -> None:
    """A port of 16 bits would be another one."""
    fake_host.calls.clear()
    with pytest.raises(error):
        host.hcn.port_reservations.reserve(service, **wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidPortError):
        host.hcn.port_reservations.reserve_range(service, 0)
    assert not fake_host.calls


def test_numbers_of_windows_are_taken_too(host: Host, service: hcn.GuestNetworkService) -> None:
    """Who has the numbers of HCN_PORT_PROTOCOL need not look up their names."""
    with host.hcn.port_reservations.reserve(service, 81, protocol=hcn.PortProtocol.BOTH, access=1) as reserved:  # type: ignore[arg-type]
        assert reserved.ports == range(81, 82)
