"""What real clients sent, replayed; each answer has to be one that the client's version knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cni_client import answered

from hcspy import hcn
from hcspy.cni import SUPPORTED_VERSIONS
from hcspy.cni.conversion import read_result, write_result
from hcspy.cni.hcnplugin.plugin import HCNPlugin
from hcspy.testing import FakeHost

DATA = Path(__file__).parents[1] / "data" / "cni"
RECORDED = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))["calls"]
    for path in sorted(DATA.glob("*.json"))
    if not path.stem.startswith("windows-")
}
INVOCATIONS = {name: calls for name, calls in RECORDED.items() if "env" in calls[0]}
# Members of results, by what brought them.
INTERFACE = {"name", "mac", "sandbox"}
IP = {"address", "gateway", "interface"}
ANSWER = {"cniVersion", "interfaces", "ips", "routes", "dns"}


def logplug(program: Path, environ: Mapping[str, str], stdin: bytes) -> tuple[int, bytes]:
    """Be the plugin that the recorded configurations name for addresses, as far as it was one."""
    config = json.loads(stdin)
    assert config["ipam"]["type"] == "logplug"
    if environ["CNI_COMMAND"] != "ADD":
        return 0, b""
    ip = {"address": "10.88.0.5/24", "gateway": "10.88.0.1"}
    return 0, json.dumps({"cniVersion": config["cniVersion"], "ips": [ip]}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of programs that has the plugin for addresses."""
    for name in ("logplug", "logplug.exe"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def replay(plugin: HCNPlugin, call: dict[str, Any], folder: Path, previous: Any) -> Any:
    """Send a recorded call; the paths are this machine's, and prevResult is what our plugin has answered."""
    environ = {**call["env"], "CNI_PATH": str(folder), "HCSPY_CNI_DIR": str(folder / "state")}
    config = dict(call["stdin"])
    if "prevResult" in config and previous is not None:
        config["prevResult"] = previous
    return answered(plugin, environ, config)


@pytest.mark.parametrize("name", INVOCATIONS)
def test_recorded_client_is_served(fake_host: FakeHost, folder: Path, name: str) -> None:
    """These are the words that containerd, podman and cnitool really use."""
    host = fake_host.host
    # Some of the configurations say nothing of addresses: their administrator has made the network.
    ipam = hcn.Ipam.static("10.88.0.0/24", gateway="10.88.0.1")
    kind = "NAT" if name.endswith("two-plugins") else "L2Bridge"
    host.hcn.networks.create(hcn.HostComputeNetwork(name="hnsnet", type=kind, ipams=[ipam]))
    plugin, previous = HCNPlugin(fake_host, logplug), None
    for call in INVOCATIONS[name]:
        answer = replay(plugin, call, folder, previous)
        command, version = call["env"]["CNI_COMMAND"], call["stdin"]["cniVersion"]
        if command == "ADD":
            assert_fits(answer, call["stdin"], version)
            previous = answer
            assert host.hcn.endpoints.list()
        elif command == "VERSION":
            assert answer == {"cniVersion": version, "supportedVersions": list(SUPPORTED_VERSIONS)}
        else:
            assert answer is None
    ended = [call for call in INVOCATIONS[name] if call["env"]["CNI_COMMAND"] in ("DEL", "GC")]
    assert ended
    assert not host.hcn.endpoints.list()
    assert not host.hcn.namespaces.list(owner="hcspy-cni")


def assert_fits(answer: dict[str, Any], config: dict[str, Any], version: str) -> None:
    """Fail if an answer of ADD is not one of a version, or lacks what it was asked for."""
    assert answer["cniVersion"] == version
    assert set(answer) <= ANSWER
    assert all(set(held) <= INTERFACE for held in answer["interfaces"])
    ip_members = IP if version in ("1.0.0", "1.1.0") else IP | {"version"}
    assert all(set(ip) == ip_members for ip in answer["ips"])
    assert answer["routes"]
    asked = config.get("runtimeConfig", {}).get("dns")
    if asked:
        assert (answer["dns"]["nameservers"], answer["dns"]["search"]) == (asked["servers"], asked["searches"])


def answers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each recorded result of ADD, with a name."""
    for name, calls in RECORDED.items():
        for index, call in enumerate(calls):
            if call.get("command", call.get("env", {}).get("CNI_COMMAND")) == "ADD" and not call["exit_status"]:
                yield f"{name}-{index}", call["stdout"]


@pytest.mark.parametrize("document", [document for _, document in answers()], ids=[name for name, _ in answers()])
def test_recorded_result_reads_and_is_written_as_it_was(document: dict[str, Any]) -> None:
    """A plugin in the middle of a list hands on what others have made, in the version that it came in."""
    written = write_result(read_result(document), document["cniVersion"])
    expected = {name: value for name, value in document.items() if value != {}}
    for name in ("ip4", "ip6"):
        if name in expected:
            expected[name] = {member: value for member, value in expected[name].items() if value != []}
    assert written == expected


def test_recorded_errors_have_the_members_that_ours_have(fake_host: FakeHost, folder: Path) -> None:
    """Clients print `msg; details`, and look at the code."""
    recorded = [call["stdout"] for calls in RECORDED.values() for call in calls if call["exit_status"]]
    assert recorded
    for error in recorded:
        assert set(error) == {"cniVersion", "code", "msg", "details"}


@pytest.mark.parametrize(
    "call",
    [call for call in RECORDED["cnitool-1.3.0-errors-and-old-versions"] if not call["exit_status"]],
    ids=lambda call: f"{call['name']}-{call['command']}",
)
def test_every_recorded_version_is_answered_in_kind(fake_host: FakeHost, tmp_path: Path, call: dict[str, Any]) -> None:
    """A client of 0.2.0 looks for `ip4`, one of 0.4.0 for the IP version of each address."""
    environ = {
        "CNI_COMMAND": call["command"], "CNI_CONTAINERID": "c1", "CNI_NETNS": "/var/run/netns/e", "CNI_IFNAME": "eth0",
        "CNI_PATH": "bin", "HCSPY_CNI_DIR": str(tmp_path),
    }  # fmt: skip
    config = {"cniVersion": call["cniVersion"], "name": call["name"], "type": "hcspy-cni", "subnet": "10.88.0.0/24"}
    plugin = HCNPlugin(fake_host)
    added = answered(plugin, {**environ, "CNI_COMMAND": "ADD"}, config)
    if call["command"] == "ADD":
        assert set(added) - {"dns"} == set(call["stdout"]) - {"dns"}
        assert set(added.get("ip4", {})) == set(call["stdout"].get("ip4", {}))
        for ours, theirs in zip(added.get("ips", []), call["stdout"].get("ips", []), strict=True):
            assert set(ours) == set(theirs)
    else:
        assert answered(plugin, environ, {**config, "prevResult": added}) is None
