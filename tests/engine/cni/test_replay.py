"""Every recorded invocation of real clients, through the executable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from hcspy import hcn
from hcspy.hcn.attachment import namespace_of

from .program import Program

DATA: Final = Path(__file__).parents[2] / "data" / "cni"
RECORDED: Final = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.json"))}
CLIENTS: Final = sorted(name for name, document in RECORDED.items() if "env" in (document.get("calls") or [{}])[0])
VERSIONS: Final = RECORDED["cnitool-1.3.0-errors-and-old-versions"]["calls"]
MICROSOFT: Final = RECORDED["windows-cni-plugins-hcn-calls"]
Document = dict[str, Any]


def test_all_recordings_are_replayed() -> None:
    """A recording that nobody plays proves nothing."""
    assert len(CLIENTS) == 5
    assert len(RECORDED) == 7


@pytest.mark.parametrize("name", CLIENTS)
def test_client_is_served_by_the_executable(program: Program, name: str) -> None:
    """Variables and documents are the client's own, byte for byte; only the folders are this machine's."""
    make_network(program, "NAT" if name.endswith("two-plugins") else "L2Bridge")
    previous: Document | None = None
    for call in RECORDED[name]["calls"]:
        environ = {**call["env"], "CNI_PATH": str(program.programs)}
        config = dict(call["stdin"])
        if "prevResult" in config and previous is not None:
            config["prevResult"] = previous
        answer = program.succeed(environ.pop("CNI_COMMAND"), config, **environ)
        if call["env"]["CNI_COMMAND"] == "ADD":
            previous = answer
            assert_like(answer, call["stdout"])
            assert len(program.endpoints) == 1
        elif call["env"]["CNI_COMMAND"] == "VERSION":
            assert set(call["stdout"]["supportedVersions"]) <= set(answer["supportedVersions"])
        else:
            assert answer is None
    program.assert_nothing_left(networks=len(networks(name)))


def networks(name: str) -> set[str]:
    """Return the networks that are there at the end: the one that was made before, and those that ADD has made."""
    added = [call["stdin"]["name"] for call in RECORDED[name]["calls"] if call["env"]["CNI_COMMAND"] == "ADD"]
    return {"hnsnet", *added}


def make_network(program: Program, kind: str) -> None:
    """Make the network that some of the configurations rely on."""
    ipam = hcn.Ipam.static("10.88.0.0/24", gateway="10.88.0.1")
    with program.host() as host:
        host.hcn.networks.create(hcn.HostComputeNetwork(name="hnsnet", type=kind, ipams=[ipam]))


def assert_like(answer: Document, recorded: Document) -> None:
    """Fail if an answer is not of the recorded version, with the members that a client of it reads."""
    assert answer["cniVersion"] == recorded["cniVersion"]
    assert set(recorded) - {"dns"} <= set(answer)
    assert len(answer["interfaces"]) >= 1
    assert set(recorded["ips"][0]) <= set(answer["ips"][0])


@pytest.mark.parametrize("number", range(len(VERSIONS)), ids=lambda number: VERSIONS[number]["name"] + f"-{number}")
def test_command_is_answered_in_the_version_that_was_asked_for(program: Program, number: int) -> None:
    """A client of 0.2.0 reads `ip4`, one of 0.4.0 the IP version; a failure is a document of the client's version.

    What the recorded plugin was told to fail with is what it is; here a service that is down makes each one fail.
    """
    call = VERSIONS[number]
    config = {"cniVersion": call["cniVersion"], "name": call["name"], "type": "hcspy-cni", "subnet": "10.88.0.0/24"}
    command = call["command"]
    added = None if command == "ADD" else added_before(program, config)
    config = {**config, **({"prevResult": added} if command in ("CHECK", "DEL") else {})}
    if command == "GC":  # a client always says which attachments there are
        config["cni.dev/valid-attachments"] = []
    if call["exit_status"]:
        assert_refused(program, command, config, call["stdout"])
        return
    answer = program.succeed(command, config)
    if command == "ADD":
        assert set(answer) - {"dns"} == set(call["stdout"]) - {"dns"}
        assert answer["cniVersion"] == call["stdout"]["cniVersion"]
    else:
        assert answer is None
        assert command != "DEL" or program.endpoints == []


def added_before(program: Program, config: Document) -> Document:
    """Return the answer of an ADD in the configuration's version."""
    answer: Document = program.succeed("ADD", config)
    return answer


def assert_refused(program: Program, command: str, config: Document, recorded: Document) -> None:
    """Fail unless a command fails, as a document with the members that clients print."""
    with program.fake() as fake, fake.service_stopped():
        done = program.run(command, config)
    assert done.status != 0
    assert {"cniVersion", "code", "msg"} <= set(done.answer) <= set(recorded)
    assert done.answer["cniVersion"] == recorded["cniVersion"]
    if command == "STATUS":
        assert done.answer["code"] in (50, 51)


@pytest.mark.parametrize("plugin", MICROSOFT["configurations"])
def test_configuration_for_microsofts_plugins_does(program: Program, plugin: str) -> None:
    """Who comes from sdnbridge, sdnoverlay or nat changes the name of the program, and nothing else.

    Their namespaces are made by the runtime, and stay.
    """
    config = MICROSOFT["configurations"][plugin]
    environ = {"CNI_NETNS": MICROSOFT["environment"]["CNI_NETNS"], "CNI_ARGS": MICROSOFT["environment"]["CNI_ARGS"]}
    with program.host() as host:
        host.hcn.namespaces.create(hcn.HostComputeNamespace(id=environ["CNI_NETNS"], type="Host"))
    answer = program.succeed("ADD", config, **environ)
    (endpoint,) = program.endpoints
    assert namespace_of(endpoint) == environ["CNI_NETNS"]
    assert answer["cniVersion"] == config["cniVersion"]
    program.succeed("DEL", config, **environ)
    program.succeed("DEL", config, **environ)
    assert program.endpoints == []
    assert program.books == []
