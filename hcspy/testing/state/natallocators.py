"""What translating networks of 9.x and 10.x show of their insides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chance import derived_guid
from .documents import Document

if TYPE_CHECKING:
    from .state import State


def host_vnic(state: State, document: Document, layer: str) -> Document:
    """Write the allocator of the host's card on a network."""
    style = state.style
    name = style.inner_id(derived_guid("vnic", document["ID"]))
    return {
        "EndpointNicGuid": style.inner_id(derived_guid("nic", document["ID"])),
        "EndpointPortGuid": style.inner_id(derived_guid("port", document["ID"])),
        "Hidden": False,
        "ID": name,
        "InterfaceGuid": style.inner_id(derived_guid("interface", document["ID"])),
        "IsPolicy": False,
        "IsolationId": 0,
        "ManagementPort": True,
        "NicFriendlyName": document.get("Name", ""),
        "PreferredPortFriendlyName": f"Container NIC {name[:8].lower()}",
        "SwitchId": layer,
        "Tag": "Host Vnic",
        "WaitForIpv6Interface": False,
        "nonPersistentPort": False,
    }


def nat_allocators(state: State, document: Document, layer: str) -> list[Document]:
    """Write the two allocators that a translating network of 9.x and 10.x shows."""
    # fidelity: HNS-N30
    style, now = state.style, {"LastErrorCode": 0, "LastUpdateTime": state.clock.tick()}
    subnet = (document.get("Subnets") or [{}])[0]
    address, _, prefix = str(subnet.get("AddressPrefix", "/0")).partition("/")
    vnic = dict(sorted({**host_vnic(state, document, layer), "Health": now}.items()))
    sharing = {
        "AllocationOrder": 1,
        "Dhcp": False,
        "Dns": False,
        "ExternalInterfaceConstraint": 0,
        "Health": {"DHCPState": 1, "DNSState": 1, "ICSState": 2, **now},
        "ICSFlags": 0,
        "ID": style.inner_id(derived_guid("ics", document["ID"])),
        "IsPolicy": False,
        "Prefix": int(prefix),
        "PrivateInterfaceGUID": vnic["InterfaceGuid"],
        "SubnetIPAddress": address,
        "Tag": "ICS",
    }
    return [vnic, sharing]
