"""The network configuration, as it comes in on standard input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import attrs

from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.result import DNS
from hcspy.cni.version import OLDEST
from hcspy.codec import Address, Wire, arrays, from_json, key, loads
from hcspy.errors import InvalidDocumentError

Config = TypeVar("Config", bound="NetConf")


@attrs.frozen(kw_only=True, weakref_slot=False)
class PortMapEntry:
    """A port of the host that leads to one of the container (capability `portMappings`)."""

    host_port: int = attrs.field(default=0, metadata=key("hostPort"))
    """The host's port."""

    container_port: int = attrs.field(default=0, metadata=key("containerPort"))
    """The container's port."""

    protocol: str = attrs.field(default="tcp", metadata=key("protocol"))
    """`tcp` or `udp`."""

    host_ip: Address | None = attrs.field(default=None, metadata=key("hostIP"))
    """The host's address; all of them if there is none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class BandwidthEntry:
    """How much traffic there may be (capability `bandwidth`), in bits."""

    ingress_rate: int | None = attrs.field(default=None, metadata=key("ingressRate"))
    """Bits a second into the container."""

    ingress_burst: int | None = attrs.field(default=None, metadata=key("ingressBurst"))
    """Bits that may come at once."""

    egress_rate: int | None = attrs.field(default=None, metadata=key("egressRate"))
    """Bits a second out of the container."""

    egress_burst: int | None = attrs.field(default=None, metadata=key("egressBurst"))
    """Bits that may go at once."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RuntimeDNS:
    """Name resolution that the runtime asks for (capability `dns`); the words are not those of results."""

    servers: Sequence[Address] = attrs.field(default=(), metadata=key("servers"))
    """The servers."""

    searches: Sequence[str] = attrs.field(default=(), metadata=key("searches"))
    """Suffixes that short names are tried with."""

    options: Sequence[str] = attrs.field(default=(), metadata=key("options"))
    """Options of the resolver."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RuntimeConfig:
    """What the runtime asks for, of what the configuration's `capabilities` allow."""

    port_mappings: Sequence[PortMapEntry] = attrs.field(default=(), metadata=key("portMappings"))
    """Ports to publish."""

    bandwidth: BandwidthEntry | None = attrs.field(default=None, metadata=key("bandwidth"))
    """How much traffic there may be."""

    dns: RuntimeDNS | None = attrs.field(default=None, metadata=key("dns"))
    """Name resolution; it takes the place of the configuration's."""

    ips: Sequence[Address] = attrs.field(default=(), metadata=key("ips"))
    """Addresses that the container is to have."""

    mac: str | None = attrs.field(default=None, metadata=key("mac"))
    """The MAC address that it is to have."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GCAttachment:
    """An attachment that is in use: GC leaves it alone."""

    container_id: str = attrs.field(default="", metadata=key("containerID", always=True))
    """The container."""

    ifname: str = attrs.field(default="", metadata=key("ifname", always=True))
    """The interface."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPAMConf:
    """Who gives addresses. What the plugin of that name wants to know stands beside, and is kept."""

    type: str = attrs.field(default="", metadata=key("type"))
    """The plugin's name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class NetConf:
    """The members that every plugin's configuration has. A plugin adds its own in a subclass.

    >>> import attrs
    >>> from hcspy.codec import key
    >>> @attrs.frozen(kw_only=True, weakref_slot=False)
    ... class Colored(NetConf):
    ...     color: str = attrs.field(default="red", metadata=key("color"))
    >>> read_config(Colored, b'{"cniVersion": "1.1.0", "name": "web", "color": "blue"}').color
    'blue'
    """

    cni_version: str = attrs.field(default=OLDEST, metadata=key("cniVersion", always=True))
    """The version that the runtime speaks."""

    name: str = attrs.field(default="", metadata=key("name"))
    """The network's name."""

    type: str = attrs.field(default="", metadata=key("type"))
    """The plugin's name."""

    capabilities: Mapping[str, Any] = attrs.field(factory=dict, hash=False, metadata=key("capabilities"))
    """What the runtime may ask for."""

    dns: DNS | None = attrs.field(default=None, metadata=key("dns"))
    """Name resolution."""

    ipam: IPAMConf = attrs.field(factory=IPAMConf, metadata=key("ipam"))
    """Who gives addresses; a subclass may have a model with more members."""

    runtime_config: RuntimeConfig = attrs.field(factory=RuntimeConfig, metadata=key("runtimeConfig"))
    """What the runtime asks for."""

    prev_result: Mapping[str, Any] | None = attrs.field(default=None, hash=False, metadata=key("prevResult"))
    """The result of ADD, or of the plugin before in a list, as it came; requests have it read."""

    valid_attachments: Sequence[GCAttachment] | None = attrs.field(
        default=None, metadata=key("cni.dev/valid-attachments", "cni.dev/attachments")
    )
    """The attachments that GC is to leave alone."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def read_document(stdin: bytes) -> dict[str, Any]:
    """Read standard input as a JSON object; CNIError 6 if it is none."""
    try:
        document = loads(stdin.decode("utf-8"))
    except (InvalidDocumentError, UnicodeDecodeError, ValueError) as error:
        raise CNIError(f"the configuration cannot be read: {error}", code=ErrorCode.DECODING_FAILURE) from error
    if not isinstance(document, dict):
        raise CNIError("the configuration is not a JSON object", code=ErrorCode.DECODING_FAILURE)
    return document


def read_config(cls: type[Config], stdin: bytes | Mapping[str, Any]) -> Config:
    """Read a configuration; CNIError 7 names each place that is wrong."""
    document = read_document(stdin) if isinstance(stdin, bytes) else stdin
    try:
        return from_json(cls, document, strict=True)
    except InvalidDocumentError as error:
        raise wrong_config(error) from error


def wrong_config(error: InvalidDocumentError, where: str = "", inside: str = "") -> CNIError:
    """Return an error about a document as one of the protocol.

    The document may be the part of the configuration that `where` leads to, put into another one at `inside`.
    """
    findings = "; ".join(where + str(finding).removeprefix(inside) for finding in error.findings) or error.message
    return CNIError(f"the configuration is wrong: {findings}", code=ErrorCode.INVALID_CONFIG, details=error.hint or "")
