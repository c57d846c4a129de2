"""What the service writes into a new network's document, build by build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .adapters import Adapter
from .documents import Document
from .macs import any_mac
from .natallocators import nat_allocators
from .subnets import parse_prefix

if TYPE_CHECKING:
    from .state import State

WFP: Final = "E7C3B2F0-F3C5-48DF-AF2B-10FED6D72E7A"
_VFP_AND_NDIS: Final = (
    ("E9B59CFA-2BE1-4B21-828F-B6FBDBDDC017", "Microsoft Azure VFP Switch Extension"),
    ("EA24CD6C-D17A-4348-9190-09F0D5BE83DD", "Microsoft NDIS Capture"),
)
_VFP_AND_NDIS_13: Final = (
    ("F74F241B-440F-4433-BB28-00F89EAD20D8", "Microsoft Azure VFP Switch Filter Extension"),
    ("430BDADD-BAB0-41AB-A369-94B67FA5BE0A", "Microsoft NDIS Capture"),
)
_COUNTERS: Final = {
    9: ("Address", "Interface", "Route"),
    10: ("DNSCache", "DNS", "Interface", "Route"),
}
_FIRST_DNS_COMPARTMENT: Final = 3
_SUBNET: Final = 5
_IP_SUBNET: Final = 6
_ENABLE_BROADCAST_AND_RESERVE: Final = 3


def host_gateway(subnet: Document) -> str:
    """Name the first address of a range: the gateway of a network that the host translates for."""
    return str(parse_prefix(subnet.get("AddressPrefix")).network_address + 1)


def fill(
    state: State, request: Document, kind: str, id: str, subnets: list[Document], adapter: Adapter | None
) -> Document:
    """Write the document of a new network: what was sent, and what the build adds."""
    document = {
        **request,
        "CurrentEndpointCount": 0,
        "ID": state.style.id("network", id),
        "MaxConcurrentEndpoints": request.get("MaxConcurrentEndpoints", 0),
        "Policies": request.get("Policies", []),
        "TotalEndpoints": 0,
        "Type": request.get("Type", kind),
        "Version": state.profile.packed_version,
    }
    document.setdefault("Name", "")
    if subnets:
        document["Subnets"] = [fill_subnet(state, subnet) for subnet in subnets]
    if state.profile.has(7):
        _add_modern(state, document, kind, adapter)
    _add_layer(state, document, kind, adapter)
    _add_nat_name(state, document, kind)
    if kind in ("NAT", "ICS") and state.profile.major in (9, 10):
        _add_allocators(state, document)
    if kind == "Overlay":
        _add_overlay(state, document)
    return state.style.arrange("network", document)


def fill_subnet(state: State, subnet: Document) -> Document:
    """Write the document of a new subnet."""
    # fidelity: HNS-N22
    if not state.profile.has(9):
        return subnet
    now = state.clock.tick()
    document = {
        "AdditionalParams": {},
        "Policies": [],
        **subnet,
        "Health": {"LastErrorCode": 0, "LastUpdateTime": now},
        "ID": state.style.inner_id(subnet.get("ID") or state.chance.guid()),
        "ObjectType": _SUBNET,
        "State": 0,
    }
    if state.profile.has(10):
        document.setdefault("Flags", 0)
    if state.profile.has(13):
        given = subnet.get("IpSubnets") or [{"IpAddressPrefix": subnet.get("AddressPrefix")}]
        document["IpSubnets"] = [ip_subnet(state, member, now) for member in given]
    return document


def ip_subnet(state: State, member: Document, now: int) -> Document:
    """Write the document of a new part of a subnet."""
    return {
        "AdditionalParams": {},
        "Flags": _ENABLE_BROADCAST_AND_RESERVE,
        **member,
        "Health": {"LastErrorCode": 0, "LastUpdateTime": now},
        "ID": state.style.inner_id(member.get("ID") or state.chance.guid()),
        "ObjectType": _IP_SUBNET,
        "State": 0,
    }


def _add_modern(state: State, document: Document, kind: str, adapter: Adapter | None) -> None:
    # fidelity: HNS-N19 HNS-N23 HNS-N24 HNS-N25
    profile, now = state.profile, state.clock.tick()
    activity = state.style.inner_id(state.chance.guid())
    nat13 = kind == "NAT" and profile.has(13)
    document["ActivityId"] = activity
    document.setdefault("AdditionalParams", {})
    document["Extensions"] = _extensions(state, kind)
    document.setdefault("Flags", 8 if nat13 else 0)
    document["Health"] = {**_counters(state, kind), "LastErrorCode": 0, "LastUpdateTime": now}
    document.setdefault("IPv6", any(":" in str(s.get("AddressPrefix")) for s in document.get("Subnets", ())))
    document["State"] = 1
    document["Resources"] = resources(state, activity)
    if nat13 and not document["Policies"]:
        document["Policies"] = [{"Type": "VLAN", "VLAN": 1}]
    if adapter is not None and kind != "Transparent" and adapter.ip:
        document["ManagementIP"] = adapter.ip


def resources(state: State, activity: str) -> Document:
    """Write the `Resources` member of a new object, without the allocators."""
    # fidelity: HNS-N26
    document: dict[str, Any] = {
        "AdditionalParams": {},
        "AllocationOrder": 0,
        "Health": {"LastErrorCode": 0, "LastUpdateTime": state.clock.tick()},
        "ID": activity,
        "PortOperationTime": 0,
        "State": 1,
        "SwitchOperationTime": 0,
        "VfpOperationTime": 0,
        "parentId": state.style.inner_id(state.chance.guid()),
    }
    if state.profile.has(10):
        document["CompartmentOperationTime"] = 0
        document["Flags"] = 0
    return {key: document[key] for key in sorted(document)}


def _counters(state: State, kind: str) -> Document:
    names = _COUNTERS.get(state.profile.major, ()) if kind in ("NAT", "ICS") else ()
    ends = ("MissedCount", "SequenceNumber")
    return {f"{name}Notification{end}": 0 for name in names for end in ends}


def _extensions(state: State, kind: str) -> list[Document]:
    (vfp, vfp_name), (ndis, ndis_name) = _VFP_AND_NDIS_13 if state.profile.has(13) else _VFP_AND_NDIS
    rows = (
        (WFP, False, "Microsoft Windows Filtering Platform"),
        (vfp, kind in ("L2Bridge", "L2Tunnel", "Overlay"), vfp_name),
        (ndis, kind != "Transparent", ndis_name),
    )
    named = state.profile.has(9)
    return [
        {"Id": state.style.inner_id(id), "IsEnabled": on, **({"Name": name} if named else {})} for id, on, name in rows
    ]


def _add_layer(state: State, document: Document, kind: str, adapter: Adapter | None) -> None:
    # fidelity: HNS-N13 HNS-N27
    if adapter is not None and not adapter.switch:
        adapter.switch = state.chance.guid()
    layer = state.style.inner_id(adapter.switch if adapter is not None else state.chance.guid())
    if state.profile.has(7):
        document["LayeredOn"] = layer
    elif kind == "NAT":
        card = next((card for card in state.host.adapters if card.up), None)
        document["SwitchGuid"] = layer
        if card is not None:
            document.update(ExternalInterfaceAddress=card.mac, ExternalInterfaceIndex=card.index)


def _add_nat_name(state: State, document: Document, kind: str) -> None:
    # fidelity: HNS-N28
    how = state.profile.nat_name
    if how == "H" and kind == "NAT":
        document["NATName"] = f"H{document['ID']}"
    elif how != "H" and kind in ("NAT", "ICS"):
        prefix = how if kind == "NAT" else "ICS"
        document["NatName"] = prefix + state.style.inner_id(state.chance.guid())


def _add_allocators(state: State, document: Document) -> None:
    inner = document["Resources"]
    inner["Allocators"] = nat_allocators(state, document, document["LayeredOn"])
    inner["AllocationOrder"] = len(inner["Allocators"])


def _add_overlay(state: State, document: Document) -> None:
    # fidelity: HNS-N29
    document.setdefault("DrMacAddress", any_mac(state.chance))
    others = sum("DNSServerCompartment" in network.document for network in state.networks.table)
    document["DNSServerCompartment"] = _FIRST_DNS_COMPARTMENT + others
