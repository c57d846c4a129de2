"""Port reservations of guest network services."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy._ffi.computenetwork import (
    PortAccess,
    PortProtocol,
    PortReservation,
    enumerate_port_reservations,
    guest_network_services,
    reserve_port,
    reserve_port_range,
)
from hcspy.errors import AccessDeniedError, PortInUseError

from .conftest import ID, OTHER_ID, Service

ENTRY: dict[str, Any] = {
    "OwningPartitionId": ID,
    "TargetPartitionId": OTHER_ID,
    "Protocol": 3,
    "Priority": 2**40,
    "ReservationType": 1,
    "SharingFlags": 2,
    "DeliveryMode": 4,
    "StartingPort": 49152,
    "EndingPort": 65535,
}


def test_port_is_reserved_until_the_block_ends(service: Service) -> None:
    """Released with the function of its own: CloseHandle would leave the port taken."""
    with guest_network_services.opened(service.tables, ID) as guest:
        with reserve_port(guest, PortProtocol.UDP, PortAccess.SHARED, 65535) as reservation:
            assert reservation.ports == range(65535, 65536)
            assert list(service.args.values())[1:] == [2, 2, 65535]
        assert service.exports[-1] == "HcnReleaseGuestNetworkServicePortReservationHandle"
    assert repr(reservation) == "<port reservation, closed>"


def test_range_is_where_the_service_chose_it(service: Service) -> None:
    """Both ends are included."""
    service.extra = lambda number, export: (
        {"PortRangeReservation": {"startingPort": 50000, "endingPort": 50009}} if "Range" in export else {}
    )
    with guest_network_services.opened(service.tables, ID) as guest, reserve_port_range(guest, 10) as reservation:
        assert list(reservation.ports) == list(range(50000, 50010))
        assert service.args["PortCount"] == 10


def test_used_port_is_refused(service: Service) -> None:
    """The request says which; there is no error record."""
    service.fail("HcnReserveGuestNetworkServicePort", 0x803B0013)
    with guest_network_services.opened(service.tables, ID) as guest, pytest.raises(PortInUseError) as error:
        reserve_port(guest, PortProtocol.TCP, PortAccess.EXCLUSIVE, 80)
    assert error.value.request == "protocol 1, access 1, port 80"


@pytest.mark.parametrize("port", [-1, 65536])
def test_port_that_is_none_is_refused_before_the_call(service: Service, port: int) -> None:
    """It would be cut to 16 bits."""
    with guest_network_services.opened(service.tables, ID) as guest, pytest.raises(OverflowError):
        reserve_port(guest, PortProtocol.TCP, PortAccess.EXCLUSIVE, port)
    assert len(service.calls) == 2


def test_reservations_are_listed_and_their_array_is_freed(service: Service) -> None:
    """Once, by the function of its own; the ledger would tell."""
    service.extra = lambda number, export: {"PortEntries": [ENTRY, {**ENTRY, "StartingPort": 1}]}
    first, second = enumerate_port_reservations(service.tables)
    assert first == PortReservation(ID, OTHER_ID, 3, 2**40, 1, 2, 4, 49152, 65535)
    assert second.starting_port == 1


def test_no_reservations_are_no_entries(service: Service) -> None:
    """With an array of none, and without an array."""
    assert enumerate_port_reservations(service.tables) == []
    service.extra = lambda number, export: {"PortEntries": []}
    assert enumerate_port_reservations(service.tables) == []


def test_array_of_a_failed_call_is_freed(service: Service) -> None:
    """Whatever it says."""
    service.extra = lambda number, export: {"hresult": 0x80070005, "PortEntries": [ENTRY]}
    with pytest.raises(AccessDeniedError):
        enumerate_port_reservations(service.tables)
