"""Our models of schema 2 against hcsshim's types and Microsoft's schema, both ways."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from hcs_coverage import ENUMS, GO, PACKAGES, SCHEMA, models, of_go, of_schema
from wire.golang import reference
from wire.jsontypes import json_types

from hcspy import hcs, storage
from hcspy.codec import Member, members, to_json
from hcspy.validate import registry

# -- hcsshim ---------------------------------------------------------------------------------------------

NO_DOCUMENTS = {
    "schema2.APIKey": "of a web client",
    "schema2.BasicAuth": "of a web client",
    "schema2.Configuration": "of a web client",
    "hcsv2.MigrationConfig": "a socket",
}
"""Types of hcsshim's that never travel: a generator of clients for the web left some."""


def test_every_document_of_hcsshim_has_its_name_here() -> None:
    """A Go program is ported name by name."""
    everything = {
        f"{struct['package']}.{struct['type']}"
        for struct in reference("types.json")["structs"]
        if struct["package"] in PACKAGES
    }
    assert everything - {*GO} == {*NO_DOCUMENTS}
    for name in GO:
        assert of_go(name), name
    named = [row["type"] for row in reference("types.json")["named_basic"] if row["package"] in PACKAGES]
    assert {name for name in named if home_of(name) is None} == {"contextKey"}


def home_of(name: str) -> Any:
    """Return the package that has an enumeration: those of layers are with the storage."""
    return next((package for package in (hcs, storage) if hasattr(package, name)), None)


@pytest.mark.parametrize("name", GO)
def test_model_has_the_members_of_hcsshim_first_and_in_order(name: str) -> None:
    """The service is sent what hcsshim sends, byte for byte."""
    keys = GO[name]["flat_keys"]
    assert [member.name for member in members(of_go(name))][: len(keys)] == keys


@pytest.mark.parametrize("name", GO)
def test_model_writes_always_what_hcsshim_writes_always(name: str) -> None:
    """Go leaves out the zero value of members with omitempty, unless they are structures or times."""
    always = {member.name for member in members(of_go(name)) if member.always}
    assert always == {field["json_key"] for field in GO[name]["fields"] if field["json_key"] and writes_always(field)}


def writes_always(field: Any) -> bool:
    return bool(field.get("emitted_when_zero"))


@pytest.mark.parametrize("name", [name for name in GO if "zero_value_json" in GO[name]])
def test_empty_model_is_written_as_the_zero_value_of_hcsshim(name: str) -> None:
    """Go programs that fill in nothing send this."""
    assert to_json(of_go(name)()) == GO[name]["zero_value_json"]


GO_TYPES = {"string:custom": "any", "map": "object"}


@pytest.mark.parametrize("name", GO)
def test_members_have_the_types_of_hcsshim(name: str) -> None:
    """A number where hcsshim has a text makes the service refuse the whole document."""
    by_key = {member.name: member for member in members(of_go(name))}
    for field in GO[name]["fields"]:
        if field["json_key"]:
            wire = GO_TYPES.get(field["wire"], field["wire"].split(":")[0].split("<")[0])
            held = json_types(of_go(name), by_key[field["json_key"]])
            assert GO_TYPES.get(wire, wire) in held, (field["json_key"], field["wire"])


GO_ENUMS = [
    (row, row["type"].partition(".")[2])
    for row in reference("types.json")["enums"]
    if row["package"] in PACKAGES and row["kind"] == "const"
]


@pytest.mark.parametrize(("row", "name"), [(row, name) for row, name in GO_ENUMS if home_of(name)])
def test_enumeration_has_the_values_of_hcsshim(row: Any, name: str) -> None:
    """A value that is missing would have to be spelled by hand."""
    cls = getattr(home_of(name), name)
    assert row["value"] in {member.value for member in cls.__members__.values()}


def test_all_enumerations_of_hcsshim_are_compared() -> None:
    """What is left are numbers of Windows's, and properties of CPU groups, which have no type in Go."""
    left = {row["name"] for row, name in GO_ENUMS if not home_of(name)}
    properties = {"CPUCapacityProperty", "CPUSchedulingPriorityProperty", "IdleLPReserveProperty"}
    assert left - properties == {"hcsErrOperationTimeout", "infiniteTimeout"}
    values = {row["value"] for row, _ in GO_ENUMS if row["name"] in properties}
    assert values == {int(member) for member in hcs.CPUGroupPropertyCode}


# -- Microsoft's schema ----------------------------------------------------------------------------------

STORAGE = {"LayerData", "ExportLayerOptions", "OsLayerOptions"}
"""Documents of layer functions: the storage has them, with members of its own."""


