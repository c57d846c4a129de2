"""Containers on a network: put there, taken off, compared, swept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from hcspy import Host, Transaction
from hcspy.cni.errors import CNIError, cni_error
from hcspy.cni.hcnplugin.addresses import Addresses
from hcspy.cni.hcnplugin.answer import answer
from hcspy.cni.hcnplugin.endpoints import Endpoints, endpoint_model, name_of
from hcspy.cni.hcnplugin.inspection import inspect
from hcspy.cni.hcnplugin.names import EndpointName, named_namespace
from hcspy.cni.hcnplugin.namespaces import Namespaces
from hcspy.cni.hcnplugin.networks import Networks
from hcspy.cni.hcnplugin.policies import endpoint_policies
from hcspy.cni.hcnplugin.settings import HCNConf, plans_of
from hcspy.cni.ipam.ledger import Key, Ledger
from hcspy.cni.locks import Locks
from hcspy.cni.request import AddRequest, CheckRequest, CNIRequest, DeleteRequest, GCRequest
from hcspy.cni.result import Result
from hcspy.errors import NetworkNotFoundError
from hcspy.hcn import HostComputeEndpoint, HostComputeNetwork, namespace_of

# How often the network may vanish between finding it and using it: HNS has other users, who know nothing of our locks.
ATTEMPTS: Final = 5


class Attachments:
    """The containers of one configuration on a host."""

    def __init__(
        self,
        host: Host,
        config: HCNConf,
        locks: Locks,
        ledger: Ledger,
        addresses: Callable[[CNIRequest[HCNConf]], Addresses],
    ) -> None:
        self._host = host
        self._config = config
        self._locks = locks
        self._ledger = ledger
        self._addresses = addresses
        self._networks = Networks(host, config, locks)
        self._namespaces = Namespaces(host)
        self._endpoints = Endpoints(host)

    # -- ADD --------------------------------------------------------------------------------------------------------

    def add(self, request: AddRequest[HCNConf]) -> Result:
        """Put a container on the network, or find it there."""
        endpoint_policies(self._config)  # what is wrong in the configuration is told before anything is made
        self._config.subnets()
        with self._locks.attachment(request.container_id, self._config.name):
            found = self._still_there(request)
            if found is not None:
                return answer(request, *found)
            return self._anew(request)

    def _still_there(self, request: AddRequest[HCNConf]) -> tuple[HostComputeNetwork, HostComputeEndpoint] | None:
        """Return what an ADD before has made, if it is whole; what is left of one that was killed goes."""
        network, endpoints = self._networks.find(), self._endpoints.named(name_of(request))
        wanted = self._namespaces.id_of(request.netns, request.container_id)
        for endpoint in endpoints:
            held = namespace_of(endpoint)
            if network is not None and held is not None and held.lower() == wanted:
                return network, self._endpoints.top_up(endpoint, self._config)
            if held is not None and self._namespaces.exists(held):
                raise CNIError(
                    f"container {request.container_id} has interface {request.ifname} in another namespace, {held}"
                )
            self._endpoints.remove(endpoint)
        return None

    def _anew(self, request: AddRequest[HCNConf]) -> Result:
        addresses = self._addresses(request)
        with self._host.transaction() as tx:
            tx.on_rollback(addresses.release)
            given = addresses.allocate(request)
            for attempt in range(ATTEMPTS):
                try:
                    return self._attached(request, given, tx)
                except NetworkNotFoundError:
                    if attempt == ATTEMPTS - 1:
                        raise
        raise AssertionError

    def _attached(self, request: AddRequest[HCNConf], given: Result | None, tx: Transaction) -> Result:
        plans = self._config.subnets() or plans_of(given.ips if given is not None else ())
        with self._networks.held(plans, tx) as network:
            namespace = self._namespaces.ensure(request.netns, request.container_id, self._config.name, tx)
            endpoint = self._endpoints.add(endpoint_model(request, network, given), namespace, tx)
        return answer(request, network, endpoint)

    # -- DEL --------------------------------------------------------------------------------------------------------

    def delete(self, request: DeleteRequest[HCNConf]) -> None:
        """Take a container off the network: whatever of it is there."""
        with self._locks.attachment(request.container_id, self._config.name):
            for endpoint in self._endpoints.named(name_of(request)):
                self._endpoints.remove(endpoint)
            if named_namespace(request.netns) is None:
                self._namespaces.remove_unused(request.container_id)
            self._addresses(request).release()
        self._tidy()

    def _tidy(self) -> None:
        if self._config.remove_unused_network:
            self._networks.remove_unused()

    # -- CHECK and STATUS -------------------------------------------------------------------------------------------

    def check(self, request: CheckRequest[HCNConf]) -> None:
        """Raise an error if a container is not on the network as ADD left it."""
        with self._locks.attachment(request.container_id, self._config.name):
            endpoints = self._endpoints.named(name_of(request))
            inspect(request, self._networks.find(), endpoints, self._namespaces)
            self._addresses(request).check()

    def status(self, request: CNIRequest[HCNConf]) -> None:
        """Raise an error if no container could be put on the network."""
        self._networks.check()
        self._addresses(request).status()

    # -- GC ---------------------------------------------------------------------------------------------------------

    def gc(self, request: GCRequest[HCNConf]) -> None:
        """Take everything off the network that belongs to no valid attachment; go on when something fails."""
        sweep = Sweep()
        for name, endpoint in self._endpoints.of_network(self._config.name):
            if not request.is_valid(name.container_id, name.ifname):
                with sweep.step(f"endpoint {name}"):
                    self._remove(name, endpoint)
        with sweep.step("namespaces"):
            self._gc_namespaces(request, sweep)
        with sweep.step("addresses"):
            self._addresses(request).gc(request)
        with sweep.step(f"network {self._config.name}"):
            self._tidy()
        sweep.end()

    def _remove(self, name: EndpointName, endpoint: HostComputeEndpoint) -> None:
        with self._locks.attachment(name.container_id, self._config.name):
            self._endpoints.remove(endpoint)
            self._ledger.drop(self._config.name, Key(name.container_id, name.ifname))

    def _gc_namespaces(self, request: GCRequest[HCNConf], sweep: Sweep) -> None:
        used = {held.container_id for held in request.valid_attachments or ()}
        for container_id in self._namespaces.of_network(self._config.name):
            if container_id not in used:
                with sweep.step(f"the namespace of {container_id}"):
                    self._namespaces.remove_unused(container_id)


class Sweep:
    """Steps that do not depend on each other: one that fails does not keep the others."""

    def __init__(self) -> None:
        self._failed: list[tuple[str, CNIError]] = []

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Do something; note its failure."""
        try:
            yield
        except Exception as error:
            self._failed.append((what, cni_error(error)))

    def end(self) -> None:
        """Raise one error for all that failed."""
        if self._failed:
            what, first = self._failed[0]
            others = "; ".join(f"{name}: {error}" for name, error in self._failed[1:])
            raise CNIError(f"{what}: {first}", code=first.cni_code, details=others or first.details)
