"""Networks: what a network driver can do, and what the engine asks of it for a network as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, Final

import attrs

from hcspy.codec import Address, Wire, WireEnum, key

GENERIC: Final = "com.docker.network.generic"
"""The option of a network that holds what its user gave with `docker network create -o`."""


class Scope(WireEnum):
    """How far a driver's networks reach."""

    LOCAL = "local"
    """This machine."""

    GLOBAL = "global"
    """All nodes of a swarm."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkCapabilities:
    """The answer to `NetworkDriver.GetCapabilities`, which the engine asks for once, when it activates the plugin.

    >>> from hcspy import to_json
    >>> to_json(NetworkCapabilities())
    '{"Scope":"local"}'
    """

    scope: Scope | str = attrs.field(default=Scope.LOCAL, metadata=key(always=True))
    """Where the engine keeps its record of the networks: on this machine, or in the swarm, whose managers then
    allocate them."""

    connectivity_scope: Scope | str | None = None
    """How far containers reach each other; the same as `scope` unless it is given."""

    gw_alloc_checker: bool = False
    """Whether the engine is to ask `GwAllocCheck` before it takes a gateway's address."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPAMData:
    """A pool of addresses of a network, as the engine got it from the network's IPAM driver."""

    address_space: str = ""
    """The address space of the pool."""

    pool: Address = ""
    """The pool as a prefix, `10.0.0.0/24`; `0.0.0.0/0` from the IPAM driver `null`."""

    gateway: Address = ""
    """The gateway with the pool's prefix length, `10.0.0.1/24`; empty if none was taken."""

    aux_addresses: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Addresses that others have, by name: `docker network create --aux-address`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class AllocateNetworkRequest:
    """A swarm manager wants to know what is to be the same about a network on each node."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id in the swarm."""

    options: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the user gave."""

    ipv4_data: Sequence[IPAMData] = attrs.field(default=(), metadata=key("IPv4Data"))
    """The IPv4 pools."""

    ipv6_data: Sequence[IPAMData] = attrs.field(default=(), metadata=key("IPv6Data"))
    """The IPv6 pools."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class AllocateNetworkResponse:
    """What was allocated."""

    options: Mapping[str, str] = attrs.field(factory=dict, hash=False, metadata=key(always=True))
    """The options that each node's `CreateNetwork` gets, in place of the user's: a driver that adds some has to
    repeat the others."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class FreeNetworkRequest:
    """A swarm manager no longer needs what `AllocateNetwork` gave."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id in the swarm."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GwAllocCheckerRequest:
    """The engine wants to know whether a network with such options needs an address for a gateway."""

    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """As in `CreateNetworkRequest`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GwAllocCheckerResponse:
    """For which of its pools a network needs no gateway."""

    skip_ipv4: bool = attrs.field(default=False, metadata=key("SkipIPv4", always=True))
    """Whether the engine takes no IPv4 address for a gateway."""

    skip_ipv6: bool = attrs.field(default=False, metadata=key("SkipIPv6", always=True))
    """Whether the engine takes no IPv6 address for a gateway."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CreateNetworkRequest:
    """A network is to be made: `docker network create`, or the first task of a swarm's network on this node."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id, 64 hexadecimal digits."""

    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """The engine's own options, such as `com.docker.network.internal`, and among them the user's; see `labels`."""

    ipv4_data: Sequence[IPAMData] = attrs.field(default=(), metadata=key("IPv4Data"))
    """The IPv4 pools."""

    ipv6_data: Sequence[IPAMData] = attrs.field(default=(), metadata=key("IPv6Data"))
    """The IPv6 pools."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def labels(self) -> Mapping[str, Any]:
        """What the user gave with `-o` or `--opt`.

        >>> CreateNetworkRequest(network_id="9dea", options={GENERIC: {"parent": "eth1"}}).labels
        {'parent': 'eth1'}
        """
        given = self.options.get(GENERIC)
        return given if isinstance(given, Mapping) else {}


@attrs.frozen(kw_only=True, weakref_slot=False)
class DeleteNetworkRequest:
    """A network is to go. The engine forgets it whatever the answer is."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


class DiscoveryType(IntEnum):
    """What `DiscoverNew` and `DiscoverDelete` tell of. The engine tells plugins of nodes only."""

    NODE = 1
    """A node of the swarm."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NodeDiscoveryData:
    """A node of the swarm."""

    address: str = ""
    """Where the other nodes reach it."""

    bind_address: str = ""
    """What it listens on."""

    is_self: bool = attrs.field(default=False, metadata=key("Self"))
    """Whether it is this node."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DiscoveryNotification:
    """A node came into the swarm, or left it."""

    discovery_type: DiscoveryType | int = DiscoveryType.NODE
    """What it is about."""

    discovery_data: NodeDiscoveryData | None = None
    """The node."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
