"""How much of the reference data is covered: exports, error codes, documents, policies, functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from hcspy import errors, hns, to_dict
from hcspy._ffi.exports import EXPORTS
from hcspy.errors import canonical, error_table, hcsshim
from hcspy.features import FEATURES, supported

from . import golang, models, rows_internal, schema
from .counterparts import table
from .golang import functions, name_of, public_names, reference

NEWEST = (99, 0)
SCHEMA_1 = ("schema1", "hcs")
"""The packages of hcsshim with documents of the compute service's schema 1, its result documents among them."""
SCHEMA_2 = ("schema2", "hcsv2", "guestrequest")
"""The packages of hcsshim with documents of schema 2, those for the service in a guest among them."""
DLLS = ("vmcompute", "computenetwork", "computecore", "computestorage", "virtdisk", "kernel32", "iphlpapi", "combase")
COM = "api-ms-win-core-com-l1-1-0"
"""An API set: its functions are exports of combase.dll, which is the file that is loaded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing in the reference data."""

    what: str
    where: str
    names: Collection[str]
    missing: Collection[str]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def covered(self) -> int:
        """How many of them are here."""
        return self.total - len(self.missing)

    @property
    def percent(self) -> int:
        """The share that is here; 100 only if nothing is missing."""
        return self.covered * 100 // self.total


def line(what: str, where: str, names: Iterable[str], has: Callable[[str], bool]) -> Line:
    """Count one kind of thing: `has` tells whether a name is covered."""
    all_names = sorted(set(names))
    return Line(what, where, all_names, [name for name in all_names if not has(name)])


def lines() -> Iterator[Line]:
    """Return the whole table."""
    abi, known = reference("abi.json"), reference("errors.json")
    exports = {f"{_dll(row['dll'])}.{row['export']}" for row in abi["exports"]}
    yield line("exports of the DLLs", "abi.json", exports, _exported)
    for dll in DLLS:
        yield line(f"exports of {dll}", "abi.json", [one for one in exports if one.startswith(f"{dll}.")], _exported)
    yield line("error codes", "errors.json", [f"{row['value']} {row['name']}" for row in known["codes"]], _explained)
    yield line(
        "error values without a code",
        "errors.json",
        [row["name"] for row in known["sentinels"]],
        _sentinels().__contains__,
    )
    yield line("error predicates", "errors.json", list(known["predicate_codes"]), _predicates().__contains__)
    yield line("HNS v1 documents", "types.json", golang.documents(), _modelled)
    yield line("members of these documents", "types.json", _member_names(), _has_attribute)
    yield line("HNS v1 policies", "types.json", _values("hns.PolicyType"), _policy)
    yield line("values of HNS v1 enumerations", "types.json", _enum_names(), _enumerated)
    yield line("HNS v1 functions", "functions.json", _v1_functions(), _replayed)
    yield line("HCN structures", "schema_hcn.json", schema.HCN.structures(), schema.HCN.has_structure)
    yield line("members of these structures", "schema_hcn.json", schema.HCN.members(), schema.HCN.has_member)
    yield line("HCN enumerations", "schema_hcn.json", schema.HCN.enumerations(), schema.HCN.has_enumeration)
    yield line("values of HCN enumerations", "schema_hcn.json", schema.HCN.values(), schema.HCN.has_value)
    yield line("HCS structures", "schema_hcs.json", schema.HCS.structures(), schema.HCS.has_structure)
    yield line("members of HCS structures", "schema_hcs.json", schema.HCS.members(), schema.HCS.has_member)
    yield line("HCS enumerations", "schema_hcs.json", schema.HCS.enumerations(), schema.HCS.has_enumeration)
    yield line("values of HCS enumerations", "schema_hcs.json", schema.HCS.values(), schema.HCS.has_value)
    yield line("HCN functions", "functions.json", _hcn_functions(), _replayed)
    yield line("HCS schema 1 documents", "types.json", golang.documents(*SCHEMA_1), _modelled)
    yield line("members of HCS schema 1 documents", "types.json", _member_names(*SCHEMA_1), _has_attribute)
    yield line("HCS schema 2 documents", "types.json", golang.documents(*SCHEMA_2), _modelled)
    yield line("members of HCS schema 2 documents", "types.json", _member_names(*SCHEMA_2), _has_attribute)
    yield line("values of HCS schema 1 enumerations", "types.json", _enum_names("schema1"), _enumerated)
    yield line("functions of storage", "functions.json", _storage_functions(), _replayed)
    yield line("feature gates", "features.json", _gates(), _gate)
    yield line("internal functions of HCS and layers, or why not", "functions.json", rows_internal.names(), _internal)
    yield line("public functions named in the documentation", "functions.json", _public(), _named)


