"""A failure at each native call of ADD and DEL in turn: nothing is left, and what is asked again succeeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cni_client import NETNS, NOTHING, RANGE, Client, Refused, client_of, left

from hcspy import hcn
from hcspy.testing import FakeHost

# E_FAIL, access denied, the service is gone, a port is taken, a parameter is wrong.
RESULTS = (0x80004005, 0x80070005, 0x800706BA, 0x803B0013, 0x80070057)
PORTS = {"portMappings": [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}]}
Step = Callable[[Client], Any]


def machine(folder: Path) -> tuple[FakeHost, Client]:
    """Return a machine with a namespace, and the plugin on it, which leaves no network either."""
    fake = FakeHost()
    fake.host.hcn.namespaces.create(hcn.HostComputeNamespace(id=NETNS, type="Host"))
    config = {"ipam": RANGE, "runtimeConfig": PORTS, "removeUnusedNetwork": True}
    return fake, client_of(fake, folder, **config)


def calls_of(folder: Path, before: Step, step: Step) -> int:
    """Count the native calls of a step."""
    fake, client = machine(folder)
    with fake:
        before(client)
        start = len(fake.calls)
        step(client)
        return len(fake.calls) - start


def each_call(tmp_path: Path, before: Step, step: Step) -> Any:
    """Give machines on which one call of a step fails, each with its number; the step was tried on them."""
    for number in range(1, calls_of(tmp_path / "counted", before, step) + 1):
        folder = tmp_path / str(number)
        fake, client = machine(folder)
        with fake:
            before(client)
            result = RESULTS[number % len(RESULTS)]
            failed = None
            with fake.on("Hcn*", nth=number).fail(result):
                try:
                    step(client)
                except Refused as error:
                    failed = error
            yield number, fake, client, folder, failed


def nothing(client: Client) -> None:
    """Begin with an empty machine."""


@pytest.mark.parametrize("netns", [NETNS, "/proc/5656/ns/net"])
def test_add_that_fails_at_any_call_leaves_nothing(tmp_path: Path, netns: str) -> None:
    """What a failed ADD leaves takes an address, a port or a namespace from everybody who comes later."""
    failures = 0
    for number, fake, client, folder, failed in each_call(tmp_path, nothing, lambda client: client.add("c1", netns)):
        if failed is not None and "leftovers" not in failed.message:
            failures += 1
            assert left(fake.host, folder) == NOTHING, f"call {number}: {failed}"
        client.delete("c1", netns)
        assert left(fake.host, folder) == NOTHING, f"call {number}, after DEL"
        assert client.add("c1", netns)["ips"][0]["address"].startswith("10.88.0.")
        client.delete("c1", netns)
        assert left(fake.host, folder) == NOTHING
    assert failures > 10


@pytest.mark.parametrize("netns", [NETNS, ""])
def test_delete_that_fails_at_any_call_can_be_repeated(tmp_path: Path, netns: str) -> None:
    """Runtimes repeat a DEL until it succeeds, and a DEL that cannot is a pod that never goes."""
    failures = 0
    steps: tuple[Step, Step] = (
        lambda client: client.add("c1", netns or "/x"),
        lambda client: client.delete("c1", netns),
    )
    for number, fake, client, folder, failed in each_call(tmp_path, *steps):
        failures += failed is not None
        client.delete("c1", netns)
        assert left(fake.host, folder) == NOTHING, f"call {number}: {failed}"
    assert failures > 5


def test_gc_cleans_up_after_an_add_whose_way_back_fails_too(tmp_path: Path) -> None:
    """From a call on, everything fails, as when the service dies: what is left then is found by GC."""
    for number in range(1, calls_of(tmp_path / "counted", nothing, lambda client: client.add("c1", "/x")) + 1):
        fake, client = machine(tmp_path / str(number))
        with fake:
            with fake.on("Hcn[!C]*", nth=number, times=1000).fail(0x800706BA):
                try:
                    client.add("c1", "/x")
                except Refused as error:
                    assert error.code == 11, error
            client.gc()
            assert left(fake.host, tmp_path / str(number)) == NOTHING, f"from call {number} on"


def test_add_says_what_its_way_back_could_not_undo(tmp_path: Path) -> None:
    """Code 3 would tell the runtime that there is nothing to clean up."""
    fake, client = machine(tmp_path)
    with fake, fake.on("HcnDeleteEndpoint").fail(0x80070005):
        with pytest.raises(Refused, match=r"leftovers: endpoint c1@web@eth0") as caught:
            client.add("c1", "bbbbbbbb-0000-0000-0000-000000000001")
        assert caught.value.code == 999


def test_add_finds_another_network_when_its_own_vanishes(tmp_path: Path) -> None:
    """Another ADD that fails takes the network back that it made, while this one is about to use it."""
    fake, client = machine(tmp_path)

    def vanish(call: Any) -> None:
        fake.host.hcn.networks.delete(fake.host.hcn.networks.get(name="web"))

    with fake:
        with fake.on("HcnCreateEndpoint", nth=1).run(vanish):
            answer = client.add()
        assert answer["ips"][0]["address"] == "10.88.0.2/24"
        with fake.on("HcnCreateEndpoint").run(vanish), pytest.raises(Refused):
            client.add("c2", "/c2")
