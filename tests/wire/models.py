"""From Go's values to our models, by keywords, and back.

A model that `from_json` made remembers its document and sends it back; one that keywords made has nothing but
what it was given. Arguments are therefore built by keywords only, from Go's field name through types.json and
the JSON key to our attribute: a wrong key anywhere shows in the text that goes out.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from hcspy import hcn, hcs, hns, storage
from hcspy.codec import Member as OurMember
from hcspy.codec import members as our_members
from hcspy.codec import to_dict, to_json
from hcspy.hcs import schema1

from .gojson import RAW
from .golang import Member, element, is_empty, is_structure, members, resolve, values_of, zero

CLASSES: Final = {
    "hns.hnsResponse": "HNSResponse",
    "hcn.hnsResponse": "HNSResponse",
    "hcn.EndpointPolicy": "UnknownPolicy",
    "hcn.NetworkPolicy": "UnknownPolicy",
    "hcn.SubnetPolicy": "UnknownPolicy",
    "hcs.hcsResult": "ResultError",
    "hcsv2.hcsResult": "ResultError",
    "guestrequest.ModificationRequest": "GuestModifySettingRequest",
}
"""Our class for a Go type, where it is not the type's own name with a capital letter."""

GUID: Final = "guid.GUID"

PACKAGES: Final = {
    "hns": hns,
    "hcn": hcn,
    "schema1": schema1,
    **dict.fromkeys(("schema2", "hcs", "hcsv2", "guestrequest"), hcs),
    "computestorage": storage,
}

ENVELOPES: Final[Mapping[str, Mapping[str, type]]] = {
    "hcn.EndpointPolicy": hcn.ENDPOINT_POLICIES,
    "hcn.NetworkPolicy": hcn.NETWORK_POLICIES,
    "hcn.SubnetPolicy": hcn.SUBNET_POLICIES,
}
"""What Go keeps as type and raw settings, and is the class of the settings here; which one, the carrier says."""


def class_of(go_type: str) -> type[Any]:
    """Return our class for a Go document type; KeyError names the type if there is none."""
    # hcsshim's package of storage borrows documents; ours has them itself, since it stands beside the others.
    resolved = go_type if go_type.startswith("computestorage.") else resolve(go_type)
    package, _, name = resolved.partition(".")
    ours = getattr(PACKAGES.get(package), CLASSES.get(resolved, name[:1].upper() + name[1:]), None)
    if not isinstance(ours, type):
        raise KeyError(f"no model for {go_type}")
    return ours


def attribute(cls: type[Any], key: str) -> OurMember:
    """Return the attribute of a class that has this JSON key; KeyError names both if there is none."""
    found = next((member for member in our_members(cls) if member.name == key), None)
    if found is None:
        raise KeyError(f"{cls.__name__} has no attribute for {key!r}")
    return found


def build(go_type: str, document: Mapping[str, Any], **changed: Any) -> Any:
    """Build our model of a Go value by keywords; `changed` are attributes that the caller sets instead."""
    cls = class_of(go_type)
    return cls(**{**keywords(cls, go_type, document), **changed})


