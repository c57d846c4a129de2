"""The network that containers are put on."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hcspy import Host, Transaction
from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.hcnplugin.dns import network_dns
from hcspy.cni.hcnplugin.names import OWNER
from hcspy.cni.hcnplugin.policies import network_policies, subnet_policies
from hcspy.cni.hcnplugin.settings import HCNConf, SubnetPlan
from hcspy.cni.ipam.ranges import IPNetwork
from hcspy.cni.locks import Locks
from hcspy.hcn import HostComputeNetwork, Ipam, IpamType, Subnet


class Networks:
    """The network of a configuration on a host: made when the first container comes."""

    def __init__(self, host: Host, config: HCNConf, locks: Locks) -> None:
        self._hcn = host.hcn
        self._config = config
        self._locks = locks

    def find(self) -> HostComputeNetwork | None:
        """Return the network, if it is there."""
        return self._hcn.networks.find(name=self._config.name)

    @contextmanager
    def held(self, plans: Sequence[SubnetPlan], tx: Transaction) -> Iterator[HostComputeNetwork]:
        """Give the network, which nobody removes meanwhile: to HCN it is unused until the endpoint is there.

        One that is not there is made, and goes again if the transaction fails.
        """
        with self._locks.network(self._config.name):
            yield self._found_or_made(plans, tx)

    def _found_or_made(self, plans: Sequence[SubnetPlan], tx: Transaction) -> HostComputeNetwork:
        found = self.find()
        if found is not None:
            self._check(found)
            return found
        made = self._hcn.networks.create(self._model(plans))
        tx.on_rollback(self.remove_unused)
        return made

    def check(self) -> None:
        """Raise an error if the network is there and not what the configuration says."""
        found = self.find()
        if found is not None:
            self._check(found)

    def remove_unused(self) -> None:
        """Remove the network if it is ours and nobody is in it."""
        with self._locks.network(self._config.name):
            found = self.find()
            if found is None or found.owner != OWNER or found.id is None:
                return
            if not self._hcn.endpoints.count(found.id):
                self._hcn.networks.delete(found, missing_ok=True)

    def _model(self, plans: Sequence[SubnetPlan]) -> HostComputeNetwork:
        config = self._config
        policies = subnet_policies(config)
        subnets = [
            subnet
            for plan in plans
            for subnet in Ipam.static(str(plan.prefix), gateway=plan.gateway, policies=policies).subnets
        ]
        return HostComputeNetwork(
            name=config.name,
            type=config.kind,
            policies=network_policies(config),
            dns=network_dns(config),
            ipams=[Ipam(type=IpamType.STATIC, subnets=subnets)] if subnets else (),
            owner=OWNER,
        )

    def _check(self, found: HostComputeNetwork) -> None:
        """Refuse a network that is not what the configuration says: containers would get wrong addresses."""
        config = self._config
        if str(found.network_type).lower() != config.kind.value.lower():
            raise self._unlike(f"is of type {found.network_type}", f"networkType {config.kind.value}")
        there = prefixes(found)
        for plan in config.subnets() if there else ():
            if plan.prefix not in there:
                raise self._unlike(f"has the subnets {', '.join(map(str, there))}", f"subnet {plan.prefix}")

    def _unlike(self, there: str, wanted: str) -> CNIError:
        return CNIError(
            f"network {self._config.name} {there}, and the configuration says {wanted}",
            code=ErrorCode.INVALID_CONFIG,
            details="remove the network, or change the configuration",
        )


def subnets_of(network: HostComputeNetwork) -> list[Subnet]:
    """Return the subnets of a network."""
    return [subnet for ipam in network.ipams for subnet in ipam.subnets if subnet.ip_address_prefix]


def prefixes(network: HostComputeNetwork) -> list[IPNetwork]:
    """Return the prefixes of a network's subnets."""
    return [ipaddress.ip_network(str(subnet.ip_address_prefix), strict=False) for subnet in subnets_of(network)]
