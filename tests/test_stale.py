"""What is stale, and what becomes of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import hcspy
import hcspy.aio
from hcspy import hcn, hns
from hcspy.errors import (
    AccessDeniedError,
    InUseError,
    InvalidDocumentError,
    LoadBalancerNotFoundError,
    NotFoundError,
    ServiceUnavailableError,
    TimedOutError,
)
from hcspy.host import Host
from hcspy.snapshot import Snapshot
from hcspy.sweep import Sweep
from hcspy.testing import FakeHost

PROFILES = ("rs1", "1803", "2019", "1903", "2022", "win11", "2025")


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        yield host


def overlay(host: Host, name: str = "pods", prefix: str = "10.244.1") -> hcn.HostComputeNetwork:
    """Make a network that knows endpoints of other hosts."""
    plan = hcn.Ipam.static(f"{prefix}.0/24", gateway=f"{prefix}.1", policies=[hcn.VSID(isolation_id=4096)])
    return host.hcn.networks.create(hcn.HostComputeNetwork(name=name, type="Overlay", ipams=[plan]))


def pod(
    host: Host, network: hcn.HostComputeNetwork, name: str, *, owner: str | None = None, namespace: Any = None
) -> hcn.HostComputeEndpoint:
    """Make an endpoint, in a namespace or in none."""
    model = hcn.HostComputeEndpoint(name=name, owner=owner, host_compute_network=network)
    return host.hcn.endpoints.create(model, namespace=namespace)


def remote(host: Host, network: hcn.HostComputeNetwork, ip: str) -> hcn.HostComputeEndpoint:
    """Make an endpoint that stands for one on another host."""
    policy = hcn.ProviderAddressEndpointPolicySetting(provider_address="192.168.1.2")
    config = hcn.IpConfig(ip_address=ip)
    model = hcn.HostComputeEndpoint(
        name=f"remote-{ip}", host_compute_network=network, ip_configurations=[config], policies=[policy]
    )
    return host.hcn.endpoints.create_remote(model)


def service(host: Host, *backends: hcn.HostComputeEndpoint, vip: str = "10.96.0.10") -> hcn.HostComputeLoadBalancer:
    """Make a load balancer with session affinity, which HNS v1 has no member for."""
    return host.hcn.load_balancers.add(
        backends, vips=[vip], internal_port=80, external_port=80, source_vip="10.244.1.2", distribution=2
    )


def names(host: Host, **conditions: Any) -> list[str]:
    """Return the names of what is stale."""
    return [entry.name for entry in host.snapshot().stale(**conditions)]


# -- what is stale ------------------------------------------------------------------------------------------------


def test_endpoint_in_no_namespace_is_stale(host: Host) -> None:
    """A plugin that died between two calls leaves it; its address is lost for pods."""
    network = overlay(host)
    endpoint = pod(host, network, "lost")
    pod(host, network, "used", namespace=host.hcn.namespaces.create())
    (found,) = host.snapshot().stale()
    assert (found.kind, found.id, found.name, found.network) == ("endpoint", endpoint.id, "lost", "pods")
    assert found.reason == "in no namespace, attached to nothing"
    assert found.action == "delete"


def test_endpoint_of_a_deleted_namespace_is_stale() -> None:
    """Some builds go on naming the namespace that is gone."""
    snapshot = Snapshot.load(
        {
            "endpoints": [{"ID": "1", "Name": "lost", "Namespace": {"ID": "C97B1953-13DB-4E25-8877-170425485D9C"}}],
            "namespaces": [{"ID": "d0000000-0000-0000-0000-000000000000"}],
        }
    )
    (found,) = snapshot.stale()
    assert found.reason == "its namespace c97b1953-13db-4e25-8877-170425485d9c is gone, attached to nothing"


def test_endpoint_whose_namespace_does_not_list_it_is_in_use() -> None:
    """One of the two documents is late; nobody is to lose a network by that."""
    snapshot = Snapshot.load({"endpoints": [{"ID": "1", "Namespace": {"ID": "{2A}"}}], "namespaces": [{"ID": "2a"}]})
    assert snapshot.stale() == []


def test_endpoint_of_the_host_is_in_use(host: Host) -> None:
    """flannel and Calico attach one to the host: it is how the host reaches its pods."""
    endpoint = pod(host, overlay(host), "cbr0_ep")
    host.hns.endpoints.attach_host(str(endpoint.id))
    assert host.snapshot().stale() == []


def test_endpoint_in_the_default_namespace_is_in_use(host: Host) -> None:
    """Proxies and ncproxy put theirs there."""
    default = host.hcn.namespaces.ensure(hcn.HostComputeNamespace(type="HostDefault")).object
    pod(host, overlay(host), "host", namespace=default)
    assert host.snapshot().stale() == []


def test_endpoint_of_a_container_is_in_use(fake_host: FakeHost, host: Host) -> None:
    """Docker attaches endpoints without a namespace."""
    endpoint = pod(host, overlay(host), "docker")
    fake_host.add_container("c1")
    host.hns.endpoints.attach_container(str(endpoint.id), "c1")
    assert host.snapshot().stale() == []


def test_endpoint_of_a_virtual_machine_is_in_use() -> None:
    """While the machine is switched off nothing is attached, but it wants its adapter back."""
    machine = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
    endpoints = [
        {"ID": "1", "VirtualMachine": machine},
        {"ID": "2", "VirtualMachine": "00000000-0000-0000-0000-000000000000"},
    ]
    assert [found.id for found in Snapshot.load({"endpoints": endpoints}).stale()] == ["2"]


def test_endpoint_behind_a_balancer_is_in_use(host: Host) -> None:
    """The balancer has an owner who is to change it first."""
    network = overlay(host)
    service(host, pod(host, network, "local"), remote(host, network, "10.244.1.77"))
    assert host.snapshot().stale() == []


def test_remote_endpoint_without_use_is_stale(host: Host) -> None:
    """kube-proxy leaks them; each keeps an address, and thousands make each sync take minutes."""
    network = overlay(host)
    remote(host, network, "10.244.1.77")
    (found,) = host.snapshot().stale()
    assert (found.kind, found.name) == ("remote endpoint", "remote-10.244.1.77")
    assert found.reason == "no load balancer or route refers to it"


def test_remote_endpoint_of_a_route_is_in_use(host: Host) -> None:
    """Load balancers are not the only ones who refer to endpoints."""
    route = hcn.SDNRoute(destination_prefix="10.1.0.0/16", need_encap=True)
    used = remote(host, overlay(host), "10.244.1.77")
    host.hcn.routes.create(hcn.HostComputeRoute(host_compute_endpoints=[used], setting=[route]))
    assert host.snapshot().stale() == []


def test_balancer_of_gone_endpoints_is_stale(host: Host) -> None:
    """Connections to its address time out: there is nobody behind it."""
    backend = remote(host, overlay(host), "10.244.1.77")
    service(host, backend)
    host.hcn.endpoints.delete(backend)
    (found,) = host.snapshot().stale()
    assert (found.kind, found.name, found.network, found.action) == ("load balancer", "10.96.0.10:80", None, "delete")
    assert str(found) == f"load balancer 10.96.0.10:80: all of its endpoints are gone: {backend.id}"


def test_balancer_of_some_gone_endpoints_is_to_be_repaired(host: Host) -> None:
    """Those behind it that live serve on; deleting it would be an outage."""
    network = overlay(host)
    backends = [remote(host, network, f"10.244.1.{number}") for number in (77, 78, 79)]
    service(host, *backends)
    host.hcn.endpoints.delete(backends[1])
    (found,) = host.snapshot().stale()
    assert found.action == "repair"
    assert found.left == (backends[0].id, backends[2].id)
    assert found.reason == f"1 of its 3 endpoints are gone: {backends[1].id}"
    assert found.network == "pods"


def test_route_of_gone_endpoints_is_stale(host: Host) -> None:
    """A route is named by its prefix."""
    endpoint = pod(host, overlay(host), "pod")
    route = hcn.SDNRoute(destination_prefix="10.1.0.0/16", need_encap=True)
    host.hcn.routes.create(hcn.HostComputeRoute(host_compute_endpoints=[endpoint], setting=[route]))
    host.hcn.endpoints.delete(endpoint)
    (found,) = host.snapshot().stale()
    assert (found.kind, found.name) == ("route", "10.1.0.0/16")


def test_stale_is_sorted_as_it_can_be_removed(host: Host) -> None:
    """What refers to something goes before it."""
    network = overlay(host)
    pod(host, network, "lost")
    remote(host, network, "10.244.1.77")
    backend = remote(host, network, "10.244.1.78")
    service(host, backend)
    host.hcn.endpoints.delete(backend)
    assert [found.kind for found in host.snapshot().stale()] == ["load balancer", "remote endpoint", "endpoint"]


def test_stale_of_a_dump_is_that_of_the_host(host: Host) -> None:
    """A node that fails at night is judged on a laptop in the morning."""
    pod(host, overlay(host), "lost")
    snapshot = host.snapshot()
    assert Snapshot.load(snapshot.dump()).stale() == snapshot.stale() != []


def test_stale_by_network_and_name(host: Host) -> None:
    """On a shared node one asks for one's own."""
    first, second = overlay(host), overlay(host, "other", "10.9.9")
    for network in (first, second):
        pod(host, network, "cali-1")
        pod(host, network, "docker-1")
    assert names(host, network="pods") == ["cali-1", "docker-1"]
    assert names(host, network=str(second.id).upper(), owner="cali") == ["cali-1"]
    assert names(host, owner="nobody") == []


