from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import hcspy
from hcspy import hcn
from hcspy.errors import InvalidDocumentError, ServiceUnavailableError
from hcspy.host import Host
from hcspy.testing import FakeHost
from hcspy.verbs.stale import Stale

IPAM = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")


def build(host: Host) -> hcn.HostComputeEndpoint:
    """Make one object of each kind."""
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="L2Bridge", ipams=[IPAM]))
    namespace = host.hcn.namespaces.create()
    mapping = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=8080)
    model = hcn.HostComputeEndpoint(
        name="web-0",
        host_compute_network=network,
        ip_configurations=[hcn.IpConfig(ip_address="10.0.0.7", prefix_length=24)],
        policies=[mapping],
    )
    endpoint = host.hcn.endpoints.create(model, namespace=namespace)
    host.hcn.load_balancers.add([endpoint], internal_port=80, external_port=81, vips=["10.96.0.1"])
    host.hcn.routes.add([endpoint], destination_prefix="192.168.77.0/24", next_hop="10.0.0.1")
    return endpoint


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        build(host)
        yield host


def test_dump_is_json_and_loads_again(host: Host) -> None:
    """A dump of a production node goes to a laptop as a file."""
    snapshot = host.hcn.snapshot()
    text = json.dumps(snapshot.dump())
    again = hcn.Snapshot.load(json.loads(text))
    assert again == snapshot
    assert json.dumps(again.dump()) == text
    assert hcn.Snapshot.load({"networks": []}).version is None
    assert "version" not in hcn.Snapshot().dump()


def test_dump_of_a_node_can_be_played(host: Host) -> None:
    """The fake takes it and shows the same picture."""
    before = host.hcn.snapshot()
    with FakeHost(load=before.dump()) as fake, fake.connect() as laptop:
        assert laptop.hcn.snapshot().diff(before) == []
        assert laptop.hcn.endpoints.get(name="web-0").ip_addresses == ("10.0.0.7",)


def test_load_refuses_what_is_no_snapshot() -> None:
    """The message names what should be in it."""
    with pytest.raises(InvalidDocumentError, match="networks, endpoints"):
        hcn.Snapshot.load({"Name": "web"})


def test_diff_shows_added_removed_and_changed(host: Host) -> None:
    """By name, with the members that differ."""
    before = host.hcn.snapshot()
    endpoint = host.hcn.endpoints.get(name="web-0")
    host.hcn.endpoints.add_policies(endpoint, hcn.QOS(maximum_outgoing_bandwidth_in_bytes=1000))
    host.hcn.networks.create(hcn.HostComputeNetwork(name="new", type="Private"))
    host.hcn.routes.delete(host.hcn.routes.list()[0])
    found = {
        f"{difference.what} {difference.kind} {difference.name}" for difference in before.diff(host.hcn.snapshot())
    }
    assert found == {
        "changed endpoints web/web-0",
        "added networks new",
        "removed routes 192.168.77.0/24",
    }


def test_diff_is_empty_for_the_same_host(host: Host) -> None:
    """Reading changes nothing."""
    assert host.hcn.snapshot().diff(host.hcn.snapshot()) == []


def test_two_nodes_compare_by_name_not_by_id(host: Host) -> None:
    """Ids, pools and counters are never the same on two nodes."""
    with FakeHost(seed=7) as other, other.connect() as node:
        build(node)
        assert host.hcn.snapshot().diff(node.hcn.snapshot()) == []


def test_diff_names_what_an_object_refers_to(host: Host) -> None:
    """An endpoint that left its namespace is a change of the namespace."""
    before = host.hcn.snapshot()
    namespace = host.hcn.namespaces.list(type="Host")[0]
    host.hcn.namespaces.remove_endpoint(namespace, host.hcn.endpoints.get(name="web-0"))
    changed = {found.kind: [str(change) for change in found.changes] for found in before.diff(host.hcn.snapshot())}
    assert changed["namespaces"] == ["HostComputeEndpoints: ['web/web-0'] -> []"]


