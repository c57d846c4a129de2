"""Results in every version of the protocol, both ways.

The models are those of 1.1.0. 1.0.0 has fewer members of interfaces and routes; before it, each address says its IP
version; up to 0.2.0 there are no interfaces, and one address of each IP version with its own routes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hcspy.cni.result import Result
from hcspy.cni.version import OLDEST, at_least, supported
from hcspy.codec import from_json, to_dict

Document = dict[str, Any]

# What 1.1.0 brought.
NEW_MEMBERS: Final = {
    "interfaces": ("mtu", "socketPath", "pciID"),
    "routes": ("mtu", "advmss", "priority", "table", "scope"),
}
FAMILIES: Final = {"ip4": "4", "ip6": "6"}


def write_result(result: Result, version: str) -> Document:
    """Return a result as the document of a version.

    >>> from hcspy.cni import IPConfig
    >>> write_result(Result(ips=[IPConfig(address="fd00::5/64")]), "0.2.0")
    {'cniVersion': '0.2.0', 'ip6': {'ip': 'fd00::5/64'}}
    """
    document = to_dict(result)
    document.pop("cniVersion", None)
    if not document.get("dns"):
        document.pop("dns", None)
    if not at_least(version, "1.1.0"):
        document = _without_new_members(document)
    if not at_least(version, "1.0.0"):
        document["ips"] = [{"version": family(ip["address"]), **ip} for ip in document.get("ips", ())]
    if not at_least(version, "0.3.0"):
        document = _as_pair(document)
    return {"cniVersion": version, **{name: value for name, value in document.items() if value not in ([], None)}}


def read_result(document: Mapping[str, Any], version: str | None = None) -> Result:
    """Read a result of any version; its own member `cniVersion` says which, else `version`.

    >>> old = {"cniVersion": "0.2.0", "ip4": {"ip": "10.0.0.5/24", "gateway": "10.0.0.1", "routes": [{"dst": "::/0"}]}}
    >>> read_result(old).ips[0].gateway, read_result(old).routes[0].dst
    ('10.0.0.1', '::/0')
    """
    said = supported(document.get("cniVersion") or version or OLDEST)
    parts = dict(document)
    parts.pop("cniVersion", None)
    if not at_least(said, "0.3.0"):
        parts = _as_lists(parts)
    elif isinstance(parts.get("ips"), list):
        parts["ips"] = [_without(ip, ("version",)) for ip in parts["ips"]]
    return from_json(Result, parts, strict=True)


def family(address: object) -> str:
    """Return the IP version of an address, as the protocol writes it.

    >>> family("fd00::5/64")
    '6'
    """
    return "6" if ":" in str(address) else "4"


def _without_new_members(document: Document) -> Document:
    for part, names in NEW_MEMBERS.items():
        if part in document:
            document[part] = [_without(held, names) for held in document[part]]
    return document


def _without(held: Any, names: Iterable[str]) -> Any:
    return {name: value for name, value in held.items() if name not in names} if isinstance(held, dict) else held


def _as_pair(document: Document) -> Document:
    routes = document.get("routes") or []
    pair: Document = {}
    for name, number in FAMILIES.items():
        ip = next((ip for ip in document["ips"] if ip["version"] == number), None)
        if ip is not None:
            own = [route for route in routes if family(route["dst"]) == number]
            found = {"ip": ip["address"], "gateway": ip.get("gateway"), "routes": own or None}
            pair[name] = {member: value for member, value in found.items() if value is not None}
    return {**pair, "dns": document.get("dns")}


def _as_lists(document: Document) -> Document:
    pairs = [document.pop(name) for name in FAMILIES if isinstance(document.get(name), dict)]
    document["ips"] = [_ip(pair) for pair in pairs]
    document["routes"] = [route for pair in pairs for route in pair.get("routes") or ()]
    return document


def _ip(pair: Document) -> Document:
    found = {"address": pair.get("ip"), "gateway": pair.get("gateway")}
    return {name: value for name, value in found.items() if value is not None}
