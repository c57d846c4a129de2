"""A failure at each native call in turn, in each operation that makes several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hcspy
from hcspy import hns
from hcspy.host import Host
from hcspy.testing import Call, FakeHost, LeakError

Setup = Callable[[Host, FakeHost], Any]
Operation = Callable[[Host, Any], Any]

SUBNET = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
OTHER = hns.Subnet(address_prefix="10.1.0.0/24", gateway_address="10.1.0.1")


def _network(host: Host, fake: FakeHost) -> hns.HNSNetwork:
    return host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[SUBNET]))


def _endpoint(host: Host, fake: FakeHost) -> hns.HNSEndpoint:
    nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
    network = _network(host, fake)
    fake.add_container("c1")
    return host.hns.endpoints.create(
        hns.HNSEndpoint(name="web-0", virtual_network=network, ip_address="10.0.0.7", policies=[nat])
    )


def _balancer(host: Host, fake: FakeHost) -> tuple[hns.PolicyList, hns.HNSEndpoint]:
    endpoint = _endpoint(host, fake)
    other = host.hns.endpoints.create(hns.HNSEndpoint(name="web-1", virtual_network=endpoint.virtual_network))
    balancer = host.hns.policy_lists.add_load_balancer([endpoint], vip="10.96.0.1", internal_port=80, external_port=81)
    return balancer, other


def _namespace(host: Host, fake: FakeHost) -> tuple[hns.HNSNetwork, hns.Namespace]:
    return _network(host, fake), host.hns.namespaces.create()


def _transaction(host: Host, network: hns.HNSNetwork) -> None:
    with host.transaction() as tx:
        endpoint = tx.hns.endpoints.create(hns.HNSEndpoint(name="a", virtual_network=network))
        tx.hns.endpoints.add_policies(endpoint, hns.ACL(action="Block", direction="Out", priority=200))
        namespace = tx.hns.namespaces.create()
        tx.hns.namespaces.add_endpoint(namespace, endpoint)
        tx.hns.endpoints.create(hns.HNSEndpoint(name="b", virtual_network=network))


OPERATIONS: dict[str, tuple[Setup, Operation]] = {
    "endpoint in a namespace": (
        _namespace,
        lambda host, made: host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=made[0]), namespace=made[1]),
    ),
    "ensure creates": (
        lambda host, fake: None,
        lambda host, made: host.hns.networks.ensure(hns.HNSNetwork(name="web", type="NAT")),
    ),
    "ensure modifies": (
        _endpoint,
        lambda host, made: host.hns.endpoints.ensure(
            hns.HNSEndpoint(
                name="web-0",
                virtual_network=made.virtual_network,
                policies=[hns.ACL(action="Block", direction="Out", priority=200)],
            )
        ),
    ),
    "ensure recreates a network": (
        _network,
        lambda host, made: host.hns.networks.ensure(hns.HNSNetwork(name="web", type="NAT", subnets=[OTHER])),
    ),
    "ensure recreates an endpoint": (
        _endpoint,
        lambda host, made: host.hns.endpoints.ensure(
            hns.HNSEndpoint(name="web-0", virtual_network=made.virtual_network, ip_address="10.0.0.8")
        ),
    ),
    "policies added": (
        _endpoint,
        lambda host, made: host.hns.endpoints.add_policies(
            made, hns.ACL(action="Block", direction="Out", priority=200)
        ),
    ),
    "policies removed": (_endpoint, lambda host, made: host.hns.endpoints.remove_policies(made, made.policies[0])),
    "balancer grows": (_balancer, lambda host, made: host.hns.policy_lists.add_endpoint(*made)),
    "balancer updated": (
        _balancer,
        lambda host, made: host.hns.policy_lists.update(hcspy.evolve(made[0], references=())),
    ),
    "hot attach": (_endpoint, lambda host, made: host.hot_attach(made, "c1")),
    "transaction": (_network, _transaction),
}


def _objects(host: Host) -> dict[str, Any]:
    """What exists, without what a recreation or a repeated write changes for good reasons."""
    snapshot = host.snapshot().dump()
    return {
        kind: [{name: entry.get(name) for name in ("ID", "Name", "Policies", "IPAddress", "References", "State")}]
        for kind in ("networks", "endpoints", "policylists", "namespaces")
        for entry in snapshot[kind]
    }


def _counts(call: Call) -> bool:
    """Frees and closes cannot fail in a way that anybody could act on; their own tests are elsewhere."""
    return "Free" not in call.export and "Close" not in call.export


def _calls_of(setup: Setup, operation: Operation) -> int:
    with FakeHost() as fake, fake.connect() as host:
        made = setup(host, fake)
        fake.calls.clear()
        operation(host, made)
        return len([call for call in fake.calls if _counts(call)])


@pytest.mark.parametrize("name", OPERATIONS)
def test_failure_at_each_call_leaves_nothing_half_done(name: str) -> None:
    """Whatever call fails: no half-made object, nothing lost, no string or handle leaked, nothing left unsaid."""
    setup, operation = OPERATIONS[name]
    total = _calls_of(setup, operation)
    assert total > 1
    for nth in range(1, total + 1):
        with FakeHost() as fake, fake.connect() as host:
            made = setup(host, fake)
            before = _objects(host)
            with (
                fake.on("*", nth=nth, when=_counts).fail(0x80004005) as rule,
                pytest.raises(hcspy.HcspyError) as caught,
            ):
                operation(host, made)
            assert rule.fired == 1
            assert not caught.value.leftovers
            assert _objects(host) == before
            fake.assert_clean()


def test_failing_close_does_not_hide_what_happened() -> None:
    """The endpoint is attached: to report a failure would make the caller do it again."""
    fake = FakeHost()
    with fake.connect() as host:
        endpoint = _endpoint(host, fake)
        fake.on("HcsCloseComputeSystem", nth=1).fail(0x80004005)
        host.hot_attach(endpoint, "c1")
        assert host.hns.endpoints.is_attached(endpoint, "c1")
    with pytest.raises(LeakError, match="HcsOpenComputeSystem"):
        fake.assert_clean()
    fake.close()
