"""The address ranges of networks: which are taken, chosen, added and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .documents import Document, check_members, listed, without_nulls
from .faults import (
    DUPLICATE_NAME,
    HAS_REFERENCES,
    INVALID_IP,
    INVALID_IP_SUBNET,
    INVALID_NETWORK,
    INVALID_PARAMETER,
    INVALID_POLICY,
    INVALID_SUBNET,
    OBJECT_EXISTS,
    Fault,
)
from .hcn.version1 import taken_back
from .networkmembers import fill_subnet, host_gateway
from .networktypes import TRANSLATING, network_type
from .policies import check_policies, policy_type
from .store import Object
from .subnets import Bounds, Subnet, choose_free, overlap, parse_address, readable

if TYPE_CHECKING:
    from .state import State

_MEMBERS: Final[dict[str, type]] = {"GatewayAddress": str, "Policies": list, "IpSubnets": list, "ID": str}


class Ranges:
    """The address ranges of a machine's networks."""

    def __init__(self, state: State) -> None:
        self._state = state

    # What networks ask for

    def wanted(self, request: Document, kind: str) -> list[Document]:
        """Return the ranges that a request asks for; one that is left open is chosen."""
        # fidelity: HNS-N09 HNS-N10
        subnets = request.get("Subnets") or []
        if not all(isinstance(subnet, dict) for subnet in subnets):
            raise Fault(INVALID_NETWORK, "Subnets is a list of objects")
        subnets = [without_nulls(subnet) for subnet in subnets]
        for subnet in subnets:
            check_members(subnet, _MEMBERS, INVALID_SUBNET)
            if not all(isinstance(inner, dict) for inner in subnet.get("IpSubnets", ())):
                raise Fault(INVALID_IP_SUBNET, "IpSubnets is a list of objects")
        if not subnets and kind in TRANSLATING:
            subnets = [{}]
        for subnet in subnets:
            if kind in TRANSLATING and subnet.get("AddressPrefix", "0.0.0.0/0") in ("0.0.0.0/0", ""):
                self._choose_range(subnet, kind, readable(subnets))
        return subnets

    def _choose_range(self, subnet: Document, kind: str, siblings: list[Subnet]) -> None:
        state = self._state
        prefix = 20 if kind == "NAT" else state.profile.ics_prefix
        named = (sibling.bounds for sibling in siblings if sibling.range.prefixlen)
        chosen = choose_free(state.chance, prefix, [*named, *self._taken(), *state.host.ranges()])
        subnet["AddressPrefix"] = str(chosen)
        subnet["GatewayAddress"] = str(chosen.network_address + 1)

    def checked(
        self, subnets: list[Document], kind: str, but: Object | None = None, *, version: int = 1
    ) -> list[Document]:
        """Return ranges that a network may have; one that is in use, or is none, is a fault."""
        # fidelity: HNS-N11 HNS-N12 HNS-N17 HNS-N18
        state = self._state
        for document in subnets:
            if kind in TRANSLATING and not document.get("GatewayAddress"):
                document["GatewayAddress"] = host_gateway(document)
            subnet = Subnet(document)
            if subnet.version == 6 and not state.profile.has(11, 10):
                raise Fault(INVALID_PARAMETER, "IPv6 needs version 11.10")
            if subnet.gateway is not None and subnet.gateway not in subnet.range:
                raise Fault(INVALID_IP, f"gateway {subnet.gateway} is outside of {subnet.range}")
            policies = check_policies(document.get("Policies") or [], state.profile)
            if kind == "Overlay" and version == 1 and not any(policy_type(policy) == "vsid" for policy in policies):
                raise Fault(INVALID_POLICY, "a subnet of an Overlay network needs a VSID policy")
            if kind in TRANSLATING and overlap(subnet.bounds, self._taken(TRANSLATING, but)):
                raise Fault(DUPLICATE_NAME if kind == "ICS" else state.profile.nat_clash, f"{subnet.range} is in use")
        return subnets

    def _taken(self, kinds: frozenset[str] | None = None, but: Object | None = None) -> Iterator[Bounds]:
        for network in self._state.networks.table:
            if network is not but and (kinds is None or network_type(network.document) in kinds):
                yield from (subnet.bounds for subnet in self._state.networks.subnets(network))

    # Changing

    def merged(self, network: Object, request: Document, kind: str) -> list[Document]:
        """Return a network's ranges as a request wants them, with what is known of those that stay."""
        wanted = self.checked(self.wanted(request, kind), kind, network)
        old = {str(subnet.range): subnet.document for subnet in self._state.networks.subnets(network)}
        new = {str(Subnet(document).range): document for document in wanted}
        for gone in old.keys() - new.keys():
            self._check_empty(network, gone)
        for key, document in new.items():
            if key in old and isinstance(document.get("Policies"), list):
                document["Policies"] = taken_back(document["Policies"], old[key].get("Policies"))
        known = {key: {**old[key], **document} for key, document in new.items() if key in old}
        return [known.get(key) or fill_subnet(self._state, document) for key, document in new.items()]

    def add(self, network: Object, subnets: list[Document]) -> None:
        """Add ranges to a network."""
        kind = network_type(network.document)
        known = {str(subnet.range) for subnet in self._state.networks.subnets(network)}
        if any(str(Subnet(subnet).range) in known for subnet in subnets):
            raise Fault(OBJECT_EXISTS, "the network has that range")
        checked = self.checked(subnets, kind, network, version=2)
        new = [fill_subnet(self._state, subnet) for subnet in checked]
        subnets = [*listed(network.document.get("Subnets")), *new]
        self._state.style.place("network", network.document, "Subnets", subnets)
        self._state.networks.touched(network)

    def keep(self, network: Object, subnets: list[Document]) -> None:
        """Take away a network's ranges but these."""
        kept = {str(subnet.range) for subnet in readable(subnets)}
        for gone in {str(subnet.range) for subnet in self._state.networks.subnets(network)} - kept:
            self._check_empty(network, gone)
        self._state.style.place("network", network.document, "Subnets", subnets)
        self._state.networks.touched(network)

    def _check_empty(self, network: Object, prefix: str) -> None:
        if any(self._lies_in(endpoint, prefix) for endpoint in self._state.endpoints.of_network(network.id)):
            raise Fault(HAS_REFERENCES, f"endpoints are in {prefix}")

    def _lies_in(self, endpoint: Object, prefix: str) -> bool:
        addresses = (endpoint.document.get(name) for name in ("IPAddress", "IPv6Address"))
        subnet = Subnet({"AddressPrefix": prefix})
        return any(parse_address(address) in subnet.range for address in addresses if address)
