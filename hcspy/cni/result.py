"""The result of ADD: what a container got. The models are those of version 1.1.0."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Wire, arrays, key


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class DNS:
    """How names are resolved.

    >>> DNS(nameservers=["10.96.0.10"], search=["svc.cluster.local"]).nameservers
    ('10.96.0.10',)
    """

    nameservers: Sequence[Address] = attrs.field(default=(), metadata=key("nameservers"))
    """The servers, in the order in which they are asked."""

    domain: str | None = attrs.field(default=None, metadata=key("domain"))
    """The suffix of short names."""

    search: Sequence[str] = attrs.field(default=(), metadata=key("search"))
    """Suffixes that short names are tried with."""

    options: Sequence[str] = attrs.field(default=(), metadata=key("options"))
    """Options of the resolver."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Interface:
    """An interface that was made, in the container or on the host."""

    name: str = attrs.field(default="", metadata=key("name", always=True))
    """Its name."""

    mac: str | None = attrs.field(default=None, metadata=key("mac"))
    """Its MAC address, with colons."""

    mtu: int | None = attrs.field(default=None, metadata=key("mtu"))
    """Its packet size; 1.1.0."""

    sandbox: str | None = attrs.field(default=None, metadata=key("sandbox"))
    """The network namespace that it is in, as `CNI_NETNS` names it; none on the host."""

    socket_path: str | None = attrs.field(default=None, metadata=key("socketPath"))
    """Its socket, if it is one; 1.1.0."""

    pci_id: str | None = attrs.field(default=None, metadata=key("pciID"))
    """The PCI device behind it; 1.1.0."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPConfig:
    """An address."""

    address: Address = attrs.field(default="", metadata=key("address", always=True))
    """The address with its prefix length, `10.88.0.5/24`."""

    gateway: Address | None = attrs.field(default=None, metadata=key("gateway"))
    """The gateway of its subnet."""

    interface: int | None = attrs.field(default=None, metadata=key("interface"))
    """Which of the interfaces has it, counted from 0."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Route:
    """A route of the container."""

    dst: Address = attrs.field(default="", metadata=key("dst", always=True))
    """The destination, as a prefix."""

    gw: Address | None = attrs.field(default=None, metadata=key("gw"))
    """The next hop; the gateway if there is none."""

    mtu: int | None = attrs.field(default=None, metadata=key("mtu"))
    """The packet size on the way; 1.1.0."""

    advmss: int | None = attrs.field(default=None, metadata=key("advmss"))
    """The segment size that TCP offers; 1.1.0."""

    priority: int | None = attrs.field(default=None, metadata=key("priority"))
    """The metric: the lowest wins; 1.1.0."""

    table: int | None = attrs.field(default=None, metadata=key("table"))
    """The routing table, on Linux; 1.1.0."""

    scope: int | None = attrs.field(default=None, metadata=key("scope"))
    """The scope, on Linux; 1.1.0."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Result:
    """What ADD answers, and what later commands are told as `prevResult`.

    `hcspy.cni.run` writes it in the version that the runtime speaks.

    >>> Result(ips=[IPConfig(address="10.88.0.5/24", gateway="10.88.0.1")]).ips[0].gateway
    '10.88.0.1'
    """

    interfaces: Sequence[Interface] = attrs.field(default=(), metadata=key("interfaces"))
    """The interfaces that were made."""

    ips: Sequence[IPConfig] = attrs.field(default=(), metadata=key("ips"))
    """The addresses."""

    routes: Sequence[Route] = attrs.field(default=(), metadata=key("routes"))
    """The routes."""

    dns: DNS = attrs.field(factory=DNS, metadata=key("dns"))
    """Name resolution."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
