"""Name resolution, between the protocol and HCN."""

from __future__ import annotations

from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.cni.result import DNS, Result
from hcspy.hcn import Dns


def network_dns(config: HCNConf) -> Dns:
    """Return what the network has: what the configuration says, and nothing that a single container asked for."""
    return to_hcn(config.dns)


def endpoint_dns(config: HCNConf, given: Result | None) -> Dns:
    """Return what a container has: what the runtime asks for, else the configuration, else what came with addresses."""
    asked = config.runtime_config.dns
    if asked is not None and (asked.servers or asked.searches or asked.options):
        return Dns(server_list=asked.servers, search=asked.searches, options=asked.options)
    return to_hcn(config.dns or (given.dns if given is not None else None))


def to_hcn(said: DNS | None) -> Dns:
    """Return name resolution as HCN has it.

    >>> to_hcn(DNS(nameservers=["10.96.0.10"])).server_list
    ('10.96.0.10',)
    """
    if said is None:
        return Dns()
    return Dns(domain=said.domain, search=said.search, server_list=said.nameservers, options=said.options)


def from_hcn(held: Dns) -> DNS:
    """Return name resolution as the protocol has it."""
    return DNS(nameservers=held.server_list, domain=held.domain, search=held.search, options=held.options)
