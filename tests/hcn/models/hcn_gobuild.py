"""From Go's values, as recordings show them, to our models by keywords."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hcn_coverage import go_structs, ours

from hcspy import hcn
from hcspy.codec import Member, members

POLICIES = {
    "EndpointPolicy": hcn.ENDPOINT_POLICIES,
    "NetworkPolicy": hcn.NETWORK_POLICIES,
    "SubnetPolicy": hcn.SUBNET_POLICIES,
}


def build(name: str, value: Mapping[str, Any]) -> Any:
    """Return our model of a Go value, made by keywords alone."""
    if name in POLICIES:
        settings = value["Settings"] and _raw(value["Settings"])
        return policy(POLICIES[name], {"Type": value["Type"], "Settings": settings})
    cls = ours(name)
    by_key = {member.name: member.python_name for member in members(cls)}
    keywords: dict[str, Any] = {}
    for field in go_structs()[name]["fields"]:
        held = value[field["go_name"]]
        if not (field["omitempty"] and held in ("", 0, False, None, [])):
            keywords[by_key[field["json_key"]]] = _argument(field, held)
    return cls(**keywords)


def _argument(field: Mapping[str, Any], held: Any) -> Any:
    wire, ref = field["wire"], (field.get("ref") or "").removeprefix("hcn.")
    if wire == "array<string:custom>":
        return [policy(hcn.SUBNET_POLICIES, _raw(each)) for each in held]
    if wire == "string:custom":
        return held and _raw(held)
    if wire == "array<object>":
        return [build(ref, each) for each in held]
    return build(ref, held) if wire == "object" else held


def _raw(value: Mapping[str, Any]) -> Any:
    return None if value["$raw"] is None else json.loads(value["$raw"])


def policy(table: Mapping[str, type], document: Any) -> Any:
    """Return a policy: of the class that its kind has, if that can say all that it says in the order it has."""
    if not isinstance(document, dict):
        return document
    kinds = {str(kind): cls for kind, cls in table.items()}
    cls, settings = kinds.get(document.get("Type") or ""), document.get("Settings")
    if cls is None or not isinstance(settings, dict) or [*document] != ["Type", "Settings"]:
        return hcn.UnknownPolicy.of({name: held for name, held in document.items() if held is not None})
    typed = _typed(cls, settings)
    return hcn.UnknownPolicy(type=document["Type"], settings=settings) if typed is None else typed


def _typed(cls: type[Any], document: Mapping[str, Any]) -> Any:
    known: dict[str, Member] = {member.name: member for member in members(cls)}
    if [name for name in known if name in document] != [*document]:
        return None
    if any(member.always and name not in document for name, member in known.items()):
        return None
    return cls(**{known[name].python_name: _deep(known[name], held) for name, held in document.items()})


def _deep(member: Member, held: Any) -> Any:
    if isinstance(held, dict) and isinstance(member.default, hcn.FiveTuple | hcn.ProxyExceptions):
        return _typed(type(member.default), held)
    if member.name == "TierAclRules":
        return [_typed(hcn.TierAclRule, rule) for rule in held]
    return held
