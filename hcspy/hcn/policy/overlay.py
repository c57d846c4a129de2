"""Keeping networks apart on one wire, and finding one's way across hosts."""

from __future__ import annotations

import attrs

from hcspy.codec import Address, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class VlanPolicySetting:
    """Tags traffic with a VLAN: the policy `VLAN` of a subnet, from schema 2.4 on also of an endpoint.

    For Transparent and L2Bridge networks. NAT networks of HNS 13 (Server 2022) and later have VLAN 1 of themselves
    (recorded).

    >>> VLAN(isolation_id=12).isolation_id
    12
    """

    isolation_id: int = attrs.field(default=0, metadata=key(always=True))
    """The VLAN's number, 0 to 4094; 0 for none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VsidPolicySetting:
    """Puts traffic into a virtual subnet, the network identifier of VXLAN: the policy `VSID` of a subnet.

    Subnets of Overlay networks need one.

    >>> VSID(isolation_id=4096).isolation_id
    4096
    """

    isolation_id: int = attrs.field(default=0, metadata=key(always=True))
    """The virtual subnet's id, 24 bits; Overlay networks want 4096 or more (as VXLAN peers on Windows do)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProviderAddressEndpointPolicySetting:
    """The host address under which an overlay endpoint's packets travel: `ProviderAddress` of an endpoint.

    On Overlay endpoints, above all remote ones; also L2Bridge (Calico).

    >>> ProviderAddressEndpointPolicySetting(provider_address="10.127.130.36").provider_address
    '10.127.130.36'
    """

    provider_address: Address | None = None
    """The address of the host that the endpoint lives on."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProviderAddressNetworkPolicySetting:
    """The host address that an external network is bound to: `ProviderAddress` of a network. v1: ManagementIP.

    On L2Bridge and Overlay networks; the service fills it in (flannel reads it).

    >>> ProviderAddressNetworkPolicySetting(provider_address="10.127.130.36").provider_address
    '10.127.130.36'
    """

    provider_address: Address | None = None
    """The IPv4 address of the host adapter."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RemoteSubnetRoutePolicySetting:
    """Tells an overlay where another host's subnet is: the policy `RemoteSubnetRoute` of a network.

    One for each peer. HNS 9.2; Overlay networks.

    >>> RemoteSubnetRoute(
    ...     destination_prefix="10.244.2.0/24",
    ...     isolation_id=4096,
    ...     provider_address="10.127.130.37",
    ...     distributed_router_mac_address="00-15-5D-4E-29-FC",
    ... ).isolation_id
    4096
    """

    destination_prefix: Address = attrs.field(default="", metadata=key(always=True))
    """The other host's subnet."""

    isolation_id: int = attrs.field(default=0, metadata=key(always=True))
    """The virtual subnet's id, 24 bits; hcsshim has 16 bits for it, the schema 32."""

    provider_address: Address = attrs.field(default="", metadata=key(always=True))
    """The other host's address."""

    distributed_router_mac_address: str = attrs.field(default="", metadata=key(always=True))
    """The MAC address of the other host's router: its network's DrMacAddress."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DrMacAddressNetworkPolicySetting:
    """The MAC address of an overlay's distributed router: the policy `DrMacAddress` of a network. The service fills
    it in.

    >>> DrMacAddress(address="00-15-5D-4E-2C-91").address
    '00-15-5D-4E-2C-91'
    """

    address: str | None = None
    """The MAC address, hexadecimal with dashes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VxlanPortPolicySetting:
    """The UDP port of VXLAN: the policy `VxlanPort` of an Overlay network. HNS 10.3 (hcsshim).

    >>> VxlanPort(port=4789).port
    4789
    """

    port: int = attrs.field(default=0, metadata=key(always=True))
    """The port, 16 bits; 4789 is the standard's."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HostRoutePolicySetting:
    """Gives the host a route to the endpoints of an Overlay network: the policy `HostRoute`. It has no settings.

    >>> HostRoute()
    HostRoutePolicySetting()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


VLAN = VlanPolicySetting
VSID = VsidPolicySetting
RemoteSubnetRoute = RemoteSubnetRoutePolicySetting
DrMacAddress = DrMacAddressNetworkPolicySetting
VxlanPort = VxlanPortPolicySetting
HostRoute = HostRoutePolicySetting
