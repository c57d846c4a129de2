from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import hcspy
from hcspy import hns
from hcspy.errors import InvalidDocumentError, ServiceUnavailableError
from hcspy.hcs import Properties
from hcspy.host import Host
from hcspy.snapshot import Snapshot
from hcspy.testing import FakeHost

SUBNET = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")


def build(host: Host) -> hns.HNSEndpoint:
    """Make one object of each kind."""
    network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[SUBNET]))
    nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
    endpoint = host.hns.endpoints.create(
        hns.HNSEndpoint(name="web-0", virtual_network=network, ip_address="10.0.0.7", policies=[nat])
    )
    namespace = host.hns.namespaces.create()
    host.hns.namespaces.add_endpoint(namespace, endpoint)
    host.hns.policy_lists.add_load_balancer([endpoint], vip="10.96.0.1", internal_port=80, external_port=81)
    return endpoint


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        build(host)
        yield host


def test_dump_is_json_and_loads_again(host: Host) -> None:
    """A dump of a production node goes to a laptop as a file."""
    snapshot = host.snapshot()
    text = json.dumps(snapshot.dump())
    again = Snapshot.load(json.loads(text))
    assert again == snapshot
    assert json.dumps(again.dump()) == text


def test_dump_of_a_node_can_be_played(host: Host) -> None:
    """The fake takes it and shows the same picture."""
    document = host.snapshot().dump()
    with FakeHost(load=document) as fake, fake.connect() as laptop:
        assert laptop.snapshot().diff(host.snapshot()) == []
        assert laptop.hns.endpoints.find(ip="10.0.0.7") is not None


def test_load_refuses_what_is_no_snapshot() -> None:
    """The message names what should be in it."""
    with pytest.raises(InvalidDocumentError, match="networks, endpoints"):
        Snapshot.load({"Name": "web"})


def test_diff_shows_added_removed_and_changed(host: Host) -> None:
    """By name, with the members that differ."""
    before = host.snapshot()
    endpoint = host.hns.endpoints.get(name="web-0")
    host.hns.endpoints.add_policies(endpoint, hns.QOS(maximum_outgoing_bandwidth_in_bytes=1000))
    host.hns.networks.create(hns.HNSNetwork(name="new", type="Private"))
    host.hns.policy_lists.delete(host.hns.policy_lists.list()[0])
    found = {f"{difference.what} {difference.kind} {difference.name}" for difference in before.diff(host.snapshot())}
    assert "changed endpoints web/web-0" in found
    assert "added networks new" in found
    assert "removed policylists ELB 10.96.0.1:81" in found
    assert len(found) == 3


def test_diff_is_empty_for_the_same_host(host: Host) -> None:
    """Reading changes nothing."""
    assert host.snapshot().diff(host.snapshot()) == []


def test_two_nodes_compare_by_name_not_by_id(host: Host) -> None:
    """Ids, pools and counters are never the same on two nodes."""
    with FakeHost(seed=7) as other, other.connect() as node:
        build(node)
        found = host.snapshot().diff(node.snapshot())
        # A namespace has no name: its id is all there is.
        assert {difference.kind for difference in found} <= {"namespaces"}


def test_unnamed_objects_match_by_address() -> None:
    """All unnamed endpoints are called Ethernet."""
    left = Snapshot(endpoints=(hns.HNSEndpoint(id="a", ip_address="10.0.0.7", dns_suffix="one"),))
    right = Snapshot(endpoints=(hns.HNSEndpoint(id="b", ip_address="10.0.0.7", dns_suffix="two"),))
    (found,) = left.diff(right)
    assert str(found) == "changed endpoints ?/10.0.0.7\n    DNSSuffix: 'one' -> 'two'"


def test_diff_shows_what_is_on_one_side_only() -> None:
    """A member that the other node lacks is a difference too."""
    left = Snapshot(networks=(hns.HNSNetwork(name="a", dns_suffix="corp"),))
    right = Snapshot(networks=(hns.HNSNetwork(name="a"),))
    (found,) = left.diff(right)
    assert [str(change) for change in found.changes] == ["DNSSuffix: 'corp' -> None"]
    assert [str(change) for change in right.diff(left)[0].changes] == ["DNSSuffix: None -> 'corp'"]


def test_tree_draws_what_hangs_on_what(host: Host) -> None:
    """People look at this first."""
    text = str(host.snapshot().tree())
    assert text.startswith("host (HNS 13.3)")
    assert "network web (NAT) 10.0.0.0/24" in text
    assert "endpoint web-0 10.0.0.7 created" in text
    assert "NAT Protocol=TCP InternalPort=80 ExternalPort=8080" in text
    assert "-> endpoint web-0 10.0.0.7" in text


def test_tree_shows_lost_objects() -> None:
    """An endpoint without its network and a reference to nothing are what one looks for."""
    snapshot = Snapshot(
        endpoints=(hns.HNSEndpoint(id="a", name="lost", virtual_network="gone", shared_containers=["c1"]),),
        policylists=(hns.PolicyList(id="p", references=["/endpoints/GONE"]),),
    )
    text = str(snapshot.tree())
    assert "endpoint lost" in text
    assert "container c1" in text
    assert "endpoint gone (missing)" in text


def test_old_build_lacks_kinds_but_not_a_picture() -> None:
    """Server 2016 knows neither namespaces nor its own version."""
    with hcspy.connect("fake", profile="rs1") as host:
        host.hns.networks.create(hns.HNSNetwork(name="nat", type="nat"))
        assert host.snapshot().networks[0].name == "nat"


def test_stopped_service_is_no_empty_picture(host: Host, fake_host: FakeHost) -> None:
    """A snapshot of nothing would look like a clean node."""
    fake_host.on("GET /namespaces*").fail(0x80070426)
    with pytest.raises(ServiceUnavailableError):
        host.snapshot()


def test_snapshot_has_what_runs_joined_to_its_endpoints(fake_host: FakeHost) -> None:
    """Which container is behind this address, and does it still run?"""
    host = fake_host.host
    host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT"))
    options: dict[str, Any] = {"remove_on_exit": True}
    containers = host.containers
    with containers.create("nanoserver", name="web", network="nat", **options) as web, \
            containers.create("nanoserver", name="db", **options):  # fmt: skip
        web.start()
        before = host.snapshot()
        drawn = str(before.tree()).splitlines()
        assert drawn[-2].endswith("└── container web running of hcspy")
        assert drawn[-1] == "└── container db created of hcspy"
        assert Snapshot.load(json.loads(json.dumps(before.dump()))) == before
        with FakeHost(load=before.dump()) as copy:
            assert [system.id for system in copy.host.snapshot().systems] == ["web"]  # its endpoint says so
        web.kill()
    (gone, other) = (found for found in before.diff(host.snapshot()) if found.kind == "systems")
    assert [(found.what, found.name) for found in (gone, other)] == [("removed", "web"), ("removed", "db")]


def test_virtual_machine_is_called_one() -> None:
    """It is no container, though the service has both."""
    picture = str(Snapshot(systems=(Properties(id="vm", system_type="VirtualMachine"),)).tree())
    assert picture.splitlines()[1] == "└── virtual machine vm"


def test_host_without_compute_service_has_a_snapshot_all_the_same(fake_host: FakeHost) -> None:
    """A host may have networks only."""
    fake_host.on("HcsEnumerateComputeSystems").fail(0x80004001)
    assert fake_host.host.snapshot().systems == ()
