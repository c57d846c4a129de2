"""Networks: their rules, from creation to deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from .documents import Document, changes, check_members, copied, listed, without_nulls, words
from .faults import (
    DUPLICATE_NAME,
    ICS_DISABLED,
    INVALID_NETWORK,
    INVALID_NETWORK_TYPE,
    INVALID_PARAMETER,
    NETWORK_EXISTS,
    NETWORK_NOT_FOUND,
    OBJECT_EXISTS,
    REQUEST_UNSUPPORTED,
    UNSPECIFIED,
    VFP_NOT_ALLOWED,
    Fault,
)
from .hcn.layers import constrained_layer
from .hcn.version1 import MEMBERS, taken_back, v1_view, without_members
from .macs import choose_pool, pool_spans, readable_spans, slice_of
from .networkmembers import fill
from .networkranges import Ranges
from .networktypes import BY_LOWER, EXTERNAL, FILTERED, TYPES, network_type
from .notices import NETWORK_CREATE, NETWORK_DELETE, NETWORK_PRE_CREATE, NETWORK_PRE_DELETE
from .noun import Noun
from .policies import check_policies
from .store import Key, Object
from .subnets import Subnet, readable

if TYPE_CHECKING:
    from .state import State

DEFAULT_SWITCH: Final = "c08cb7b8-9b3c-408e-8e30-5e16a3aeb444"
NON_PERSISTENT: Final = 8
PERSISTENT: Final = 16
DISABLE_SHARING: Final = 128

# What the service alone writes: a client that posts a whole document back does not change them.
_OWNED: Final = frozenset(
    words(
        "ActivityId CurrentEndpointCount DNSServerCompartment DrMacAddress ExternalInterfaceAddress "
        "ExternalInterfaceIndex Extensions Health ID LayeredOn ManagementIP MaxConcurrentEndpoints NATName NatName "
        "Resources State SwitchGuid SwitchName TotalEndpoints Type Version"
    )
)


_MEMBERS: Final[dict[str, type]] = {
    **dict.fromkeys(("Name", "DNSSuffix", "DNSServerList", "NetworkAdapterName", "SourceMac"), str),
    **dict.fromkeys(("Subnets", "MacPools", "Policies"), list),
    **dict.fromkeys(("Flags", "MaxConcurrentEndpoints"), int),
}


class Networks(Noun):
    """The networks of a machine."""

    called = "network"
    missing = NETWORK_NOT_FOUND
    taken = NETWORK_EXISTS

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.ranges = Ranges(state)
        self._reserved: dict[str, int] = {}
        """Names of deleted networks, and when they are free again."""

    # Finding

    def named(self, name: object) -> Object | None:
        """Find a network by name, letter case aside."""
        return self.table.first("name", name.lower()) if isinstance(name, str) else None

    def subnets(self, network: Object) -> list[Subnet]:
        """Return the ranges of a network."""
        if "subnets" not in network.facts:
            network.facts["subnets"] = readable(network.document.get("Subnets"))
        subnets: list[Subnet] = network.facts["subnets"]
        return subnets

    def mac_spans(self, network: Object) -> list[tuple[int, int]]:
        """Return the MAC address ranges of a network."""
        if "macs" not in network.facts:
            network.facts["macs"] = readable_spans(network.document.get("MacPools"))
        spans: list[tuple[int, int]] = network.facts["macs"]
        return spans

    # Making

    def create(self, request: Document, more: Document | None = None) -> Object:
        """Make a network of a request, fill in what it leaves open, and store it.

        `more` comes with a request of version 2.
        """
        state = self._state
        request = without_nulls(copied(request))
        check_members(request, _MEMBERS, INVALID_NETWORK)
        kind = self._check_type(request)
        id = self.asked_id(request)
        self._check_name(request.get("Name"), kind)
        self._check_neighbours(kind)
        if "Policies" in request:
            check_policies(request["Policies"], state.profile)
        pool_spans(request.get("MacPools"))
        adapter = state.host.adapter(request.get("NetworkAdapterName")) if kind in EXTERNAL else None
        layer = constrained_layer(state, request.get("Policies"))
        subnets = self.ranges.checked(self.ranges.wanted(request, kind), kind, version=1 if more is None else 2)
        id = id or state.chance.guid()
        request.pop("Subnets", None)
        if not request.get("MacPools"):
            request["MacPools"] = [choose_pool(state.chance, self._slice_taken)]
        document = fill(state, request, kind, id, subnets, adapter)
        if layer:
            document["LayeredOn"] = layer
        network = Object(id, document, more)
        state.notices.add(NETWORK_PRE_CREATE, document["ID"], document.get("Flags"))
        self.store(network)
        state.notices.add(NETWORK_CREATE, document["ID"], document.get("Flags"))
        return network

    def create_default_switch(self) -> Object:
        """Make the ICS network of client editions, whose id is the same everywhere."""
        # fidelity: HNS-N31
        network = self.create({"ID": DEFAULT_SWITCH, "Name": "Default Switch", "Type": "ICS"})
        id = self._state.style.inner_id(DEFAULT_SWITCH)
        for key, value in {"SwitchGuid": id, "SwitchName": "Default Switch"}.items():
            self._state.style.place("network", network.document, key, value)
        self.touched(network)
        return network

    def store(self, network: Object) -> None:
        """Put a finished or recorded network into the table."""
        self.table.add(network, self._keys(network.document))
        self._state.revision += 1

    def _keys(self, document: Document) -> Iterator[Key]:
        name = document.get("Name")
        if isinstance(name, str):
            yield "name", name.lower()
        for pool in listed(document.get("MacPools")):
            if isinstance(pool, dict):
                yield "macs", slice_of(pool)

    def _slice_taken(self, number: int) -> bool:
        return self.table.holds("macs", number)

    def _check_type(self, request: Document) -> str:
        # fidelity: HNS-N01 HNS-N14
        kind = request.get("Type", "NAT")
        known = str(kind).lower() in BY_LOWER
        if isinstance(kind, int) and not isinstance(kind, bool) and 0 <= kind < len(TYPES):
            request["Type"] = TYPES[kind]
        elif not isinstance(kind, str) or not known:
            raise Fault(INVALID_NETWORK_TYPE, f"{kind!r}")
        name = network_type(request)
        if self._state.profile.client_sku and name in ("L2Bridge", "Transparent"):
            raise Fault(INVALID_PARAMETER, "client editions have no such networks")
        return name

    def _check_name(self, name: object, kind: str, but: Object | None = None) -> None:
        # fidelity: HNS-N03 HNS-N04 HNS-N06
        if not isinstance(name, str) or not name:
            return
        other = self.named(name)
        if other is not None and other is not but:
            raise Fault(DUPLICATE_NAME if kind == "ICS" else NETWORK_EXISTS, f"network {name!r} exists")
        if self._reserved.get(name.lower(), 0) > self._state.clock.now:
            raise Fault(NETWORK_EXISTS, f"the name {name!r} is not free yet")

    def _check_neighbours(self, kind: str) -> None:
        # fidelity: HNS-N05 HNS-N15 HNS-N16
        state = self._state
        if state.switches.busy and not state.profile.has(9):
            raise Fault(UNSPECIFIED, "another network is being made")
        if kind in ("ICS", "ConstrainedICS") and state.switches.ics_disabled:  # fidelity: HCN-N05
            raise Fault(ICS_DISABLED)
        if kind in FILTERED and state.switches.without_vfp:  # fidelity: HCN-N06
            raise Fault(VFP_NOT_ALLOWED, f"{kind} networks need it")
        if kind == "NAT" and state.switches.leftover_nat:
            raise Fault(INVALID_PARAMETER, "a NetNat object is left over")
        if kind == "NAT" and state.profile.one_nat and any(network_type(n.document) == "NAT" for n in self.table):
            raise Fault(OBJECT_EXISTS, "there is one NAT network already")

    # Changing

    def modify(self, id: object, request: Document) -> Object:
        """Merge a request into a network."""
        # fidelity: HNS-N20
        state, network = self._state, self.get(id)
        request = changes(v1_view(network.document), request, _OWNED)
        if "ResourceType" in request or "RequestType" in request:
            raise Fault(REQUEST_UNSUPPORTED, "requests of version 2")
        check_members(request, _MEMBERS, INVALID_NETWORK)
        kind = network_type(network.document)
        self._check_name(request.get("Name"), kind, network)
        if "Policies" in request:
            request["Policies"] = taken_back(request["Policies"], network.document.get("Policies"))
            check_policies(request["Policies"], state.profile)
        pool_spans(request.get("MacPools"))
        if "Subnets" in request:
            request["Subnets"] = self.ranges.merged(network, request, kind)
        self._forget_members(network, request)
        for key, value in request.items():
            state.style.place("network", network.document, key, value)
        self.touched(network)
        self.table.reindex(network, self._keys(network.document))
        self._rename_endpoints(network, request.get("Name"))
        return network

    def _forget_members(self, network: Object, request: Document) -> None:
        policies = request.get("Policies", network.document.get("Policies"))
        left = without_members(policies, request.keys() & MEMBERS)
        if len(left) != len(listed(policies)):
            request["Policies"] = left

    def _rename_endpoints(self, network: Object, name: Any) -> None:
        for endpoint in self._state.endpoints.of_network(network.id) if name else ():
            if "VirtualNetworkName" in endpoint.document:
                endpoint.document["VirtualNetworkName"] = name
                endpoint.changed()

    def touched(self, network: Object) -> None:
        """Note that a network's document has changed."""
        network.facts = {}
        network.changed()
        self._state.revision += 1

    def count_endpoint(self, network: Object, step: int) -> None:
        """Keep the three counts of endpoints: now, at most, ever."""
        # fidelity: HNS-N07
        document = network.document
        current = document.get("CurrentEndpointCount")
        if isinstance(current, int):
            document["CurrentEndpointCount"] = max(0, current + step)
            highest = document.get("MaxConcurrentEndpoints")
            if isinstance(highest, int):
                document["MaxConcurrentEndpoints"] = max(highest, current + step)
        if step > 0 and isinstance(document.get("TotalEndpoints"), int):
            document["TotalEndpoints"] += step
        network.changed()

    # Removing

    def delete(self, id: object) -> None:
        """Delete a network, and its endpoints with it."""
        # fidelity: HNS-N21 HNS-N04 HNS-N13
        state, network = self._state, self.get(id)
        told = str(network.document.get("ID")), network.document.get("Flags")
        state.notices.add(NETWORK_PRE_DELETE, *told)
        endpoints = state.endpoints.of_network(network.id)
        for endpoint in endpoints:
            state.endpoints.remove(endpoint)
        state.policylists.forget_endpoints(endpoint.id for endpoint in endpoints)
        self.table.remove(network)
        state.revision += 1
        state.notices.add(NETWORK_DELETE, *told)
        if network_type(network.document) in EXTERNAL:
            self._drop_switches()
        name = network.document.get("Name")
        if state.switches.settle and isinstance(name, str):
            free = state.clock.now + round(state.switches.settle * 10_000_000)
            self._reserved[name.lower()] = free

    def _drop_switches(self) -> None:
        layers = {
            str(network.document.get("LayeredOn", "")).lower()
            for network in self.table
            if network_type(network.document) in EXTERNAL
        }
        for adapter in self._state.host.adapters:
            if adapter.switch not in layers and "" not in layers:
                adapter.switch = ""

    def reserved_names(self) -> dict[str, int]:
        """List the names that are not free yet, with the time when they will be."""
        return {name: free for name, free in self._reserved.items() if free > self._state.clock.now}

    def reserve_names(self, names: dict[str, int]) -> None:
        """Take what `reserved_names` told."""
        self._reserved.update(names)
