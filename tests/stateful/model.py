"""What a host holds, as simply as it can be said: which operations it allows, and what is there afterwards.

Each operation has a method that returns the code with which the service refuses it, 0 if it does not, and the
bookkeeping for when it has been done. Ids are in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

NAME_TAKEN = 0x803B0010
NETWORK_NOT_FOUND = 0x803B0001
ENDPOINT_NOT_FOUND = 0x803B0002
PORT_NOT_FOUND = 0x803B0007
PORT_TAKEN = 0x803B0013
ATTACHED = 0x803B0014
OUTSIDE = 0x803B001E
IN_NAMESPACE = 0x803B002B
NOT_ATTACHED = 0x803B0034
NOT_FOUND = 0x80070490
IN_USE = 0x80071392
SHARING_VIOLATION = 0x80070020
ALREADY_EXISTS = 0x800700B7


@dataclass
class Network:
    """A NAT network with one subnet, 10.0.n.0/24."""

    name: str
    subnet: int


@dataclass
class Endpoint:
    """An endpoint: where it is, what it has mapped, what it is plugged into."""

    network: str
    name: str
    address: str
    ports: tuple[int, ...] = ()
    state: int = 1  # 1 created, 2 attached to the host, 4 unplugged
    namespace: str | None = None


@dataclass
class Balancer:
    """A load balancer; its endpoints may be gone."""

    endpoints: tuple[str, ...]
    front: tuple[str, int]


@dataclass
class Model:
    """The objects of a host by id."""

    port_taken: int = PORT_TAKEN
    networks: dict[str, Network] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    balancers: dict[str, Balancer] = field(default_factory=dict)
    namespaces: dict[str, list[str]] = field(default_factory=dict)

    # -- what is refused --------------------------------------------------------------------------------------------

    def refuses_network(self, name: str, subnet: int) -> int:
        """Names are unique, letter case aside, and so are the ranges of NAT networks."""
        if any(held.name.lower() == name.lower() for held in self.networks.values()):
            return NAME_TAKEN
        return IN_USE if any(held.subnet == subnet for held in self.networks.values()) else 0

    def refuses_endpoint(self, network: str, address: str, ports: tuple[int, ...]) -> int:
        """An external port has one user; an address lies in the subnet and has one user, the gateway among them."""
        if network not in self.networks:
            return NETWORK_NOT_FOUND
        if self.taken(ports):
            return self.port_taken
        prefix = f"10.0.{self.networks[network].subnet}."
        if address and not address.startswith(prefix):
            return OUTSIDE
        return IN_USE if address in {f"{prefix}1", *self.addresses(network)} else 0

    def refuses_port(self, endpoint: str, port: int) -> int:
        """Not even the endpoint that has mapped a port maps it again."""
        if endpoint not in self.endpoints:
            return ENDPOINT_NOT_FOUND
        return self.port_taken if self.taken((port,)) else 0

    def refuses_balancer(self, endpoints: tuple[str, ...], front: tuple[str, int]) -> int:
        """It refers to endpoints that are there and have a port of the switch; a front has one balancer."""
        for id in endpoints:
            if id not in self.endpoints:
                return ENDPOINT_NOT_FOUND
            if self.endpoints[id].state == 4:
                return PORT_NOT_FOUND
        return ALREADY_EXISTS if any(held.front == front for held in self.balancers.values()) else 0

    def refuses_joining(self, namespace: str, endpoint: str) -> int:
        """An endpoint is in one namespace at most."""
        if namespace not in self.namespaces:
            return NOT_FOUND
        if endpoint not in self.endpoints:
            return ENDPOINT_NOT_FOUND
        return IN_NAMESPACE if self.endpoints[endpoint].namespace else 0

    def refuses_leaving(self, namespace: str, endpoint: str) -> int:
        """Only what is in a namespace can leave it."""
        return 0 if endpoint in self.namespaces.get(namespace, ()) else NOT_FOUND

    def refuses_attaching(self, endpoint: str) -> int:
        """An endpoint is plugged in once."""
        if endpoint not in self.endpoints:
            return ENDPOINT_NOT_FOUND
        return ATTACHED if self.endpoints[endpoint].state == 2 else 0

    def refuses_detaching(self, endpoint: str) -> int:
        """Only what is plugged in can be unplugged."""
        if endpoint not in self.endpoints:
            return ENDPOINT_NOT_FOUND
        return 0 if self.endpoints[endpoint].state == 2 else NOT_ATTACHED

    def taken(self, ports: tuple[int, ...]) -> bool:
        """Tell whether anybody has mapped one of these external ports."""
        return any(port in held.ports for port in ports for held in self.endpoints.values())

    def addresses(self, network: str) -> Iterator[str]:
        """The addresses of a network's endpoints."""
        return (held.address for held in self.endpoints.values() if held.network == network)

    # -- what an operation does -------------------------------------------------------------------------------------

    def drop_network(self, id: str) -> None:
        """A network takes its endpoints with it, and the balancers that have lost their last endpoint by that."""
        del self.networks[id]
        gone = {key for key, held in self.endpoints.items() if held.network == id}
        for endpoint in gone:
            self.drop_endpoint(endpoint)
        for key, balancer in [*self.balancers.items()]:
            if gone & {*balancer.endpoints} and not self.endpoints.keys() & {*balancer.endpoints}:
                del self.balancers[key]

    def drop_endpoint(self, id: str) -> None:
        """An endpoint leaves its namespace; balancers keep their reference."""
        namespace = self.endpoints.pop(id).namespace
        if namespace:
            self.namespaces[namespace].remove(id)

    def drop_balancer(self, id: str) -> None:
        """Nothing depends on a balancer."""
        del self.balancers[id]

    def drop_namespace(self, id: str) -> None:
        """The endpoints in a namespace are set free."""
        for endpoint in [*self.namespaces[id]]:
            self.leave(id, endpoint)
        del self.namespaces[id]

    def join(self, namespace: str, endpoint: str) -> None:
        """An endpoint goes into a namespace."""
        self.namespaces[namespace].append(endpoint)
        self.endpoints[endpoint].namespace = namespace

    def leave(self, namespace: str, endpoint: str) -> None:
        """An endpoint that leaves a namespace is unplugged."""
        self.namespaces[namespace].remove(endpoint)
        held = self.endpoints[endpoint]
        held.namespace = None
        held.state = 4 if held.state == 2 else held.state