def keywords(cls: type[Any], go_type: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments for a Go value: the zero values of `omitempty` fields are not passed."""
    given = ((member, document[member.go_name]) for member in members(go_type))
    return {
        attribute(cls, member.key).python_name: _argument(_held(go_type, member), value)
        for member, value in given
        if not (member.omitempty and is_empty(value))
    }


def _held(go_type: str, member: Member) -> str:
    """Return the type of a field; the raw policies of an HCN subnet are envelopes like those of other carriers."""
    raw = resolve(go_type) == "hcn.Subnet" and member.go_type == f"[]{RAW}"
    return "[]hcn.SubnetPolicy" if raw else member.go_type


def _argument(go_type: str, value: Any) -> Any:
    inner = element(go_type)
    if value is None:
        return None
    if inner in ENVELOPES:
        return tuple(enveloped(inner, _opened(entry)) for entry in value)
    if inner == RAW:
        return tuple(policy(entry["$raw"]) for entry in value)
    if inner:
        return tuple(_argument(inner, entry) for entry in value)
    if is_structure(go_type.removeprefix("*")):
        return build(go_type.removeprefix("*"), value)
    if go_type.startswith("map["):
        return {name: _argument(values_of(go_type), held) for name, held in value.items()}
    return _unraw(value) if go_type.removeprefix("*") == RAW else value


def _unraw(value: Mapping[str, Any]) -> Any:
    return None if value["$raw"] is None else json.loads(value["$raw"])


def _opened(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of an envelope, which is raw as a whole or in its settings."""
    if "$raw" in entry:
        return dict(json.loads(entry["$raw"]))
    settings = entry["Settings"]
    held = {} if settings is None or settings["$raw"] is None else {"Settings": _unraw(settings)}
    return {"Type": entry["Type"], **held}


def enveloped(carrier: str, document: Mapping[str, Any]) -> Any:
    """Build a policy of HCN: of the class that its type has, if that can say all of it in the order it has."""
    kinds = {str(kind): cls for kind, cls in ENVELOPES[carrier].items()}
    cls, settings = kinds.get(str(document.get("Type"))), document.get("Settings")
    built = None
    if cls is not None and isinstance(settings, dict) and [*document] == ["Type", "Settings"]:
        built = _of_settings(cls, settings)
    return hcn.UnknownPolicy.of(dict(document)) if built is None else built


def _of_settings(cls: type[Any], settings: Mapping[str, Any]) -> Any:
    known = {member.name: member for member in our_members(cls)}
    if [name for name in known if name in settings] != [*settings]:
        return None
    if any(member.always and name not in settings for name, member in known.items()):
        return None
    return cls(**{known[name].python_name: _part(known[name], value) for name, value in settings.items()})


def _part(member: OurMember, value: Any) -> Any:
    if isinstance(value, dict) and attrs.has(type(member.default)):
        return _of_settings(type(member.default), value)
    if member.name == "TierAclRules":
        return [_of_settings(hcn.TierAclRule, rule) for rule in value]
    return value


def policy(text: str) -> Any:
    """Build a policy from its raw JSON: the typed model by keywords, or one of unknown kind.

    A typed model says nothing but its own members, each in its place. A text with another kind, with another
    member or in another order is what people give to UnknownPolicy.
    """
    document = json.loads(text)
    cls = {kind.lower(): cls for kind, cls in hns.POLICIES.items()}.get(str(document.get("Type")).lower())
    names = [member.name for member in our_members(cls)] if cls else []
    if cls is None or [name for name in names if name in document] != list(document):
        return hns.UnknownPolicy.of(document)
    return cls(**{attribute(cls, key).python_name: value for key, value in document.items()})


def project(go_type: str, model: Any) -> Any:
    """Return the Go value that a model stands for: what the model lacks is the zero value."""
    wanted = class_of(go_type)
    if not isinstance(model, wanted):
        raise TypeError(f"{model!r} is not a {wanted.__name__}")
    spelled = to_dict(model)
    return {member.go_name: _value(_held(go_type, member), member, model, spelled) for member in members(go_type)}


def _value(go_type: str, member: Member, model: Any, spelled: Mapping[str, Any]) -> Any:
    ours = getattr(model, attribute(type(model), member.key).python_name)
    wire = _spelled(spelled, member.key)
    if element(go_type) in ENVELOPES:
        written = [_sealed(member.go_type[2:], entry) for entry in wire or ()]
        return written if written or wire == [] else None
    if member.go_type.removeprefix("*") == RAW:
        return _raw(ours) if ours is not None or (member.key in spelled and member.omitempty) else None
    if member.go_type.startswith("map["):
        held = values_of(member.go_type)
        projected = {name: _scalar(held, value, (wire or {}).get(name)) for name, value in (ours or {}).items()}
        return projected if projected or wire == {} else None
    if isinstance(ours, tuple):
        # Go tells a list that was not there from an empty one; our models read both as () and remember which.
        spellings = wire if isinstance(wire, list) and len(wire) == len(ours) else ours
        pairs = zip(ours, spellings, strict=True)
        return [_entry(member.go_type[2:], *pair) for pair in pairs] if ours or wire == [] else None
    return _scalar(member.go_type, ours, wire)


def _sealed(go_type: str, document: Any) -> Any:
    """Return the envelope that a policy goes out in, as Go has it."""
    if go_type == RAW:
        return _raw(document)
    settings = _raw(document["Settings"]) if "Settings" in document else None
    return {"Type": document.get("Type", ""), "Settings": settings}


def _spelled(document: Mapping[str, Any], key: str) -> Any:
    return next((value for name, value in document.items() if name.lower() == key.lower()), None)


def _entry(go_type: str, value: Any, wire: Any) -> Any:
    return _raw(value) if go_type == RAW else _scalar(go_type, value, wire)


def _scalar(go_type: str, value: Any, wire: Any) -> Any:
    if value is None:
        return zero(go_type)
    if is_structure(go_type.removeprefix("*")) and attrs.has(type(value)):
        return project(go_type.removeprefix("*"), value)
    if hasattr(value, "_wire") and hasattr(value, "id"):
        value = value.id  # a reference takes a model, and means its id
    if isinstance(value, enum.Enum):
        value = value.value
    if go_type == GUID:
        return value  # Go keeps its bytes
    if isinstance(value, str):
        # Ids and enumerations read in one letter case, and go out as they came; an empty text is no address.
        text = wire if isinstance(wire, str) and wire.strip("{}").lower() == value.lower() else value
        return text or zero(go_type)
    return value


def _raw(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping) or not hasattr(value, "_wire"):
        return {"$raw": json.dumps(value, ensure_ascii=False, separators=(",", ":"))}
    return {"$raw": to_json(value)}
