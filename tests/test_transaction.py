from __future__ import annotations

from collections.abc import Iterator

import pytest

import hcspy
from hcspy import hcn, hns
from hcspy.errors import HcspyError, InUseError, NetworkNotFoundError, NotSupportedError, TransactionError
from hcspy.host import Host
from hcspy.testing import FakeHost

NAT = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)


class Boom(Exception):
    """Something else in the block goes wrong."""


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        yield host


@pytest.fixture
def network(host: Host) -> hns.HNSNetwork:
    return host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))


@pytest.fixture
def endpoint(host: Host, network: hns.HNSNetwork) -> hns.HNSEndpoint:
    return host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network, policies=[NAT]))


def _dump(host: Host) -> object:
    return {
        kind: [(entry["ID"], entry.get("Policies"), entry.get("State"), entry.get("References")) for entry in entries]
        for kind, entries in host.snapshot().dump().items()
        if kind not in ("version", "systems")
    }


def test_block_that_ends_keeps_everything(host: Host) -> None:
    """The steps have happened when they return."""
    with host.transaction() as tx:
        network = tx.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        assert host.hns.networks.get(network) == network
    assert host.hns.networks.list() == [network]


def test_block_that_fails_undoes_every_kind_of_step(
    host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint, fake_host: FakeHost
) -> None:
    """Each verb has its way back, and they are walked in reverse."""
    fake_host.add_container("c1")
    other = host.hns.endpoints.create(hns.HNSEndpoint(name="web-1", virtual_network=network))
    space = host.hns.namespaces.create()
    balancer = host.hns.policy_lists.add_load_balancer([endpoint], vip="10.96.0.1", internal_port=80, external_port=81)
    before = _dump(host)
    with pytest.raises(Boom), host.transaction() as tx:
        made = tx.hns.networks.create_endpoint(network, hns.HNSEndpoint(name="new"))
        tx.hns.policy_lists.add_endpoint(balancer, other)
        tx.hns.policy_lists.add_route([other], destination_prefix="10.0.0.0/8")
        tx.hns.endpoints.add_policies(endpoint, hns.ACL(action="Block", direction="Out", priority=200))
        tx.hns.endpoints.replace_policies(str(endpoint.id))
        tx.hns.networks.modify(network, {"Policies": []})
        tx.hns.endpoints.attach_container(made, "c1")
        tx.hns.endpoints.detach_container(made, "c1")
        tx.hns.endpoints.attach_host(other)
        tx.hns.namespaces.add_endpoint(space, endpoint)
        tx.hns.namespaces.remove_endpoint(space, endpoint)
        raise Boom
    after = _dump(host)
    assert {kind: len(entries) for kind, entries in after.items()} == {  # type: ignore[attr-defined]
        kind: len(entries)
        for kind, entries in before.items()  # type: ignore[attr-defined]
    }
    assert host.hns.endpoints.get(endpoint).policies == endpoint.policies
    assert host.hns.networks.get(network).policies == network.policies
    assert host.hns.policy_lists.get(balancer).references == balancer.references


def test_ensure_is_undone_by_what_it_did(host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint) -> None:
    """Created goes, modified and recreated come back, unchanged stays."""
    with pytest.raises(Boom), host.transaction() as tx:
        assert tx.hns.networks.ensure(hns.HNSNetwork(name="web", type="NAT")).action == "unchanged"
        assert tx.hns.networks.ensure(hns.HNSNetwork(name="two", type="NAT")).action == "created"
        model = hns.HNSEndpoint(
            name="web-0", virtual_network=network, policies=[hns.QOS(maximum_outgoing_bandwidth_in_bytes=9)]
        )
        assert tx.hns.endpoints.ensure(model).action == "modified"
        raise Boom
    assert [entry.name for entry in host.hns.networks.list()] == ["web"]
    assert host.hns.endpoints.get(endpoint).policies == endpoint.policies


