"""Which network of Docker is which network of HNS."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from hcspy.docker.engine.network import NetworkResource
from hcspy.docker.engine.pair import NetworkPair, judged
from hcspy.docker.hnsdriver.networkmodel import TYPES
from hcspy.docker.hnsdriver.settings import carries_docker_id
from hcspy.hns import HNSNetwork
from hcspy.verbs import same_id

ELSEWHERE: Final = frozenset({"null", "host", "bridge", "macvlan", "ipvlan", "config-only"})
"""Drivers that make nothing in HNS."""

CLOSED: Final = frozenset({"internal", "private"})
"""HNS types of a network that leads nowhere else."""


def pair_networks(docker: Iterable[NetworkResource], hns: Sequence[HNSNetwork]) -> list[NetworkPair]:
    """Return Docker's networks with those of HNS, then those that only HNS has.

    The id tells, where Docker's own driver has written it down; else the name, which is Docker's id in networks of
    this project's driver.
    """
    pairs = [_pair(network, hns) for network in docker]
    taken = {pair.host.id for pair in pairs if pair.host is not None}
    return [*pairs, *(_alone(network) for network in hns if network.id not in taken)]


def _pair(network: NetworkResource, hns: Sequence[HNSNetwork]) -> NetworkPair:
    found = _find(network, hns)
    if found is not None:
        problems = list(_differences(network, found))
        return NetworkPair(docker=network, host=found, state=judged(problems), problems=problems)
    if network.config_only or (network.driver in ELSEWHERE and not network.hns_id):
        return NetworkPair(docker=network, state="elsewhere")
    known = f"with the id {network.hns_id}" if network.hns_id else f"named {network.hns_name}"
    return NetworkPair(docker=network, state="missing", problems=[f"HNS has no network {known}"])


def _find(network: NetworkResource, hns: Sequence[HNSNetwork]) -> HNSNetwork | None:
    if network.hns_id:
        return next((one for one in hns if same_id(one.id, network.hns_id)), None)
    if network.driver in ELSEWHERE:
        return None
    return next((one for one in hns if one.name == network.hns_name), None)


def _alone(network: HNSNetwork) -> NetworkPair:
    if carries_docker_id(network.name):
        return NetworkPair(host=network, state="stale", problems=["Docker knows no network with this id"])
    return NetworkPair(host=network, state="foreign")


# -- what both sides say ------------------------------------------------------------------------------------------


def _differences(network: NetworkResource, found: HNSNetwork) -> Iterator[str]:
    kind = str(found.type or "").lower()
    closed = network.internal and kind in CLOSED
    if network.driver in TYPES and kind and kind != network.driver and not closed:
        yield f"its driver is {network.driver}, its type in HNS is {found.type}"
    asked, there = _asked(network), _there(found)
    for prefix, gateway in asked.items():
        if prefix not in there:
            yield f"HNS has not its subnet {prefix}"
        elif gateway and there[prefix] and gateway != there[prefix]:
            yield f"the gateway of {prefix} is {gateway}, in HNS {there[prefix]}"
    if asked:  # else HNS hands out the addresses, from whichever subnet it likes
        yield from (f"HNS has a subnet {prefix} that Docker has not" for prefix in there if prefix not in asked)


def _asked(network: NetworkResource) -> Mapping[str, str]:
    ranges = network.ipam.config if network.ipam else ()
    found = {_prefix(str(one.subnet)): _address(str(one.gateway or "")) for one in ranges if one.subnet}
    return {prefix: gateway for prefix, gateway in found.items() if not prefix.endswith("/0")}


def _there(network: HNSNetwork) -> Mapping[str, str]:
    return {
        _prefix(str(subnet.address_prefix)): _address(str(subnet.gateway_address or ""))
        for subnet in network.subnets
        if subnet.address_prefix
    }


def _prefix(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return text


def _address(text: str) -> str:
    """Return an address in its one form; some engines write it with a prefix length."""
    try:
        return str(ipaddress.ip_interface(text).ip)
    except ValueError:
        return text
