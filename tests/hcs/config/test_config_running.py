"""What the builders write, run: each schema, each kind of isolation, both doors, with the network joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from hcspy import errors, hcn, hcs, hns
from hcspy.hcs import System
from hcspy.hcs.config import container_config, utility_vm_config
from hcspy.hcs.services import HCS
from hcspy.host import Host
from hcspy.testing import FakeHost

SCRATCH: Final = r"C:\layers\web"
MACHINE: Final = r"C:\layers\vm"
KINDS: Final = {
    "process, schema 1": {"schema": (1, 0), "isolation": "process"},
    "process, schema 2": {"schema": (2, 1), "isolation": "process"},
    "hyperv, schema 1": {"schema": (1, 0), "isolation": "hyperv"},
    "hyperv, schema 2": {"schema": (2, 1), "isolation": "hyperv", "hosting_system": "vm"},
}
KINDS_WITH_NAMESPACES: Final = ["process, schema 2", "hyperv, schema 2"]


class Site:
    """A host with an image and a network, and the way to a container of each kind on it."""

    def __init__(self, host: Host, hcs: HCS) -> None:
        self.host, self.hcs = host, hcs
        self.image = host.storage.find_base_image("windowsservercore")
        subnet = hns.Subnet(address_prefix="172.20.0.0/24", gateway_address="172.20.0.1")
        self.network = host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT", subnets=[subnet]))

    def endpoint(self, name: str = "web", **more: Any) -> hns.HNSEndpoint:
        """Make an endpoint."""
        return self.host.hns.endpoints.create(hns.HNSEndpoint(name=name, virtual_network=self.network, **more))

    def show(self, endpoint: hns.HNSEndpoint) -> hns.HNSEndpoint:
        """Return an endpoint as it is now."""
        return self.host.hns.endpoints.get(endpoint.id)

    def utility_vm(self) -> System:
        """Start a machine that hosts containers of the image."""
        layers = self.host.storage.layers
        layers.create_scratch(MACHINE, [self.image.path])
        document = utility_vm_config(
            rf"{self.image.path}\UtilityVM",
            rf"{MACHINE}\sandbox.vhdx",
            layers=[self.image.path],
            name_to_guid=layers.name_to_guid,
        )
        system = self.hcs.systems.create("vm", document)
        system.start()
        return system

    def create(self, kind: str, **asked: Any) -> System:
        """Create a container, which is not started."""
        layers = self.host.storage.layers
        layers.create_scratch(SCRATCH, [self.image.path])
        mounted = kind != "hyperv, schema 1"  # there the utility VM mounts it, and nobody else may
        if mounted:
            layers.activate(SCRATCH)
        document = container_config(
            "web",
            layers=[self.image.path],
            name_to_guid=layers.name_to_guid,
            is_folder=lambda path: layers.locate(path).is_dir(),
            scratch=SCRATCH,
            volume=layers.mount_path(SCRATCH) if mounted else None,
            **KINDS[kind],
            **asked,
        )
        return self.hcs.systems.create("web", document, terminate_on_exit=True)


@pytest.fixture(params=["vmcompute", "computecore"])
def site(request: pytest.FixtureRequest, fake_host: FakeHost) -> Iterator[Site]:
    """A host, by each door of its compute service; nothing may be left behind."""
    with fake_host.connect() as host:
        yield Site(host, host.hcs.use(request.param))
    fake_host.assert_clean()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    """A kind of container; those that a machine hosts have one."""
    if "hosting_system" not in KINDS[request.param]:
        yield request.param
        return
    with site.utility_vm():
        yield request.param


each_with_namespaces = pytest.mark.parametrize("kind", KINDS_WITH_NAMESPACES, indirect=True)


def compartments(fake: FakeHost) -> int:
    """Count the network compartments of the host beside its own."""
    with fake.machine() as machine:
        return len(machine.compartments()) - 1


def test_endpoints_are_attached_while_the_container_runs(fake_host: FakeHost, site: Site, kind: str) -> None:
    """Whoever sees an endpoint has to see whose it is, and nobody's it is afterwards."""
    endpoint = site.endpoint()
    with site.create(kind, endpoints=[endpoint]) as system:
        assert not site.show(endpoint).shared_containers
        system.start()
        assert site.show(endpoint).shared_containers == ("web",)
        assert site.show(endpoint).state is hns.EndpointState.ATTACHED
        assert compartments(fake_host) == (0 if kind.startswith("hyperv") else 1)
        assert str(endpoint.ip_address) in system.run("cmd /c ipconfig", text=True).stdout
        system.shutdown()
    assert not site.show(endpoint).shared_containers
    assert site.show(endpoint).state is hns.EndpointState.DETACHED
    assert compartments(fake_host) == 0


