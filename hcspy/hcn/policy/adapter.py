"""What a network or an endpoint is bound to: adapters, switches and ports of the host."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class SourceMacAddressNetworkPolicySetting:
    """The MAC address that outgoing packets get: the policy `SourceMacAddress` of a network. L2Bridge.

    >>> SourceMacAddress(source_mac_address="00-15-5D-AA-BB-CC").source_mac_address
    '00-15-5D-AA-BB-CC'
    """

    source_mac_address: str | None = None
    """The MAC address, hexadecimal with dashes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetAdapterNameNetworkPolicySetting:
    """The host adapter that a network binds to: the policy `NetAdapterName`.

    For Transparent, L2Bridge, L2Tunnel and Overlay networks; the service picks one otherwise. An unknown name is
    refused: 0x803B0006.

    >>> NetAdapterName(network_adapter_name="Ethernet 2").network_adapter_name
    'Ethernet 2'
    """

    network_adapter_name: str | None = None
    """The adapter's name, as Windows shows it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceConstraintPolicySetting:
    """The host interface that a network or an endpoint is tied to: the policy `InterfaceConstraint` of either.

    Any of the members names the interface.

    >>> InterfaceConstraintPolicySetting(interface_alias="Ethernet").interface_index is None
    True
    """

    interface_guid: Guid | None = None
    """The interface's GUID."""

    interface_luid: int | None = None
    """The interface's LUID, 64 bits."""

    interface_index: int | None = None
    """The interface's index, 32 bits."""

    interface_media_type: int | None = None
    """The interface's kind, as an IANA number: 6 is Ethernet, 71 Wi-Fi."""

    interface_alias: str | None = None
    """The interface's name, as Windows shows it."""

    interface_description: str | None = None
    """The interface's description."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VSwitchExtensionNetworkPolicySetting:
    """Switches an extension of the virtual switch on or off: the policy `VSwitchExtension` of a network.

    For networks with a switch of their own.

    >>> VSwitchExtension(extension_id="E9B59CFA-2BE1-4B21-828F-B6FBDBDDC017", enable=True).enable
    True
    """

    extension_id: Guid | None = attrs.field(default=None, metadata=key("ExtensionID"))
    """The extension's id; e9b59cfa-... up to HNS 10 and f74f241b-... from 13 are the virtual filtering platform
    (recorded)."""

    enable: bool | None = None
    """Whether it is switched on; off if it is left out (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class LayerConstraintNetworkPolicySetting:
    """The layer, a virtual switch, that a network is to use: the policy `LayerConstraint`.

    >>> LayerConstraint(layer_id="61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f").layer_id
    '61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f'
    """

    layer_id: Guid | None = None
    """The layer's id: what `health.extra.layered_on` of another network says."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class AutomaticDNSNetworkPolicySetting:
    """Takes the host's DNS servers over as they change: the policy `AutomaticDNS` of a network.

    >>> AutomaticDNS(enable=True).enable
    True
    """

    enable: bool | None = None
    """Whether it is switched on; off if it is left out (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PortnameEndpointPolicySetting:
    """Names an endpoint's switch port: the policy `PortName`.

    >>> PortName(name="web-0").name
    'web-0'
    """

    name: str | None = None
    """The port's name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


SourceMacAddress = SourceMacAddressNetworkPolicySetting
NetAdapterName = NetAdapterNameNetworkPolicySetting
InterfaceConstraintEndpointPolicySetting = InterfaceConstraintPolicySetting
InterfaceConstraintNetworkPolicySetting = InterfaceConstraintPolicySetting
VSwitchExtension = VSwitchExtensionNetworkPolicySetting
LayerConstraint = LayerConstraintNetworkPolicySetting
AutomaticDNS = AutomaticDNSNetworkPolicySetting
PortName = PortnameEndpointPolicySetting
