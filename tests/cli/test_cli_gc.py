"""``hcspy gc``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy import hcn
from hcspy.testing import FakeHost

Run = Callable[..., Result]

AT_ONCE = ("--settle", "0")


@pytest.fixture
def pods(fake_host: FakeHost) -> list[hcn.HostComputeEndpoint]:
    """Three endpoints that nobody uses, of three owners, and one that is used."""
    host = fake_host.host
    plan = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1")
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="pods", type="L2Bridge", ipams=[plan]))
    made = []
    for name, owner in (("a", "calico"), ("cali-b", None), ("cali-c", "docker"), ("used", None)):
        model = hcn.HostComputeEndpoint(name=name, owner=owner, host_compute_network=network)
        made.append(host.hcn.endpoints.create(model))
    host.hcn.namespaces.add_endpoint(host.hcn.namespaces.create(), made[3])
    return made


def left(fake_host: FakeHost) -> list[str | None]:
    """Return the names of the endpoints that there are."""
    return [endpoint.name for endpoint in fake_host.host.hcn.endpoints.list()]


@pytest.mark.usefixtures("pods")
def test_dry_run_lists_all_that_is_stale_with_the_reason(run: Run, fake_host: FakeHost) -> None:
    """One decides by the table what to ask for."""
    lines = run("gc", "--dry-run").stdout.splitlines()
    assert lines[0].split() == ["KIND", "NAME", "NETWORK", "OWNER", "ACTION", "REASON", "ID"]
    assert [line.split()[1:5] for line in lines[1:]] == [
        ["a", "pods", "calico", "delete"],
        ["cali-b", "pods", "-", "delete"],
        ["cali-c", "pods", "docker", "delete"],
    ]
    assert "in no namespace, attached to nothing" in lines[1]
    assert len(left(fake_host)) == 4


@pytest.mark.usefixtures("pods")
def test_dry_run_shows_what_yes_would_remove(run: Run, documents: Callable[..., Any]) -> None:
    """The same conditions select the same."""
    assert [entry["Name"] for entry in documents("gc", "--dry-run", "--owner", "cali")] == ["a", "cali-b"]
    run("gc", "--yes", "--owner", "cali", *AT_ONCE)
    assert documents("gc", "--dry-run", "--owner", "cali") == []


@pytest.mark.usefixtures("pods")
def test_yes_removes_what_is_selected_and_no_more(run: Run, fake_host: FakeHost) -> None:
    """What others own stays, whatever it is called."""
    result = run("gc", "--yes", "--owner", "cali", *AT_ONCE)
    assert result.stdout.splitlines() == [
        "deleted endpoint a: in no namespace, attached to nothing",
        "deleted endpoint cali-b: in no namespace, attached to nothing",
    ]
    assert left(fake_host) == ["cali-c", "used"]


def test_network_selects(run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint]) -> None:
    """By name or id."""
    run("gc", "--yes", "--network", "other", *AT_ONCE)
    assert len(left(fake_host)) == 4
    run("gc", "--yes", "--network", str(pods[0].host_compute_network), *AT_ONCE)
    assert left(fake_host) == ["used"]


def test_objects_are_selected_by_id_beginning_and_name(
    run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint]
) -> None:
    """As with every other command."""
    run("gc", "--yes", str(pods[0].id).upper(), str(pods[1].id)[:10], "cali-c", *AT_ONCE)
    assert left(fake_host) == ["used"]


def test_object_in_use_is_refused(run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint]) -> None:
    """gc is no other way to delete a pod's endpoint."""
    assert "nothing stale is called 'used'" in run("gc", "--yes", "used", *AT_ONCE, code=3).stderr
    assert "nothing stale is called" in run("gc", "--yes", str(pods[3].id), *AT_ONCE, code=3).stderr
    assert len(left(fake_host)) == 4