@each_with_namespaces
def test_namespace_holds_the_container_while_it_runs(fake_host: FakeHost, site: Site, kind: str) -> None:
    """Its resources are what other programs find the containers of a pod by."""
    namespaces = site.host.hcn.namespaces
    model = hcn.HostComputeEndpoint(name="pod", host_compute_network=site.network.id)
    namespace = namespaces.create()
    endpoint = site.host.hcn.endpoints.create(model, namespace=namespace)
    with site.create(kind, namespace=namespace) as system:
        system.start()
        shown = namespaces.get(namespace.id)
        assert (shown.container_ids, shown.endpoint_ids) == (("web",), (endpoint.id,))
        assert bool(shown.namespace_id) == kind.startswith("process")
        with pytest.raises(errors.HcspyError) as caught:
            namespaces.delete(namespace)
        assert caught.value.symbol == "HCN_E_REQUEST_UNSUPPORTED"
        assert namespaces.get(namespace.id).container_ids == ("web",)
        fake_host.crash_system("web")
        with pytest.raises(errors.UnexpectedExitError):
            system.wait(timeout=10)
    assert namespaces.get(namespace.id).container_ids == ()
    namespaces.delete(namespace)
    assert compartments(fake_host) == 0


@each_with_namespaces
def test_namespace_that_is_not_there_is_found_at_creation(site: Site, kind: str) -> None:
    """The pod was removed meanwhile."""
    with pytest.raises(errors.HcspyError) as caught:
        site.create(kind, namespace="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
    assert caught.value.symbol == "HCN_E_NAMESPACE_ATTACH_FAILED"


def test_degraded_endpoint_fails_the_start_and_the_others_are_free(fake_host: FakeHost, site: Site, kind: str) -> None:
    """A container with half of its network would be found by its users only."""
    good, bad = site.endpoint("good"), site.endpoint("bad")
    with site.create(kind, endpoints=[good, bad]) as system:
        with fake_host.machine() as machine:
            machine.state.endpoints.set(machine.state.endpoints.get(bad.id), State=5)
        with pytest.raises(errors.DegradedError):
            system.start()
        assert not site.show(good).shared_containers
        assert not site.show(bad).shared_containers


def test_hosted_container_ends_with_its_machine(site: Site) -> None:
    """Nobody runs its programs any more, and its endpoint is free."""
    endpoint = site.endpoint()
    with site.utility_vm() as machine, site.create("hyperv, schema 2", endpoints=[endpoint]) as system:
        system.start()
        machine.terminate()
        with pytest.raises(errors.UnexpectedExitError):
            system.wait(timeout=10)
        assert site.host.hcs.systems.list() == []
    assert not site.show(endpoint).shared_containers


def test_machine_in_schema_2_needs_no_layers_of_containers(site: Site) -> None:
    """They can be shared with it when there is a container for them."""
    document = utility_vm_config(rf"{site.image.path}\UtilityVM", rf"{MACHINE}\sandbox.vhdx")
    layers = site.host.storage.layers
    share = hcs.VirtualSmbShare(name=layers.of(str(site.image.path)).id, path=site.image.path)
    request = hcs.ModifySettingRequest(
        resource_path="VirtualMachine/Devices/VirtualSmb/Shares", request_type="Add", settings=share
    )
    with site.hcs.systems.create("vm", document, terminate_on_exit=True) as machine:
        machine.start()
        with pytest.raises(errors.PathNotFoundError):
            site.create("hyperv, schema 2")
        layers.deactivate(SCRATCH)
        layers.destroy(SCRATCH)
        machine.modify(request)
        with site.create("hyperv, schema 2") as system:
            system.start()
            assert system.run("cmd /c echo hi", text=True).stdout.strip() == "hi"
