"""Timeouts: the caller goes on, and what comes late is freed and closed; never under a call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi.computenetwork import (
    NO_ID,
    HostNounCalls,
    NounCalls,
    endpoints,
    enumerate_port_reservations,
    guest_network_services,
    networks,
    open_service,
    reserve_port,
    reserve_port_range,
)
from hcspy.errors import ClosedError, NetworkNotFoundError, TimedOutError

from .conftest import (
    ID,
    OTHER_ID,
    QUERY,
    SETTINGS,
    Reply,
    Service,
    failure,
    noun_of_each_kind,
    record,
    wait_for_late_calls,
    wait_until,
)

SOON = 0.02
LONG = 20


class Slow:
    """Keeps a service at an export until it may go on, with a reply or else the usual one."""

    def __init__(self, service: Service, export: str, reply: Reply | None = None) -> None:
        self.go_on = threading.Event()
        self.closed_meanwhile: list[str] = []
        self._service = service
        self._export = export
        self._reply = reply
        service.fault = self._wait

    def _wait(self, number: int, export: str) -> Reply | None:
        if export != self._export:
            return None
        self.go_on.wait(LONG)
        self.closed_meanwhile = [called for called in self._service.exports if "Close" in called]
        return self._reply

    def release(self) -> None:
        """Let the service go on, and wait until that is over."""
        self.go_on.set()
        wait_for_late_calls()


def times_out(service: Service, export: str, use: Callable[[], Any], reply: Reply | None = None) -> Slow:
    """Run into a timeout at an export, and let it come to its end."""
    slow = Slow(service, export, reply)
    with pytest.raises(
        TimedOutError, match=f"{export} did not return within 0.02 seconds.* may still complete"
    ) as error:
        use()
    assert error.value.call == export
    slow.release()
    return slow


@noun_of_each_kind
def test_late_document_is_freed(calls: NounCalls[Any], service: Service) -> None:
    """Of an enumeration, for which nobody waits any more."""
    times_out(service, calls.exports.enumerate, lambda: calls.enumerate(service.tables, QUERY, timeout=SOON))


@noun_of_each_kind
def test_late_handle_is_closed(calls: NounCalls[Any], service: Service) -> None:
    """The service has opened it for nobody."""
    times_out(service, calls.exports.open, lambda: calls.read(service.tables, ID, timeout=SOON))
    assert service.exports == [calls.exports.open, calls.handle.closes]


@noun_of_each_kind
def test_late_new_object_has_its_handle_closed(calls: NounCalls[Any], service: Service) -> None:
    """The object is there: the error says that it may be."""
    if isinstance(calls, HostNounCalls):
        times_out(service, calls.exports.create, lambda: calls.make(service.tables, SETTINGS, timeout=SOON))
        assert service.exports == [calls.exports.create, calls.handle.closes]


def test_network_is_not_closed_under_a_late_endpoint(service: Service) -> None:
    """It is in use until the call returns."""

    def use() -> None:
        with networks.opened(service.tables, OTHER_ID) as network:
            endpoints.create(network, NO_ID, SETTINGS, timeout=SOON)

    slow = times_out(service, "HcnCreateEndpoint", use)
    assert slow.closed_meanwhile == []
    assert sorted(service.exports[2:]) == ["HcnCloseEndpoint", "HcnCloseNetwork"]


@noun_of_each_kind
@pytest.mark.parametrize("what", ["query", "modify"])
def test_handle_is_not_closed_under_a_late_call(calls: NounCalls[Any], service: Service, what: str) -> None:
    """The DLL frees what a handle points to; a call that still looks at it would bring the process down."""

    def use() -> None:
        with calls.opened(service.tables, ID) as handle:
            getattr(calls, what)(handle, SETTINGS, timeout=SOON)

    slow = times_out(service, getattr(calls.exports, what), use)
    assert slow.closed_meanwhile == []
    assert service.exports[-1] == calls.handle.closes


def test_handle_of_a_late_call_is_closed_for_the_caller(service: Service) -> None:
    """It belongs to the call that was given up."""
    with networks.open(service.tables, ID) as network:
        times_out(service, "HcnQueryNetworkProperties", lambda: networks.query(network, timeout=SOON))
        with pytest.raises(ClosedError):
            networks.query(network)
    assert service.exports.count("HcnCloseNetwork") == 1


def test_delete_that_takes_too_long_times_out(service: Service) -> None:
    """Deleting a network waits for its switch; recorded to hang on real systems."""
    times_out(service, "HcnDeleteNetwork", lambda: networks.delete(service.tables, ID, timeout=SOON))


def test_late_service_handle_is_closed(service: Service) -> None:
    """As for the nouns."""
    times_out(service, "HcnOpenService", lambda: open_service(service.tables, timeout=SOON))
    assert service.exports == ["HcnOpenService", "HcnCloseService"]


def test_late_reservations_are_released(service: Service) -> None:
    """The ports would stay taken until the host restarts."""
    for export, reserve in (
        ("HcnReserveGuestNetworkServicePort", lambda guest: reserve_port(guest, 1, 1, 80, timeout=SOON)),
        ("HcnReserveGuestNetworkServicePortRange", lambda guest: reserve_port_range(guest, 3, timeout=SOON)),
    ):
        service.calls.clear()

        def use(reserve: Callable[..., Any] = reserve) -> None:
            with guest_network_services.opened(service.tables, ID) as guest:
                reserve(guest)

        slow = times_out(service, export, use)
        assert slow.closed_meanwhile == []
        assert sorted(service.exports[2:]) == [
            "HcnCloseGuestNetworkService",
            "HcnReleaseGuestNetworkServicePortReservationHandle",
        ]


def test_late_list_of_reservations_is_freed(service: Service) -> None:
    """With the function of its own."""
    service.extra = lambda number, export: {"PortEntries": [{"StartingPort": 1}]}
    export = "HcnEnumerateGuestNetworkPortReservations"
    times_out(service, export, lambda: enumerate_port_reservations(service.tables, timeout=SOON))


@noun_of_each_kind
def test_call_that_is_fast_enough_changes_nothing(calls: NounCalls[Any], service: Service) -> None:
    """A timeout is no different way."""
    calls.enumerate(service.tables, timeout=LONG)
    assert calls.change(service.tables, ID, SETTINGS, timeout=LONG) == f'{{"Of":"{calls.exports.query}"}}'
    calls.delete(service.tables, ID, timeout=LONG)
    if isinstance(calls, HostNounCalls):
        calls.create(service.tables, NO_ID, SETTINGS, timeout=LONG).close()


def test_failure_within_the_time_is_raised_here(service: Service) -> None:
    """And the handle is still the caller's."""
    service.fail("HcnQueryNetworkProperties", 0x803B0001)
    with networks.opened(service.tables, ID, timeout=LONG) as network:
        with pytest.raises(NetworkNotFoundError):
            networks.query(network, timeout=LONG)
        assert not network.is_closed


