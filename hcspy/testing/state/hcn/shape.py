"""What the documents of all nouns have in common in version 2."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, copied, guid_key
from hcspy.testing.state.faults import Fault

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

NO_ID: Final = "00000000-0000-0000-0000-000000000000"
# What the service alone writes, of any object.
OWNED: Final = frozenset({"Health", "Resources", "SchemaVersion", "State", "Telemetry", "Version"})

# fidelity: HCN-G06 (WSL's numbers; the other names are those of Microsoft's schema)
NETWORK_FLAGS: Final = {
    "none": 0,
    "enabledns": 1,
    "enablednsproxy": 1,
    "enabledhcp": 2,
    "enabledhcpserver": 2,
    "enablemirroring": 4,
    "enablenonpersistent": 8,
    "enablepersistent": 16,
    "isolatevswitch": 32,
    "enableflowsteering": 64,
    "disablesharing": 128,
    "enablefirewall": 256,
    "suppressmediadisconnect": 512,
    "disablehostport": 1024,
    "weakhostreceive": 2048,
    "weakhostreceiveadapter": 2048,
    "weakhostsend": 4096,
    "weakhostsendadapter": 4096,
    "enableiov": 8192,
}
ENDPOINT_FLAGS: Final = {
    "none": 0,
    "remoteendpoint": 1,
    "disableintercomputecommunication": 2,
    "enablemirroring": 4,
    "enablelowinterfacemetric": 8,
    "overridednsserverorder": 16,
    "enabledhcp": 32,
}


def flags(value: Any, names: Mapping[str, int], code: int) -> int:
    """Read flags: a number, or names between commas."""
    if value is None:
        return 0
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        found = [names.get(name.strip().lower()) for name in value.split(",") if name.strip()]
        if None not in found:
            return sum({number for number in found if number is not None})
    raise Fault(code, f"Flags is {value!r}")


def number_of(value: Any, names: Collection[str]) -> Any:
    """Write an enumeration's value as its name: numbers count the names; an unknown one stays as it is."""
    spelled = list(names)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(spelled):
        return spelled[value]
    by_lower = {name.lower(): name for name in spelled}
    return by_lower.get(str(value).lower(), value)


def given_id(id: str | None, document: Document) -> str:
    """Tell which id an object shall have: the call's, or the document's, or (empty) one of the service's own."""
    # fidelity: HCN-G02
    if id and guid_key(id) != NO_ID:
        return guid_key(id)
    inside = document.get("ID")
    if not inside:
        return ""
    key = guid_key(inside)
    return "" if key == NO_ID else key


def dns_request(dns: Document, more: Document) -> Document:
    """Read name resolution: lists in version 2, texts between commas in version 1."""
    # fidelity: HCN-G07
    request: Document = {}
    if dns.get("Domain"):
        request["DNSDomain"] = dns["Domain"]
    for name, old in (("Search", "DNSSuffix"), ("ServerList", "DNSServerList")):
        if dns.get(name):
            request[old] = ",".join(map(str, dns[name]))
    if dns.get("Options"):
        more["Options"] = copied(dns["Options"])
    return request


def dns_view(document: Document, more: Document) -> Document:
    """Show name resolution."""
    dns: Document = {}
    if document.get("DNSDomain"):
        dns["Domain"] = document["DNSDomain"]
    for name, old in (("Search", "DNSSuffix"), ("ServerList", "DNSServerList")):
        parts = [part.strip() for part in str(document.get(old) or "").split(",")]
        if any(parts):
            dns[name] = [part for part in parts if part]
    if more.get("Options"):
        dns["Options"] = more["Options"]
    return dns


def routes_request(routes: list[Any], code: int) -> Document:
    """Read routes: the default ones name the gateways."""
    gateways: Document = {}
    for route in routes:
        if not isinstance(route, dict):
            raise Fault(code, "Routes is a list of objects")
        destination = str(route.get("DestinationPrefix") or "")
        if route.get("NextHop") and destination.endswith("/0"):
            gateways.setdefault("GatewayAddressV6" if ":" in destination else "GatewayAddress", route["NextHop"])
    return gateways


def routes_view(sent: Any, gateways: list[Any]) -> list[Document]:
    """Show routes: as they were sent, if they still name the gateways, else a default route for each."""
    # fidelity: HCN-G08
    wanted = [str(gateway) for gateway in gateways if gateway]
    if isinstance(sent, list):
        named = routes_request(sent, 0)
        if {str(address) for address in named.values()} == set(wanted):
            return sent
    return [{"NextHop": gateway, "DestinationPrefix": "::/0" if ":" in gateway else "0.0.0.0/0"} for gateway in wanted]


def base_view(state: State, kind: str, id: str, document: Document, more: Document) -> Document:
    """Show the members that all nouns have."""
    # fidelity: HCN-G04 HCN-G05
    shown: Document = {"ID": document.get("ID", state.style.id(kind, id))}
    if more.get("Owner"):
        shown["Owner"] = more["Owner"]
    if document.get("Name"):
        shown["Name"] = document["Name"]
    if "Version" in document:
        shown["Version"] = document["Version"]
    if document.get("AdditionalParams"):
        shown["AdditionalParams"] = document["AdditionalParams"]
    shown["SchemaVersion"] = {"Major": 2, "Minor": state.profile.schema_minor}
    if document.get("State"):
        shown["State"] = document["State"]
    return shown


def health_view(document: Document, extra: Document) -> Document:
    """Show an object's condition, and what version 2 has no members for."""
    # fidelity: HCN-G09
    health = document.get("Health")
    data = {name: health[name] for name in ("LastErrorCode", "LastUpdateTime") if name in health} if health else None
    shown: Document = {"Data": data} if data else {}
    shown["Extra"] = {name: member for name, member in extra.items() if member not in (None, "", [], {})}
    return shown


def unplaced(document: Document, known: Collection[str]) -> Document:
    """Pick the members of a request that nobody knows: they come back as they were sent."""
    return {name: copied(member) for name, member in document.items() if name not in known and name not in OWNED}
