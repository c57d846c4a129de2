"""HNS v1 end to end: models, codec, table, loader, DLL, and a FakeHost in another process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import hcspy
from hcspy import hns
from hcspy._ffi import vmcompute
from hcspy.errors import EndpointNotFoundError, NetworkAlreadyExistsError, NetworkNotFoundError

from .remote import Remote

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


@pytest.fixture
def network(host: hcspy.Host) -> hns.HNSNetwork:
    """A network with a subnet."""
    subnet = hns.Subnet(address_prefix="10.1.0.0/24", gateway_address="10.1.0.1")
    return host.hns.networks.create(hns.HNSNetwork(name="w\u00e4b \U0001f40b", type="NAT", subnets=[subnet]))


def test_network_is_listed_got_and_deleted(host: hcspy.Host, network: hns.HNSNetwork) -> None:
    """What one process makes in the service, the next call has to find."""
    assert [found.name for found in host.hns.networks.list()] == ["w\u00e4b \U0001f40b"]
    assert host.hns.networks.get(name="w\u00e4b \U0001f40b").subnets[0].gateway_address == "10.1.0.1"
    host.hns.networks.delete(network)
    assert host.hns.networks.list() == []


def test_endpoint_carries_policies_and_attaches(host: hcspy.Host, network: hns.HNSNetwork, remote: Remote) -> None:
    """The whole life of an endpoint."""
    policies = [
        hns.NatPolicy(protocol="tcp", internal_port=80, external_port=8080),
        hns.ACLPolicy(action="Block", direction="Out", remote_addresses="169.254.169.254"),
    ]
    endpoint = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network, policies=policies))
    found = host.hns.endpoints.get(name="web-0")
    assert found == endpoint
    assert found.policies[0].external_port == 8080
    host.hns.endpoints.attach_host(found)
    host.hns.endpoints.detach_host(found)
    host.hns.endpoints.delete(found)
    assert host.hns.endpoints.find(name="web-0") is None


def test_errors_keep_their_class_and_code(host: hcspy.Host, network: hns.HNSNetwork) -> None:
    """HRESULTs are negative numbers in C on Windows too, and the record comes with them."""
    with pytest.raises(NetworkAlreadyExistsError) as taken:
        host.hns.networks.create(hns.HNSNetwork(name=network.name, type="NAT"))
    assert taken.value.record
    missing = "00000000-0000-0000-0000-000000000001"
    with pytest.raises(NetworkNotFoundError):
        host.hns.networks.get(missing)
    with pytest.raises(EndpointNotFoundError):
        host.hns.endpoints.delete(missing)


def test_snapshot_of_this_machine_names_what_exists(host: hcspy.Host, network: hns.HNSNetwork) -> None:
    """A picture of a production node is taken natively."""
    assert [found.name for found in host.snapshot().networks] == [network.name]


def test_recorded_networks_come_through_unchanged(host: hcspy.Host, remote: Remote) -> None:
    """Documents of a real host hold members that no model knows; all of them cross the ABI and come back."""
    remote.reset("2022", 0, json.loads((SAMPLES / "hns_v1_list_networks_ws2022.json").read_text(encoding="utf-8")))
    sent = json.loads(vmcompute.hns_call(host.tables, "GET", "/networks/"))["Output"]
    assert sent
    assert [json.loads(hcspy.to_json(network)) for network in host.hns.networks.list()] == sent


def test_command_line_speaks_to_this_machine(network: hns.HNSNetwork, tmp_path: Path) -> None:
    """The wheel that was installed, in a process and a folder of its own."""
    command = [sys.executable, "-m", "hcspy", "--host", "native", "-o", "json", "network", "ls"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert [found["Name"] for found in json.loads(done.stdout)] == [network.name]


@pytest.mark.parametrize("profile", ["rs1", "2019", "2025"])
def test_every_windows_version_answers(profile: str, host: hcspy.Host, remote: Remote) -> None:
    """The answers of old and new services differ; the way through the DLL does not."""
    remote.reset(profile)
    created = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
    assert host.hns.networks.get(name="web").id == created.id
