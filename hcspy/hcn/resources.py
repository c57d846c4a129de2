"""What the service set aside for an object: switch ports, adapters, rules. Answers to detailed queries show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Address, Guid, Wire, arrays, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class AllocatorHealth:
    """The condition of something that was set aside. Read only.

    >>> AllocatorHealth(last_error_code=0).last_error_code
    0
    """

    last_error_code: int | None = None
    """The last error, a HRESULT; 0 for none (recorded)."""

    last_update_time: int | None = None
    """When it was looked at, a FILETIME: units of 100 ns since 1601-01-01 UTC (recorded)."""

    dhcp_state: int | None = attrs.field(default=None, metadata=key("DHCPState"))
    """Of Internet Connection Sharing: its DHCP server; 1 is recorded of one that runs."""

    dns_state: int | None = attrs.field(default=None, metadata=key("DNSState"))
    """Of Internet Connection Sharing: its DNS server; 1 is recorded of one that runs."""

    ics_state: int | None = attrs.field(default=None, metadata=key("ICSState"))
    """Of Internet Connection Sharing itself; 2 is recorded of one that runs."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Allocator:
    """One thing that was set aside; its tag says what. The members are those that were recorded. Read only.

    >>> Allocator(tag="Endpoint Port", endpoint_port_guid="36279ca2-afda-4f06-8d32-14a921abaa01").is_policy is None
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """Its id."""

    tag: str | None = None
    """What it is: `Host Vnic`, `ICS`, `Endpoint Port` and `ACL Policy` are recorded."""

    allocation_order: int | None = None
    """Where it stands in the order of what is set aside."""

    is_policy: bool | None = None
    """Whether a policy is what it stands for."""

    health: AllocatorHealth | None = None
    """Its condition."""

    endpoint_nic_guid: Guid | None = None
    """Of a port: the network adapter that is plugged into it."""

    endpoint_port_guid: Guid | None = None
    """Of a port: the port of the virtual switch, as `vfpctrl` takes it."""

    switch_id: Guid | None = None
    """Of a port: the virtual switch."""

    interface_guid: Guid | None = None
    """Of a port: the interface, as the host's network stack knows it."""

    mac_address: str | None = None
    """Of a port: the adapter's MAC address, hexadecimal with dashes."""

    nic_friendly_name: str | None = None
    """Of a port: the adapter's name."""

    preferred_port_friendly_name: str | None = None
    """Of a port: the name of the switch port."""

    isolation_id: int | None = None
    """Of a port: its VLAN or virtual subnet, 0 for none."""

    compartment_id: int | None = attrs.field(default=None, metadata=key("CompartmentId", "CompartmendId"))
    """Of a port: the number of the network compartment, 32 bits. Some builds misspell it (recorded)."""

    connected: bool | None = None
    """Of a port: whether something is plugged in."""

    hidden: bool | None = None
    """Of a port: whether the adapter is hidden in the host."""

    management_port: bool | None = None
    """Of a port: whether it is the host's own on that switch."""

    device_less_nic: bool | None = attrs.field(default=None, metadata=key("DevicelessNic"))
    """Of a port: whether the adapter is without a device, as in a process container."""

    wait_for_ipv6_interface: bool | None = attrs.field(default=None, metadata=key("WaitForIpv6Interface"))
    """Of a port: whether the service waits for its IPv6 interface."""

    non_persistent_port: bool | None = attrs.field(default=None, metadata=key("nonPersistentPort"))
    """Of a port: whether it is gone after a restart of the host."""

    rules: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    """Of access rules: the rules as raw JSON, in the flat form of HNS v1."""

    private_interface_guid: Guid | None = attrs.field(default=None, metadata=key("PrivateInterfaceGUID"))
    """Of Internet Connection Sharing: the interface on the inside."""

    subnet_ip_address: Address | None = attrs.field(default=None, metadata=key("SubnetIPAddress"))
    """Of Internet Connection Sharing: the address of the subnet inside."""

    prefix: int | None = None
    """Of Internet Connection Sharing: the length of the subnet's prefix."""

    dhcp: bool | None = None
    """Of Internet Connection Sharing: whether it has a DHCP server; false in all that was recorded."""

    dns: bool | None = None
    """Of Internet Connection Sharing: whether it has a DNS server; false in all that was recorded."""

    dns_firewall_rules: bool | None = attrs.field(default=None, metadata=key("DNSFirewallRules"))
    """Of Internet Connection Sharing: whether the firewall lets questions to its DNS server in (inferred)."""

    external_interface_constraint: int | None = None
    """Of Internet Connection Sharing: the interface on the outside that it is tied to, 0 for any (inferred)."""

    ics_flags: int | None = attrs.field(default=None, metadata=key("ICSFlags"))
    """Of Internet Connection Sharing: switches; 0 in all that was recorded."""

    adapter_net_cfg_instance_id: Guid | None = None
    """Of Internet Connection Sharing: the network adapter inside, as the registry knows it."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further members, as raw JSON; empty in all that was recorded."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Resources:
    """The tree of what the service set aside for an object. Read only.

    >>> Resources(allocators=[Allocator(tag="ACL Policy"), Allocator(tag="Endpoint Port")]).tagged("endpoint port")
    (Allocator(id=None, tag='Endpoint Port', ...),)
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id: HNS v1 shows it as the object's `ActivityId`."""

    parent_id: Guid | None = attrs.field(default=None, metadata=key("parentId"))
    """The resources that these build on."""

    state: int | None = None
    """1 while they are there (recorded)."""

    allocation_order: int | None = None
    """Where they stand among their siblings, and how many steps it took."""

    allocators: Sequence[Allocator] = ()
    """What was set aside, in its order."""

    health: AllocatorHealth | None = None
    """Their condition."""

    compartment_operation_time: int | None = None
    """Milliseconds spent on the compartment."""

    port_operation_time: int | None = None
    """Milliseconds spent on switch ports."""

    switch_operation_time: int | None = None
    """Milliseconds spent on the switch."""

    vfp_operation_time: int | None = None
    """Milliseconds spent on the virtual filtering platform."""

    flags: int = 0
    """0 in all that was recorded."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    def tagged(self, tag: str) -> tuple[Allocator, ...]:
        """Return what was set aside under a tag, in any letter case."""
        return tuple(each for each in self.allocators if str(getattr(each, "tag", "")).lower() == tag.lower())
