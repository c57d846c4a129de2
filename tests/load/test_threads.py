"""16 threads create, modify and delete through both doors of one fake, for half a minute.

``HCSPY_LOAD_SECONDS`` makes it shorter or longer. What the threads are after is scarce on purpose: four networks, few
names, addresses and ports for all of them, so that each keeps meeting what another one has made or deleted meanwhile.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from hcspy import hcn, hns
from hcspy.errors import (
    AlreadyAttachedError,
    AlreadyExistsError,
    EndpointInNamespaceError,
    HcspyError,
    NotAttachedError,
    NotFoundError,
    PortInUseError,
    PortNotFoundError,
    StaleHandleError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

THREADS = 16
SECONDS = float(os.environ.get("HCSPY_LOAD_SECONDS", "30"))
NAMES = ("web", "db", "cache", "queue")

# What another thread may have done: made the same thing, or taken away what this one is about.
GONE = (NotFoundError, StaleHandleError)
MAKING_NETWORK = (AlreadyExistsError, *GONE)
MAKING_ENDPOINT = (AlreadyExistsError, PortInUseError, *GONE)
MAKING_BALANCER = (AlreadyExistsError, PortNotFoundError, *GONE)
JOINING = (EndpointInNamespaceError, *GONE)
PLUGGING = (AlreadyAttachedError, NotAttachedError, *GONE)


class Worker(threading.Thread):
    """One program of many on a host."""

    def __init__(self, host: Host, number: int, end: float) -> None:
        super().__init__(name=f"worker {number}")
        self.host, self.end = host, end
        self.chance = random.Random(number)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.failure: BaseException | None = None
        self.steps: list[tuple[Callable[[], object], tuple[type[HcspyError], ...]]] = [
            (self.make_network, MAKING_NETWORK),
            (self.make_endpoint, MAKING_ENDPOINT),
            (self.make_endpoint, MAKING_ENDPOINT),
            (self.make_namespace, GONE),
            (self.make_balancer, MAKING_BALANCER),
            (self.change_policies, MAKING_ENDPOINT),
            (self.join_namespace, JOINING),
            (self.leave_namespace, PLUGGING),
            (self.plug, PLUGGING),
            (self.drop, GONE),
            (self.look, ()),
        ]

    def run(self) -> None:
        """Take step after step until time is up, or something happens that must not."""
        try:
            while time.monotonic() < self.end:
                step, allowed = self.chance.choice(self.steps)
                self.take(step, allowed)
        except BaseException as failure:
            self.failure = failure

    def take(self, step: Callable[[], object], allowed: tuple[type[HcspyError], ...]) -> None:
        """Take one step; it may be refused for what the step allows, and for nothing else."""
        try:
            step()
        except allowed as refusal:
            self.refused[type(refusal).__name__] += 1
        else:
            self.done[step.__name__] += 1

    # -- objects ----------------------------------------------------------------------------------------------------

    def one_of(self, noun: str) -> Any:
        """Return one of the objects that there are, by its id."""
        listed = getattr(self.host.hcn, noun).list()
        if not listed:
            raise NotFoundError(f"there are no {noun}")
        return self.chance.choice(listed).id

    @property
    def second(self) -> bool:
        """Which of the two doors is taken."""
        return self.chance.random() < 0.5

    # -- steps ------------------------------------------------------------------------------------------------------

    def make_network(self) -> None:
        number = self.chance.randrange(4)
        prefix, gateway = f"10.0.{number}.0/24", f"10.0.{number}.1"
        if self.second:
            ipam = hcn.Ipam.static(prefix, gateway=gateway)
            self.host.hcn.networks.create(hcn.HostComputeNetwork(name=NAMES[number], type="NAT", ipams=(ipam,)))
        else:
            held = hns.Subnet(address_prefix=prefix, gateway_address=gateway)
            self.host.hns.networks.create(hns.HNSNetwork(name=NAMES[number], type="NAT", subnets=(held,)))

    def make_endpoint(self) -> None:
        network, port = self.one_of("networks"), self.chance.randrange(8080, 8100)
        if self.second:
            mapping = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=port)
            model = hcn.HostComputeEndpoint(name="pod", host_compute_network=network, policies=(mapping,))
            self.host.hcn.endpoints.create(model)
        else:
            nat = hns.NatPolicy(protocol="TCP", internal_port=80, external_port=port)
            self.host.hns.endpoints.create(hns.HNSEndpoint(name="pod", virtual_network=network, policies=(nat,)))

    def make_namespace(self) -> None:
        if len(self.host.hcn.namespaces.list()) < 8:
            self.host.hcn.namespaces.create() if self.second else self.host.hns.namespaces.create()

    def make_balancer(self) -> None:
        endpoint, vip = self.one_of("endpoints"), f"10.96.0.{self.chance.randrange(1, 9)}"
        if self.second:
            self.host.hcn.load_balancers.add([endpoint], vips=[vip], internal_port=80, external_port=80)
        else:
            self.host.hns.policy_lists.add_load_balancer([endpoint], vip=vip, internal_port=80, external_port=80)

    def change_policies(self) -> None:
        endpoint = self.one_of("endpoints")
        if self.second:
            block = hcn.ACL(action="Block", direction="Out", priority=self.chance.randrange(100, 200))
            self.host.hcn.endpoints.replace_policies(endpoint, block)
        else:
            allow = hns.ACL(action="Allow", direction="In", priority=self.chance.randrange(100, 200))
            self.host.hns.endpoints.add_policies(endpoint, allow)

    def join_namespace(self) -> None:
        door = self.host.hcn if self.second else self.host.hns
        door.namespaces.add_endpoint(self.one_of("namespaces"), self.one_of("endpoints"))

    def leave_namespace(self) -> None:
        door = self.host.hcn if self.second else self.host.hns
        namespace = self.one_of("namespaces")
        for endpoint in self.host.hcn.namespaces.endpoints(namespace)[:1]:
            door.namespaces.remove_endpoint(namespace, endpoint)

    def plug(self) -> None:
        endpoint = self.one_of("endpoints")
        if self.second:
            self.host.hns.endpoints.attach_host(endpoint)
        else:
            self.host.hns.endpoints.detach_host(endpoint)

    def drop(self) -> None:
        noun = self.chance.choice(("endpoints", "endpoints", "endpoints", "load_balancers", "namespaces", "networks"))
        id = self.one_of(noun)
        if self.second or noun == "load_balancers":
            getattr(self.host.hcn, noun).delete(id)
        else:
            getattr(self.host.hns, noun).delete(id)

    def look(self) -> None:
        """A listing never fails for what goes while it is read."""
        for noun in ("networks", "endpoints", "namespaces", "load_balancers"):
            getattr(self.host.hcn, noun).list()
        self.host.hns.endpoints.list()


@pytest.mark.load
@pytest.mark.timeout(SECONDS + 120)
def test_16_threads_meet_only_what_others_may_have_done() -> None:
    """A lock too few shows as an error that no service would give, a lock too many as threads that stand still."""
    with FakeHost() as fake, fake.connect() as host:
        end = time.monotonic() + SECONDS
        workers = [Worker(host, number, end) for number in range(THREADS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(SECONDS + 60)
        assert [worker.name for worker in workers if worker.is_alive()] == []
        for worker in workers:
            if worker.failure is not None:
                raise AssertionError(f"{worker.name} failed") from worker.failure
        done = sum((worker.done for worker in workers), Counter[str]())
        refused = sum((worker.refused for worker in workers), Counter[str]())
        print(f"{THREADS} threads, {SECONDS:g} s: {dict(done)}, refused {dict(refused)}")
        assert all(sum(worker.done.values()) > 0 for worker in workers)
        assert done.keys() == {step.__name__ for step, _ in workers[0].steps}
        _tell_the_same(host)
        _take_away(host)
        with fake.machine() as machine:
            assert machine.state.ports.users() == []
        fake.assert_clean()


def _tell_the_same(host: Host) -> None:
    """Both doors show the same objects, and each refers to what is there."""
    first, second = host.hns, host.hcn
    endpoints = {str(held.id).lower() for held in second.endpoints.list()}
    networks = {str(held.id).lower() for held in second.networks.list()}
    assert {str(held.id).lower() for held in first.endpoints.list()} == endpoints
    assert {str(held.id).lower() for held in first.networks.list()} == networks
    for held in second.endpoints.list():
        assert str(held.host_compute_network).lower() in networks
    for namespace in second.namespaces.list():
        assert endpoints.issuperset(namespace.endpoint_ids)


def _take_away(host: Host) -> None:
    """Delete everything."""
    for held in host.hcn.networks.list():
        host.hcn.networks.delete(held)
    for space in host.hcn.namespaces.list():
        host.hcn.namespaces.delete(space)
    for balancer in host.hcn.load_balancers.list():
        host.hcn.load_balancers.delete(balancer)
    assert host.hns.endpoints.list() == host.hns.networks.list() == host.hns.policy_lists.list() == []