def test_owner_of_a_document_decides_before_the_name() -> None:
    """A name that begins like ours is no proof when somebody else has signed."""
    endpoints = [{"ID": "1", "Name": "cali-1", "Owner": "docker"}, {"ID": "2", "Name": "x", "Owner": "calico"}]
    assert [found.id for found in Snapshot.load({"endpoints": endpoints}).stale(owner="cali")] == ["2"]


def test_empty_owner_is_refused(host: Host) -> None:
    """An empty variable in a script must not select all that there is."""
    with pytest.raises(InvalidDocumentError, match="every name begins with it"):
        host.snapshot().stale(owner="")


def test_network_that_is_gone_is_called_by_its_id() -> None:
    """There is no other name for it."""
    (found,) = Snapshot.load({"endpoints": [{"ID": "1", "VirtualNetwork": "2A"}]}).stale()
    assert (found.network, found.name) == ("2A", "1")


def test_network_is_looked_up_where_the_endpoint_does_not_name_it() -> None:
    """Documents put together by hand have ids only."""
    snapshot = Snapshot.load(
        {"networks": [{"ID": "2a", "Name": "web"}], "endpoints": [{"ID": "1", "VirtualNetwork": "2A"}]}
    )
    assert snapshot.stale(network="web")


def test_judging_takes_as_many_calls_for_many_endpoints(fake_host: FakeHost, host: Host) -> None:
    """Ten thousand endpoints are four listings."""
    network = overlay(host)
    for number in range(30):
        pod(host, network, f"pod-{number}")
    fake_host.calls.clear()
    assert len(host.snapshot().stale()) == 30
    assert len(fake_host.calls.requests) == 5