def test_timeout_that_the_service_reports_leaves_the_handle(service: Service) -> None:
    """The same exception, from a call that has returned."""
    service.fail("HcnQueryNetworkProperties", 0x800705B4)  # ERROR_TIMEOUT
    with networks.opened(service.tables, ID) as network:
        with pytest.raises(TimedOutError):
            networks.query(network, timeout=LONG)
        assert not network.is_closed


def test_ctrl_c_while_waiting_leaves_the_handle_to_the_call(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is still in the DLL."""
    from hcspy._ffi import timeouts

    slow = Slow(service, "HcnQueryNetworkProperties")

    def struck(call: Any, timeout: float) -> None:
        wait_until(lambda: len(service.calls) == 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), networks.opened(service.tables, ID) as network:
        monkeypatch.setattr(timeouts._Call, "wait", struck)
        networks.query(network, timeout=LONG)
    assert service.exports == ["HcnOpenNetwork", "HcnQueryNetworkProperties"]
    slow.release()
    assert slow.closed_meanwhile == []


def test_thread_that_cannot_be_started_leaves_the_handle(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """No call has it then."""

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with networks.opened(service.tables, ID) as network:
        monkeypatch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            networks.query(network, timeout=LONG)
        assert not network.is_closed


def test_late_failure_closes_the_handle(service: Service) -> None:
    """Nobody hears of the failure; the log does."""

    def use() -> None:
        with networks.opened(service.tables, ID) as network:
            networks.query(network, timeout=SOON)

    reply = failure("HcnQueryNetworkProperties", 0x803B0001, record(0x803B0001))
    times_out(service, "HcnQueryNetworkProperties", use, reply)
    assert service.exports[-1] == "HcnCloseNetwork"
