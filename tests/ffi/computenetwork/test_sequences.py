"""Sequences of calls: their order, and what becomes of it when any of them fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hcspy._ffi.computenetwork import (
    NO_ID,
    HostNounCalls,
    endpoints,
    enumerate_port_reservations,
    guest_network_services,
    open_service,
    register_guest_network_service_callback,
    register_service_callback,
    reserve_port,
    reserve_port_range,
)
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.tables import Tables
from hcspy.errors import (
    AccessDeniedError,
    HcspyError,
    NotFoundError,
    PortInUseError,
    ServiceUnavailableError,
    UnspecifiedError,
)

from .conftest import ID, NOUNS, OTHER_ID, QUERY, SETTINGS, Service, failure, record, record_cell

HRESULTS = {
    0x80070490: NotFoundError,
    0x803B0013: PortInUseError,
    0x80070005: AccessDeniedError,
    0x800706BE: ServiceUnavailableError,
    0x80004005: UnspecifiedError,
}


def statistics(tables: Tables) -> None:
    """Ask for what endpoints have beside their properties."""
    with endpoints.opened(tables, ID) as endpoint:
        endpoints.stats(endpoint)
        endpoints.addresses(endpoint)


def reservations(tables: Tables) -> None:
    """Reserve ports and list the reservations."""
    with (
        guest_network_services.opened(tables, ID) as guest,
        reserve_port(guest, 1, 1, 80),
        reserve_port_range(guest, 10),
    ):
        enumerate_port_reservations(tables)


def notifications(tables: Tables) -> None:
    """Listen to the service and to a guest network service."""
    with (
        open_service(tables),
        register_service_callback(tables, print),
        guest_network_services.opened(tables, ID) as guest,
        register_guest_network_service_callback(guest, print),
    ):
        pass


def sequences() -> Iterator[Any]:
    """Name each sequence of calls."""
    for calls in NOUNS:
        yield pytest.param(lambda tables, calls=calls: calls.read(tables, ID, QUERY), id=f"read {calls.noun}")
        yield pytest.param(
            lambda tables, calls=calls: calls.change(tables, ID, SETTINGS, QUERY), id=f"change {calls.noun}"
        )
        yield pytest.param(lambda tables, calls=calls: calls.enumerate(tables, QUERY), id=f"enumerate {calls.noun}")
        yield pytest.param(lambda tables, calls=calls: calls.delete(tables, ID), id=f"delete {calls.noun}")
        if isinstance(calls, HostNounCalls):
            yield pytest.param(lambda tables, calls=calls: calls.make(tables, SETTINGS, QUERY), id=f"make {calls.noun}")
    yield pytest.param(lambda tables: endpoints.make(tables, OTHER_ID, SETTINGS, QUERY), id="make endpoint")
    yield pytest.param(statistics, id="statistics")
    yield pytest.param(reservations, id="reservations")
    yield pytest.param(notifications, id="notifications")


Sequence = Callable[[Tables], Any]
each_sequence = pytest.mark.parametrize("sequence", list(sequences()))


def exports_of(sequence: Sequence) -> list[str]:
    """Name the calls of a sequence."""
    service = Service()
    sequence(service.tables)
    service.assert_clean()
    return service.exports


def test_making_a_network_creates_queries_and_closes(service: Service) -> None:
    """As hcsshim does: the zero GUID, the document, then the properties by the same handle."""
    for calls in NOUNS:
        if isinstance(calls, HostNounCalls):
            service.calls.clear()
            assert calls.make(service.tables, SETTINGS, QUERY) == f'{{"Of":"{calls.exports.query}"}}'
            assert service.exports == [calls.exports.create, calls.exports.query, calls.handle.closes]
            assert list(service.calls[0][1].values()) == [NO_ID, SETTINGS]
            assert list(service.calls[1][1].values())[1] == QUERY


def test_making_an_endpoint_opens_its_network(service: Service) -> None:
    """And closes it last."""
    assert endpoints.make(service.tables, OTHER_ID, SETTINGS, QUERY) == '{"Of":"HcnQueryEndpointProperties"}'
    assert service.exports == [
        "HcnOpenNetwork",
        "HcnCreateEndpoint",
        "HcnQueryEndpointProperties",
        "HcnCloseEndpoint",
        "HcnCloseNetwork",
    ]
    assert service.calls[0][1] == {"Id": OTHER_ID}


def test_changing_opens_modifies_queries_and_closes(service: Service) -> None:
    """The answer is what the object is like afterwards."""
    for calls in NOUNS:
        service.calls.clear()
        assert calls.change(service.tables, ID, SETTINGS, QUERY) == f'{{"Of":"{calls.exports.query}"}}'
        assert service.exports == [
            calls.exports.open,
            calls.exports.modify,
            calls.exports.query,
            calls.handle.closes,
        ]


@each_sequence
@pytest.mark.parametrize("hresult", HRESULTS, ids=hex)
def test_failure_of_any_call_leaks_nothing(sequence: Sequence, hresult: int) -> None:
    """Handles that stay open keep the service from letting go of networks that are long deleted."""
    for nth in range(1, len(exports_of(sequence)) + 1):
        for text in (None, record(hresult)):
            service = Service()
            service.fault = lambda number, export, nth=nth, text=text: (
                failure(export, hresult, text) if number == nth else None
            )
            _expect(sequence, service, nth, HRESULTS[hresult])
            service.assert_clean()


def _expect(sequence: Sequence, service: Service, nth: int, kind: type[HcspyError]) -> None:
    """Run a sequence; what fails is an error, except where only something is closed."""
    raised: HcspyError | None = None
    try:
        sequence(service.tables)
    except HcspyError as error:
        raised = error
    export = service.exports[nth - 1]
    if export.startswith(("HcnClose", "HcnRelease")):
        assert raised is None  # what was asked for has happened
    else:
        assert raised is not None
        assert isinstance(raised, kind)
        assert raised.call == export


@each_sequence
def test_outputs_of_a_failed_call_are_freed_too(sequence: Sequence) -> None:
    """A service that gives a handle and a document, and then an error record, has given them all the same."""
    for nth, called in enumerate(exports_of(sequence), 1):
        service = Service()
        service.extra = lambda number, export, nth=nth: failure(export, 0, record(0x80070005)) if number == nth else {}
        if record_cell(called):
            with pytest.raises(AccessDeniedError):
                sequence(service.tables)
        else:
            sequence(service.tables)
        service.assert_clean()


@each_sequence
def test_ctrl_c_after_any_call_leaks_nothing(sequence: Sequence, monkeypatch: pytest.MonkeyPatch) -> None:
    """It strikes when the DLL has answered and nobody has taken the answer yet."""
    for nth, export in enumerate(exports_of(sequence), 1):
        service = Service()
        strike(service, monkeypatch, export, nth)
        with pytest.raises(KeyboardInterrupt):
            sequence(service.tables)
        service.assert_clean()


def strike(service: Service, monkeypatch: pytest.MonkeyPatch, export: str, nth: int) -> None:
    """Let Ctrl-C strike behind the nth call."""
    function = getattr(service.tables.computenetwork, export)

    def struck(*args: Any) -> int:
        result: int = function(*args)
        if len(service.calls) == nth:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(service.tables.computenetwork, export, struck)


def test_every_export_is_called() -> None:
    """Of the 55; one frees memory, which the filler's ledger sees and the service does not."""
    called = {export for param in sequences() for export in exports_of(param.values[0])}
    assert called == set(EXPORTS["computenetwork"]) - {"HcnFreeGuestNetworkPortReservations"}
    assert len(EXPORTS["computenetwork"]) == 55
