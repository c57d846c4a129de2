"""Failures: which error comes out of an HRESULT and an error record."""

from __future__ import annotations

import pytest

from hcspy._ffi.computenetwork import NO_ID, endpoints, load_balancers, namespaces, networks, routes
from hcspy._ffi.computenetwork import guest_network_services as guests
from hcspy.errors import (
    AccessDeniedError,
    EndpointNotFoundError,
    HcspyError,
    InvalidPolicyError,
    LoadBalancerAlreadyExistsError,
    LoadBalancerNotFoundError,
    NamespaceNotFoundError,
    NetworkNotFoundError,
    NotFoundError,
    PortInUseError,
    RouteNotFoundError,
    UnspecifiedError,
)

from .conftest import ID, OTHER_ID, QUERY, SETTINGS, Service, record

# As recorded: https://github.com/antrea-io/antrea/issues/2301
NO_NAMESPACE = '{"Success":false,"Error":"Element not found. ","ErrorCode":2147943568}'


def test_failure_carries_the_call_the_request_and_the_record(service: Service) -> None:
    """All that is known."""
    service.fail("HcnOpenNamespace", 0x80070490, NO_NAMESPACE)
    with pytest.raises(NamespaceNotFoundError, match="HcnOpenNamespace: Element not found") as error:
        namespaces.open(service.tables, ID)
    raised = error.value
    assert (raised.call, raised.hresult, raised.record) == ("HcnOpenNamespace", 0x80070490, NO_NAMESPACE)
    assert (raised.request, raised.symbol) == (ID, "ERROR_NOT_FOUND")


@pytest.mark.parametrize("text", [None, NO_NAMESPACE])
def test_noun_names_what_was_not_found(service: Service, text: str | None) -> None:
    """Element not found says nothing by itself, and it is what the service answers for most nouns."""
    for calls, kind in (
        (networks, NetworkNotFoundError),
        (endpoints, EndpointNotFoundError),
        (namespaces, NamespaceNotFoundError),
        (load_balancers, LoadBalancerNotFoundError),
        (routes, RouteNotFoundError),
        (guests, NotFoundError),
    ):
        service.fail(calls.exports.open, 0x80070490, text)
        with pytest.raises(HcspyError) as error:
            calls.open(service.tables, ID)
        assert type(error.value) is kind


def test_noun_names_what_exists_already(service: Service) -> None:
    """As recorded for a second balancer on the same address and port."""
    service.fail("HcnCreateLoadBalancer", 0x800700B7)
    with pytest.raises(LoadBalancerAlreadyExistsError) as error:
        load_balancers.create(service.tables, NO_ID, SETTINGS)
    assert error.value.request == SETTINGS


@pytest.mark.parametrize(
    ("hresult", "text"), [(0, record(0x803B000D)), (1, record(0x803B000D)), (0x80004005, record(0x803B000D))]
)
def test_code_of_the_record_says_more_than_the_result(service: Service, hresult: int, text: str) -> None:
    """A record with a success is a failure, as hcsshim has it; and E_FAIL only says that something failed."""
    service.fail("HcnCreateNetwork", hresult, text)
    with pytest.raises(InvalidPolicyError, match="Said by the service") as error:
        networks.make(service.tables, SETTINGS)
    assert (error.value.hresult, error.value.record) == (0x803B000D, text)


@pytest.mark.parametrize("text", ["plain text", record(0), record(0x80004005), '{"Success":false', "[]"])
def test_result_says_more_than_a_record_without_a_code(service: Service, text: str) -> None:
    """Recorded: a record cut short, and ones that are not JSON."""
    service.fail("HcnCreateEndpoint", 0x803B0013, text)
    with pytest.raises(PortInUseError) as error:
        endpoints.make(service.tables, OTHER_ID, SETTINGS, QUERY)
    assert (error.value.hresult, error.value.record) == (0x803B0013, text)


@pytest.mark.parametrize("text", ["odd", '{"Success":false,"Error":"odd ","ErrorCode":0}'])
def test_record_with_a_success_and_no_code_is_an_error_all_the_same(service: Service, text: str) -> None:
    """Whatever it is about, the service complains; and code 0 is no success."""
    service.fail("HcnModifyNetwork", 0, text)
    with pytest.raises(HcspyError, match=r"HcnModifyNetwork .*: odd") as error:
        networks.change(service.tables, ID, SETTINGS)
    assert type(error.value) is HcspyError
    assert (error.value.hresult, error.value.record) == (None, text)


def test_text_of_a_record_without_a_code_counts_if_it_is_known(service: Service) -> None:
    """Nothing else says what it is about."""
    service.fail("HcnDeleteNetwork", 0, '{"Success":false,"Error":"Access is denied. "}')
    with pytest.raises(AccessDeniedError):
        networks.delete(service.tables, ID)


def test_result_that_says_nothing_stays_unspecified(service: Service) -> None:
    """With the record of the service, if there is one."""
    service.fail("HcnEnumerateNetworks", 0x80004005, record(0x80004005))
    with pytest.raises(UnspecifiedError, match="Said by the service"):
        networks.enumerate(service.tables)


@pytest.mark.parametrize("hresult", [0, 1, 0x00070490])
def test_positive_result_without_a_record_is_success(service: Service, hresult: int) -> None:
    """S_FALSE and its kind: recorded as success of HcnCreateNetwork."""
    service.extra = lambda number, export: {"hresult": hresult}
    assert networks.make(service.tables, SETTINGS) == '{"Of":"HcnQueryNetworkProperties"}'


def test_empty_record_is_none(service: Service) -> None:
    """hcsshim looks at the text, not at the pointer; the string has to be freed."""
    service.extra = lambda number, export: {} if "Close" in export else {"ErrorRecord": ""}
    assert networks.make(service.tables, SETTINGS) == '{"Of":"HcnQueryNetworkProperties"}'
