"""Networks, as the engine describes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from hcspy.codec import Address, Wire, key

HNS_ID: Final = "com.docker.network.windowsshim.hnsid"
"""The option by which Docker's own driver on Windows keeps the id of the network in HNS."""

HNS_NAME: Final = "com.docker.network.windowsshim.networkname"
"""The option that gives a network another name in HNS than its id."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPAMConfig:
    """An address range of a network."""

    subnet: Address = ""
    """The range; `0.0.0.0/0` where somebody else hands out the addresses."""

    gateway: Address = ""
    """The gateway, if the engine has taken one."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPAM:
    """Who hands out the addresses of a network, and which."""

    driver: str = ""
    """The IPAM driver: `default`, `windows`, `null`, or a plugin."""

    config: Sequence[IPAMConfig] = ()
    """The ranges."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkResource:
    """A network of Docker: what `docker network inspect` shows.

    >>> from hcspy import from_json
    >>> network = from_json(NetworkResource, '{"Name": "web", "Id": "9dea", "Options": {"' + HNS_ID + '": "A546"}}')
    >>> network.name, network.hns_id
    ('web', 'A546')
    """

    name: str = ""
    """What its user calls it."""

    id: str = ""
    """64 hexadecimal digits."""

    scope: str = ""
    """`local` or `swarm`."""

    driver: str = ""
    """The network driver."""

    ipam: IPAM | None = attrs.field(default=None, metadata=key("IPAM"))
    """Its addresses."""

    internal: bool = False
    """Whether it leads nowhere else."""

    config_only: bool = False
    """Whether it is no network, only a configuration for others."""

    options: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the driver was given, and what it added."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def hns_id(self) -> str:
        """The id in HNS, where the driver tells it: Docker's own one on Windows does."""
        return self.options.get(HNS_ID) or ""

    @property
    def hns_name(self) -> str:
        """The name in HNS of a network whose driver is known to choose it so."""
        return self.options.get(HNS_NAME) or self.id