@pytest.mark.parametrize("error", [0x80070005, 0x80004005])
def test_listing_that_fails_makes_nothing_stale(fake_host: FakeHost, host: Host, error: int) -> None:
    """Without the namespaces each pod's endpoint would look unused."""
    pod(host, overlay(host), "used", namespace=host.hcn.namespaces.create())
    fake_host.on("GET /namespaces*").fail(error)
    with pytest.raises(hcspy.HcspyError):
        host.snapshot()


def test_listing_that_times_out_makes_nothing_stale(fake_host: FakeHost) -> None:
    """The answer to the next question is as good as none."""
    fake_host.on("GET /namespaces*").hang()
    with fake_host.connect(timeout=0.2) as host, pytest.raises(TimedOutError):
        host.snapshot()


# -- removing it --------------------------------------------------------------------------------------------------


def test_gc_removes_what_it_is_told_to(host: Host) -> None:
    """And nothing of others."""
    network = overlay(host)
    for name, owner in (("a", "calico"), ("calico-b", None), ("calico-c", "docker"), ("d", None)):
        pod(host, network, name, owner=owner)
    used = pod(host, network, "calico-used", namespace=host.hcn.namespaces.create())
    swept = host.gc(owner="calico", settle=0)
    assert [entry.name for entry in swept.removed] == ["a", "calico-b"]
    assert swept.removed[0].owner == "calico"
    assert (swept.leftovers, swept.used) == ([], [])
    assert [endpoint.name for endpoint in host.hcn.endpoints.list()] == ["calico-c", "d", used.name]


