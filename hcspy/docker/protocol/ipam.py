"""Addresses: what the engine asks of a driver that hands out pools and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from hcspy.codec import Address, Wire, key

ADDRESS_TYPE: Final = "RequestAddressType"
"""The option of `RequestAddress` that says what an address is for."""

GATEWAY: Final = "com.docker.network.gateway"
"""The value of that option when it is for the gateway of a network."""

MAC_ADDRESS: Final = "com.docker.network.endpoint.macaddress"
"""The option of `RequestAddress` with the endpoint's MAC address, if the driver asked for it."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class IpamCapabilities:
    """The answer to `IpamDriver.GetCapabilities`, which the engine asks for once.

    >>> from hcspy import to_json
    >>> to_json(IpamCapabilities())
    '{"RequiresMACAddress":false,"RequiresRequestReplay":false}'
    """

    requires_mac_address: bool = attrs.field(default=False, metadata=key("RequiresMACAddress", always=True))
    """Whether requests for addresses are to carry the endpoint's MAC address."""

    requires_request_replay: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether the engine is to ask again, when it starts, for each pool and address that it has."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GetAddressSpacesResponse:
    """The names of the address spaces; pools of different spaces may overlap."""

    local_default_address_space: str = attrs.field(metadata=key(always=True))
    """For networks of this machine."""

    global_default_address_space: str = attrs.field(metadata=key(always=True))
    """For networks of a swarm."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RequestPoolRequest:
    """A network needs a pool. The same request has to get the same pool id; without `pool`, another pool each time:
    the engine keeps what overlaps with a pool that it has, and asks again."""

    address_space: str = ""
    """The address space."""

    pool: Address = ""
    """The pool that the user wants, as a prefix; empty if the driver is to choose."""

    sub_pool: Address = ""
    """The part of it that containers get addresses from: `--ip-range`."""

    options: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the user gave with `--ipam-opt`."""

    v6: bool = False
    """Whether it is for IPv6."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RequestPoolResponse:
    """The pool that a network got.

    >>> import ipaddress
    >>> from hcspy import to_json
    >>> to_json(RequestPoolResponse(pool_id="a", pool=ipaddress.ip_network("10.0.0.0/24")))
    '{"PoolID":"a","Pool":"10.0.0.0/24"}'
    """

    pool_id: str = attrs.field(metadata=key("PoolID", always=True))
    """What the driver wants to hear when the engine speaks of the pool."""

    pool: Address = attrs.field(metadata=key(always=True))
    """The pool as a prefix."""

    data: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the engine is to keep with it; `com.docker.network.gateway` is the gateway that the driver chose."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ReleasePoolRequest:
    """A pool is no longer needed."""

    pool_id: str = attrs.field(metadata=key("PoolID"))
    """The pool's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RequestAddressRequest:
    """An endpoint, or a network's gateway, needs an address."""

    pool_id: str = attrs.field(metadata=key("PoolID"))
    """The pool's id."""

    address: Address = ""
    """The address that the user wants, without a prefix length; empty if the driver is to choose."""

    options: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the address is for, and the endpoint's MAC address."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def is_gateway(self) -> bool:
        """Whether the address is for the gateway of a network.

        >>> RequestAddressRequest(pool_id="a", options={ADDRESS_TYPE: GATEWAY}).is_gateway
        True
        """
        return self.options.get(ADDRESS_TYPE) == GATEWAY


@attrs.frozen(kw_only=True, weakref_slot=False)
class RequestAddressResponse:
    """The address that was taken."""

    address: Address = attrs.field(metadata=key(always=True))
    """The address with the pool's prefix length, `10.0.0.2/24`."""

    data: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the engine is to keep with it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ReleaseAddressRequest:
    """An address is no longer needed."""

    pool_id: str = attrs.field(metadata=key("PoolID"))
    """The pool's id."""

    address: Address = ""
    """The address, without a prefix length."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
