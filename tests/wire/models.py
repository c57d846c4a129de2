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

from hcspy import hns
from hcspy.codec import Member as OurMember
from hcspy.codec import members as our_members
from hcspy.codec import to_dict, to_json

from .gojson import RAW
from .golang import Member, element, is_empty, is_structure, members, resolve, zero

CLASSES: Final = {"hns.hnsResponse": "HNSResponse"}
"""Our class for a Go type, where it is not the type's own name with a capital letter."""


def class_of(go_type: str) -> type[Any]:
    """Return our class for a Go document type; KeyError names the type if there is none."""
    resolved = resolve(go_type)
    name = resolved.partition(".")[2]
    ours = getattr(hns, CLASSES.get(resolved, name[:1].upper() + name[1:]), None)
    if not resolved.startswith("hns.") or not isinstance(ours, type):
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
        attribute(cls, member.key).python_name: _argument(member.go_type, value)
        for member, value in given
        if not (member.omitempty and is_empty(value))
    }


def _argument(go_type: str, value: Any) -> Any:
    inner = element(go_type)
    if value is None:
        return None
    if inner == RAW:
        return tuple(policy(entry["$raw"]) for entry in value)
    if inner:
        return tuple(_argument(inner, entry) for entry in value)
    if is_structure(go_type.removeprefix("*")):
        return build(go_type.removeprefix("*"), value)
    return json.loads(value["$raw"]) if go_type == RAW else value


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
    return {member.go_name: _value(member, model, spelled) for member in members(go_type)}


def _value(member: Member, model: Any, spelled: Mapping[str, Any]) -> Any:
    ours = getattr(model, attribute(type(model), member.key).python_name)
    wire = _spelled(spelled, member.key)
    if member.go_type == RAW:
        return _raw(ours) if ours is not None or (member.key in spelled and member.omitempty) else None
    if isinstance(ours, tuple):
        # Go tells a list that was not there from an empty one; our models read both as () and remember which.
        return [_entry(member.go_type[2:], entry) for entry in ours] if ours or wire == [] else None
    return _scalar(member.go_type, ours, wire)


def _spelled(document: Mapping[str, Any], key: str) -> Any:
    return next((value for name, value in document.items() if name.lower() == key.lower()), None)


def _entry(go_type: str, value: Any) -> Any:
    return _raw(value) if go_type == RAW else _scalar(go_type, value, value)


def _scalar(go_type: str, value: Any, wire: Any) -> Any:
    if value is None:
        return zero(go_type)
    if is_structure(go_type.removeprefix("*")) and attrs.has(type(value)):
        return project(go_type.removeprefix("*"), value)
    if isinstance(value, hns.HNSNetwork):
        value = value.id  # a reference takes a model, and means its id
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, str):
        # Ids and enumerations read in one letter case, and go out as they came; an empty text is no address.
        text = wire if isinstance(wire, str) and wire.strip("{}").lower() == value.lower() else value
        return text or zero(go_type)
    return value


def _raw(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping) or not hasattr(value, "_wire"):
        return {"$raw": json.dumps(value, ensure_ascii=False, separators=(",", ":"))}
    return {"$raw": to_json(value)}
