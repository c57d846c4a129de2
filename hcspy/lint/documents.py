"""The documents in what was given: one, a list of them, what `hcspy dump` wrote, a request, a single policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import attrs

from hcspy.codec import from_json, loads, to_dict
from hcspy.errors import InvalidDocumentError
from hcspy.lint.kinds import Kind, carrier, kind_of_model, sniff
from hcspy.lint.spot import Spot

LISTS: Final = {
    "networks": "network",
    "endpoints": "endpoint",
    "policylists": "policylist",
    "namespaces": "namespace",
    "loadbalancers": "loadbalancer",
    "routes": "route",
}
"""The lists of a dump, and what is in them. Documents have no members in lower case."""


@dataclass(frozen=True)
class Document:
    """One document: where it stands in what was given, what it says, and what it is."""

    path: str
    raw: Mapping[str, Any]
    kind: Kind
    shift: str = ""
    """What stands before each path in the model, but not in the document."""

    @cached_property
    def model(self) -> Any:
        """The document as its model."""
        return from_json(self.kind.model, self.raw)

    @property
    def root(self) -> Spot:
        """Where its members are: those of a request are in its settings."""
        whole = Spot("", self.raw)
        return (whole.get("Settings") or Spot("Settings", {})) if self.kind.request else whole

    @property
    def stored(self) -> bool:
        """Whether the service gave it: what was not sent yet has neither version nor state."""
        return bool({"version", "state"} & set(_folded(self.raw)))

    def place(self, path: str) -> str | None:
        """Return where a path of the model is in what was given; none where it is not in there."""
        if self.shift:
            if not path.startswith(self.shift):
                return None
            path = path.removeprefix(self.shift).removeprefix(".")
        return f"{self.path}.{path}" if self.path and path else self.path or path


def documents(given: Any, noun: str | None = None, api: str | None = None) -> Iterator[Document]:
    """Return the documents in what was given."""
    if isinstance(given, str | bytes):
        given = loads(given)
    if attrs.has(given.__class__):
        yield _of_model(given)
    elif isinstance(given, list | tuple):
        for index, one in enumerate(given):
            yield from _placed(f"[{index}]", documents(one, noun, api))
    elif not isinstance(given, Mapping):
        raise InvalidDocumentError(f"a document is an object, or a list of objects, not {given!r:.80}")
    elif lists := [name for name in given if name in LISTS and isinstance(given[name], list | tuple)]:
        for name in lists:
            yield from _placed(name, documents(given[name], LISTS[name], api))
    else:
        yield _one(given, noun, api)


def _placed(path: str, found: Iterator[Document]) -> Iterator[Document]:
    for one in found:
        yield replace(one, path=f"{path}{'.' if one.path and not one.path.startswith('[') else ''}{one.path}")


def _of_model(model: Any) -> Document:
    kind = kind_of_model(model)
    if kind is None:
        raise InvalidDocumentError(f"{type(model).__name__} is no document of a network, endpoint or the like")
    return Document("", to_dict(model), kind)


def _one(raw: Mapping[str, Any], noun: str | None, api: str | None) -> Document:
    carrier = _carrier(raw, api) if noun in (None, "policy") else None
    if noun == "policy" and carrier is None:
        raise InvalidDocumentError("a policy has a Type")
    if carrier is not None and (noun == "policy" or _is_policy(raw)):
        return Document("", {"Policies": [raw]}, carrier, "Policies[0]")
    return Document("", raw, sniff(raw, noun, api))


def _folded(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in raw.items()}


def _is_policy(raw: Mapping[str, Any]) -> bool:
    """Tell whether an object is a policy by itself: an envelope, or one of a kind that only policies are of."""
    folded = _folded(raw)
    if set(folded) <= {"type", "settings"} and "settings" in folded:
        return True
    from hcspy.hns import POLICIES, NetworkType

    type_ = str(folded.get("type")).lower()
    known = {str(name).lower() for name in POLICIES} - {str(one.value).lower() for one in NetworkType}
    return type_ in known or (type_ == "nat" and bool({"internalport", "externalport"} & set(folded)))


def _carrier(raw: Mapping[str, Any], api: str | None) -> Kind | None:
    """Return what carries policies of this type."""
    folded = _folded(raw)
    type_ = str(folded.get("type") or "").lower()
    if not type_:
        return None
    if (api or ("v2" if "settings" in folded else "v1")) == "v1":
        return Kind("v1", {"elb": "policylist", "vnet": "network"}.get(type_, "endpoint"))
    return Kind("v2", carrier(type_) or "endpoint")
