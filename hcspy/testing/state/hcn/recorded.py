"""Documents of version 2 that were read on a host, as the store would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, copied, listed
from hcspy.testing.state.faults import Fault
from hcspy.testing.state.policies import policy_type, settings

from . import namespace
from .nouns import NOUNS
from .shape import NO_ID

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

Stored = tuple[str, Document, Document]
"""The kind of an object, its document in version 1's shape, and what that has no place for."""

_MARKS: Final = (
    ("loadbalancer", frozenset({"PortMappings", "FrontendVIPs", "SourceVIP"})),
    ("route", frozenset({"Setting"})),
    ("endpoint", frozenset({"HostComputeNetwork", "IpConfigurations", "HostComputeNamespace"})),
    ("network", frozenset({"Ipams", "MacPool"})),
    ("guestservice", frozenset({"VirtualMachineId", "MirrorHostNetworking", "GnsRpcServerInformation"})),
    ("namespace", frozenset({"NamespaceId", "NamespaceGuid"})),
)


def noun_of(document: Document) -> str | None:
    """Tell the noun of a document of version 2 by its members."""
    return next((noun for noun, marks in _MARKS if marks & document.keys()), None)


def stored(state: State, noun: str, document: Document) -> Stored:
    """Turn a document that a host showed into what its store had."""
    # fidelity: HNS-X07
    kind = NOUNS[noun]
    try:
        request, more = kind.request(document)
    except Fault as fault:
        raise ValueError(f"a {noun} of schema version 2 cannot be read: {fault}") from None
    health = document.get("Health") if isinstance(document.get("Health"), dict) else {}
    kept = {name: document[name] for name in ("ID", "Version", "State", "AdditionalParams") if name in document}
    result: Document = {**request, **copied(kept)}
    if isinstance(health, dict):
        if isinstance(health.get("Data"), dict):
            result["Health"] = copied(health["Data"])
        extra = health.get("Extra")
        result.update(_EXTRAS[noun](document, extra if isinstance(extra, dict) else {}))
    if noun == "endpoint":
        _respell(state, result)
    return kind.kind, state.style.arrange(kind.kind, result), more


def _respell(state: State, result: Document) -> None:
    """Write the ids of an endpoint's network and namespace as version 1 does."""
    if "VirtualNetwork" in result:
        result["VirtualNetwork"] = state.style.id("endpoint", result["VirtualNetwork"])
    if "Namespace" in result:
        result["Namespace"] = {"ID": state.style.id("endpoint", str(result["Namespace"]["ID"]))}


def _network(document: Document, extra: Document) -> Document:
    found = {name: extra[name] for name in ("LayeredOn", "SwitchGuid", "Resources") if extra.get(name)}
    found["Type"] = document.get("Type", "NAT")
    policies = listed(document.get("Policies"))
    addresses = [policy for policy in policies if policy_type(policy) == "provideraddress"]
    if addresses:
        found["ManagementIP"] = settings(addresses[0]).get("ProviderAddress")
        found["Policies"] = copied([policy for policy in policies if policy is not addresses[0]])
    return found


def _endpoint(document: Document, extra: Document) -> Document:
    found: Document = {"SharedContainers": listed(extra.get("SharedContainers"))}
    if extra.get("Resources"):
        found["Resources"] = extra["Resources"]
    inside = document.get("HostComputeNamespace")
    if inside and inside != NO_ID:
        found["Namespace"] = {"ID": inside}
    for configuration in listed(document.get("IpConfigurations")):
        if configuration.get("IpSubnetId"):
            name = "IPv6SubnetId" if ":" in str(configuration.get("IpAddress")) else "IPSubnetId"
            found[name] = configuration["IpSubnetId"]
    return found


def _namespace(document: Document, extra: Document) -> Document:
    resources = copied(listed(document.get("Resources")))
    containers = [one["Data"].get("Id", one["Data"].get("ID")) for one in resources if _is_container(one)]
    found: Document = {"ResourceList": resources, "Containers": containers}
    guest = str(document.get("Type")) in namespace.GUESTS
    found["CompartmentId"] = 0 if guest else document.get("NamespaceId", 0)
    if document.get("NamespaceGuid"):
        found["CompartmentGuid"] = document["NamespaceGuid"]
    return found


def _is_container(resource: Any) -> bool:
    return isinstance(resource, dict) and resource.get("Type") == "Container" and isinstance(resource.get("Data"), dict)


def _nothing(document: Document, extra: Document) -> Document:
    return {}


_EXTRAS: Final = {
    "network": _network,
    "endpoint": _endpoint,
    "namespace": _namespace,
    "loadbalancer": _nothing,
    "route": _nothing,
    "guestservice": _nothing,
}
