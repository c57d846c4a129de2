"""Which model a document is one of: what it says about itself, and which members it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

from hcspy.codec import members
from hcspy.errors import InvalidDocumentError
from hcspy.lint.spot import Spot

KINDS: Final[dict[tuple[str, str], str]] = {
    ("v1", "network"): "hcspy.hns.HNSNetwork",
    ("v2", "network"): "hcspy.hcn.HostComputeNetwork",
    ("v1", "endpoint"): "hcspy.hns.HNSEndpoint",
    ("v2", "endpoint"): "hcspy.hcn.HostComputeEndpoint",
    ("v1", "namespace"): "hcspy.hns.Namespace",
    ("v2", "namespace"): "hcspy.hcn.HostComputeNamespace",
    ("v2", "loadbalancer"): "hcspy.hcn.HostComputeLoadBalancer",
    ("v2", "route"): "hcspy.hcn.HostComputeRoute",
    ("v1", "policylist"): "hcspy.hns.PolicyList",
    ("v1", "accelnet"): "hcspy.hns.HNSNnvManagementMacList",
    ("v1", "system"): "hcspy.hcs.ContainerConfig",
    ("v2", "system"): "hcspy.hcs.ComputeSystem",
    ("v1", "process"): "hcspy.hcs.ProcessConfig",
    ("v2", "process"): "hcspy.hcs.ProcessParameters",
}
"""The models by API and kind. They are named, not imported: a document of one door needs none of the other."""

_TYPES: Final = {
    ("v1", "network"): "hcspy.hns.NetworkType",
    ("v2", "network"): "hcspy.hcn.NetworkType",
    ("v2", "namespace"): "hcspy.hcn.NamespaceType",
}

_NEEDED: Final = {"loadbalancer": "hostcomputeendpoints", "route": "hostcomputeendpoints"}
"""What documents of a kind have nearly always: without it they are rather something else."""

NOUNS: Final = (*dict.fromkeys(kind for _, kind in KINDS), "policy")
"""The kinds of documents, for people to choose from."""

CLOSE: Final = 0.05


REQUESTS: Final[dict[tuple[str, str], str]] = {
    ("v2", "network"): "hcspy.hcn.ModifyNetworkSettingRequest",
    ("v2", "endpoint"): "hcspy.hcn.ModifyEndpointSettingRequest",
    ("v2", "namespace"): "hcspy.hcn.ModifyNamespaceSettingRequest",
    ("v1", "system"): "hcspy.hcs.ResourceModificationRequestResponse",
    ("v2", "system"): "hcspy.hcs.ModifySettingRequest",
}
"""The requests to change something, by API and what they change."""

OF_HCS: Final = frozenset({"system", "process"})
"""What the compute service is told about; its APIs are its two schemas."""


class Kind(NamedTuple):
    """What a document is: the door that it is for, which of its nouns, and whether it is a request to change one.

    The APIs of networks are HNS v1 and HCN, those of systems and processes the two schemas of HCS.
    """

    api: str
    noun: str
    request: bool = False

    @property
    def model(self) -> type[Any]:
        """The class that it reads as."""
        found: type[Any] = _load((REQUESTS if self.request else KINDS)[self.api, self.noun])
        return found

    @property
    def of_hcs(self) -> bool:
        """Whether the compute service reads it, and not the network service."""
        return self.noun in OF_HCS


@cache
def _load(name: str) -> Any:
    module, _, cls = name.rpartition(".")
    return getattr(import_module(module), cls)


def kind_of_model(model: Any) -> Kind | None:
    """Return the kind that a model is of."""
    cls: type = model.__class__
    name = f"{'.'.join(cls.__module__.split('.')[:2])}.{cls.__name__}"
    found = {known: Kind(*key) for key, known in KINDS.items()}
    found |= {known: Kind(*key, True) for key, known in REQUESTS.items()}
    return found.get(name)


def sniff(document: Mapping[str, Any], noun: str | None = None, api: str | None = None) -> Kind:
    """Return what a document is, by its SchemaVersion and its members.

    A member that few kinds have says more than one that all have; one that a kind lacks speaks against it.

    >>> sniff({"Name": "web", "Subnets": [{"AddressPrefix": "10.0.0.0/24"}]})
    Kind(api='v1', noun='network', request=False)
    """
    if any(str(name).lower() == "requesttype" for name in document):
        return _sniff_request(document, noun)
    api = api or _declared(document)
    found = [Kind(*key) for key in KINDS if noun in (None, key[1]) and api in (None, key[0])]
    scores = {kind: _score(document, kind) for kind in found}
    best = max(scores, key=lambda kind: (scores[kind], kind.api == "v1"), default=None)
    if best is None:
        raise InvalidDocumentError(f"there is no {noun} in {'HNS v1' if api == 'v1' else 'HCN'}")
    rivals = {kind.noun for kind, score in scores.items() if scores[best] - score < CLOSE}
    if len(rivals) > 1 or (noun is None and scores[best] <= 0):
        raise _unclear(rivals if scores[best] > 0 else NOUNS)
    return best


def _sniff_request(document: Mapping[str, Any], noun: str | None) -> Kind:
    """A request says which part changes, and most parts are parts of one thing only."""
    request = Spot("", document)
    type_ = request.text("ResourceType")
    settings = request.get("Settings") or request
    carriers = (carrier(policy.text("Type")) for policy in settings.each("Policies"))
    noun = noun or _system(request) or _PARTS.get(type_) or next(filter(None, carriers), None)
    api = "v1" if noun == "system" and type_ and request.get("ResourcePath") is None else "v2"
    if noun is None or (api, noun) not in REQUESTS:
        raise _unclear(("network", "endpoint") if type_ == "policy" else [noun for _, noun in REQUESTS])
    return Kind(api, noun, True)


def _system(request: Spot) -> str | None:
    """Tell whether a request is one to HCS: by a path in schema 2, by what changes in schema 1."""
    is_path = request.get("ResourcePath") is not None or request.get("GuestRequest") is not None
    return "system" if is_path or request.text("ResourceType") in ("network", "mappedvirtualdisk") else None


def carrier(type_: str) -> str | None:
    """Return what carries policies of HCN of a type; none if several things do, or none is known to."""
    tables = {"network": "hcspy.hcn.NETWORK_POLICIES", "endpoint": "hcspy.hcn.ENDPOINT_POLICIES"}
    found = [noun for noun, table in tables.items() if type_ in {str(name).lower() for name in _load(table)}]
    return found[0] if len(found) == 1 else None


_PARTS: Final = {
    "dns": "network",
    "extension": "network",
    "subnet": "network",
    "ipsubnet": "network",
    "port": "endpoint",
    "endpoint": "namespace",
    "container": "namespace",
}


def _unclear(nouns: Iterable[str]) -> InvalidDocumentError:
    known = [noun for noun in NOUNS if noun in set(nouns)]
    return InvalidDocumentError(
        f"the document may be any of {', '.join(known)}", hint="say of which kind it is: --kind, or kind= in Python"
    )


def _declared(document: Mapping[str, Any]) -> str | None:
    version = next((held for name, held in document.items() if str(name).lower() == "schemaversion"), None)
    major = version.get("Major", version.get("major")) if isinstance(version, Mapping) else None
    return {1: "v1", 2: "v2"}.get(major) if isinstance(major, int) else None


def _score(document: Mapping[str, Any], kind: Kind) -> float:
    known = _spellings(kind)
    names = {str(name).lower() for name in document}
    score = -0.3 if _NEEDED.get(kind.noun, "") not in names | {""} else 0.0
    for name, held in document.items():
        folded = str(name).lower()
        score += 1 / _weights()[folded] if folded in known else -0.5
        if folded == "type":
            score += 0.5 if str(held).lower() in _types(kind) else -1.0
    return score


@cache
def _spellings(kind: Kind) -> frozenset[str]:
    found = members(kind.model)  # type: ignore[arg-type]
    return frozenset(name.lower() for member in found for name in (member.name, *member.key.aliases))


@cache
def _weights() -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in KINDS:
        for name in _spellings(Kind(*key)):
            counts[name] = counts.get(name, 0) + 1
    return counts


@cache
def _types(kind: Kind) -> frozenset[str]:
    """The values that the member Type may have; of none that has no such member."""
    name = _TYPES.get((kind.api, kind.noun))
    return frozenset(str(one.value).lower() for one in _load(name)) if name else frozenset()
