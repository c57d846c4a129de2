"""A failure at each native call in turn, in each operation that makes several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hcspy
from hcspy import hns
from hcspy.host import Host
from hcspy.testing import Call, FakeHost

Setup = Callable[[Host, FakeHost], Any]
Operation = Callable[[Host, Any], Any]

SUBNET = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
OTHER = hns.Subnet(address_prefix="10.1.0.0/24", gateway_address="10.1.0.1")
BLOCK = hns.ACL(action="Block", direction="Out", priority=200)
QOS = hns.QOS(maximum_outgoing_bandwidth_in_bytes=1000)
SEEN = ("Name", "Policies", "IPAddress", "References", "ResourceList", "SharedContainers", "State")


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


def _attached(host: Host, fake: FakeHost) -> hns.HNSEndpoint:
    endpoint = _endpoint(host, fake)
    host.hot_attach(endpoint, "c1")
    return endpoint


def _detached(host: Host, fake: FakeHost) -> hns.HNSEndpoint:
    """An endpoint that is in the state to which a rollback leads: it has been plugged in before."""
    endpoint = _attached(host, fake)
    host.hot_detach(endpoint, "c1")
    return endpoint


def _transaction(host: Host, network: hns.HNSNetwork) -> None:
    with host.transaction() as tx:
        endpoint = tx.hns.endpoints.create(hns.HNSEndpoint(name="a", virtual_network=network))
        tx.hns.endpoints.add_policies(endpoint, BLOCK)
        namespace = tx.hns.namespaces.create()
        tx.hns.namespaces.add_endpoint(namespace, endpoint)
        tx.hns.endpoints.create(hns.HNSEndpoint(name="b", virtual_network=network))


def _transaction_of_ensures(host: Host, endpoint: hns.HNSEndpoint) -> None:
    with host.transaction() as tx:
        network = tx.hns.networks.ensure(hns.HNSNetwork(name="two", type="NAT")).object
        tx.hns.endpoints.ensure(hns.HNSEndpoint(name="b", virtual_network=network, policies=[QOS]))
        model = hns.HNSEndpoint(name="web-0", virtual_network=endpoint.virtual_network, ip_address="10.0.0.9")
        tx.hns.endpoints.ensure(model)


def _transaction_of_attachments(host: Host, endpoint: hns.HNSEndpoint) -> None:
    with host.transaction() as tx:
        tx.hns.endpoints.attach_container(endpoint, "c1")
        tx.hns.endpoints.detach_container(endpoint, "c1")
        tx.hns.endpoints.attach_host(endpoint)
        tx.hns.endpoints.detach_host(endpoint)


def _transaction_that_deletes(host: Host, made: tuple[hns.PolicyList, hns.HNSEndpoint]) -> None:
    balancer, other = made
    with host.transaction() as tx:
        tx.hns.policy_lists.delete(balancer)
        tx.hns.endpoints.replace_policies(other, QOS)
        tx.hns.policy_lists.add_load_balancer([other], vip="10.96.0.2", internal_port=80, external_port=81)


def _balancer_model(endpoints: list[hns.HNSEndpoint]) -> hns.PolicyList:
    elb = hns.ELB(protocol=6, internal_port=80, external_port=81, vips=["10.96.0.1"])
    return hns.PolicyList(references=[f"/endpoints/{endpoint.id}" for endpoint in endpoints], policies=[elb])


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
                policies=[BLOCK],
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
        lambda host, made: host.hns.endpoints.add_policies(made, BLOCK),
    ),
    "policies removed": (_endpoint, lambda host, made: host.hns.endpoints.remove_policies(made, made.policies[0])),
    "balancer grows": (_balancer, lambda host, made: host.hns.policy_lists.add_endpoint(*made)),
    "balancer updated": (
        _balancer,
        lambda host, made: host.hns.policy_lists.update(hcspy.evolve(made[0], references=())),
    ),
    "balancer shrinks": (
        _balancer,
        lambda host, made: host.hns.policy_lists.remove_endpoint(made[0], made[0].endpoint_ids[0]),
    ),
    "ensure creates a balancer": (
        _endpoint,
        lambda host, made: host.hns.policy_lists.ensure(_balancer_model([made])),
    ),
    "ensure recreates a balancer": (
        _balancer,
        lambda host, made: host.hns.policy_lists.ensure(_balancer_model([made[1]])),
    ),
    "ensure modifies a network": (
        _network,
        lambda host, made: host.hns.networks.ensure(hns.HNSNetwork(name="web", type="NAT", policies=[QOS])),
    ),
    "policies replaced": (_endpoint, lambda host, made: host.hns.endpoints.replace_policies(made, QOS)),
    "policies of a network added": (_network, lambda host, made: host.hns.networks.add_policies(made, QOS)),
    "hot attach": (_endpoint, lambda host, made: host.hot_attach(made, "c1")),
    "hot detach": (_attached, lambda host, made: host.hot_detach(made, "c1")),
    "snapshot": (_balancer, lambda host, made: host.snapshot()),
    "transaction": (_network, _transaction),
    "transaction of ensures": (_endpoint, _transaction_of_ensures),
    "transaction of attachments": (_detached, _transaction_of_attachments),
    "transaction that deletes": (_balancer, _transaction_that_deletes),
}


def _objects(host: Host) -> dict[str, Any]:
    """What exists, without what a recreation or a repeated write changes for good reasons."""
    snapshot = host.snapshot().dump()
    return {
        kind: {
            entry["ID"]: {name: entry.get(name) or None for name in SEEN} | _prefixes(entry) for entry in snapshot[kind]
        }
        for kind in ("networks", "endpoints", "policylists", "namespaces")
    }


def _prefixes(entry: dict[str, Any]) -> dict[str, Any]:
    return {"Subnets": [subnet["AddressPrefix"] for subnet in entry.get("Subnets", ())]}


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
    fake.assert_clean()  # nobody can do more about that handle
    fake.close()
