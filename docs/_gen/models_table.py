"""Render docs/reference/hns-models.md from the models of HNS v1: ``python docs/_gen/models_table.py``."""

from __future__ import annotations

import ast
import enum
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import attrs

sys.path.insert(0, str(Path(__file__).parent))
from pages import REFERENCE_PAGES, table

from hcspy import hns
from hcspy.codec import Member, members
from hcspy.validate.targets import described

PAGE = REFERENCE_PAGES / "hns-models.md"

HEAD = """# Documents of HNS v1

<!-- Written by docs/_gen/models_table.py: change the docstrings in hcspy/hns instead. -->

Every document and policy of `hcspy.hns`, member by member. The key is what stands on the wire; the name is the
attribute. *Always* members are written even if nobody set them, as hcsshim does; all others are left out.

Where a fact comes from: *recorded* means seen in the output of a real host; *hcsshim*, *WSL*, *Docker*, *Calico* mean
that the client of that name relies on it; *HCN schema* is Microsoft's published schema. What has no source there
is from Microsoft's documentation.
"""

PARTS: dict[str, tuple[str, ...]] = {
    "Networks": ("HNSNetwork", "Subnet", "IpSubnet", "MacPool", "SwitchExtension", "NetworkType", "NetworkFlags"),
    "Endpoints": ("HNSEndpoint", "EndpointState", "EndpointStats"),
    "Attach and detach": (
        "EndpointAttachDetachRequest",
        "SystemType",
        "EndpointRequestResponse",
        "EndpointAttachInfo",
    ),
    "Policies": (
        "PolicyType",
        "ACLPolicy",
        "ActionType",
        "DirectionType",
        "RuleType",
        "NatPolicy",
        "OutboundNatPolicy",
        "QosPolicy",
        "L2DriverPolicy",
        "RoutePolicy",
        "ProxyPolicy",
        "VlanPolicy",
        "VsidPolicy",
        "IsolationPolicy",
        "PaPolicy",
        "VNetPolicy",
        "ELBPolicy",
        "LBPolicy",
        "Policy",
        "UnknownPolicy",
    ),
    "Policy lists": ("PolicyList",),
    "Namespaces": (
        "Namespace",
        "NamespaceResource",
        "NamespaceResourceType",
        "NamespaceRequest",
        "NamespaceResourceRequest",
        "NamespaceEndpointRequest",
    ),
    "The service": (
        "HNSGlobals",
        "HNSVersion",
        "SchemaVersion",
        "HNSSupportedFeatures",
        "HNSAclFeatures",
        "HNSNnvManagementMacList",
        "HNSNnvManagementMacAddress",
        "HNSResponse",
        "Activity",
        "Health",
        "InterfaceConstraint",
    ),
}

CARRIERS = {
    "a network": "NetworkPolicy",
    "a subnet": "SubnetPolicy",
    "an endpoint": "EndpointPolicy",
    "a policy list": "PolicyListPolicy",
}


def render() -> str:
    """Return the whole page."""
    parts = [block for title, names in PARTS.items() for block in (f"## {title}", *map(section, names))]
    return "\n\n".join([HEAD.rstrip(), *parts, "## Who carries which policy", carriers()]) + "\n"


def section(name: str) -> str:
    """Render one class."""
    cls: type = getattr(hns, name)
    others = sorted(other for other in hns.__all__ if getattr(hns, other) is cls and other != cls.__name__)
    also = f"\n\nAlso: {', '.join(f'`{other}`' for other in others)}." if others else ""
    rows = enumeration(cls) if issubclass(cls, enum.Enum) else model(cls)
    return f"### `{cls.__name__}`\n\n{prose(cls)}{also}\n\n{rows}"


def prose(cls: type) -> str:
    """Return the docstring without its examples."""
    text = inspect.cleandoc(cls.__doc__ or "")
    return text.partition("\n>>>")[0].strip()


def model(cls: type) -> str:
    """Render the members of a model."""
    said = below(cls)
    rows = ((f"`{m.name}`", f"`{m.python_name}`", kind(m), notes(m, said)) for m in members(cls))
    return table(("key", "name", "type", ""), rows)


def kind(member: Member) -> str:
    """Render the type of a member; what it is if nobody says so goes without saying."""
    return f"`{str(member.attribute.type).removesuffix(' | None')}`"


def notes(member: Member, said: dict[str, str]) -> str:
    """Render what a member does, and when it is written and known."""
    always = "*Always.* " if member.always else ""
    since = f" *{described(member.key.since)}.*" if member.key.since else ""
    return f"{always}{said[member.python_name]}{since}"


def enumeration(cls: type[enum.Enum]) -> str:
    """Render the values of an enumeration."""
    said = below(cls)
    rows = ((f"`{value.value}`", f"`{name}`", said[name]) for name, value in cls.__members__.items())
    return table(("value", "name", ""), rows)


def below(cls: type) -> dict[str, str]:
    """Return what the source says below each attribute of a class."""
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(tree, ast.ClassDef)
    return dict(_pairs(tree))


def _pairs(tree: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, after in zip(tree.body, tree.body[1:], strict=False):
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        target = targets[0]
        if isinstance(target, ast.Name) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield target.id, " ".join(str(after.value.value).split())


def carriers() -> str:
    """Render who carries which policy, as the type checker knows it."""
    rows = []
    for carrier, name in CARRIERS.items():
        union = getattr(hns, name).__origin__
        rows.append((f"{carrier} (`{name}`)", ", ".join(f"`{cls.__name__}`" for cls in union.__args__)))
    return table(("", "takes"), rows)


def models() -> set[str]:
    """Return the names of all classes of the package."""
    named = {name: getattr(hns, name) for name in hns.__all__}
    return {value.__name__ for value in named.values() if isinstance(value, type) and _is_document(value)}


def _is_document(cls: type) -> bool:
    return attrs.has(cls) or issubclass(cls, enum.Enum)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