def test_unnamed_endpoints_match_by_address() -> None:
    """All unnamed endpoints are called Ethernet."""
    ends = [hcn.IpConfig(ip_address="10.0.0.7")], [hcn.IpConfig(ip_address="10.0.0.8")]
    one, two = (hcn.HostComputeEndpoint(id=str(n), name="Ethernet", ip_configurations=ip) for n, ip in enumerate(ends))
    also, last = (
        hcn.HostComputeEndpoint(id=f"a{n}", name="Ethernet", ip_configurations=ip, owner="x")
        for n, ip in enumerate(reversed(ends))
    )
    found = hcn.Snapshot(endpoints=(one, two)).diff(hcn.Snapshot(endpoints=(also, last)))
    assert [str(difference) for difference in found] == [
        "changed endpoints ?/10.0.0.7\n    Owner: None -> 'x'",
        "changed endpoints ?/10.0.0.8\n    Owner: None -> 'x'",
    ]


def test_guest_network_services_match_by_name() -> None:
    """They have no address."""
    left, right = (hcn.GuestNetworkService(id=id, name="wsl") for id in "ab")
    assert hcn.Snapshot(guest_network_services=(left,)).diff(hcn.Snapshot(guest_network_services=(right,))) == []


def test_objects_are_found_by_id(host: Host) -> None:
    """In whatever spelling."""
    snapshot = host.hcn.snapshot()
    (endpoint,) = snapshot.endpoints
    assert endpoint.id is not None
    assert snapshot.endpoint(f"{{{endpoint.id.upper()}}}") is endpoint
    network = snapshot.network_of(endpoint)
    assert network is not None
    assert network.name == "web"
    (namespace,) = (held for held in snapshot.namespaces if held.endpoint_ids)
    for holder in (network, namespace, snapshot.load_balancers[0], snapshot.routes[0]):
        assert snapshot.endpoints_of(holder) == [endpoint]
    assert snapshot.network(None) is None


def test_tree_draws_what_hangs_on_what(host: Host) -> None:
    """People look at this first."""
    text = str(host.hcn.snapshot().tree())
    assert text.startswith("host (HNS 13.3)")
    assert "network web (L2Bridge) 10.0.0.0/24" in text
    assert "endpoint web-0 10.0.0.7" in text
    assert "PortMapping Protocol=6 InternalPort=80 ExternalPort=8080" in text
    assert "load balancer 10.96.0.1 81:80/tcp" in text
    assert "route 192.168.77.0/24 via 10.0.0.1" in text
    assert text.count("-> endpoint web-0 10.0.0.7") == 3


def test_tree_shows_lost_objects() -> None:
    """An endpoint without its network and a reference to nothing are what one looks for."""
    snapshot = hcn.Snapshot(
        endpoints=(hcn.HostComputeEndpoint(id="a", host_compute_network="gone", flags=1),),
        load_balancers=(
            hcn.HostComputeLoadBalancer(
                id="b",
                host_compute_endpoints=["gone"],
                port_mappings=[hcn.LoadBalancerPortMapping(internal_port=1, external_port=2)],
            ),
        ),
        guest_network_services=(hcn.GuestNetworkService(id="g"),),
        namespaces=(
            hcn.HostComputeNamespace(
                id="n",
                resources=[hcn.NamespaceResource(type="Container", data=hcn.NamespaceResourceContainer(id="c1"))],
            ),
        ),
    )
    assert str(snapshot.tree()).splitlines() == [
        "host",
        "├── remote endpoint a",
        "├── namespace n",
        "│   └── container c1",
        "├── load balancer on the host's addresses 2:1/any",
        "│   └── -> endpoint gone (missing)",
        "└── guest network service g",
    ]


def test_old_build_lacks_kinds_but_not_a_picture() -> None:
    """Server 2019 has no guest network services."""
    with hcspy.connect("fake", profile="2019") as host:
        host.hcn.networks.create(hcn.HostComputeNetwork(name="nat", type="NAT"))
        assert "nat" in [network.name for network in host.hcn.snapshot().networks]


def test_stopped_service_is_no_empty_picture(host: Host, fake_host: FakeHost) -> None:
    """A snapshot of nothing would look like a clean node."""
    fake_host.on("HcnEnumerateNetworks").fail(0x80070426)
    with pytest.raises(ServiceUnavailableError):
        host.hcn.snapshot()


def test_refused_listing_of_a_new_kind_is_none_of_it(host: Host, fake_host: FakeHost) -> None:
    """Builds that export a function before they can do it answer so."""
    fake_host.on("HcnEnumerateSdnRoutes").fail(0x80004001)
    assert host.hcn.snapshot().routes == ()