def test_gc_without_conditions_is_refused(host: Host) -> None:
    """There is no such thing as everybody's rubbish."""
    pod(host, overlay(host), "lost")
    with pytest.raises(InvalidDocumentError, match="only what it is told to"):
        host.gc()
    assert names(host) == ["lost"]


def test_gc_dry_run_shows_all_and_removes_nothing(host: Host) -> None:
    """With the owners that HNS v1 does not know."""
    pod(host, overlay(host), "lost", owner="calico")
    swept = host.gc(dry_run=True)
    assert [(entry.name, entry.owner) for entry in swept.found] == [("lost", "calico")]
    assert swept.removed == ()
    assert names(host) == ["lost"]


def test_gc_by_id_takes_only_what_is_stale(host: Host) -> None:
    """A wrong id must not cost a pod its network."""
    network = overlay(host)
    used = pod(host, network, "used", namespace=host.hcn.namespaces.create())
    lost = pod(host, network, "lost")
    with pytest.raises(NotFoundError, match=str(used.id)):
        host.gc(str(used.id), settle=0)
    assert [entry.name for entry in host.gc("{" + str(lost.id).upper() + "}", settle=0).removed] == ["lost"]


def test_gc_leaves_what_comes_into_use_meanwhile(host: Host) -> None:
    """A plugin creates an endpoint first and puts it into its namespace then."""
    endpoint = pod(host, overlay(host), "young")
    namespace = host.hcn.namespaces.create()
    plugin = threading.Timer(0.1, host.hcn.namespaces.add_endpoint, (namespace, endpoint))
    plugin.start()
    swept = host.gc(network="pods", settle=3)
    plugin.join()
    assert [entry.name for entry in swept.used] == ["young"]
    assert swept.removed == []
    assert host.hcn.endpoints.get(endpoint).name == "young"


def test_gc_deletes_a_balancer_with_nobody_behind_it(host: Host) -> None:
    """Its endpoints are gone, so nothing is in the way."""
    backend = remote(host, overlay(host), "10.244.1.77")
    balancer = service(host, backend)
    host.hcn.endpoints.delete(backend)
    host.gc(str(balancer.id), settle=0)
    with pytest.raises(LoadBalancerNotFoundError):
        host.hcn.load_balancers.get(balancer)
    assert names(host) == []