def test_ambiguous_name_is_refused(run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint]) -> None:
    """Names of endpoints are not unique."""
    twin = hcn.HostComputeEndpoint(name="a", host_compute_network=pods[0].host_compute_network)
    fake_host.host.hcn.endpoints.create(twin)
    assert "may be any of 2" in run("gc", "--yes", "a", *AT_ONCE, code=1).stderr


@pytest.mark.parametrize("words", [(), ("--yes", "--dry-run"), ("--yes",), ("--yes", "--owner", "")])
def test_what_is_not_said_clearly_is_wrong_usage(run: Run, fake_host: FakeHost, words: tuple[str, ...]) -> None:
    """A forgotten flag and an empty variable must not clear a host; nothing is asked of it, either."""
    run("gc", *words, code=2)
    assert not fake_host.calls


@pytest.mark.usefixtures("pods")
def test_what_cannot_be_removed_is_told_and_is_an_error(run: Run, fake_host: FakeHost) -> None:
    """A job that runs each night must fail where somebody has to look."""
    fake_host.on("DELETE /endpoints/*", nth=1).fail(0x803B002C)
    result = run("gc", "--yes", "--network", "pods", *AT_ONCE, code=1)
    assert "could not delete endpoint a (" in result.stderr
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "deleted endpoint cali-b",
        "deleted endpoint cali-c",
    ]
    assert left(fake_host) == ["a", "used"]


@pytest.mark.usefixtures("pods")
def test_yes_as_json(fake_host: FakeHost, documents: Callable[..., Any]) -> None:
    """For programs: what was done, and what was not."""
    fake_host.on("DELETE /endpoints/*", nth=1).fail(0x803B002C)
    document = documents("gc", "--yes", "--owner", "cali", *AT_ONCE, code=1)
    assert [entry["Name"] for entry in document["Removed"]] == ["cali-b"]
    (leftover,) = document["Leftovers"]
    assert (leftover["Name"], leftover["Owner"], leftover["Action"]) == ("a", "calico", "delete")
    assert "HCN_E_ENTITY_HAS_REFERENCES" in leftover["Error"]
    assert document["Used"] == []


def test_nothing_stale_is_said(run: Run) -> None:
    """An empty table would leave one in doubt."""
    assert run("gc", "--dry-run").stdout == "nothing is stale\n"
    assert run("gc", "--yes", "--owner", "cali").stdout == "nothing is stale\n"
    assert run("gc", "--dry-run", "-o", "json").stdout == "[]\n"


def test_what_is_used_meanwhile_is_said(
    run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was in the list a moment ago, and is not deleted: no mistake."""
    namespaces = fake_host.host.hcn.namespaces
    monkeypatch.setattr("time.sleep", lambda seconds: namespaces.add_endpoint(namespaces.create(), pods[0]))
    assert run("gc", "--yes", "a").stdout == "left endpoint a: it is used now\n"


def test_balancer_is_repaired(run: Run, fake_host: FakeHost, pods: list[hcn.HostComputeEndpoint]) -> None:
    """What it still serves is served on."""
    host = fake_host.host
    host.hcn.load_balancers.add([pods[0], pods[3]], vips=["10.96.0.10"], internal_port=80, external_port=80)
    host.hcn.endpoints.delete(pods[0])
    result = run("gc", "--yes", "10.96.0.10:80", *AT_ONCE)
    assert result.stdout.startswith("repaired load balancer 10.96.0.10:80: 1 of its 2 endpoints are gone")
    assert host.hcn.load_balancers.list()[0].host_compute_endpoints == (pods[3].id,)


@pytest.mark.usefixtures("pods")
def test_endpoint_ls_lists_the_stale_ones(documents: Callable[..., Any]) -> None:
    """With what else one wants to know of them."""
    assert [entry["Name"] for entry in documents("endpoint", "ls", "--stale")] == ["a", "cali-b", "cali-c"]
    assert [entry["Name"] for entry in documents("ep", "ls", "--stale", "--name", "a")] == ["a"]
