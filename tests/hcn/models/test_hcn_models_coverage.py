"""Our models against hcsshim's types and Microsoft's schema, both ways."""

from __future__ import annotations

from typing import Any

import pytest
from hcn_coverage import go_structs, models, ours, reference, schema_structs
from wire.jsontypes import json_types

from hcspy import errors, features, hcn
from hcspy.codec import Member, members, to_json
from hcspy.validate import registry

GO = go_structs()
SCHEMA = schema_structs()
ENUMS = reference("schema_hcn.json")["enums"]

# -- hcsshim ---------------------------------------------------------------------------------------------

INSIDE = {"HcnError": errors.HcspyError, "VersionRange": features.Feature}
"""What hcsshim has no JSON for: errors are exceptions here, and ranges of versions belong to their feature."""


def test_every_type_of_hcsshim_has_its_name_here() -> None:
    """A Go program is ported name by name."""
    for struct in reference("types.json")["structs"]:
        if struct["package"] == "hcn":
            name = struct["type"]
            assert name in INSIDE or hasattr(errors, name) or ours(name), name
    basic = [row for row in reference("types.json")["named_basic"] if row["package"] == "hcn" and row["exported"]]
    assert {name for name in (row["type"] for row in basic) if not hasattr(hcn, name)} == {"ErrorCode", "VersionRanges"}
    assert hcn.SchemaVersion is hcn.Version


@pytest.mark.parametrize("name", GO)
def test_model_has_the_members_of_hcsshim_first_and_in_order(name: str) -> None:
    """The service is sent what hcsshim sends, byte for byte: one member out of place and the recordings differ."""
    keys = GO[name]["flat_keys"]
    assert [member.name for member in members(ours(name))][: len(keys)] == keys


@pytest.mark.parametrize("name", GO)
def test_model_writes_always_what_hcsshim_writes_always(name: str) -> None:
    """Go leaves out the zero value of members with omitempty, unless they are structures, and of no others."""
    always = {member.name for member in members(ours(name)) if member.always}
    assert always == {field["json_key"] for field in GO[name]["fields"] if field.get("emitted_when_zero")}


@pytest.mark.parametrize("name", [name for name in GO if "zero_value_json" in GO[name]])
def test_empty_model_is_written_as_the_zero_value_of_hcsshim(name: str) -> None:
    """Go programs that fill in nothing send this; only the schema version is 2.0 here, not 0.0."""
    zero = GO[name]["zero_value_json"].replace('"SchemaVersion":{"Major":0', '"SchemaVersion":{"Major":2')
    assert to_json(ours(name)()) == zero


@pytest.mark.parametrize("name", GO)
def test_members_have_the_types_of_hcsshim(name: str) -> None:
    """A number where hcsshim has a text makes the service refuse the whole document."""
    by_key = {member.name: member for member in members(ours(name))}
    for field in GO[name]["fields"]:
        if f"{name}.{field['json_key']}" == "ExtraParams.Resources":
            continue  # raw JSON there, whose shape is recorded
        wire = field["wire"].split(":")[0].split("<")[0]
        assert wire in json_types(ours(name), by_key[field["json_key"]]), (field["json_key"], field["wire"])


GO_NAMES = {
    "EndpointFlags": "EndpointFlags",
    "HostComputeQueryFlags": "HostComputeQueryFlags",
    "LoadBalancerDistribution": "LoadBalancerDistribution",
    "LoadBalancerFlags": "LoadBalancerFlags",
    "LoadBalancerPortMappingFlags": "LoadBalancerPortMappingFlags",
    "NatFlags": "NatFlags",
    "NetworkFlags": "",
    "ProtocolType": "ProtocolType",
    "SubnetFlags": "SubnetFlags",
}
"""Enumerations of numbers, with what Go's constants start with."""

GO_ENUMS = [row for row in reference("types.json")["enums"] if row["package"] == "hcn" and row["type"]]