def test_recreated_object_comes_back_as_it_was(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """With its id: others refer to it."""
    model = hns.HNSEndpoint(name="web-0", virtual_network=endpoint.virtual_network, mac_address="00-15-5D-00-00-09")
    with pytest.raises(Boom), host.transaction() as tx:
        assert tx.hns.endpoints.ensure(model).action == "recreated"
        raise Boom
    (back,) = host.hns.endpoints.list()
    assert (back.id, back.mac_address, back.policies) == (endpoint.id, endpoint.mac_address, endpoint.policies)


def test_deletes_run_at_commit(host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint) -> None:
    """What a delete destroys cannot be brought back whole, so it waits until all else has gone well."""
    with host.transaction() as tx:
        assert tx.hns.endpoints.delete(endpoint) is None  # type: ignore[func-returns-value]
        assert host.hns.endpoints.get(endpoint) == endpoint
    assert host.hns.endpoints.list() == []


def test_deletes_do_not_run_when_the_block_fails(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Nothing is deleted half-way."""
    with pytest.raises(Boom), host.transaction() as tx:
        tx.hns.endpoints.delete(endpoint)
        raise Boom
    assert host.hns.endpoints.get(endpoint) == endpoint


def test_failing_first_delete_undoes_the_rest(host: Host, network: hns.HNSNetwork) -> None:
    """Nothing has been destroyed yet."""
    with pytest.raises(NetworkNotFoundError), host.transaction() as tx:
        tx.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
        tx.hns.networks.delete("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
    assert host.hns.endpoints.list() == []


def test_failing_later_delete_names_what_is_gone(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """What was deleted before cannot be taken back."""
    with pytest.raises(TransactionError, match="network 9c1d7f2e") as caught, host.transaction() as tx:
        tx.hns.endpoints.delete(endpoint)
        tx.hns.networks.delete("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
    assert caught.value.leftovers == ("endpoint web-0 is deleted",)


def test_leftovers_are_on_the_error(host: Host, network: hns.HNSNetwork, fake_host: FakeHost) -> None:
    """The operator must know what to remove by hand."""
    fake_host.on("DELETE /endpoints/*").fail(0x80004005)
    with pytest.raises(InUseError) as caught, host.transaction() as tx:
        tx.hns.endpoints.create(hns.HNSEndpoint(name="left", virtual_network=network))
        raise InUseError("no")
    assert caught.value.leftovers[0].startswith("endpoint left")


def test_leftovers_of_a_foreign_error_are_a_note(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """An unplugged virtual machine cannot be plugged in again: HNS does not say which adapter it was."""
    host.hns.endpoints.attach_vm(endpoint, "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f--nic")
    with pytest.raises(Boom) as caught, host.transaction() as tx:
        tx.hns.endpoints.detach_vm(endpoint)
        raise Boom
    assert "detach_vm of web-0" in caught.value.__notes__[0]


def test_own_steps_take_their_turn(host: Host) -> None:
    """A program has things of its own to undo."""
    order: list[str] = []
    with pytest.raises(Boom), host.transaction() as tx:
        tx.on_rollback(order.append, "first")
        tx.on_rollback(order.append, "second")
        raise Boom
    assert order == ["second", "first"]


def test_reading_goes_through(host: Host, network: hns.HNSNetwork) -> None:
    """A transaction has every verb, and the values beside them."""
    with host.transaction() as tx:
        assert tx.hns.networks.list() == [network]
        assert tx.hns.globals() == host.hns.globals()


def test_ended_transaction_is_refused(host: Host) -> None:
    """What is done after the block would never be undone."""
    with host.transaction() as tx:
        pass
    with pytest.raises(TransactionError, match="ended"):
        tx.hns.networks.create(hns.HNSNetwork(name="late", type="NAT"))
    with pytest.raises(TransactionError):
        host.transaction().hns.networks.delete("x")


def test_namespace_and_attachment_are_undone(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Moving in is undone by moving out, and the other way round."""
    space = host.hns.namespaces.create()
    with pytest.raises(Boom), host.transaction() as tx:
        tx.hns.namespaces.add_endpoint(space, endpoint)
        tx.hns.endpoints.attach_host(endpoint)
        raise Boom
    assert host.hns.namespaces.endpoints(space) == []
    assert host.hns.endpoints.get(endpoint).state is not hns.EndpointState.ATTACHED


@pytest.mark.hcspy(profile="2025")
def test_management_addresses_come_back(host: Host) -> None:
    """The list as it was, or none."""
    with pytest.raises(Boom), host.transaction() as tx:
        tx.hns.accelnet.set(["00-15-5D-0A-B7-C6"])
        raise Boom
    assert host.hns.accelnet.get().mac_address_list == ()
    host.hns.accelnet.set(["00-15-5D-0A-B7-C6"])
    with pytest.raises(Boom), host.transaction() as tx:
        tx.hns.accelnet.set(["00-15-5D-38-01-00"])
        raise Boom
    assert [entry.mac_address for entry in host.hns.accelnet.get().mac_address_list] == ["00-15-5D-0A-B7-C6"]


def test_unknown_way_back_is_said() -> None:
    """Not silently skipped."""
    from hcspy.transaction import _unknown_adapter

    with pytest.raises(NotSupportedError):
        _unknown_adapter()
    assert issubclass(NotSupportedError, HcspyError)


def test_arguments_may_be_given_by_name(host: Host) -> None:
    """The verbs of a transaction are the host's verbs: whatever is called there can be called here."""
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="pods", type="NAT"))
    space = host.hcn.namespaces.create()
    endpoint = host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=network))
    before = host.hcn.snapshot()
    with pytest.raises(Boom), host.transaction() as tx:
        tx.hcn.namespaces.add_endpoint(ref=space, endpoint=endpoint)
        tx.hcn.networks.update(model=hcspy.evolve(network, dns=hcn.Dns(domain="corp.example")))
        tx.hcn.networks.modify(ref=network, request={"ResourceType": "DNS", "RequestType": "Update", "Settings": {}})
        tx.hcn.endpoints.delete(ref=endpoint)
        raise Boom
    assert host.hcn.snapshot().diff(before) == []
