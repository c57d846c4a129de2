"""``--dry-run`` on HCN: every request that would be sent, nothing that is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy.cli.rehearsal_hcn import changed
from hcspy.testing import FakeHost

Run = Callable[..., Result]

PORT = "PortMapping Protocol=tcp InternalPort=80 ExternalPort=9090"


@pytest.fixture
def node(run: Run) -> str:
    """A host with one of each kind; what is returned is the id of its namespace."""
    run("network", "create", "web", "--subnet", "10.0.0.0/24")
    run("ep", "create", "web-0", "--network", "web", "--ip", "10.0.0.7", "-p", "8080:80")
    run("lb", "create", "--vip", "10.96.0.10", "-p", "80", "--endpoint", "web-0")
    run("route", "create", "10.5.0.0/16", "--endpoint", "web-0", "--encap")
    return run("ns", "create").stdout.strip()


def sent(run: Run, *words: str) -> list[str]:
    """Return the functions that a command would call to change something."""
    return [line.split()[0] for line in run(*words, "--dry-run").stdout.splitlines() if line.startswith("Hcn")]


@pytest.mark.parametrize(
    ("words", "calls"),
    [
        (["network", "create", "lab", "--subnet", "10.1.0.0/24"], ["HcnCreateNetwork"]),
        (["network", "ensure", "web", "--set", 'Dns:={"Domain":"a.example"}'], ["HcnModifyNetwork"]),
        (["network", "ensure", "web"], []),
        (["network", "rm", "web"], ["HcnDeleteNetwork"]),
        (["network", "refresh", "web"], ["HcnModifyNetwork"]),
        (["ep", "create", "web-1", "--network", "web"], ["HcnCreateEndpoint"]),
        (["ep", "policy", "add", "web-0", "QOS", "MaximumOutgoingBandwidthInBytes=1"], ["HcnModifyEndpoint"]),
        (["ep", "policy", "rm", "web-0", "PortMapping"], ["HcnModifyEndpoint"]),
        (["ep", "policy", "replace", "web-0", PORT], ["HcnModifyEndpoint"]),
        (["ns", "create"], ["HcnCreateNamespace"]),
        (["lb", "create", "--vip", "10.96.0.11", "-p", "80", "--endpoint", "web-0"], ["HcnCreateLoadBalancer"]),
        (
            ["lb", "modify", "10.96.0.10:80", '{"Name":"a"}'],
            ["HcnDeleteLoadBalancer", "HcnCreateLoadBalancer"],  # HNS 13.3 cannot change it
        ),
        (["lb", "rm", "10.96.0.10:80"], ["HcnDeleteLoadBalancer"]),
        (["route", "rm", "10.5.0.0/16"], ["HcnDeleteSdnRoute"]),
    ],
)
def test_dry_run_prints_the_requests_and_changes_nothing(
    run: Run, fake_host: FakeHost, node: str, words: list[str], calls: list[str]
) -> None:
    """Names are looked up for real; what would change something is only printed."""
    before = fake_host.dump()
    assert sent(run, *words) == calls
    assert fake_host.dump() == before
    fake_host.assert_clean()


def test_dry_run_of_two_steps_prints_both(run: Run, node: str) -> None:
    """The second step names what the first would have made; such an id is nobody's."""
    text = run("ep", "create", "w", "--network", "web", "--namespace", node, "--dry-run").stdout
    assert f"HcnModifyNamespace {node}" in text
    assert '"EndpointId": "00000000-0000-0000-0000-000000000001"' in text


def test_dry_run_goes_on_with_what_it_would_have_made(run: Run, node: str) -> None:
    """A whole file of objects."""
    wanted = json.dumps([{"Name": "a", "Type": "NAT"}, {"Name": "b", "Type": "NAT"}])
    assert run("network", "create", "-f", wanted, "--dry-run").stdout.count("HcnCreateNetwork") == 2


def test_dry_run_prints_requests_as_json(run: Run, node: str) -> None:
    """For programs that review a change."""
    document = json.loads(run("ep", "policy", "replace", "web-0", PORT, "--dry-run", "-o", "json").stdout)
    assert document["Call"] == "HcnModifyEndpoint"
    assert document["Body"]["RequestType"] == "Update"
    settings = {"Protocol": 6, "InternalPort": 80, "ExternalPort": 9090}
    assert document["Body"]["Settings"]["Policies"] == [{"Type": "PortMapping", "Settings": settings}]


def test_dry_run_validates(run: Run, node: str) -> None:
    """A request that would be refused here is refused in the rehearsal too."""
    run("ep", "policy", "add", "web-0", "ACL", "--dry-run", code=1)
    run("ep", "rm", "4f6a2c90-7d1e-4b3a-a5c8-112233445566", "--dry-run", code=3)


@pytest.mark.parametrize(
    ("request_", "policies"),
    [
        ({"ResourceType": "Policy", "RequestType": "Add", "Settings": {"Policies": [3]}}, [1, 2, 3]),
        ({"ResourceType": "Policy", "RequestType": "Remove", "Settings": {"Policies": [2]}}, [1]),
        ({"ResourceType": "Policy", "RequestType": "Update", "Settings": {"Policies": [4]}}, [4]),
        ({"ResourceType": "Policy", "RequestType": "Refresh"}, [1, 2]),
        ({"ResourceType": "Port", "RequestType": "Refresh"}, [1, 2]),
        ({"Policies": []}, []),
    ],
)
def test_requests_are_remembered(request_: dict[str, Any], policies: list[int]) -> None:
    """The step after one sees what it would see."""
    assert changed({"ID": "a", "Policies": [1, 2]}, request_) == {"ID": "a", "Policies": policies}


@pytest.mark.hcspy(profile="2025")
def test_dry_run_changes_a_balancer_where_windows_can(run: Run, node: str) -> None:
    """From HNS 15.4 on it is one request; a rehearsal that shows two would announce an interruption."""
    assert sent(run, "lb", "modify", "10.96.0.10:80", '{"Name":"a"}') == ["HcnModifyLoadBalancer"]
    run("ep", "create", "web-1", "--network", "web")
    assert sent(run, "lb", "add-endpoint", "10.96.0.10:80", "web-1") == ["HcnModifyLoadBalancer"]


@pytest.mark.hcspy(profile="2019")
def test_dry_run_creates_a_balancer_anew_where_windows_cannot_change_it(run: Run, node: str) -> None:
    """Connections through it break for a moment: whoever rehearses wants to know."""
    run("ep", "create", "web-1", "--network", "web")
    both = ["HcnDeleteLoadBalancer", "HcnCreateLoadBalancer"]
    assert sent(run, "lb", "modify", "10.96.0.10:80", '{"Name":"a"}') == both
    assert sent(run, "lb", "add-endpoint", "10.96.0.10:80", "web-1") == both