# -- exports and errors -------------------------------------------------------------------------------------------


def _dll(name: str) -> str:
    bare = name.removesuffix(".dll")
    return "combase" if bare == COM else bare


def _exported(name: str) -> bool:
    dll, _, export = name.partition(".")
    return export in EXPORTS.get(dll, {})


def _explained(code: str) -> bool:
    """Tell whether a code is in the table that explains codes, with a class unless it means success."""
    number = canonical(int(code.split()[0], 16))
    explained = any(row.value == number for row in error_table())
    return explained and (number == 0 or errors.error_class(number) is not errors.HcspyError)


def _sentinels() -> set[str]:
    return {name for row in hcsshim.SENTINELS for name in hcsshim.full_names(row)}


def _predicates() -> set[str]:
    return {name for row in hcsshim.PREDICATES for name in hcsshim.full_names(row)}


# -- documents ----------------------------------------------------------------------------------------------------


def _modelled(go_type: str) -> bool:
    return _found(lambda: models.class_of(go_type))


def _member_names(*packages: str) -> Iterator[str]:
    return (f"{go_type}#{member.key}" for go_type in golang.documents(*packages) for member in golang.members(go_type))


def _has_attribute(name: str) -> bool:
    go_type, _, key = name.partition("#")
    return _found(lambda: models.attribute(models.class_of(go_type), key))


def _found(look: Callable[[], Any]) -> bool:
    try:
        look()
    except KeyError:
        return False
    return True


def _enums(package: str = "hns") -> list[Mapping[str, Any]]:
    return [row for row in reference("types.json")["enums"] if row["type"] and row["package"] == package]


def _values(go_type: str) -> Iterator[str]:
    return (row["value"] for row in _enums() if row["type"] == go_type)


def _policy(kind: str) -> bool:
    return kind in hns.POLICIES


def _enum_names(package: str = "hns") -> Iterator[str]:
    return (f"{row['type']}={row['value']}" for row in _enums(package))


def _enumerated(name: str) -> bool:
    go_type, _, value = name.partition("=")
    package, _, enum = go_type.partition(".")
    cls = getattr(models.PACKAGES[package], enum, None)
    return isinstance(cls, type) and issubclass(cls, Enum) and value in {str(member.value) for member in cls}


# -- functions ----------------------------------------------------------------------------------------------------


def _v1_functions() -> Iterator[str]:
    for name, function in functions().items():
        calls = function["effect"].get("dll_calls") or ()
        if function["package"] == "hns" or (function["package"] == "hcsshim" and "vmcompute.dll!HNSCall" in calls):
            yield from {name, *public_names(function)}


def _hcn_functions() -> Iterator[str]:
    return (name_of(function) for function in functions().values() if function["package"] == "hcn")


def _storage_functions() -> Iterator[str]:
    for name, function in functions().items():
        if function["tier"] != "public":
            continue
        if function["package"] == "computestorage" or function["effect"].get("kind") == "layer-call":
            yield name


def _gates() -> Iterator[str]:
    known = reference("features.json")
    return (row["feature"] for row in (*known["hcn_features"], *known["hns_v1_features"]))


def _gate(name: str) -> bool:
    """Tell whether a gate can be asked for, and has its place in the document that says which are open."""
    if name not in FEATURES:
        return False
    place: Any = to_dict(supported(NEWEST))
    for step in FEATURES[name].json_path.split("."):
        place = place.get(step) if isinstance(place, dict) else None
    return place is True


def _replayed(name: str) -> bool:
    return any(row.api == name for row in table())


def _internal(name: str) -> bool:
    return name in rows_internal.WITHOUT or rows_internal.counterpart(name) is not None


def _public() -> Iterator[str]:
    return (name_of(function) for function in functions().values() if function["tier"] == "public")


def _named(name: str) -> bool:
    return any(row.api == name for row in table())
