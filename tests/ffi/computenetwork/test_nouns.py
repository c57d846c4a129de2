"""Networks, endpoints, namespaces, load balancers, routes, guest network services: text in, text out."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy._ffi.computenetwork import (
    NO_ID,
    HostNounCalls,
    NounCalls,
    endpoints,
    guest_network_services,
    load_balancers,
    namespaces,
    networks,
    routes,
)
from hcspy._ffi.exports import EXPORTS
from hcspy.errors import ExportMissingError, InvalidDocumentError, InvalidGUIDError

from .conftest import ID, NOUNS, OTHER_ID, QUERY, SETTINGS, Service, noun_of_each_kind


def values(args: dict[str, Any]) -> list[Any]:
    """Return the arguments of a call: the names differ from noun to noun."""
    return list(args.values())


def created(calls: NounCalls[Any], service: Service, id: str = NO_ID) -> Any:
    """Create an object; an endpoint in a network."""
    if isinstance(calls, HostNounCalls):
        return calls.create(service.tables, id, SETTINGS)
    with networks.open(service.tables, OTHER_ID) as network:
        return endpoints.create(network, id, SETTINGS)


@noun_of_each_kind
def test_exports_of_a_noun_agree_in_their_parameters(calls: NounCalls[Any]) -> None:
    """The same Python calls them for each noun, and C does not check."""
    table = EXPORTS["computenetwork"]
    handle = calls.handle.ctype.replace(" ", "")
    parent = [] if isinstance(calls, HostNounCalls) else ["HCN_NETWORK"]
    shapes = {
        calls.exports.enumerate: ["PCWSTR", "PWSTR*", "PWSTR*"],
        calls.exports.create: [*parent, "const GUID*", "PCWSTR", handle, "PWSTR*"],
        calls.exports.open: ["const GUID*", handle, "PWSTR*"],
        calls.exports.query: [handle[:-1], "PCWSTR", "PWSTR*", "PWSTR*"],
        calls.exports.modify: [handle[:-1], "PCWSTR", "PWSTR*"],
        calls.exports.delete: ["const GUID*", "PWSTR*"],
        calls.handle.closes: [handle[:-1]],
    }
    assert {name: [param.ctype for param in table[name].params] for name in shapes} == shapes


def test_nouns_share_no_export() -> None:
    """A name copied from another noun would ask for the wrong object."""
    names = [name for calls in NOUNS for name in (*calls.exports, calls.handle.closes)]
    assert len(set(names)) == len(names) == 7 * 6


@noun_of_each_kind
def test_enumerate_returns_the_document(calls: NounCalls[Any], service: Service) -> None:
    """It is a list of ids; the layers above read it."""
    assert calls.enumerate(service.tables, QUERY) == f'{{"Of":"{calls.exports.enumerate}"}}'
    assert values(service.args) == [QUERY]


@noun_of_each_kind
@pytest.mark.parametrize("query", ["", None])
def test_query_may_be_empty_or_null(calls: NounCalls[Any], service: Service, query: str | None) -> None:
    """WSL passes NULL, hcsshim's tests an empty text; both are answered in the schema of version 1."""
    calls.enumerate(service.tables, query)
    assert values(service.args) == [query]
    calls.read(service.tables, ID, query)
    assert values(dict(service.calls)[calls.exports.query])[1:] == [query]


@noun_of_each_kind
def test_nothing_enumerated_is_the_empty_text(calls: NounCalls[Any], service: Service) -> None:
    """NULL is legal; the SDN scripts reckon with it."""
    service.fault = lambda number, export: {}
    assert calls.enumerate(service.tables) == ""


@noun_of_each_kind
def test_object_is_opened_asked_changed_and_closed(calls: NounCalls[Any], service: Service) -> None:
    """By its handle, in this order."""
    with calls.opened(service.tables, ID) as handle:
        assert calls.query(handle, QUERY) == f'{{"Of":"{calls.exports.query}"}}'
        calls.modify(handle, SETTINGS)
    number = values(service.calls[1][1])[0]
    assert [(export, values(args)) for export, args in service.calls] == [
        (calls.exports.open, [ID]),
        (calls.exports.query, [number, QUERY]),
        (calls.exports.modify, [number, SETTINGS]),
        (calls.handle.closes, [number]),
    ]