@pytest.mark.parametrize("row", GO_ENUMS, ids=lambda row: row["name"])
def test_enumeration_has_the_values_of_hcsshim(row: Any) -> None:
    """A value that is missing would have to be spelled by hand."""
    name = row["type"].removeprefix("hcn.")
    if name == "ErrorCode":
        assert errors.explain(row["value"]).error_class
        return
    cls = getattr(hcn, name)
    assert row["value"] in {member.value for member in cls.__members__.values()}
    if name in GO_NAMES:
        spelled = row["name"].removeprefix(GO_NAMES[name]).lower()
        assert {folded(key): member.value for key, member in cls.__members__.items()}[spelled] == row["value"]


def test_short_names_of_policies_are_the_types_on_the_wire() -> None:
    """People know policies by what stands in `Type`; kinds that two carriers share go by their long names."""
    tables = (hcn.ENDPOINT_POLICIES, hcn.NETWORK_POLICIES, hcn.SUBNET_POLICIES)
    carriers = [str(kind) for table in tables[:2] for kind in table]
    shared = {kind for kind in carriers if carriers.count(kind) > 1} - {"VLAN"}
    assert shared == {"ProviderAddress", "L4Proxy", "InterfaceConstraint"}
    for table in tables:
        for kind, cls in table.items():
            assert hasattr(hcn, str(kind)) == (str(kind) not in shared), kind
            assert str(kind) in shared or getattr(hcn, str(kind)) is cls


# -- the schema ------------------------------------------------------------------------------------------

BEYOND = {
    "OutboundNatPolicySetting.MaxPortPoolUsage": "hcsshim",
    "HostComputeNamespace.CreateWithCompartment": "PowerShell",
    "FirewallPolicySetting.VmCreatorId": "WSL",
    "ModifyGuestEndpointSettingRequest.targetDeviceName": "WSL",
}
"""Members that Microsoft's schema does not have, with who has them."""

UNDOCUMENTED = {
    hcn.L2DriverPolicySetting,
    hcn.EndpointStats,
    hcn.Resources,
    hcn.Allocator,
    hcn.AllocatorHealth,
}
"""A kind of policy without settings, counters that only v1 has a published document for, and recorded resources."""

COMMON_ACL = ("CommonAclPolicySetting", "AclPolicySetting", "NetworkAclPolicySetting")
FIVE = ("Protocols", "LocalAddresses", "RemoteAddresses", "LocalPorts", "RemotePorts", "Priority")
OTHER_AGES = {
    **{f"{name}.{key}": None for name in COMMON_ACL for key in FIVE},
    **{f"TierAclRule.{key}": "HCN 2.10" for key in FIVE},
}
"""The schema says when five members moved into FiveTuple, not since when rules have them."""


def test_every_structure_of_the_schema_has_a_class() -> None:
    """All that Microsoft documents can be said."""
    assert len(SCHEMA) == 114
    assert [name for name in SCHEMA if not ours(name)] == []
    assert [name for name in hcn.__all__ if name.endswith("_2")] == []


def spellings(cls: type) -> dict[str, Member]:
    """Return the members of a class by each name that they read under."""
    return {spelling.lower(): member for member in members(cls) for spelling in (member.name, *member.key.aliases)}


@pytest.mark.parametrize("name", SCHEMA)
def test_model_has_the_members_of_the_schema_and_knows_their_age(name: str) -> None:
    """A document for an older Windows must not say what that cannot read."""
    known = spellings(ours(name))
    for field in SCHEMA[name]["fields"]:
        member = known[field["key"].lower()]
        since = None if field["since"] == "2.0" else f"HCN {field['since']}"
        assert member.key.since == OTHER_AGES.get(f"{name}.{field['key']}", since), field["key"]


@pytest.mark.parametrize("cls", models(), ids=lambda cls: cls.__name__)
def test_model_has_no_members_of_its_own(cls: type) -> None:
    """What neither hcsshim nor Microsoft nor WSL has was made up."""
    names = [name for name in {**GO, **SCHEMA} if ours(name) is cls]
    assert names or cls in UNDOCUMENTED
    if cls in UNDOCUMENTED:
        return
    keys = {field["key"].lower() for name in names for field in SCHEMA.get(name, {"fields": []})["fields"]}
    keys |= {key.lower() for name in names for key in GO.get(name, {"flat_keys": []})["flat_keys"]}
    for member in members(cls):
        spelled = {spelling.lower() for spelling in (member.name, *member.key.aliases)}
        assert spelled & keys or f"{cls.__name__}.{member.name}" in BEYOND, member.name


