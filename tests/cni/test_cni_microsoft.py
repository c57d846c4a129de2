"""What Microsoft's CNI plugins ask of HCN, beside what ours asks for the same configuration.

The documents are equal but for the differences that are listed here, each with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from cni_client import answered

from hcspy import hcn
from hcspy.cni.hcnplugin.plugin import HCNPlugin
from hcspy.testing import FakeHost

DATA = Path(__file__).parents[1] / "data" / "cni" / "windows-cni-plugins-hcn-calls.json"
RECORDED = json.loads(DATA.read_text(encoding="utf-8"))
NETNS = RECORDED["environment"]["CNI_NETNS"]
Document = dict[str, Any]
# Which calls are whose: the first container of each network name in the recording.
CALLS: Final = {
    "sdnbridge": ("sdnbridge", "hnsnet"),
    "sdnoverlay": ("sdnoverlay_nat_and_error", "vxlan0"),
    "nat": ("sdnoverlay_nat_and_error", "nat"),
}


def owned(theirs: Document) -> Document:
    """Ours says who made it: GC must tell its own from others' (theirs has no GC)."""
    return {**theirs, "Owner": "hcspy-cni"}


def named(theirs: Document) -> Document:
    """Ours has the interface in its name: a container may be in a network twice."""
    container, _, network = theirs["Name"].partition("_")
    return {**theirs, "Name": f"{container}@{network}@eth0"}


def search_as_configured(theirs: Document) -> Document:
    """Theirs puts the pod's namespace before the first suffix; runtimes send the whole list by themselves."""
    if theirs["Dns"].get("Search") == ["default.svc.cluster.local"]:
        return {**theirs, "Dns": {**theirs["Dns"], "Search": ["svc.cluster.local"]}}
    return theirs


def network_without_a_pods_dns(theirs: Document) -> Document:
    """Theirs gives the network, for good, what the runtime asked for the first pod alone."""
    return {**theirs, "Dns": {}}


def on_the_adapter(theirs: Document) -> Document:
    """Ours puts the network on the adapter that `master` names; theirs leaves the choice to the service."""
    return {**theirs, "Policies": [{"Type": "NetAdapterName", "Settings": {"NetworkAdapterName": "Ethernet"}}]}


def with_virtual_subnet(theirs: Document) -> Document:
    """An Overlay subnet needs a VSID policy; theirs relies on somebody having made the network."""
    document: Document = json.loads(json.dumps(theirs))
    document["Ipams"][0]["Subnets"][0]["Policies"] = [{"Type": "VSID", "Settings": {"IsolationId": 4096}}]
    return document


Difference = Callable[[Document], Document]
NETWORK: Final[dict[str, list[Difference]]] = {
    "sdnbridge": [owned, search_as_configured, on_the_adapter],
    "sdnoverlay": [owned, network_without_a_pods_dns, with_virtual_subnet],
    "nat": [owned],
}
ENDPOINT: Final[dict[str, list[Difference]]] = {
    "sdnbridge": [owned, named, search_as_configured],
    "sdnoverlay": [owned, named],
    "nat": [owned, named],
}


def theirs(plugin: str, call: str) -> Document:
    """Return the settings of their first call of a kind for a configuration."""
    part, network = CALLS[plugin]
    documents = [held["settings"] for held in RECORDED[part] if held["call"] == call]
    found = (held for held in documents if held["Name"] == network or held["Name"].endswith(f"_{network}"))
    document: Document = next(found)
    return document


def ours(fake: FakeHost, plugin: str, folder: Path, container: str) -> list[tuple[str, Any]]:
    """Run ADD and DEL with a configuration of theirs; return our calls and their documents."""
    fake.host.hcn.namespaces.create(hcn.HostComputeNamespace(id=NETNS, type="Host"))
    start = len(fake.calls)
    environ = {
        "CNI_CONTAINERID": container, "CNI_NETNS": NETNS, "CNI_IFNAME": "eth0", "CNI_PATH": "bin",
        "CNI_ARGS": RECORDED["environment"]["CNI_ARGS"], "HCSPY_CNI_DIR": str(folder),
    }  # fmt: skip
    for command in ("ADD", "DEL"):
        answered(HCNPlugin(fake), {**environ, "CNI_COMMAND": command}, RECORDED["configurations"][plugin])
    return [(call.export, json.loads(call.args.get("Settings") or "null")) for call in list(fake.calls)[start:]]


def differing(document: Document, differences: list[Difference], network: str | None = None) -> Document:
    """Return a document of theirs as ours is to be."""
    for difference in differences:
        document = difference(document)
    return {**document, "HostComputeNetwork": network} if network else document


@pytest.mark.parametrize("plugin", CALLS)
def test_documents_are_those_of_microsofts_plugins(fake_host: FakeHost, tmp_path: Path, plugin: str) -> None:
    """Theirs are what Windows nodes have run with for years."""
    container = theirs(plugin, "HcnCreateEndpoint")["Name"].partition("_")[0]
    calls = ours(fake_host, plugin, tmp_path, container)
    made = dict(reversed([call for call in calls if call[0].startswith("HcnCreate")]))
    assert made["HcnCreateNetwork"] == differing(theirs(plugin, "HcnCreateNetwork"), NETWORK[plugin])
    network = made["HcnCreateEndpoint"]["HostComputeNetwork"]
    assert made["HcnCreateEndpoint"] == differing(theirs(plugin, "HcnCreateEndpoint"), ENDPOINT[plugin], network)


@pytest.mark.parametrize("plugin", CALLS)
def test_changes_come_in_the_order_of_microsofts_plugins(fake_host: FakeHost, tmp_path: Path, plugin: str) -> None:
    """Network, endpoint, into the namespace; out of the namespace, endpoint: any other order has a gap."""
    part, _ = CALLS[plugin]
    changing = ("HcnCreate", "HcnModify", "HcnDelete")
    calls = [call for call, _ in ours(fake_host, plugin, tmp_path, "c1") if call.startswith(changing)]
    recorded = [held["call"] for held in RECORDED[part] if held["call"].startswith(changing)]
    assert calls == recorded[: len(calls)]
    assert len(calls) == 5
