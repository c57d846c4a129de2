from __future__ import annotations

import json
from typing import Any

import pytest
from hcn_scripted import Scripted, record

import hcspy
from hcspy import hcn
from hcspy.errors import (
    AmbiguousError,
    EndpointNotFoundError,
    InvalidDocumentError,
    LoadBalancerNotFoundError,
    RouteNotFoundError,
    TimedOutError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "c0ffee00-1234-4abc-8def-00112233aabb"
FIRST, SECOND = "4f6a2c90-7d1e-4b3a-a5c8-112233445566", "e2b3d4f5-0c9a-4d8e-b1f2-778899aabbcc"

Backends = list[hcn.HostComputeEndpoint]


@pytest.fixture
def backends(host: Host, overlay: hcn.HostComputeNetwork) -> Backends:
    models = [hcn.HostComputeEndpoint(name=f"b{number}", host_compute_network=overlay) for number in range(2)]
    return [host.hcn.endpoints.create(model) for model in models]


@pytest.fixture
def balancer(host: Host, backends: Backends) -> hcn.HostComputeLoadBalancer:
    return host.hcn.load_balancers.add(
        backends[:1], vips=["10.96.0.10"], internal_port=8080, external_port=80, source_vip="10.244.1.200"
    )


@pytest.fixture
def route(host: Host, backends: Backends) -> hcn.HostComputeRoute:
    return host.hcn.routes.add(backends[:1], destination_prefix="192.168.77.0/24", next_hop="10.244.1.1")


# -- load balancers ---------------------------------------------------------------------------------------------------


def test_add_writes_what_it_is_told(balancer: hcn.HostComputeLoadBalancer, backends: Backends) -> None:
    """A service with one port is what most are."""
    assert balancer.host_compute_endpoints == (backends[0].id,)
    assert balancer.frontend_vips == ("10.96.0.10",)
    (mapping,) = balancer.port_mappings
    assert (mapping.protocol, mapping.internal_port, mapping.external_port) == (6, 8080, 80)


def test_list_filters_by_every_keyword(host: Host, balancer: hcn.HostComputeLoadBalancer, backends: Backends) -> None:
    """kube-proxy looks a balancer up by its service."""
    balancers = host.hcn.load_balancers
    assert balancers.list(vip="10.96.0.10", external_port=80) == [balancer]
    assert balancers.list(protocol="tcp") == balancers.list(protocol=6) == [balancer]
    assert balancers.list(endpoint=backends[0]) == [balancer]
    assert balancers.list(endpoint=backends[1]) == balancers.list(protocol="udp") == []
    assert balancers.list(name="x") == balancers.list(owner="nobody") == balancers.list(vip="10.96.0.11") == []
    assert balancers.find(external_port=81) is None
    assert balancers.get(balancer) == balancers.wait(balancer) == balancer
    with pytest.raises(LoadBalancerNotFoundError):
        balancers.get(ID)


@pytest.mark.parametrize("profile", ["2022", "2025"])
def test_endpoints_come_and_go_on_every_version(profile: str) -> None:
    """Before HNS 15.4 a balancer is made anew for it, and keeps its id."""
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        first, second = _backends(host)
        balancers = host.hcn.load_balancers
        balancer = balancers.add([first], vips=["10.96.0.10"], internal_port=80, external_port=80)
        grown = balancers.add_endpoint(balancer, second)
        assert (grown.id, set(grown.host_compute_endpoints)) == (balancer.id, {first.id, second.id})
        assert balancers.add_endpoint(str(balancer.id), second) == grown
        shrunk = balancers.remove_endpoint(str(balancer.id), str(first.id).upper())
        assert (shrunk.id, shrunk.host_compute_endpoints) == (balancer.id, (second.id,))
        assert balancers.remove_endpoint(shrunk, first, missing_ok=True) == shrunk
        with pytest.raises(EndpointNotFoundError, match="does not refer"):
            balancers.remove_endpoint(shrunk, first)
        fake.assert_clean()


def _backends(host: Host) -> Backends:
    ipam = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=[hcn.VSID(isolation_id=4096)])
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="vxlan0", type="Overlay", ipams=[ipam]))
    models = [hcn.HostComputeEndpoint(name=f"b{number}", host_compute_network=network) for number in range(2)]
    return [host.hcn.endpoints.create(model) for model in models]


def test_host_that_cannot_modify_is_asked_once(
    host: Host, balancer: hcn.HostComputeLoadBalancer, backends: Backends, fake_host: FakeHost
) -> None:
    """Three calls in vain for each of two thousand services would be minutes."""
    fake_host.calls.clear()
    grown = host.hcn.load_balancers.add_endpoint(balancer, backends[1])
    host.hcn.load_balancers.remove_endpoint(grown, backends[1])
    assert [call.export for call in fake_host.calls].count("HcnModifyLoadBalancer") == 1