WIRE_TYPES = {"string": "string", "bool": "boolean", "Any": "any", "Guid": "string", "ByteArray": "array"}
FREE = {"EncryptionPolicySetting.AuthenticationMethods", "GuestEndpointState.DNS"}


@pytest.mark.parametrize("name", SCHEMA)
def test_members_have_the_types_of_the_schema(name: str) -> None:
    """A number where Microsoft has a text makes the service refuse the whole document."""
    known = spellings(ours(name))
    for field in SCHEMA[name]["fields"]:
        held = json_types(ours(name), known[field["key"].lower()])
        assert held & _wanted(field["type"]), (field["key"], field["type"], held)


def _wanted(kind: str) -> set[str]:
    if kind.startswith("list<"):
        return {"array", "string"}  # the guest's lists are texts
    if kind.startswith("uint"):
        return {"integer"}
    if kind in WIRE_TYPES:
        return {WIRE_TYPES[kind], "object" if kind == "Any" else WIRE_TYPES[kind]}
    return {"string", "integer"} if kind in ENUMS else {"object", "any"}


ALSO = {
    "EndpointPolicyType": {"Firewall"},
    "GuestEndpointResourceType": {"Port"},
    "NetworkFlags": {
        "SuppressMediaDisconnect",
        "DisableHostPort",
        "WeakHostReceiveAdapter",
        "WeakHostSendAdapter",
        "EnableIov",
    },
}
"""Values that Microsoft's schema does not list: WSL's, and hcsshim's."""


@pytest.mark.parametrize("name", ENUMS)
def test_enumeration_has_the_values_of_the_schema_and_no_others(name: str) -> None:
    """A value that is missing would have to be spelled by hand, one too many would be refused."""
    cls = getattr(hcn, name)
    theirs = {folded(value["value"]) for value in ENUMS[name]["values"]}
    members_of = {member.name: member for member in cls.__members__.values()}  # iteration leaves out the zero of flags
    own = {folded(name if isinstance(member.value, int) else member.value) for name, member in members_of.items()}
    assert own - theirs == {folded(value) for value in ALSO.get(name, ())}
    assert theirs <= own
    assert all(member.name == member.name.upper() for member in cls)


def folded(name: str) -> str:
    """Return a name without what its spelling adds."""
    return str(name).replace("_", "").lower()


@pytest.mark.parametrize("name", ENUMS)
def test_enumeration_knows_the_age_of_its_values(name: str) -> None:
    """A value that the target does not know makes it refuse the document, or ignore what is asked for."""
    import hcspy.validate.hcn  # noqa: F401

    known = registry.VALUES_SINCE.get(f"hcn.{getattr(hcn, name).__name__}", {})
    ages = {folded(text): since for text, since in known.items()}
    for value in ENUMS[name]["values"]:
        if value["since"] != "2.0" and value["value"] != "None" and not _all_as_old(name, value["since"]):
            assert ages[folded(value["value"])].startswith(("HCN ", "HNS ")), value


def _all_as_old(name: str, since: str) -> bool:
    """The member that holds such a value has the same age."""
    return all(value["since"] == since for value in ENUMS[name]["values"])


def test_enumerations_of_the_schema_are_all_there() -> None:
    """All that Microsoft documents can be said."""
    assert len(ENUMS) == 41
    assert [name for name in ENUMS if not hasattr(hcn, name)] == []


WSL = reference("wsl_hns.json")["enums"]
NUMBERS = [name for name in WSL if issubclass(getattr(hcn, name, str), int)]


@pytest.mark.parametrize("name", NUMBERS)
def test_flags_have_the_numbers_of_wsl(name: str) -> None:
    """The names differ between clients, the numbers on the wire do not."""
    own = {folded(key): member.value for key, member in getattr(hcn, name).__members__.items()}
    assert {own[folded(key)] for key in WSL[name]} == set(WSL[name].values())
    assert all(own[folded(key)] == number for key, number in WSL[name].items())
