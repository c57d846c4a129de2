"""Containers of containerd on networks of the plugin: `ctr run --cni`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any, Final

import pytest

from hcspy.hcn.attachment import namespace_of

from .containerd import Containerd, environ_of
from .program import Program

CONFIG: Final[dict[str, Any]] = {
    "cniVersion": "1.0.0",
    "name": "hnsnet",
    "type": "hcspy-cni",
    "networkType": "l2bridge",
    "subnet": "10.88.0.0/24",
    "ipam": {"type": "hcspy", "subnet": "10.88.0.0/24"},
    "removeUnusedNetwork": True,
}


@pytest.fixture
def networked(containerd: Containerd) -> Iterator[Containerd]:
    """The daemon with that network; what a test has left does not hinder the next one."""
    containerd.configure(CONFIG)
    yield containerd
    containerd.tidy()


def test_container_is_on_the_network_while_it_runs(networked: Containerd, program: Program) -> None:
    """ADD before the program starts, DEL after it has ended: that is all that a runtime promises."""
    with networked.running("web", **environ_of(program)):
        (endpoint,) = program.endpoints
        assert endpoint.name == "default-web@hnsnet@eth0"
        assert [str(held.ip_address) for held in endpoint.ip_configurations] == ["10.88.0.2"]
        with program.host() as host:
            (namespace,) = host.hcn.namespaces.list()
            (network,) = host.hcn.networks.list()
        assert namespace_of(endpoint) == namespace.id
        assert (network.name, str(network.network_type)) == ("hnsnet", "L2Bridge")
    program.assert_nothing_left()


def test_containers_side_by_side_have_addresses_of_their_own(networked: Containerd, program: Program) -> None:
    """The network goes with the last one, and not before."""
    with networked.running("one", **environ_of(program)):
        with networked.running("two", **environ_of(program)):
            found = {str(held.ip_address) for one in program.endpoints for held in one.ip_configurations}
            assert found == {"10.88.0.2", "10.88.0.3"}
        (left,) = program.endpoints
        assert str(left.name).startswith("default-one@")
    program.assert_nothing_left()


def test_host_may_stand_in_the_configuration(networked: Containerd, program: Program) -> None:
    """A service does not always hand on its variables."""
    networked.configure({**CONFIG, "host": program.target})
    with networked.running("web"):
        assert len(program.endpoints) == 1
    program.assert_nothing_left()


def test_plugin_that_fails_keeps_the_container_from_running(networked: Containerd, program: Program) -> None:
    """A container without its network is worse than none, and its user has to read why."""
    with program.fake() as fake, fake.service_stopped():
        line = networked.run_line("web", "/bin/busybox", "true")
        environ = {**networked.room.environ, **environ_of(program)}
        done = subprocess.run(line, capture_output=True, text=True, env=environ, timeout=120, check=False)
    assert done.returncode != 0
    assert "plugin" in done.stderr
    assert "service" in done.stderr or "HNS" in done.stderr
    program.assert_nothing_left()


def test_client_that_is_killed_leaves_what_gc_removes(networked: Containerd, program: Program) -> None:
    """Whoever killed the runtime has also killed the DEL that it owed."""
    with networked.running("web", **environ_of(program)) as process:
        assert len(program.endpoints) == 1
        networked.kill_client("web")
        process.wait(60)
    assert len(program.endpoints) == 1
    program.succeed("GC", {**CONFIG, "cniVersion": "1.1.0", "cni.dev/valid-attachments": None})
    program.assert_nothing_left()