def test_every_structure_of_the_schema_has_a_class() -> None:
    """All that Microsoft documents can be said."""
    assert len(SCHEMA) == 189
    assert {name for name in SCHEMA if not of_schema(name).__module__.startswith("hcspy.hcs.schema.")} == STORAGE
    assert [name for name in hcs.__all__ if name.endswith("_2")] == []


def spellings(cls: type) -> dict[str, Member]:
    """Return the members of a class by each name that they read under."""
    return {spelling.lower(): member for member in members(cls) for spelling in (member.name, *member.key.aliases)}


@pytest.mark.parametrize("name", SCHEMA)
def test_model_has_the_members_of_the_schema_and_knows_their_age(name: str) -> None:
    """A document for an older Windows must not say what that cannot read."""
    known = spellings(of_schema(name))
    for field in SCHEMA[name]["fields"]:
        member = known[field["key"].lower()]
        assert member.name == field["key"]
        since = None if field["since"] == "2.0" else f"HCS {field['since']}"
        assert member.key.since == since or name in STORAGE, field["key"]


@pytest.mark.parametrize("cls", models(), ids=lambda cls: cls.__name__)
def test_model_has_no_members_of_its_own(cls: type) -> None:
    """What neither hcsshim nor Microsoft has was made up."""
    theirs = [field["key"] for name in SCHEMA if of_schema(name) is cls for field in SCHEMA[name]["fields"]]
    theirs += [key for name in GO if of_go(name) is cls for key in GO[name]["flat_keys"]]
    assert {member.name for member in members(cls)} == {*theirs}


def test_every_model_stands_for_something() -> None:
    """A class without a document in the world was made up."""
    stand = {of_schema(name) for name in SCHEMA} | {of_go(name) for name in GO}
    assert {*models()} - stand == set()


WIRE_TYPES = {
    "string": "string", "bool": "boolean", "Any": "any", "Guid": "string", "ByteArray": "string", "DateTime": "string",
    "MacAddress": "string", "string_binary": "string", "NullableByteArray": "string",
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMA)
def test_members_have_the_types_of_the_schema(name: str) -> None:
    """A number where Microsoft has a text makes the service refuse the whole document."""
    known = spellings(of_schema(name))
    for field in SCHEMA[name]["fields"]:
        held = json_types(of_schema(name), known[field["key"].lower()])
        assert held & wanted(field["type"]), (field["key"], field["type"], held)


def wanted(kind: str) -> set[str]:
    if kind.startswith("list<"):
        return {"array"}
    if kind.startswith("Map<"):
        return {"map"}
    if kind.startswith(("uint", "int")):
        return {"integer"}
    if kind in WIRE_TYPES:
        return {WIRE_TYPES[kind]}
    return {"string"} if kind in ENUMS else {"object"}


ALSO = {
    "ModifyRequestType": {"PreAdd"},
    "System_PropertyType": {
        "GuestMemory", "SystemGUID", "ICHeartbeatStatus", "ProcessorTopology", "CpuGroup", "ContainerCredentialGuard",
    },
}  # fmt: skip
"""Values that Microsoft's schema does not list for these: hcsshim's."""


@pytest.mark.parametrize("name", ENUMS)
def test_enumeration_has_the_values_of_the_schema_and_no_others(name: str) -> None:
    """A value that is missing would have to be spelled by hand, one too many would be refused."""
    cls: Any = of_schema(name)
    theirs = {value["value"] for value in ENUMS[name]["values"]}
    own = {member.value for member in cls}
    assert own - theirs == ALSO.get(name, set())
    assert theirs <= own
    assert all(member.name == member.name.upper() for member in cls)


def test_enumerations_of_the_schema_are_all_there() -> None:
    """All that Microsoft documents can be said."""
    assert len(ENUMS) == 64
    assert all(issubclass(of_schema(name), enum.Enum) for name in ENUMS)


MEMBERS = [(field, name) for name in SCHEMA for field in SCHEMA[name]["fields"]]


def older(name: str, since: str) -> bool:
    """Tell whether some member that holds an enumeration is older than a value of it."""
    holders = [field["since"] for field, _ in MEMBERS if name in field["type"]]
    return any(released(held) < released(since) for held in holders)


def released(version: str) -> str:
    """Return the newest version that came with the same Windows: 1809 brought 2.0 and 2.1, Server 2022 2.4 and 2.5."""
    return {"2.0": "2.1", "2.4": "2.5"}.get(version, version)


@pytest.mark.parametrize("name", ENUMS)
def test_enumeration_knows_the_age_of_its_values(name: str) -> None:
    """A value that the target does not know makes it refuse the document."""
    import hcspy.validate.hcs  # noqa: F401

    known = registry.VALUES_SINCE.get(f"hcs.{of_schema(name).__name__}", {})
    ages = {
        value["value"].lower(): f"HCS {value['since']}"
        for value in ENUMS[name]["values"]
        if older(name, value["since"])
    }
    assert known == ages
