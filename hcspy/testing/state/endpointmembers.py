"""What the service writes into a new endpoint's document, build by build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .addresses import Place, Placement
from .documents import Document
from .networkmembers import resources
from .networktypes import TRANSLATING, network_type
from .store import Object

if TYPE_CHECKING:
    from .state import State


def fill(state: State, request: Document, network: Object, id: str, placement: Placement, mac: str) -> Document:
    """Write the document of a new endpoint: what was sent, and what the build adds."""
    # fidelity: HNS-E22 HNS-E23 HNS-E25
    style, profile = state.style, state.profile
    document: Document = {"Name": "Ethernet", "AdditionalParams": {}, **request}
    if not document["Name"]:
        document["Name"] = "Ethernet"
    document.update(
        ID=style.id("endpoint", id),
        Version=profile.packed_version,
        State=1,
        VirtualNetwork=style.id("endpoint", network.id),
        VirtualNetworkName=network.document.get("Name", ""),
        SharedContainers=[],
    )
    if mac:
        document["MacAddress"] = mac
    _add_addresses(state, document, placement)
    _add_dns(state, document, network)
    if not document.get("Policies"):
        document.pop("Policies", None)
        if not profile.has(13):
            document["Policies"] = []
    if not profile.has(13):
        _add_older(state, document, network)
    if profile.has(9):
        document["Resources"] = resources(state, document.get("ActivityId") or style.inner_id(state.chance.guid()))
    else:
        del document["AdditionalParams"]
    return style.arrange("endpoint", document)


def _add_older(state: State, document: Document, network: Object) -> None:
    # fidelity: HNS-E24
    document["Type"] = network.document.get("Type", network_type(network.document))
    if state.profile.has(9):
        now = state.clock.tick()
        document["ActivityId"] = state.style.inner_id(state.chance.guid())
        document["CreateProcessingStartTime"] = now
        document["Health"] = {"LastErrorCode": 0, "LastUpdateTime": now}


def _add_addresses(state: State, document: Document, placement: Placement) -> None:
    # fidelity: HNS-E05 HNS-E06
    names = ("IPAddress", "PrefixLength", "GatewayAddress", "IPSubnetId")
    _add_place(state, document, placement.v4, *names)
    _add_place(state, document, placement.v6, "IPv6Address", "IPv6PrefixLength", "GatewayAddressV6", "IPv6SubnetId")


def _add_place(
    state: State, document: Document, place: Place | None, ip: str, prefix: str, gateway: str, id: str
) -> None:
    if place is None:
        return
    document[ip] = place.text
    if place.subnet is None:
        return
    document.setdefault(prefix, place.subnet.range.prefixlen)
    given = place.subnet.document.get("GatewayAddress")
    if given:
        document.setdefault(gateway, given)
    inner = place.subnet.document.get("IpSubnets")
    if state.profile.has(13) and isinstance(inner, list) and inner and isinstance(inner[0], dict) and "ID" in inner[0]:
        document[id] = state.style.id("endpoint", inner[0]["ID"])


def _add_dns(state: State, document: Document, network: Object) -> None:
    # fidelity: HNS-E26
    translating = network_type(network.document) in TRANSLATING
    servers = list(state.host.dns_servers) if translating else []
    if document.get("EnableInternalDNS") and document.get("GatewayAddress"):
        servers.insert(0, document["GatewayAddress"])
    _default(document, "DNSServerList", network.document.get("DNSServerList"), ",".join(servers))
    _default(document, "DNSSuffix", network.document.get("DNSSuffix"), state.host.dns_suffix if translating else "")


def _default(document: Document, name: str, *values: Any) -> None:
    for value in values:
        if value and not document.get(name):
            document[name] = value