# -- what is stale ------------------------------------------------------------------------------------------------


def facts(found: list[Stale]) -> list[tuple[object, ...]]:
    """Return what both forms of a snapshot can say; the owner is only in that of HCN."""
    return [(entry.kind, entry.id.lower(), entry.name, entry.reason, entry.network, entry.left) for entry in found]


@pytest.mark.parametrize("profile", ["2019", "1903", "2022", "win11", "2025"])
def test_both_forms_of_a_snapshot_agree_about_what_is_stale(profile: str) -> None:
    """There is one host: whether a pod loses its network must not depend on the door that was looked through."""
    with FakeHost(profile) as fake, fake.connect() as host:
        clutter(fake, host)
        found = host.hcn.snapshot().stale()
        assert facts(found) == facts(host.snapshot().stale())
        assert [entry.kind for entry in found] == ["load balancer", "route", "remote endpoint", "endpoint"]
        assert facts(hcn.Snapshot.load(host.hcn.snapshot().dump()).stale()) == facts(found)


def clutter(fake: FakeHost, host: Host) -> None:
    """Make one of each that is stale, and one of each that is in use."""
    plan = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=[hcn.VSID(isolation_id=4096)])
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="pods", type="Overlay", ipams=[plan]))

    def pod(name: str, **more: Any) -> hcn.HostComputeEndpoint:
        return host.hcn.endpoints.create(hcn.HostComputeEndpoint(name=name, host_compute_network=network), **more)

    def remote(ip: str) -> hcn.HostComputeEndpoint:
        provider = hcn.ProviderAddressEndpointPolicySetting(provider_address="192.168.1.2")
        config = hcn.IpConfig(ip_address=ip)
        model = hcn.HostComputeEndpoint(
            name=ip, host_compute_network=network, ip_configurations=[config], policies=[provider]
        )
        return host.hcn.endpoints.create_remote(model)

    remote("10.244.1.70")
    behind, going = remote("10.244.1.71"), remote("10.244.1.72")
    pod("lost")
    pod("used", namespace=host.hcn.namespaces.create())
    host.hns.endpoints.attach_host(str(pod("host").id))
    fake.add_container("c1")
    host.hns.endpoints.attach_container(str(pod("docker").id), "c1")
    host.hcn.load_balancers.add([behind, going], vips=["10.96.0.1"], internal_port=80, external_port=80)
    host.hcn.routes.add([going], destination_prefix="192.168.77.0/24", need_encap=True)
    host.hcn.endpoints.delete(going)


def test_owner_and_network_narrow_what_is_stale(fake_host: FakeHost) -> None:
    """Only the form of HCN says who made something: what is another plugin's is to be left alone."""
    with fake_host.connect() as host:
        network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        for owner in ("calico", "docker"):
            model = hcn.HostComputeEndpoint(name=f"cali-{owner}", owner=owner, host_compute_network=network)
            host.hcn.endpoints.create(model)
        snapshot = host.hcn.snapshot()
        assert [(entry.name, entry.owner) for entry in snapshot.stale(owner="cali")] == [("cali-calico", "calico")]
        assert len(snapshot.stale(network="web")) == len(snapshot.stale(network=str(network.id).upper())) == 2
        assert snapshot.stale(network="other") == []


def test_endpoint_of_a_virtual_machine_is_not_stale() -> None:
    """While the machine is switched off nothing is attached, but it wants its adapter back."""
    machine = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
    nobody = "00000000-0000-0000-0000-000000000000"
    endpoints = [
        {"ID": "1", "Health": {"Extra": {"VirtualMachine": machine}}},
        {"ID": "2", "Health": {"Extra": {"UtilityVM": machine}}},
        {"ID": "3", "Health": {"Extra": {"VirtualMachine": nobody}}, "HostComputeNamespace": nobody},
        {"ID": "4", "HostComputeNamespace": "c97b1953-13db-4e25-8877-170425485d9c"},
    ]
    found = hcn.Snapshot.load({"endpoints": endpoints}).stale()
    assert [(entry.id, entry.reason.split(",")[0]) for entry in found] == [
        ("3", "in no namespace"),
        ("4", "its namespace c97b1953-13db-4e25-8877-170425485d9c is gone"),
    ]
