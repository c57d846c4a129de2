"""The log of calls, which ``-v`` shows."""

from __future__ import annotations

import logging

import pytest

from hcspy._ffi.computenetwork import NO_ID, guest_network_services, networks, reserve_port
from hcspy.errors import HcspyError

from .conftest import ID, QUERY, SETTINGS, Service, record


def test_every_call_of_a_sequence_is_logged(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """What was asked, of which handle, and what came back."""
    caplog.set_level(logging.DEBUG, "hcspy.wire")
    networks.enumerate(service.tables, QUERY)
    networks.read(service.tables, ID, QUERY)
    assert caplog.messages == [
        f"HcnEnumerateNetworks {QUERY}",
        'HcnEnumerateNetworks -> 0x00000000 {"Of":"HcnEnumerateNetworks"}',
        f"HcnOpenNetwork {ID}",
        f"HcnOpenNetwork {ID} -> 0x00000000 0x1010",
        f"HcnQueryNetworkProperties 0x1010 {QUERY}",
        'HcnQueryNetworkProperties 0x1010 -> 0x00000000 {"Of":"HcnQueryNetworkProperties"}',
        "HcnCloseNetwork 0x1010 -> 0x00000000",
    ]


def test_failures_are_logged_with_their_record(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """The record may say more than the exception shows."""
    caplog.set_level(logging.DEBUG, "hcspy.wire")
    service.fail("HcnCreateNetwork", 0x803B000D, record(0x803B000D))
    with pytest.raises(HcspyError):
        networks.create(service.tables, NO_ID, SETTINGS)
    assert caplog.messages == [
        f"HcnCreateNetwork {NO_ID} {SETTINGS}",
        f"HcnCreateNetwork {NO_ID} -> 0x803b000d {record(0x803B000D)}",
    ]


def test_reservations_are_logged_in_words(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """There is no document that would say it."""
    with guest_network_services.opened(service.tables, ID) as guest:
        caplog.set_level(logging.DEBUG, "hcspy.wire")
        with reserve_port(guest, 1, 2, 80):
            pass
    assert caplog.messages[:2] == [
        "HcnReserveGuestNetworkServicePort 0x1010 protocol 1, access 2, port 80 -> 0x00000000 0x1020",
        "HcnReleaseGuestNetworkServicePortReservationHandle 0x1020 -> 0x00000000",
    ]


def test_nothing_is_logged_unasked(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """Documents hold addresses."""
    caplog.set_level(logging.INFO, "hcspy.wire")
    networks.read(service.tables, ID)
    assert caplog.messages == []