@noun_of_each_kind
def test_object_is_created_from_a_document(calls: NounCalls[Any], service: Service) -> None:
    """With the zero GUID, so that the document, or else the service, says which id it gets; or with a given one."""
    for id in (NO_ID, ID):
        with created(calls, service, id) as handle:
            assert repr(handle) == f"<{calls.noun}, open>"
        args = [args for export, args in service.calls if export == calls.exports.create][-1]
        assert values(args)[-2:] == [id, SETTINGS]


@noun_of_each_kind
def test_object_is_deleted_by_its_id(calls: NounCalls[Any], service: Service) -> None:
    """No handle is needed."""
    calls.delete(service.tables, ID.upper())
    assert service.calls == [(calls.exports.delete, service.args)]
    assert values(service.args) == [ID]


@noun_of_each_kind
def test_malformed_id_is_refused_before_any_call(calls: NounCalls[Any], service: Service) -> None:
    """A name in the place of an id must not reach the service as sixteen arbitrary bytes."""
    for use in (calls.open, calls.delete, calls.read):
        with pytest.raises(InvalidGUIDError, match="'web' is not a GUID"):
            use(service.tables, "web")
    assert service.calls == []


@noun_of_each_kind
def test_text_with_a_nul_is_refused_before_the_call(calls: NounCalls[Any], service: Service) -> None:
    """C would cut the document short, and the service might understand the rest."""
    with pytest.raises(InvalidDocumentError, match="NUL"):
        calls.enumerate(service.tables, "{}\0")
    with calls.opened(service.tables, ID) as handle:
        for use in (calls.query, calls.modify):
            with pytest.raises(InvalidDocumentError, match="NUL"):
                use(handle, "{}\0")
    assert service.exports == [calls.exports.open, calls.handle.closes]


@noun_of_each_kind
def test_handle_of_another_noun_is_no_argument(calls: NounCalls[Any], service: Service) -> None:
    """The service would answer with a riddle; cffi tells them apart, and so does mypy."""
    other = networks if calls is not networks else endpoints
    with other.opened(service.tables, ID) as handle, pytest.raises(TypeError):
        calls.query(handle)


@noun_of_each_kind
def test_missing_export_is_named(calls: NounCalls[Any]) -> None:
    """Routes and guest network services are younger than their DLL."""
    from hcspy._ffi.filler import fill

    tables = fill(lambda *_: {}, missing={calls.exports.open})
    with pytest.raises(ExportMissingError, match=calls.exports.open):
        calls.read(tables, ID)


def test_endpoint_is_created_in_an_open_network(service: Service) -> None:
    """The document names the network as well; the handle decides."""
    with networks.opened(service.tables, ID) as network, endpoints.created(network, NO_ID, SETTINGS):
        handle = service.args["Network"]
    assert service.open == {}
    assert service.calls[-1] == ("HcnCloseNetwork", {"Network": handle})


def test_endpoint_tells_statistics_and_addresses(service: Service) -> None:
    """hcsshim has neither through this DLL."""
    with endpoints.opened(service.tables, ID) as endpoint:
        assert endpoints.stats(endpoint, QUERY) == '{"Of":"HcnQueryEndpointStats"}'
        assert service.args["Query"] == QUERY
        assert endpoints.addresses(endpoint) == '{"Of":"HcnQueryEndpointAddresses"}'


def test_names_of_nouns_are_those_of_the_errors() -> None:
    """They choose between NetworkNotFoundError and its sisters."""
    assert [calls.noun for calls in (networks, endpoints, namespaces, load_balancers, routes)] == [
        "network",
        "endpoint",
        "namespace",
        "load balancer",
        "route",
    ]
    assert guest_network_services.noun == guest_network_services.handle.noun
