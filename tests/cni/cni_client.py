"""A client of plugins: it says the words of the protocol and reads the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hcspy import Host
from hcspy.cni import Plugin, run
from hcspy.cni.hcnplugin.plugin import HCNPlugin
from hcspy.testing import FakeHost

NETNS = "aaaaaaaa-0000-0000-0000-000000000001"
RANGE = {"type": "hcspy", "subnet": "10.88.0.0/24"}


class Refused(Exception):
    """The plugin answered with an error."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document)
        self.document = document
        self.code = document["code"]
        self.message = document["msg"]


class Client:
    """Runs a plugin, in this process, with one configuration."""

    def __init__(self, plugin: Plugin[Any], folder: Path, **config: Any) -> None:
        self.plugin = plugin
        self.config = {
            "cniVersion": "1.1.0", "name": "web", "type": "hcspy-cni", "dataDir": str(folder), **config
        }  # fmt: skip

    def call(self, command: str, container: str = "c1", netns: str = NETNS, **variables: str) -> Any:
        """Run a command; return the answer, None for an empty one."""
        extra = variables.pop("config", {})
        environ = {
            "CNI_COMMAND": command,
            "CNI_CONTAINERID": container,
            "CNI_NETNS": netns,
            "CNI_IFNAME": "eth0",
            "CNI_PATH": "bin",
            **variables,
        }
        return answered(self.plugin, environ, {**self.config, **extra})  # type: ignore[dict-item]

    def add(self, *args: str, **more: Any) -> Any:
        return self.call("ADD", *args, **more)

    def delete(self, *args: str, **more: Any) -> None:
        assert self.call("DEL", *args, **more) is None

    def check(self, previous: Any, *args: str, **more: Any) -> None:
        assert self.call("CHECK", *args, config={"prevResult": previous, **more.pop("config", {})}, **more) is None

    def gc(self, *valid: tuple[str, str], **more: Any) -> None:
        listed = [{"containerID": container, "ifname": ifname} for container, ifname in valid]
        assert self.call("GC", config={"cni.dev/valid-attachments": listed or None}, **more) is None

    def status(self) -> None:
        assert self.call("STATUS") is None


def answered(plugin: Plugin[Any], environ: Mapping[str, str], config: Mapping[str, Any]) -> Any:
    """Run a plugin and read its answer; an error is `Refused`."""
    status, text = run(plugin, environ, json.dumps(config).encode("utf-8"))
    document = json.loads(text) if text else None
    if status:
        raise Refused(document)
    return document


def client_of(fake: FakeHost, folder: Path, **config: Any) -> Client:
    """Return a client of the plugin on a fake host, which has the namespace NETNS."""
    return Client(HCNPlugin(fake), folder, **config)


def left(host: Host, folder: Path) -> dict[str, Any]:
    """Return what is left of attachments: in HCN, namespaces but NETNS, and in the books."""
    return {
        "networks": [held.name for held in host.hcn.networks.list()],
        "endpoints": [held.name for held in host.hcn.endpoints.list()],
        "namespaces": [held.id for held in host.hcn.namespaces.list() if str(held.id).lower() != NETNS],
        "books": sorted(path.name for path in folder.glob("*.json")),
    }


NOTHING: dict[str, Any] = {"networks": [], "endpoints": [], "namespaces": [], "books": []}