def test_host_that_can_modify_keeps_the_connections() -> None:
    """To delete a balancer cuts what runs over it."""
    with FakeHost(profile="2025") as fake, fake.connect() as host:
        first, second = _backends(host)
        balancer = host.hcn.load_balancers.add([first], vips=["10.96.0.10"], internal_port=80, external_port=80)
        fake.calls.clear()
        host.hcn.load_balancers.add_endpoint(balancer, second)
        assert [call.export for call in fake.calls] == [
            "HcnOpenLoadBalancer",
            "HcnModifyLoadBalancer",
            "HcnQueryLoadBalancerProperties",
            "HcnCloseLoadBalancer",
        ]


def test_change_that_did_not_take_is_made_by_hand() -> None:
    """Some builds of HNS 15.4 say yes and change nothing (kubernetes#131466)."""
    held: dict[str, Any] = {"ID": ID, "HostComputeEndpoints": [FIRST], "SchemaVersion": {"Major": 2, "Minor": 0}}
    target = Scripted()

    def create(args: Any) -> dict[str, Any]:
        held.update(json.loads(args["Settings"]))
        return {}

    target.script["HcnCreateLoadBalancer"] = create
    target.script["HcnQueryLoadBalancerProperties"] = lambda args: {"Properties": json.dumps(held)}
    with hcspy.connect(target) as host:
        model = hcn.HostComputeLoadBalancer(id=ID, host_compute_endpoints=[FIRST])
        changed = host.hcn.load_balancers.add_endpoint(model, SECOND)
    assert changed.host_compute_endpoints == (FIRST, SECOND)
    assert target.exports.count("HcnDeleteLoadBalancer") == 1
    target.assert_closed()


def test_balancer_that_cannot_be_made_anew_is_put_back(
    host: Host, balancer: hcn.HostComputeLoadBalancer, backends: Backends, fake_host: FakeHost
) -> None:
    """hcsshim leaves the service without any."""
    fake_host.on("HcnCreateLoadBalancer", nth=1).fail(0x803B0013)
    with pytest.raises(hcspy.errors.PortInUseError) as caught:
        host.hcn.load_balancers.add_endpoint(balancer, backends[1])
    assert not caught.value.leftovers
    assert host.hcn.load_balancers.get(balancer).host_compute_endpoints == (backends[0].id,)


def test_balancer_that_cannot_be_put_back_is_told() -> None:
    """Somebody has to make it again by hand."""
    target = Scripted({"HcnModifyLoadBalancer": {"hresult": 0x80004001}, "HcnCreateLoadBalancer": record(0x803B0013)})
    model = hcn.HostComputeLoadBalancer(id=ID, host_compute_endpoints=[FIRST])
    with hcspy.connect(target) as host, pytest.raises(hcspy.HcspyError) as caught:
        host.hcn.load_balancers.add_endpoint(model, SECOND)
    assert caught.value.leftovers[0].startswith(f"load balancer {ID} was deleted")
    target.assert_closed()


def test_update_is_the_whole_document(host: Host, balancer: hcn.HostComputeLoadBalancer) -> None:
    """What a model lacks is gone."""
    changed = host.hcn.load_balancers.update(hcspy.evolve(balancer, frontend_vips=("10.96.0.11",)))
    assert (changed.id, changed.frontend_vips) == (balancer.id, ("10.96.0.11",))


def test_ensure_knows_a_balancer_by_address_and_port(host: Host, backends: Backends) -> None:
    """The endpoints of a service change all the time, its address does not."""
    mapping = hcn.LoadBalancerPortMapping(protocol="tcp", internal_port=8080, external_port=80)
    model = hcn.HostComputeLoadBalancer(
        host_compute_endpoints=backends[:1], frontend_vips=["10.96.0.10"], port_mappings=[mapping]
    )
    first, second = host.hcn.load_balancers.ensure(model), host.hcn.load_balancers.ensure(model)
    assert (first.action, second.action) == ("created", "unchanged")
    third = host.hcn.load_balancers.ensure(hcspy.evolve(model, host_compute_endpoints=backends))
    assert (third.action, third.object.id) == ("recreated", first.object.id)
    assert [change.path for change in third.changes] == ["HostComputeEndpoints"]
    fourth = host.hcn.load_balancers.ensure(hcspy.evolve(model, host_compute_endpoints=backends, flags=1))
    assert [change.path for change in fourth.changes] == ["Flags"]
    with pytest.raises(InvalidDocumentError, match="by its ports"):
        host.hcn.load_balancers.ensure(hcn.HostComputeLoadBalancer(host_compute_endpoints=backends))


