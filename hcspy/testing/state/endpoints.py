"""Endpoints: their rules, from creation to deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .addresses import place_addresses
from .documents import Document, changes, check_members, copied, guid_key, listed, without_nulls, words
from .endpointmembers import fill
from .faults import (
    ENDPOINT_NOT_FOUND,
    INVALID_ENDPOINT,
    MAPPING_NOT_SUPPORTED,
    NETWORK_NOT_FOUND,
    PORT_EXISTS,
    REQUEST_UNSUPPORTED,
    Fault,
)
from .hcn.layers import check_switch
from .hcn.sets import sets_of
from .hcn.version1 import taken_back, v1_view
from .macs import choose_mac, mac_number
from .networktypes import network_type
from .noun import Noun
from .policies import check_policies, mapped_ports, mappings, protocol, settings
from .ports import Port
from .store import Key, Object
from .subnets import parse_address

_UNMAPPABLE: Final = frozenset({"Transparent", "Private", "Internal"})
# What the service alone writes: a client that posts a whole document back does not change them.
_OWNED: Final = frozenset(
    words(
        "ActivityId CreateProcessingStartTime Health ID IPSubnetId IPv6SubnetId Namespace Resources SharedContainers "
        "StartTime State Type Version VirtualNetwork VirtualNetworkName"
    )
)
_ADDRESSES: Final = ("IPAddress", "IPv6Address")
_MEMBERS: Final[dict[str, type]] = {
    **dict.fromkeys(("Name", "GatewayAddress", "GatewayAddressV6", "DNSServerList", "DNSSuffix", "DNSDomain"), str),
    **dict.fromkeys(("PrefixLength", "IPv6PrefixLength"), int),
    "Policies": list,
}


def is_remote(document: Document) -> bool:
    """Tell whether an endpoint stands for one of another host."""
    return bool(document.get("IsRemoteEndpoint"))


class Endpoints(Noun):
    """The endpoints of a machine."""

    called = "endpoint"
    missing = ENDPOINT_NOT_FOUND

    # Finding

    def of_network(self, network: str) -> list[Object]:
        """List the endpoints of a network."""
        return self.table.by("network", network)

    def network_of(self, endpoint: Object) -> Object | None:
        """Find the network of an endpoint; recorded endpoints may have come without theirs."""
        return self._state.networks.table.get(_reference(endpoint.document.get("VirtualNetwork")))

    def _named_network(self, request: Document) -> Object:
        # fidelity: HNS-E02 HNS-E03
        if request.get("VirtualNetwork"):
            try:
                return self._state.networks.get(request["VirtualNetwork"])
            except Fault:
                raise Fault(NETWORK_NOT_FOUND, f"no network {request['VirtualNetwork']!r}") from None
        network = self._state.networks.named(request.get("VirtualNetworkName"))
        if network is None:
            raise Fault(NETWORK_NOT_FOUND, f"no network named {request.get('VirtualNetworkName')!r}")
        return network

    # Making

    def create(self, request: Document, more: Document | None = None) -> Object:
        """Make an endpoint of a request, fill in what it leaves open, and store it.

        `more` comes with a request of version 2.
        """
        # fidelity: HNS-E01 HNS-E04 HNS-E18
        state = self._state
        request = without_nulls(copied(request))
        check_members(request, _MEMBERS, INVALID_ENDPOINT)
        network = self._named_network(request)
        id = self.asked_id(request)
        if is_remote(request) and not any(request.get(name) for name in _ADDRESSES):
            raise Fault(INVALID_ENDPOINT, "a remote endpoint has an address")
        if "Policies" in request:
            check_policies(request["Policies"], state.profile, sets_of(network.document.get("Policies")))
        check_switch(state, request.get("AdditionalParams"))
        ports = self._map_ports(request, network)
        placement = place_addresses(state, network, request)
        mac = self._mac(request, network)
        id = id or state.chance.guid()
        endpoint = Object(id, fill(state, request, network, id, placement, mac), more)
        self.store(endpoint)
        state.ports.take(ports, id)
        state.networks.count_endpoint(network, 1)
        return endpoint

    def store(self, endpoint: Object) -> None:
        """Put a finished or recorded endpoint into the table."""
        self.table.add(endpoint, self._keys(endpoint.document))
        self._state.revision += 1

    def _keys(self, document: Document) -> Iterator[Key]:
        network = _reference(document.get("VirtualNetwork"))
        yield "network", network
        if isinstance(document.get("Name"), str):
            yield "name", document["Name"].lower()
        for name in _ADDRESSES:
            if document.get(name):
                try:
                    yield "ip", (network, parse_address(document[name]))
                except Fault:
                    continue
        try:
            yield "mac", (network, mac_number(document.get("MacAddress")))
        except Fault:
            pass
        namespace = document.get("Namespace")
        if isinstance(namespace, dict):
            yield "namespace", _reference(namespace.get("ID"))
        for container in listed(document.get("SharedContainers")):
            yield "container", str(container).lower()

    def _mac(self, request: Document, network: Object) -> str:
        # fidelity: HNS-E07 HNS-E08
        if request.get("MacAddress"):
            mac_number(request["MacAddress"])
            return str(request["MacAddress"])
        spans = self._state.networks.mac_spans(network)
        if not spans:
            return ""
        given_out = self.table.count("network", network.id)
        return choose_mac(self._state.chance, spans, lambda n: self.table.holds("mac", (network.id, n)), given_out)

    # Ports

    def port_clash(self, kind: str) -> int:
        """Name the fault of a port that is in use, on that type of network."""
        # fidelity: HNS-E15
        old = not self._state.profile.has(9)
        return self._state.profile.port_clash if kind == "NAT" or old else PORT_EXISTS

    def _map_ports(self, request: Document, network: Object, user: str = "") -> list[Port]:
        # fidelity: HNS-E14 HNS-E15 HNS-E16 HNS-E17
        state, kind = self._state, network_type(network.document)
        policies = mappings(request.get("Policies"))
        if policies and kind in _UNMAPPABLE:
            raise Fault(MAPPING_NOT_SUPPORTED, f"{kind} networks map no ports")
        code = self.port_clash(kind)
        state.ports.check(mapped_ports(policies), code, user=user)
        for policy in policies:
            content = settings(policy)
            if not content.get("ExternalPort"):
                content["ExternalPort"] = state.ports.choose(state.chance, protocol(content), code)
        ports = mapped_ports(policies)
        state.ports.check(ports, code, user=user)
        return ports

    # Changing

    def modify(self, id: object, request: Document) -> Object:
        """Merge a request into an endpoint; its Policies are replaced as a whole."""
        # fidelity: HNS-E19
        state, endpoint = self._state, self.get(id)
        request = changes(v1_view(endpoint.document), request, _OWNED)
        if "ResourceType" in request or "RequestType" in request:
            raise Fault(REQUEST_UNSUPPORTED, "requests of version 2")
        check_members(request, _MEMBERS, INVALID_ENDPOINT)
        network = self.network_of(endpoint)
        old = mapped_ports(endpoint.document.get("Policies"))
        ports = old
        if "Policies" in request:
            request["Policies"] = taken_back(request["Policies"], endpoint.document.get("Policies"))
            sets = sets_of(network.document.get("Policies")) if network is not None else {}
            check_policies(request["Policies"], state.profile, sets)
            if network is not None:
                ports = self._map_ports(request, network, endpoint.id)
        self._move(endpoint, network, request)
        for key, value in request.items():
            state.style.place("endpoint", endpoint.document, key, value)
        state.ports.give_back(old, endpoint.id)
        state.ports.take(ports, endpoint.id)
        self.touched(endpoint)
        return endpoint

    def set_policies(
        self, endpoint: Object, policies: list[Any], new: list[Document], *, replace: bool = False
    ) -> None:
        """Give an endpoint other policies, of which these are new; or all of them are, in place of the old ones."""
        state, network = self._state, self.network_of(endpoint)
        sets = sets_of(network.document.get("Policies")) if network is not None else {}
        check_policies(new, state.profile, sets)
        old = endpoint.document.get("Policies")
        if network is not None:
            self._map_ports({"Policies": new}, network, endpoint.id if replace else "")
        state.ports.give_back(mapped_ports(old), endpoint.id)
        state.ports.take(mapped_ports(policies), endpoint.id)
        self.set(endpoint, Policies=policies)

    def _move(self, endpoint: Object, network: Object | None, request: Document) -> None:
        if request.get("MacAddress"):
            mac_number(request["MacAddress"])
        moved: Document = {name: request[name] for name in _ADDRESSES if request.get(name)}
        if moved and network is not None:
            place_addresses(self._state, network, {**moved, "IsRemoteEndpoint": is_remote(endpoint.document)})

    def touched(self, endpoint: Object) -> None:
        """Note that an endpoint's document has changed."""
        self.table.reindex(endpoint, self._keys(endpoint.document))
        endpoint.changed()
        self._state.revision += 1

    def set(self, endpoint: Object, **members: Any) -> None:
        """Set members of an endpoint's document."""
        for key, value in members.items():
            self._state.style.place("endpoint", endpoint.document, key, value)
        self.touched(endpoint)

    # Removing

    def delete(self, id: object) -> None:
        """Delete an endpoint, attached or not; balancers that refer to it keep their reference."""
        # fidelity: HNS-E20 HNS-E21
        endpoint = self.get(id)
        network = self.network_of(endpoint)
        self.remove(endpoint)
        if network is not None:
            self._state.networks.count_endpoint(network, -1)

    def remove(self, endpoint: Object) -> None:
        """Take an endpoint out of everything it is in."""
        state = self._state
        state.namespaces.forget_endpoint(endpoint)
        state.attachments.forget(endpoint)
        state.ports.give_back(mapped_ports(endpoint.document.get("Policies")), endpoint.id)
        state.traffic.pop(endpoint.id, None)
        self.table.remove(endpoint)
        state.revision += 1


def _reference(id: Any) -> str:
    try:
        return guid_key(id)
    except Fault:
        return str(id).lower()
