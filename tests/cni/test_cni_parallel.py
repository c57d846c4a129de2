"""Many runs of the plugin at once, as a runtime that starts a node's pods makes them."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cni_client import NOTHING, RANGE, Client, client_of, left

import hcspy
from hcspy.host import Host
from hcspy.testing import FakeHost

CONFIG = {
    "cniVersion": "1.0.0", "name": "web", "type": "hcspy-cni", "networkType": "l2bridge", "ipam": RANGE,
    "removeUnusedNetwork": True,
}  # fmt: skip


def start(folder: Path, command: str, container: str) -> subprocess.Popen[bytes]:
    """Start the program."""
    environ = {
        **os.environ, "HCSPY_HOST": f"fake:{folder / 'node.json'}", "CNI_COMMAND": command,
        "CNI_CONTAINERID": container, "CNI_NETNS": f"/proc/{container}/ns/net", "CNI_IFNAME": "eth0", "CNI_PATH": "bin",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "hcspy.cni"],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(CONFIG).encode())
    process.stdin.close()
    process.stdin = None
    return process


def end(processes: list[subprocess.Popen[bytes]]) -> list[Any]:
    """Wait for programs; return their answers."""
    ended = [process.communicate(timeout=200) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), ended
    return [json.loads(stdout) if stdout else None for stdout, _ in ended]


def test_processes_at_once_share_one_network_and_no_address(tmp_path: Path) -> None:
    """Each of them finds no network at first, and each wants the next address."""
    containers = [f"c{number}" for number in range(5)]
    answers = end([start(tmp_path, "ADD", container) for container in containers])
    assert len({answer["ips"][0]["address"] for answer in answers}) == len(containers)
    with hcspy.connect(f"fake:{tmp_path / 'node.json'}") as host:
        assert [network.name for network in host.hcn.networks.list()] == ["web"]
        assert len(host.hcn.endpoints.list()) == len(containers)
        end([start(tmp_path, "DEL", container) for container in containers])
        assert left(host, tmp_path / "node.json.cni") == NOTHING


def test_same_container_at_once_is_added_once(fake_host: FakeHost, host: Host, tmp_path: Path) -> None:
    """A runtime that gave up waiting asks again while the first run is still at work."""
    client = client_of(fake_host, tmp_path, ipam=RANGE)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.add(), range(6)))
    assert answers == [answers[0]] * 6
    assert len(host.hcn.endpoints.list()) == 1


def turn(client: Client, container: str, seed: int, rounds: int) -> None:
    """Add and delete a container again and again, now and then twice."""
    chance = random.Random(f"{container}/{seed}")
    for _ in range(rounds):
        for _ in range(chance.choice((1, 1, 2))):
            answer = client.add(container, f"/{container}")
        client.check(answer, container, f"/{container}")
        for _ in range(chance.choice((1, 1, 2))):
            client.delete(container, chance.choice(("", f"/{container}")))


@pytest.mark.parametrize("rounds", [2, pytest.param(25, marks=pytest.mark.load)])
def test_containers_that_come_and_go_at_once_leave_nothing(
    fake_host: FakeHost, host: Host, tmp_path: Path, rounds: int
) -> None:
    """The network itself is made by the first and removed by the last, over and over."""
    client = client_of(fake_host, tmp_path, ipam=RANGE, removeUnusedNetwork=True)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: turn(client, f"c{number}", 0, rounds), range(8)))
    assert left(host, tmp_path) == NOTHING
