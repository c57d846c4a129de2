"""What Microsoft's CNI plugins send, recorded call by call, and sent to the fake in that order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import DATA, Door

CALLS = json.loads((DATA / "cni" / "windows-cni-plugins-hcn-calls.json").read_text(encoding="utf-8"))
NAMESPACE = "aaaaaaaa-0000-0000-0000-000000000001"


class Plugin:
    """Sends recorded calls; ids and handles are those that the fake gave out for the same objects."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.ids: dict[str, str] = {}
        self.last: dict[str, int] = {}

    def play(self, call: dict[str, Any]) -> tuple[int, str | None]:
        """Make one call; return the HRESULT and the document that came out."""
        name, noun = call["call"], noun_of(call["call"])
        args: dict[str, Any] = {}
        if call["id"] is not None:
            args["Id"] = self.known(call["id"])
        if call["handle"] is not None:
            args["Network" if name == "HcnCreateEndpoint" else noun] = self.last[noun_of_handle(name)]
        if name.startswith(("HcnEnumerate", "HcnQuery")):
            args["Query"] = self.text(call["settings"])
        elif name.startswith(("HcnCreate", "HcnModify")):
            args["Settings"] = self.text(call["settings"])
        reply = self.door.fake.respond("computenetwork", name, args)
        if noun in reply:
            self.last[noun] = reply[noun]
        return reply["hresult"], reply.get("Properties", reply.get(f"{noun}s"))

    def text(self, document: Any) -> str:
        """Write a document with the ids of this run."""
        text = json.dumps(document)
        for recorded, real in self.ids.items():
            text = text.replace(recorded.upper(), real).replace(recorded, real)
        return text

    def known(self, id: str) -> str:
        """Return this run's id for a recorded one."""
        return self.ids.get(id, id)


def noun_of(call: str) -> str:
    """Name the noun of an export."""
    return next(noun for noun in ("Network", "Endpoint", "Namespace") if noun in call)


def noun_of_handle(call: str) -> str:
    """Name what an export wants a handle of."""
    return "Network" if call == "HcnCreateEndpoint" else noun_of(call)


@pytest.mark.parametrize("build", ["2019", "2022", "2025"])
@pytest.mark.parametrize("recording", ["sdnbridge", "sdnoverlay_nat_and_error"])
def test_plugins_complete_add_and_del(doors: Any, build: str, recording: str) -> None:
    """ADD finds no network and makes one, makes the endpoint and puts it into the namespace; DEL undoes it."""
    door = doors(build)
    door.make("namespace", {"Type": "Host"}, id=NAMESPACE)
    plugin = Plugin(door)
    for call in CALLS[recording]:
        hresult, document = plugin.play(call)
        failed = int(call["hresult"], 16) != 0  # the code is that of the recorder; the service's own is another
        assert hresult == (0x80070490 if failed else 0), call
        recorded = call["properties"]
        if call["call"].startswith("HcnQuery") and recorded is not None:
            assert document is not None
            shown = json.loads(document)
            plugin.ids[recorded["ID"].lower()] = shown["ID"]
            assert shown.get("Name") == recorded.get("Name")
        if call["call"].startswith("HcnEnumerate"):
            assert document is not None
            assert len(json.loads(document)) == len(recorded or [])
    assert door.fake.misuses == []


@pytest.mark.parametrize("build", ["2019", "1903", "2022", "2025"])
def test_second_add_finds_the_endpoint_of_the_first(doors: Any, build: str) -> None:
    """The plugins compare ids as texts: an endpoint names its network as the network does (HCN-E06)."""
    door = doors(build)
    network = door.bridge()
    namespace = door.make("namespace", {})
    endpoint = door.endpoint(network)
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=endpoint)
    shown = door.read("endpoint", endpoint)
    assert (shown["HostComputeNetwork"], shown["HostComputeNamespace"]) == (network, namespace)


def test_plugins_leave_network_and_namespace_alone(door: Door) -> None:
    """After DEL the endpoint is gone, and nothing else."""
    door.make("namespace", {"Type": "Host"}, id=NAMESPACE)
    plugin = Plugin(door)
    for call in CALLS["sdnbridge"]:
        _, document = plugin.play(call)
        if call["call"].startswith("HcnQuery") and document is not None:
            plugin.ids[call["properties"]["ID"].lower()] = json.loads(document)["ID"]
    assert door.ids("endpoint") == []
    assert len(door.ids("network")) == 1
    assert "Resources" not in door.read("namespace", NAMESPACE)
