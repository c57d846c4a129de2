"""The options of Docker that the driver honours: labels of a network, options of an endpoint.

Docker's own Windows driver reads the labels of `com.docker.network.windowsshim.`, and so does this one, so that a
`docker network create` line works with either. Two more, of `com.docker.network.hcspy.`, are JSON: HNS policies that
Docker has no label for. An option of an endpoint comes from `--driver-opt` and is text there, while the engine itself
sends JSON: each is read in both forms.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Self

import attrs

from hcspy.docker.protocol.ipam import MAC_ADDRESS
from hcspy.docker.protocol.network import GENERIC
from hcspy.errors import InvalidDocumentError

INTERNAL: Final = "com.docker.network.internal"
PORT_MAP: Final = "com.docker.network.portmap"
EXPOSED_PORTS: Final = "com.docker.network.endpoint.exposedports"
DNS_SERVERS: Final = "com.docker.network.endpoint.dnsservers"
QOS_POLICIES: Final = "com.docker.endpoint.windowsshim.qospolicies"
VXLAN_IDS: Final = "com.docker.network.driver.overlay.vxlanid_list"
SHIM: Final = "com.docker.network.windowsshim."
OWN: Final = "com.docker.network.hcspy."

# What Go's strconv.ParseBool takes, which Docker's driver reads its labels with.
TRUTHS: Final = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}
PROTOCOLS: Final = {6: "tcp", 17: "udp"}
LARGEST_VLAN: Final = 4094
LARGEST_VSID: Final = 0xFFFFFF


@attrs.frozen(kw_only=True, weakref_slot=False)
class PortBinding:
    """A port of a container that is to be reached through the host."""

    protocol: str
    port: int
    host_ip: str = ""
    host_port: int = 0
    host_port_end: int = 0


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkOptions:
    """What the labels of a network say.

    >>> options = NetworkOptions.read({"com.docker.network.generic": {"com.docker.network.windowsshim.vlanid": "7"}})
    >>> options.vlan, options.internal
    (7, False)
    """

    name: str | None = None
    hns_id: str | None = None
    hns_owned: bool | None = None
    routing_domain: str | None = None
    adapter: str | None = None
    vlan: int = 0
    vsid: int = 0
    vxlan_ids: tuple[int, ...] = ()
    dns_suffix: str | None = None
    dns_servers: str | None = None
    mac_pools: tuple[tuple[str, str], ...] = ()
    source_mac: str | None = None
    disable_icc: bool = False
    disable_dns: bool = False
    disable_gateway_dns: bool = False
    enable_outbound_nat: bool = False
    outbound_nat_exceptions: tuple[str, ...] = ()
    outbound_nat: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    acls: tuple[Mapping[str, Any], ...] = attrs.field(default=(), hash=False)
    internal: bool = False

    @classmethod
    def read(cls, options: Mapping[str, Any] | None) -> Self:
        """Read the `Options` of a CreateNetwork request; labels that nobody knows are passed over."""
        options = options or {}
        generic = options.get(GENERIC)
        labels = {**options, **(generic if isinstance(generic, Mapping) else {})}
        found = {name: read(label, labels[label]) for label, (name, read) in NETWORK_LABELS.items() if label in labels}
        return cls(**found)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointOptions:
    """What the options of an endpoint say.

    >>> port = {"Proto": 6, "Port": 80, "HostIP": "", "HostPort": 8080, "HostPortEnd": 8080}
    >>> EndpointOptions.read({"com.docker.network.portmap": [port]}).ports[0].host_port
    8080
    """

    ports: tuple[PortBinding, ...] = ()
    exposed: tuple[Mapping[str, Any], ...] = attrs.field(default=(), hash=False)
    dns_servers: tuple[str, ...] = ()
    mac_address: str | None = None
    qos: tuple[int, ...] = ()
    disable_icc: bool | None = None
    disable_dns: bool | None = None
    enable_outbound_nat: bool | None = None
    outbound_nat_exceptions: tuple[str, ...] = ()
    outbound_nat: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    acls: tuple[Mapping[str, Any], ...] = attrs.field(default=(), hash=False)

    @classmethod
    def read(cls, options: Mapping[str, Any] | None) -> Self:
        """Read the `Options` of a CreateEndpoint request; those that nobody knows are passed over."""
        options = options or {}
        found = {
            name: read(label, options[label])
            for label, (name, read) in ENDPOINT_OPTIONS.items()
            if options.get(label) is not None
        }
        return cls(**found)


# -- how a value is read ------------------------------------------------------------------------------------------


def wrong(label: str, value: object, expected: str) -> InvalidDocumentError:
    """Return the error of an option that cannot be read."""
    return InvalidDocumentError(f"option {label}: {value!r} is not {expected}")


def text(label: str, value: Any) -> str | None:
    """Read a text; an empty one is none."""
    if not isinstance(value, str):
        raise wrong(label, value, "a text")
    return value or None


def truth(label: str, value: Any) -> bool:
    """Read a truth as Go does."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value not in TRUTHS:
        raise wrong(label, value, "true or false")
    return TRUTHS[value]


def number(largest: int, least: int = 0) -> Callable[[str, Any], int]:
    """Return what reads a number up to the largest."""

    def read(label: str, value: Any) -> int:
        digits = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if not digits.isdecimal() or not least <= int(digits) <= largest:
            raise wrong(label, value, f"a number from {least} to {largest}")
        return int(digits)

    return read