def test_two_balancers_of_the_same_ports_are_ambiguous(host: Host, backends: Backends) -> None:
    """Which of them was meant nobody knows."""
    for port in (80, 81):
        host.hcn.load_balancers.add(backends, vips=["10.96.0.10"], internal_port=8080, external_port=port)
    mappings = [hcn.LoadBalancerPortMapping(protocol=6, internal_port=80, external_port=port) for port in (80, 81)]
    model = hcn.HostComputeLoadBalancer(
        host_compute_endpoints=backends, frontend_vips=["10.96.0.10"], port_mappings=mappings
    )
    with pytest.raises(AmbiguousError, match="2 load balancers"):
        host.hcn.load_balancers.ensure(model)


def test_wait_for_a_balancer_gives_up(host: Host, balancer: hcn.HostComputeLoadBalancer) -> None:
    """A predicate that never holds."""
    with pytest.raises(TimedOutError):
        host.hcn.load_balancers.wait(balancer, lambda found: False, timeout=0.05)
    host.hcn.load_balancers.delete(balancer)
    host.hcn.load_balancers.wait_deleted(balancer, timeout=30)


# -- routes -----------------------------------------------------------------------------------------------------------


def test_route_has_its_setting(route: hcn.HostComputeRoute, backends: Backends) -> None:
    """One prefix, as hcsshim's AddRoute makes it."""
    assert route.host_compute_endpoints == (backends[0].id,)
    (setting,) = route.setting
    assert (setting.destination_prefix, setting.next_hop) == ("192.168.77.0/24", "10.244.1.1")


def test_route_for_nobody_is_refused(host: Host, fake_host: FakeHost) -> None:
    """hcsshim refuses it too."""
    with pytest.raises(InvalidDocumentError, match="there are none"):
        host.hcn.routes.add([], destination_prefix="192.168.77.0/24")
    assert not fake_host.calls


def test_routes_filter_by_every_keyword(host: Host, route: hcn.HostComputeRoute, backends: Backends) -> None:
    """Routes have no names that anybody chose."""
    routes = host.hcn.routes
    assert routes.list(destination_prefix="192.168.77.0/24", next_hop="10.244.1.1") == [route]
    assert routes.list(endpoint=backends[0]) == [route]
    assert routes.list(endpoint=backends[1]) == routes.list(owner="nobody") == routes.list(name="x") == []
    assert routes.find(next_hop="10.244.1.2") is None
    assert routes.get(route) == routes.wait(route) == route
    with pytest.raises(RouteNotFoundError):
        routes.get(ID)


def test_endpoints_of_a_route_come_and_go(host: Host, route: hcn.HostComputeRoute, backends: Backends) -> None:
    """hcsshim removes the first one in place of one that is not there."""
    grown = host.hcn.routes.add_endpoint(route, backends[1])
    assert (grown.id, set(grown.host_compute_endpoints)) == (route.id, {backends[0].id, backends[1].id})
    shrunk = host.hcn.routes.remove_endpoint(grown, backends[0])
    assert shrunk.host_compute_endpoints == (backends[1].id,)
    with pytest.raises(EndpointNotFoundError):
        host.hcn.routes.remove_endpoint(shrunk, backends[0])


def test_route_is_updated_and_ensured(host: Host, route: hcn.HostComputeRoute, backends: Backends) -> None:
    """It is known by its prefixes."""
    encapsulated = hcn.SDNRoute(destination_prefix="192.168.77.0/24", need_encap=True)
    changed = host.hcn.routes.update(hcspy.evolve(route, setting=(encapsulated,)))
    assert (changed.id, changed.setting[0].need_encap) == (route.id, True)
    model = hcn.HostComputeRoute(host_compute_endpoints=backends[:1], setting=[encapsulated])
    assert host.hcn.routes.ensure(model).action == "unchanged"
    result = host.hcn.routes.ensure(hcspy.evolve(model, host_compute_endpoints=backends))
    assert (result.action, result.object.id) == ("recreated", route.id)
    other = hcn.SDNRoute(destination_prefix="192.168.78.0/24", need_encap=True)
    assert host.hcn.routes.ensure(hcspy.evolve(model, setting=[other])).action == "created"
    with pytest.raises(InvalidDocumentError, match="by its prefixes"):
        host.hcn.routes.ensure(hcn.HostComputeRoute(host_compute_endpoints=backends))


def test_modify_of_a_route_reaches_the_export_that_hcsshim_lacks() -> None:
    """What it takes is not public: the document is the caller's."""
    target = Scripted({"HcnQuerySdnRouteProperties": {"properties": json.dumps({"ID": ID})}})
    with hcspy.connect(target) as host:
        assert host.hcn.routes.modify(ID, {"Setting": []}).id == ID
    assert target.sent("HcnModifySdnRoute") == [{"Setting": []}]
    target.assert_closed()
