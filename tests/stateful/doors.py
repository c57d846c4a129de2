"""The same verbs at both doors, with plain values in and out: HNS v1 and HCN."""

from __future__ import annotations

from collections.abc import Iterable

from hcspy import hcn, hns
from hcspy.host import Host

from .model import Balancer, Endpoint, Network

NOBODY = "00000000-0000-0000-0000-000000000000"


def network_of(name: object, prefix: object) -> Network:
    """Say what a network is in the words of the model."""
    return Network(str(name), int(str(prefix).split(".")[2]))


class Version1:
    """HNS v1, through vmcompute.dll."""

    def __init__(self, host: Host) -> None:
        self.networks = host.hns.networks
        self.endpoints = host.hns.endpoints
        self.balancers = host.hns.policy_lists
        self.namespaces = host.hns.namespaces

    def make_network(self, name: str, subnet: int) -> str:
        held = hns.Subnet(address_prefix=f"10.0.{subnet}.0/24", gateway_address=f"10.0.{subnet}.1")
        return str(self.networks.create(hns.HNSNetwork(name=name, type="NAT", subnets=(held,))).id)

    def make_endpoint(self, network: str, name: str, address: str, ports: Iterable[int]) -> str:
        policies = [hns.NatPolicy(protocol="TCP", internal_port=80, external_port=port) for port in ports]
        model = hns.HNSEndpoint(name=name, virtual_network=network, ip_address=address or None, policies=policies)
        return str(self.endpoints.create(model).id)

    def make_balancer(self, endpoints: tuple[str, ...], front: tuple[str, int]) -> str:
        made = self.balancers.add_load_balancer(endpoints, vip=front[0], internal_port=80, external_port=front[1])
        return str(made.id)

    def make_namespace(self) -> str:
        return str(self.namespaces.create().id)

    def map_port(self, endpoint: str, port: int) -> None:
        self.endpoints.add_policies(endpoint, hns.NatPolicy(protocol="TCP", internal_port=80, external_port=port))

    def network(self, id: str) -> Network:
        found = self.networks.get(id)
        return network_of(found.name, found.subnets[0].address_prefix)

    def endpoint(self, id: str) -> Endpoint:
        return self.as_endpoint(self.endpoints.get(id))

    @staticmethod
    def as_endpoint(found: hns.HNSEndpoint) -> Endpoint:
        space = found.namespace.id if found.namespace else None
        ports = tuple(policy.external_port or 0 for policy in found.policies if isinstance(policy, hns.NatPolicy))
        network, state = str(found.virtual_network).lower(), found.state or 0
        return Endpoint(network, found.name or "", str(found.ip_address), ports, int(state), space and space.lower())

    @staticmethod
    def as_balancer(found: hns.PolicyList) -> Balancer:
        [policy] = found.policies
        assert isinstance(policy, hns.ELBPolicy)
        return Balancer(tuple(found.endpoint_ids), (str(policy.vips[0]), policy.external_port or 0))

    def namespace(self, id: str) -> list[str]:
        return [held.lower() for held in self.namespaces.endpoints(id)]


class Version2:
    """HCN, through computenetwork.dll."""

    def __init__(self, host: Host) -> None:
        self.networks = host.hcn.networks
        self.endpoints = host.hcn.endpoints
        self.balancers = host.hcn.load_balancers
        self.namespaces = host.hcn.namespaces

    def make_network(self, name: str, subnet: int) -> str:
        ipam = hcn.Ipam.static(f"10.0.{subnet}.0/24", gateway=f"10.0.{subnet}.1")
        return str(self.networks.create(hcn.HostComputeNetwork(name=name, type="NAT", ipams=(ipam,))).id)

    def make_endpoint(self, network: str, name: str, address: str, ports: Iterable[int]) -> str:
        policies = [hcn.PortMapping(protocol="tcp", internal_port=80, external_port=port) for port in ports]
        addresses = (hcn.IpConfig(ip_address=address),) if address else ()
        model = hcn.HostComputeEndpoint(
            name=name, host_compute_network=network, ip_configurations=addresses, policies=policies
        )
        return str(self.endpoints.create(model).id)

    def make_balancer(self, endpoints: tuple[str, ...], front: tuple[str, int]) -> str:
        made = self.balancers.add(endpoints, vips=front[:1], internal_port=80, external_port=front[1])
        return str(made.id)

    def make_namespace(self) -> str:
        return str(self.namespaces.create().id)

    def map_port(self, endpoint: str, port: int) -> None:
        self.endpoints.add_policies(endpoint, hcn.PortMapping(protocol="tcp", internal_port=80, external_port=port))

    def network(self, id: str) -> Network:
        found = self.networks.get(id)
        return network_of(found.name, found.ipams[0].subnets[0].ip_address_prefix)

    def endpoint(self, id: str) -> Endpoint:
        return self.as_endpoint(self.endpoints.get(id))

    @staticmethod
    def as_endpoint(found: hcn.HostComputeEndpoint) -> Endpoint:
        space = str(found.host_compute_namespace or NOBODY).lower()
        ports = tuple(
            policy.external_port or 0 for policy in found.policies if isinstance(policy, hcn.PortMappingPolicySetting)
        )
        network = str(found.host_compute_network).lower()
        [address] = found.ip_addresses
        return Endpoint(
            network, found.name or "", str(address), ports, int(found.state or 0), None if space == NOBODY else space
        )

    @staticmethod
    def as_balancer(found: hcn.HostComputeLoadBalancer) -> Balancer:
        [mapping] = found.port_mappings
        endpoints = tuple(str(id).lower() for id in found.host_compute_endpoints)
        return Balancer(endpoints, (str(found.frontend_vips[0]), mapping.external_port or 0))

    def namespace(self, id: str) -> list[str]:
        return self.namespaces.endpoints(id)


Door = Version1 | Version2