def words(label: str, value: Any) -> tuple[str, ...]:
    """Read a list: of JSON, or a text with commas."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Sequence) or not all(isinstance(part, str) for part in parts):
        raise wrong(label, value, "a list of texts")
    return tuple(part.strip() for part in parts if part.strip())


def addresses(label: str, value: Any) -> tuple[str, ...]:
    """Read a list of addresses."""
    found = words(label, value)
    for word in found:
        try:
            ipaddress.ip_address(word)
        except ValueError:
            raise wrong(label, word, "an address") from None
    return found


def prefixes(label: str, value: Any) -> tuple[str, ...]:
    """Read a list of prefixes: HNS stores what is none, and the attach of the container fails later."""
    found = words(label, value)
    for word in found:
        try:
            ipaddress.ip_network(word, strict=False)
        except ValueError:
            raise wrong(label, word, "a prefix such as 10.0.0.0/8") from None
    return found


def pools(label: str, value: Any) -> tuple[tuple[str, str], ...]:
    """Read ranges of MAC addresses: first and last of each, all separated by commas."""
    parts = words(label, value)
    if len(parts) % 2:
        raise wrong(label, value, "pairs of a first and a last MAC address")
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def numbers(label: str, value: Any) -> tuple[int, ...]:
    """Read the network identifiers of an overlay, one a subnet."""
    return tuple(number(LARGEST_VSID, 1)(label, word) for word in words(label, value))


def parsed(label: str, value: Any) -> Any:
    """Read JSON that came as a text, and leave what was JSON all along."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise wrong(label, value, "JSON") from None


def document(label: str, value: Any) -> Mapping[str, Any]:
    """Read one JSON object."""
    found = parsed(label, value)
    if not isinstance(found, Mapping):
        raise wrong(label, value, "a JSON object")
    return found


def documents(label: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    """Read a JSON object or a list of them."""
    found = parsed(label, value)
    found = [found] if isinstance(found, Mapping) else found
    if not isinstance(found, Sequence) or not all(isinstance(one, Mapping) for one in found):
        raise wrong(label, value, "a JSON object or a list of them")
    return tuple(found)


def limits(label: str, value: Any) -> tuple[int, ...]:
    """Read QoS policies: Docker's own form, or a number of bytes a second."""
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return (number(2**64 - 1, 1)(label, value),)
    found = (_member(one, "MaxEgressBandwidth") for one in documents(label, value))
    return tuple(number(2**64 - 1, 1)(label, limit) for limit in found)


def ports(label: str, value: Any) -> tuple[PortBinding, ...]:
    """Read port maps."""
    return tuple(_binding(label, one) for one in documents(label, value))


def _binding(label: str, port: Mapping[str, Any]) -> PortBinding:
    protocol = port.get("Proto")
    if not isinstance(protocol, int) or protocol not in PROTOCOLS:
        raise wrong(label, protocol, "a protocol that HNS maps: 6 (TCP) or 17 (UDP)")
    read = number(65535)
    return PortBinding(
        protocol=PROTOCOLS[protocol],
        port=number(65535, 1)(label, port.get("Port")),
        host_ip=text(label, port.get("HostIP") or "") or "",
        host_port=read(label, port.get("HostPort") or 0),
        host_port_end=read(label, port.get("HostPortEnd") or 0),
    )


def hardware(label: str, value: Any) -> str:
    """Read a MAC address: in base64, as the engine sends it in options, or as text."""
    if isinstance(value, str) and len(value.replace("-", ":").split(":")) == 6:
        return value
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raw = b""
    if len(raw) != 6:
        raise wrong(label, value, "a MAC address")
    return raw.hex(":")


def _member(found: Mapping[str, Any], name: str) -> Any:
    return next((value for key, value in found.items() if key.lower() == name.lower()), None)


Read = Callable[[str, Any], Any]


def _table(prefix: str, rows: Iterable[tuple[str, str, Read]]) -> dict[str, tuple[str, Read]]:
    return {prefix + label: (name, read) for label, name, read in rows}


_SHARED: Final[tuple[tuple[str, str, Read], ...]] = (
    ("disableicc", "disable_icc", truth),
    ("disable_dns", "disable_dns", truth),
    ("enable_outboundnat", "enable_outbound_nat", truth),
    ("outboundnat_exceptions", "outbound_nat_exceptions", prefixes),
)
_POLICIES: Final[tuple[tuple[str, str, Read], ...]] = (
    ("acl", "acls", documents),
    ("outboundnat", "outbound_nat", document),
)
NETWORK_LABELS: Final[dict[str, tuple[str, Read]]] = {
    **_table(SHIM, _SHARED),
    **_table(
        SHIM,
        (
            ("networkname", "name", text),
            ("hnsid", "hns_id", text),
            ("hnsowned", "hns_owned", truth),
            ("routingdomain", "routing_domain", text),
            ("interface", "adapter", text),
            ("vlanid", "vlan", number(LARGEST_VLAN)),
            ("vsid", "vsid", number(LARGEST_VSID)),
            ("dnssuffix", "dns_suffix", text),
            ("dnsservers", "dns_servers", text),
            ("macpool", "mac_pools", pools),
            ("sourcemac", "source_mac", text),
            ("disable_gatewaydns", "disable_gateway_dns", truth),
        ),
    ),
    **_table(OWN, _POLICIES),
    INTERNAL: ("internal", truth),
    VXLAN_IDS: ("vxlan_ids", numbers),
}
ENDPOINT_OPTIONS: Final[dict[str, tuple[str, Read]]] = {
    **_table(SHIM, _SHARED),
    **_table(OWN, _POLICIES),
    PORT_MAP: ("ports", ports),
    EXPOSED_PORTS: ("exposed", documents),
    DNS_SERVERS: ("dns_servers", addresses),
    MAC_ADDRESS: ("mac_address", hardware),
    QOS_POLICIES: ("qos", limits),
}
