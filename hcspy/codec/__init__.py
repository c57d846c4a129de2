"""JSON documents to models and back, with nothing lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand
from hcspy.codec.arrays import arrays
from hcspy.codec.enums import WireEnum
from hcspy.codec.markers import (
    Address,
    Addresses,
    Commas,
    Guid,
    ProtocolList,
    ProtocolNumber,
    ProtocolText,
    Reference,
)
from hcspy.codec.members import Member, Wire, key, members
from hcspy.codec.unions import Anything, TaggedUnion, ToldBy, tagged_union, told_by

if TYPE_CHECKING:
    from hcspy.codec.documents import decode, decode_list, encode, evolve, from_json, to_dict, to_json
    from hcspy.codec.hints import types_of
    from hcspy.codec.hooks import converter
    from hcspy.codec.text import dumps, loads

_ON_DEMAND = {
    "converter": "hooks",
    "decode": "documents",
    "decode_list": "documents",
    "encode": "documents",
    "evolve": "documents",
    "from_json": "documents",
    "to_dict": "documents",
    "to_json": "documents",
    "dumps": "text",
    "loads": "text",
    "types_of": "hints",
}

__all__ = [
    "Address",
    "Addresses",
    "Anything",
    "Commas",
    "Guid",
    "Member",
    "ProtocolList",
    "ProtocolNumber",
    "ProtocolText",
    "Reference",
    "TaggedUnion",
    "ToldBy",
    "Wire",
    "WireEnum",
    "arrays",
    "converter",
    "decode",
    "decode_list",
    "dumps",
    "encode",
    "evolve",
    "from_json",
    "key",
    "loads",
    "members",
    "tagged_union",
    "told_by",
    "to_dict",
    "to_json",
    "types_of",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _ON_DEMAND)
