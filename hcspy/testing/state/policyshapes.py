"""One policy, two shapes: flat as in version 1, or a type with `Settings` as in version 2.

A policy is stored as it was sent, and its shape tells the door that it came through. The other door sees it
translated, where the two versions have a name for the same thing; what only one of them knows goes through both doors
as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from .documents import Document, copied, listed

Translation = Callable[[Document], Document]


class Kind(NamedTuple):
    """What the versions call a policy, and the members that they call differently (version 2's name first)."""

    v2: str
    v1: str
    members: tuple[tuple[str, str], ...] = ()


# fidelity: HCN-P01
_KINDS: Final = (
    Kind("PortMapping", "NAT"),
    Kind("SDNRoute", "ROUTE"),
    Kind("ProviderAddress", "PA", (("ProviderAddress", "PA"),)),
    Kind("L4Proxy", "PROXY", (("Exceptions", "ExceptionList"), ("OutboundNAT", "OutboundNat"))),
    Kind("OutBoundNAT", "OutBoundNAT", (("Exceptions", "ExceptionList"), ("VirtualIP", "VIP"))),
    Kind("ACL", "ACL", (("Protocols", "Protocol"), ("LocalPorts", "LocalPort"), ("RemotePorts", "RemotePort"))),
    Kind("QOS", "QOS"),
    Kind("L2Driver", "L2Driver"),
    Kind("VLAN", "VLAN", (("IsolationId", "VLAN"),)),
    Kind("VSID", "VSID", (("IsolationId", "VSID"),)),
)
_BY_V2: Final = {kind.v2.lower(): kind for kind in _KINDS}
_BY_V1: Final = {kind.v1.lower(): kind for kind in _KINDS} | _BY_V2
_NUMBERS: Final = {"tcp": 6, "udp": 17}
_NAMES: Final = {"6": "TCP", "17": "UDP"}


def is_v2(policy: Any) -> bool:
    """Tell whether a policy has the shape of version 2."""
    return isinstance(policy, dict) and "Settings" in policy


def to_v2(policy: Any) -> Any:
    """Show a policy as version 2 does."""
    if not isinstance(policy, dict) or "Settings" in policy:
        return policy
    kind = _BY_V1.get(str(policy.get("Type")).lower())
    if kind is None:
        return policy
    names = {old: new for new, old in kind.members if new not in policy}
    content: Document = {str(names.get(key, key)): member for key, member in policy.items() if key != "Type"}
    name = _spelled(policy["Type"], kind.v2)
    return {"Type": name, "Settings": _as_v2(kind, content)} if content else {"Type": name}


def _spelled(text: str, name: str) -> str:
    """Keep the letter case that a name was sent in."""
    return text if text.lower() == name.lower() else name


def _as_v2(kind: Kind, content: Document) -> Document:
    if kind.v2 == "PortMapping" and "Protocol" in content:
        protocol = content["Protocol"]
        content["Protocol"] = _NUMBERS.get(str(protocol).lower(), protocol)
    if kind.v2 == "ACL":
        for name in ("Protocols", "LocalPorts", "RemotePorts"):
            if isinstance(content.get(name), int):
                content[name] = str(content[name])
        for name in ("LocalAddresses", "RemoteAddresses"):
            if isinstance(content.get(name), list):
                content[name] = ",".join(map(str, content[name]))
    return content


def to_v1(policy: Any) -> Any:
    """Show a policy as version 1 does."""
    if not isinstance(policy, dict) or not isinstance(policy.get("Settings"), dict):
        return policy
    kind = _BY_V2.get(str(policy.get("Type")).lower())
    if kind is None:
        return policy
    # The lists and ranges of an ACL have the same names in version 1.
    names = dict(kind.members) if kind.v2 != "ACL" else {}
    content = {names.get(name, name): member for name, member in policy["Settings"].items()}
    if kind.v2 == "PortMapping" and "Protocol" in content:
        content["Protocol"] = _NAMES.get(str(content["Protocol"]), content["Protocol"])
    return {"Type": _spelled(policy["Type"], kind.v1), **content}


def translated(policies: Any, translate: Translation) -> list[Any]:
    """Translate a list of policies."""
    return [translate(policy) for policy in listed(policies)]


def kept(posted: Iterable[Any], stored: Any, view: Translation) -> list[Any]:
    """Read a list of policies that a client posts back: one that it saw translated is still the one that was stored."""
    # fidelity: HCN-P02
    left = list(listed(stored))
    result = []
    for policy in posted:
        original = next((other for other in left if view(other) == policy), None)
        if original is not None:
            left.remove(original)
        result.append(policy if original is None else copied(original))
    return result