@pytest.mark.parametrize("profile", ["2022", "2025"])
def test_gc_repairs_a_balancer_that_serves(profile: str) -> None:
    """Whichever way the Windows has to change it, affinity and the rest stay."""
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        network = overlay(host)
        backends = [remote(host, network, f"10.244.1.{number}") for number in (77, 78)]
        balancer = service(host, *backends)
        host.hcn.endpoints.delete(backends[0])
        assert [entry.action for entry in host.gc(network="pods", settle=0).removed] == ["repair"]
        (after,) = host.hcn.load_balancers.list()
        assert after.host_compute_endpoints == (backends[1].id,)
        assert (after.id, after.port_mappings) == (balancer.id, balancer.port_mappings)
        assert names(host) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_gc_works_on_each_windows(profile: str) -> None:
    """HNS v1 is there on all; HCN, where it is."""
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
        network = host.hns.networks.create(hns.HNSNetwork(name="web", type="L2Bridge", subnets=[subnet]))
        for name in ("a", "b", "c"):
            host.hns.endpoints.create(hns.HNSEndpoint(name=name, virtual_network=network))
        first, second, _ = host.hns.endpoints.list()
        host.hns.policy_lists.add_load_balancer([first, second], vip="10.96.0.1", internal_port=80, external_port=81)
        host.hns.endpoints.delete(first)
        assert [str(entry.name) for entry in host.gc(network="web", settle=0).removed] == ["10.96.0.1:81", "c"]
        (balancer,) = host.hns.policy_lists.list()
        assert balancer.endpoint_ids == (second.id,)
        assert names(host) == []


def test_gc_goes_on_after_an_error(fake_host: FakeHost, host: Host) -> None:
    """One object that the service holds on to is no reason to keep the others."""
    network = overlay(host)
    for name in ("a", "b", "c"):
        pod(host, network, name)
    fake_host.on("DELETE /endpoints/*", nth=2).fail(0x803B002C)
    swept = host.gc(network="pods", settle=0)
    assert [entry.name for entry in swept.removed] == ["a", "c"]
    (left,) = swept.leftovers
    assert isinstance(left.error, InUseError)
    assert str(left).startswith("endpoint b (")
    assert names(host) == ["b"]


def test_gc_asks_no_more_when_the_service_is_gone(fake_host: FakeHost, host: Host) -> None:
    """Each call would wait for it; all that is left is named."""
    network = overlay(host)
    for name in ("a", "b", "c"):
        pod(host, network, name)
    fake_host.on("DELETE /endpoints/*", nth=2).fail(0x80070426)
    swept = host.gc(network="pods", settle=0)
    assert [entry.name for entry in swept.removed] == ["a"]
    assert [left.stale.name for left in swept.leftovers] == ["b", "c"]
    assert all(isinstance(left.error, ServiceUnavailableError) for left in swept.leftovers)
    assert names(host) == ["b", "c"]


def test_gc_takes_for_done_what_somebody_else_has_deleted(fake_host: FakeHost, host: Host) -> None:
    """Two of them on one host do not disturb each other."""
    pod(host, overlay(host), "lost")
    fake_host.on("DELETE /endpoints/*").fail(0x803B0002)
    assert [entry.name for entry in host.gc(network="pods", settle=0).removed] == ["lost"]


def test_gc_tells_when_owners_cannot_be_asked(fake_host: FakeHost, host: Host) -> None:
    """Without the owner's name it would go by the object's, which may be that of somebody else."""
    pod(host, overlay(host), "calico-1", owner="docker")
    fake_host.on("HcnOpenEndpoint").fail(0x80070005)
    with pytest.raises(AccessDeniedError):
        host.gc(owner="calico", settle=0)
    assert names(host) == ["calico-1"]


def test_gc_leaves_no_handles(fake_host: FakeHost, host: Host) -> None:
    """It runs every few minutes, for months."""
    pod(host, overlay(host), "lost")
    host.gc(network="pods", settle=0)
    fake_host.assert_clean()


def test_gc_is_awaited_by_programs_that_await(fake_host: FakeHost, host: Host) -> None:
    """The same verb with the same arguments; the pause holds up nobody."""
    pod(host, overlay(host), "lost")

    async def main() -> Sweep:
        async with hcspy.aio.connect(fake_host) as awaited:
            return await awaited.gc(network="pods", settle=0)

    assert [entry.name for entry in asyncio.run(main()).removed] == ["lost"]
