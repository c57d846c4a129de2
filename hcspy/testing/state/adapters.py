"""The host itself: its network adapters, the switches on them, its DNS settings and what listens on its ports."""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Iterable
from typing import Any

from .chance import Chance
from .faults import ADAPTER_NOT_FOUND, Fault
from .subnets import Bounds, bounds


@dataclasses.dataclass
class Adapter:
    """A network adapter of the host."""

    name: str
    mac: str
    index: int
    address: str
    """Its IPv4 address with prefix length, as in `10.0.2.15/24`; empty when it has none."""
    up: bool = True
    wireless: bool = False
    switch: str = ""
    """Id of the virtual switch on it; empty when there is none."""

    @property
    def ip(self) -> str:
        """Its IPv4 address alone."""
        return self.address.partition("/")[0]


class Host:
    """What the network service finds on the machine it runs on."""

    def __init__(self, chance: Chance) -> None:
        mac = "-".join(f"{part:02X}" for part in (0, 0x50, 0x56, *(chance.below(256) for _ in range(3))))
        self.adapters = [Adapter("Ethernet", mac, 4, "10.127.130.36/24")]
        self.dns_servers = ["10.127.130.2"]
        self.dns_suffix = "fake.example.com"
        self.listeners: set[tuple[str, int]] = set()
        """(protocol, port) of what already listens on the host, such as ("tcp", 443)."""

    def adapter(self, name: object) -> Adapter:
        """Find the adapter that an external network binds: the named one, or the first that is fit."""
        # fidelity: HNS-N13
        for adapter in self.adapters:
            if adapter.up and (not name or adapter.name == name):
                return adapter
        raise Fault(ADAPTER_NOT_FOUND, f"no usable adapter {name!r}")

    def ranges(self) -> Iterable[Bounds]:
        """List the address ranges that the host itself is in."""
        for adapter in self.adapters:
            if adapter.address:
                yield bounds(ipaddress.ip_network(adapter.address, strict=False))

    def dump(self) -> dict[str, Any]:
        """Write everything down."""
        return {
            "adapters": [dataclasses.asdict(adapter) for adapter in self.adapters],
            "dns_servers": list(self.dns_servers),
            "dns_suffix": self.dns_suffix,
            "listeners": sorted([protocol, port] for protocol, port in self.listeners),
        }

    def load(self, document: dict[str, Any]) -> None:
        """Take what `dump` wrote."""
        self.adapters = [Adapter(**adapter) for adapter in document["adapters"]]
        self.dns_servers = list(document["dns_servers"])
        self.dns_suffix = document["dns_suffix"]
        self.listeners = {(protocol, port) for protocol, port in document["listeners"]}
