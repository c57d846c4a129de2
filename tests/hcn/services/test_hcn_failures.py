"""A failure at each native call in turn, in each operation that makes several, with five results."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import hcspy
from hcspy import hcn
from hcspy.errors import error_class
from hcspy.host import Host
from hcspy.testing import Call, FakeHost

Setup = Callable[[Host], Any]
Operation = Callable[[Host, Any], Any]

# E_FAIL, access denied, the service is gone, a port is taken, a parameter is wrong.
RESULTS = (0x80004005, 0x80070005, 0x800706BA, 0x803B0013, 0x80070057)
ID = "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b"
BLOCK = hcn.ACL(action="Block", direction="Out", priority=200)
ALLOW = hcn.ACL(action="Allow", direction="In", priority=300)
PODS = hcn.SetPolicy(id="pods", name="pods", policy_type="IPSET", values="10.0.0.1")
IPAM = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")
MORE = hcn.Ipam.static("10.1.0.0/24", gateway="10.1.0.1")
VM = "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f"


def _network(host: Host) -> hcn.HostComputeNetwork:
    made = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT", ipams=[IPAM]))
    return host.hcn.networks.add_policies(made, PODS)


def _endpoint(host: Host) -> hcn.HostComputeEndpoint:
    port = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=8080)
    model = hcn.HostComputeEndpoint(
        name="web-0",
        host_compute_network=_network(host),
        ip_configurations=[hcn.IpConfig(ip_address="10.0.0.7")],
        policies=[port, BLOCK],
    )
    return host.hcn.endpoints.create(model)


def _space(host: Host) -> tuple[hcn.HostComputeNetwork, hcn.HostComputeNamespace]:
    return _network(host), host.hcn.namespaces.create()


def _inside(host: Host) -> tuple[hcn.HostComputeNamespace, hcn.HostComputeEndpoint]:
    network, namespace = _space(host)
    return namespace, host.hcn.endpoints.create(_pod(network), namespace=namespace)


def _pod(network: hcn.HostComputeNetwork, **members: Any) -> hcn.HostComputeEndpoint:
    return hcn.HostComputeEndpoint(name="pod", host_compute_network=network, **members)


def _pair(host: Host) -> list[hcn.HostComputeEndpoint]:
    ipam = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=[hcn.VSID(isolation_id=4096)])
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="vxlan0", type="Overlay", ipams=[ipam]))
    models = [hcn.HostComputeEndpoint(name=f"b{number}", host_compute_network=network) for number in range(2)]
    return [host.hcn.endpoints.create(model) for model in models]


def _balancer(host: Host) -> tuple[hcn.HostComputeLoadBalancer, hcn.HostComputeEndpoint]:
    first, second = _pair(host)
    balancer = host.hcn.load_balancers.add([first], vips=["10.96.0.10"], internal_port=80, external_port=80)
    return balancer, second


def _route(host: Host) -> tuple[hcn.HostComputeRoute, hcn.HostComputeEndpoint]:
    first, second = _pair(host)
    return host.hcn.routes.add([first], destination_prefix="192.168.77.0/24", next_hop="10.244.1.1"), second


def _guest(host: Host) -> hcn.GuestNetworkService:
    return host.hcn.guest_network_services.create(hcn.GuestNetworkService(virtual_machine_id=VM))


def _dns(server: str) -> hcn.ModifyNetworkSettingRequest:
    return hcn.ModifyNetworkSettingRequest(
        resource_type="Policy", request_type="Add", settings=hcn.PolicyNetworkRequest(policies=[_set(server)])
    )


def _set(name: str) -> hcn.SetPolicy:
    return hcspy.evolve(PODS, id=name, name=name)


def _transaction(host: Host, made: Any) -> None:
    network, namespace = made
    with host.transaction() as tx:
        endpoint = tx.hcn.endpoints.create(_pod(network))
        tx.hcn.endpoints.add_policies(endpoint, BLOCK)
        tx.hcn.endpoints.replace_policies(endpoint, ALLOW)
        tx.hcn.namespaces.add_endpoint(namespace, endpoint)
        tx.hcn.networks.update(hcspy.evolve(network, dns=hcn.Dns(server_list=["10.96.0.10"])))
        tx.hcn.networks.modify(network, _dns("more"))
        tx.hcn.routes.add([endpoint], destination_prefix="192.168.77.0/24")
        tx.hcn.load_balancers.ensure(
            hcn.HostComputeLoadBalancer(
                host_compute_endpoints=[endpoint],
                frontend_vips=["10.96.0.10"],
                port_mappings=[hcn.LoadBalancerPortMapping(protocol=6, internal_port=80, external_port=80)],
            )
        )


OPERATIONS: dict[str, tuple[Setup, Operation]] = {
    "network": (
        lambda host: None,
        lambda host, made: host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT")),
    ),
    "endpoint": (_network, lambda host, made: host.hcn.endpoints.create(_pod(made))),
    "endpoint with an id": (_network, lambda host, made: host.hcn.endpoints.create(_pod(made, id=ID))),
    "endpoint in a namespace": (
        _space,
        lambda host, made: host.hcn.endpoints.create(_pod(made[0]), namespace=made[1]),
    ),
    "namespace": (lambda host: None, lambda host, made: host.hcn.namespaces.create()),
    "namespace ensured": (
        lambda host: None,
        lambda host, made: host.hcn.namespaces.ensure(hcn.HostComputeNamespace(id=ID)),
    ),
    "endpoint put into a namespace": (
        lambda host: (host.hcn.namespaces.create(), _endpoint(host)),
        lambda host, made: host.hcn.namespaces.add_endpoint(*made),
    ),
    "endpoint taken out of a namespace": (_inside, lambda host, made: host.hcn.namespaces.remove_endpoint(*made)),
    "balancer": (
        _pair,
        lambda host, made: host.hcn.load_balancers.add(made, internal_port=80, external_port=80),
    ),
    "balancer grows": (_balancer, lambda host, made: host.hcn.load_balancers.add_endpoint(*made)),
    "balancer updated": (
        _balancer,
        lambda host, made: host.hcn.load_balancers.update(hcspy.evolve(made[0], frontend_vips=["10.96.0.11"])),
    ),
    "balancer ensured": (
        _balancer,
        lambda host, made: host.hcn.load_balancers.ensure(
            hcspy.evolve(made[0], host_compute_endpoints=[made[1]], id=None)
        ),
    ),
    "route": (
        _pair,
        lambda host, made: host.hcn.routes.add(made, destination_prefix="192.168.77.0/24", need_encap=True),
    ),
    "route grows": (_route, lambda host, made: host.hcn.routes.add_endpoint(*made)),
    "route ensured": (
        _route,
        lambda host, made: host.hcn.routes.ensure(hcspy.evolve(made[0], host_compute_endpoints=[made[1]], id=None)),
    ),
    "guest network service": (
        lambda host: None,
        lambda host, made: host.hcn.guest_network_services.create(hcn.GuestNetworkService(virtual_machine_id=VM)),
    ),
    "port reserved": (_guest, lambda host, made: host.hcn.port_reservations.reserve(made, 8080).close()),
    "policies added to a network": (_network, lambda host, made: host.hcn.networks.add_policies(made, _set("a"))),
    "policies removed from a network": (_network, lambda host, made: host.hcn.networks.remove_policies(made, PODS)),
    "policies of a network replaced": (
        _network,
        lambda host, made: host.hcn.networks.replace_policies(made, hcspy.evolve(PODS, values="10.0.0.2"), _set("b")),
    ),
    "policies added": (_endpoint, lambda host, made: host.hcn.endpoints.add_policies(made, ALLOW)),
    "policies removed": (_endpoint, lambda host, made: host.hcn.endpoints.remove_policies(made, BLOCK)),
    "policies replaced": (_endpoint, lambda host, made: host.hcn.endpoints.replace_policies(made, ALLOW)),
    "policies dropped": (_endpoint, lambda host, made: host.hcn.endpoints.replace_policies(made)),
    "network modified": (_network, lambda host, made: host.hcn.networks.modify(made, _dns("c"))),
    "network updated": (
        _network,
        lambda host, made: host.hcn.networks.update(
            hcspy.evolve(made, dns=hcn.Dns(server_list=["10.96.0.10"]), ipams=(*made.ipams, MORE), policies=[_set("d")])
        ),
    ),
    "network ensured": (
        _network,
        lambda host, made: host.hcn.networks.ensure(
            hcn.HostComputeNetwork(
                name="web", type="NAT", ipams=[IPAM, MORE], policies=[hcspy.evolve(PODS, values="10.0.0.2")]
            )
        ),
    ),
    "network ensured anew": (
        _network,
        lambda host, made: host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="Private")),
    ),
    "endpoint updated": (
        _endpoint,
        lambda host, made: host.hcn.endpoints.update(hcspy.evolve(made, policies=(ALLOW,))),
    ),
    "endpoint ensured": (
        _endpoint,
        lambda host, made: host.hcn.endpoints.ensure(
            hcn.HostComputeEndpoint(name="web-0", host_compute_network=made.host_compute_network, policies=[ALLOW])
        ),
    ),
    "endpoint ensured anew": (
        _endpoint,
        lambda host, made: host.hcn.endpoints.ensure(
            hcn.HostComputeEndpoint(
                name="web-0",
                host_compute_network=made.host_compute_network,
                ip_configurations=[hcn.IpConfig(ip_address="10.0.0.8")],
            )
        ),
    ),
    "listing": (_endpoint, lambda host, made: host.hcn.endpoints.list()),
    "counters": (_endpoint, lambda host, made: host.hcn.endpoints.stats(made)),
    "transaction": (_space, _transaction),
}

KEPT = ("ID", "Name", "Type", "Policies", "Dns", "IpConfigurations", "HostComputeNamespace", "HostComputeEndpoints",
        "FrontendVIPs", "PortMappings", "Setting", "Resources", "VirtualMachineId")  # fmt: skip


def _objects(host: Host) -> dict[str, Any]:
    """What exists, by id, without what a second creation or a repeated request changes for good reasons."""
    door = host.hcn
    services = (door.networks, door.endpoints, door.namespaces, door.load_balancers, door.routes,
                door.guest_network_services)  # fmt: skip
    documents = [hcspy.to_dict(model) for service in services for model in service.list()]  # type: ignore[attr-defined]
    return {
        str(document["ID"]).lower(): {name: _unordered(document.get(name)) for name in KEPT if name != "ID"}
        for document in documents
    }


def _unordered(value: Any) -> Any:
    """Policies that were taken away and given back stand at the end of the list."""
    return sorted(json.dumps(element, sort_keys=True) for element in value) if isinstance(value, list) else value


def _counts(call: Call) -> bool:
    """Frees and closes cannot fail in a way that anybody could act on; their own tests are elsewhere."""
    return not any(word in call.export for word in ("Free", "Close", "Release"))


def _calls_of(setup: Setup, operation: Operation, profile: str) -> int:
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        made = setup(host)
        fake.calls.clear()
        operation(host, made)
        return len([call for call in fake.calls if _counts(call)])


@pytest.mark.load
@pytest.mark.parametrize("profile", ["2022", "2025"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_failure_at_each_call_leaves_nothing_half_done(name: str, profile: str) -> None:
    """Whatever call fails, and however: nothing half made, nothing lost, nothing leaked, and the right exception."""
    setup, operation = OPERATIONS[name]
    total = _calls_of(setup, operation, profile)
    assert total > 1
    for nth in range(1, total + 1):
        for result in RESULTS:
            _fail(setup, operation, profile, nth, result)


def _fail(setup: Setup, operation: Operation, profile: str, nth: int, result: int) -> None:
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        made = setup(host)
        before = _objects(host)
        with fake.on("*", nth=nth, when=_counts).fail(result) as rule, pytest.raises(hcspy.HcspyError) as caught:
            operation(host, made)
        assert rule.fired == 1
        assert isinstance(caught.value, error_class(result)), (nth, caught.value)
        assert caught.value.hresult == result
        assert not caught.value.leftovers, (nth, caught.value)
        assert _objects(host) == before, nth
        fake.assert_clean()


@pytest.mark.parametrize("export", ["HcnCloseNetwork", "HcnCloseEndpoint"])
def test_failing_close_does_not_hide_what_happened(export: str) -> None:
    """The endpoint is there: to report a failure would make the caller create it again."""
    with FakeHost() as fake, fake.connect() as host:
        network = _network(host)
        fake.on(export, nth=1).fail(0x80004005)
        made = host.hcn.endpoints.create(_pod(network))
        assert host.hcn.endpoints.list() == [made]


@pytest.mark.parametrize("name", ["endpoint in a namespace", "policies replaced", "balancer grows"])
def test_what_cannot_be_undone_is_told(name: str) -> None:
    """The service goes in the middle and does not come back: somebody has to look after it."""
    setup, operation = OPERATIONS[name]
    total = _calls_of(setup, operation, "2022")
    told = 0
    for nth in range(1, total + 1):
        with FakeHost() as fake, fake.connect() as host:
            made = setup(host)
            before = _objects(host)
            seen = []

            def from_then_on(call: Call, seen: list[Call] = seen, nth: int = nth) -> bool:
                if _counts(call):
                    seen.append(call)
                return _counts(call) and len(seen) >= nth

            with fake.on("*", when=from_then_on).fail(0x800706BA), pytest.raises(hcspy.HcspyError) as caught:
                operation(host, made)
            fake.reset_rules()
            assert _objects(host) == before or caught.value.leftovers
            told += bool(caught.value.leftovers)
    assert told


@pytest.mark.parametrize("name", ["endpoint in a namespace", "policies replaced", "balancer grows", "transaction"])
def test_ctrl_c_at_each_call_leaves_nothing_half_done(name: str) -> None:
    """People press it when something takes long, which is when something is half done."""

    def interrupt(call: Call) -> None:
        raise KeyboardInterrupt

    setup, operation = OPERATIONS[name]
    for nth in range(1, _calls_of(setup, operation, "2022") + 1):
        with FakeHost() as fake, fake.connect() as host:
            made = setup(host)
            before = _objects(host)
            with fake.on("*", nth=nth, when=_counts).run(interrupt), pytest.raises(KeyboardInterrupt):
                operation(host, made)
            assert _objects(host) == before, nth
            fake.assert_clean()
