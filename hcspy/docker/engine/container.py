"""Containers, as the engine lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from hcspy.codec import Address, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointSettings:
    """A container on a network."""

    network_id: str = attrs.field(default="", metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(default="", metadata=key("EndpointID"))
    """The id of the container's endpoint; empty as long as the container does not run."""

    ip_address: Address = attrs.field(default="", metadata=key("IPAddress"))
    """The IPv4 address."""

    global_ipv6_address: Address = attrs.field(default="", metadata=key("GlobalIPv6Address"))
    """The IPv6 address."""

    mac_address: str = ""
    """The MAC address, with colons."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkSettingsSummary:
    """The networks that a container is on."""

    networks: Mapping[str, EndpointSettings] = attrs.field(factory=dict, hash=False)
    """What it has there, by the network's name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PortSummary:
    """A port that a container exposes, or publishes on the host."""

    private_port: int = 0
    """The container's port."""

    public_port: int = 0
    """The host's; 0 if it is only exposed."""

    type: str = "tcp"
    """The protocol."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerSummary:
    """A container of Docker: a line of `docker ps --all`.

    >>> from hcspy import from_json
    >>> from_json(ContainerSummary, '{"Id": "4f2c", "Names": ["/web"], "State": "running"}').name
    'web'
    """

    id: str = ""
    """64 hexadecimal digits."""

    names: Sequence[str] = ()
    """Its names, each with a slash before it."""

    image: str = ""
    """What it was made of."""

    state: str = ""
    """`running`, `exited`, and so on."""

    status: str = attrs.field(default="", eq=False)
    """The state in words, with a time that goes on."""

    ports: Sequence[PortSummary] = ()
    """Its ports."""

    network_settings: NetworkSettingsSummary | None = None
    """The networks that it is on."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def name(self) -> str:
        """What its user calls it; a link gives it further names, with a slash within."""
        names = [name.removeprefix("/") for name in self.names]
        return next((name for name in names if "/" not in name), self.id)

    @property
    def networks(self) -> Mapping[str, EndpointSettings]:
        """What it has on its networks, by their names."""
        return self.network_settings.networks if self.network_settings else {}
