"""Notifications of the service and of guest network services."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy._ffi import callbacks, foreign
from hcspy._ffi.computenetwork import (
    guest_network_services,
    register_guest_network_service_callback,
    register_service_callback,
)
from hcspy.errors import AccessDeniedError, ClosedError

from .conftest import ID, Service


def test_guest_network_service_tells_of_its_changes(service: Service) -> None:
    """From a thread that Python does not know, until the registration ends."""
    seen: list[Any] = []
    with guest_network_services.opened(service.tables, ID) as guest:
        with register_guest_network_service_callback(guest, lambda *args: seen.append(args)):
            foreign.start(lambda: service.callback(0x11, 0, '{"State":"Ready"}')).join()
        assert service.exports[-1] == "HcnUnregisterGuestNetworkServiceCallback"
        service.callback(0x12)
    assert seen == [(0x11, 0, '{"State":"Ready"}')]


def test_service_tells_of_every_change(service: Service) -> None:
    """Data or none, success or not."""
    seen: list[Any] = []
    with register_service_callback(service.tables, lambda *args: seen.append(args)):
        service.callback(2, 0, '{"ID":"x"}')
        service.callback(0x01000000, 0x800706BE)
    assert seen == [(2, 0, '{"ID":"x"}'), (0x01000000, -2147023170, None)]
    assert service.exports == ["HcnRegisterServiceCallback", "HcnUnregisterServiceCallback"]


def test_refused_registration_leaves_no_handler(service: Service) -> None:
    """It would be there for ever."""
    before = len(callbacks.hcn_notifications())
    service.fail("HcnRegisterGuestNetworkServiceCallback", 0x80070005)
    with guest_network_services.opened(service.tables, ID) as guest, pytest.raises(AccessDeniedError):
        register_guest_network_service_callback(guest, print)
    assert len(callbacks.hcn_notifications()) == before


def test_registration_needs_an_open_handle(service: Service) -> None:
    """And leaves no handler without one."""
    before = len(callbacks.hcn_notifications())
    with guest_network_services.opened(service.tables, ID) as guest:
        pass
    with pytest.raises(ClosedError):
        register_guest_network_service_callback(guest, print)
    assert len(callbacks.hcn_notifications()) == before
