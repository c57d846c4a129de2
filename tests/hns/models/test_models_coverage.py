"""Our models against hcsshim's types, both ways."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from models_coverage import ALL, ENUMS, OURS, go_structs, reference

from hcspy import hns
from hcspy.codec import members, to_json

GO = go_structs()


def test_table_names_every_document_of_hcsshim() -> None:
    """A document without a model could only be sent as raw JSON."""
    assert GO.keys() == OURS.keys()
    assert len(GO) == 34


def test_table_names_every_model_that_there_is() -> None:
    """A model outside of the table would escape the tests that go through it."""
    ours = [getattr(hns, name) for name in hns.__all__]
    assert {cls for cls in ours if isinstance(cls, type) and attrs.has(cls)} == set(ALL)


@pytest.mark.parametrize("name", GO)
def test_model_has_the_members_of_hcsshim_first_and_in_order(name: str) -> None:
    """The service is sent what hcsshim sends, byte for byte: one member out of place and the recordings differ."""
    keys = GO[name]["flat_keys"]
    ours = [member.name for member in members(OURS[name])]
    assert ours[: len(keys)] == keys


@pytest.mark.parametrize("name", GO)
def test_model_writes_always_what_hcsshim_writes_always(name: str) -> None:
    """Go leaves out the zero value of members with omitempty, and of no others."""
    always = {member.name for member in members(OURS[name]) if member.always}
    assert always == {field["json_key"] for field in _fields(name) if not field.get("omitempty")}


@pytest.mark.parametrize("name", GO)
def test_members_beyond_hcsshim_are_optional(name: str) -> None:
    """A member of ours that were always written would be in no document of hcsshim's."""
    keys = {field["json_key"] for field in _fields(name)}
    for member in members(OURS[name]):
        assert member.name in keys or member.default in (None, 0, ())


@pytest.mark.parametrize("name", [name for name in GO if "zero_value_json" in GO[name]])
def test_empty_model_is_written_as_the_zero_value_of_hcsshim(name: str) -> None:
    """Go programs that fill in nothing send this."""
    cls = OURS[name]
    blank = {"type": ""} if "type" in {member.python_name for member in members(cls) if member.always} else {}
    assert to_json(cls(**blank)) == GO[name]["zero_value_json"]


@pytest.mark.parametrize("name", GO)
def test_members_have_the_types_of_hcsshim(name: str) -> None:
    """A number where hcsshim has a text makes the service refuse the whole document."""
    written = OURS[name].__annotations__
    hints = {member.name: written[member.python_name] for member in members(OURS[name])}
    for field in _fields(name):
        assert _fits(field, hints[field["json_key"]]), (field["json_key"], field["wire"], hints[field["json_key"]])


def _fields(name: str) -> list[Any]:
    fields = []
    for field in GO[name]["fields"]:
        fields += _fields(field["ref"].removeprefix("hns.")) if field.get("inline") else [field]
    return fields


TEXTS = ("str", "Guid", "Reference", "Address", "Commas", "Protocol", "PolicyType", "Any", "Mapping", "Request")


def _fits(field: Any, hint: str) -> bool:
    wire = field["wire"].split(":")[0].split("<")[0]
    if wire == "array":
        return hint.startswith("Sequence[")
    if wire == "object":
        return any(cls.__name__ in hint for cls in OURS.values())
    wanted = {"boolean": ("bool",), "integer": ("int", "ProtocolNumber"), "string": TEXTS, "any": TEXTS}[wire]
    return not hint.startswith("Sequence[") and any(part in hint for part in wanted)


@pytest.mark.parametrize("name", ENUMS)
def test_enumeration_has_the_values_of_hcsshim(name: str) -> None:
    """A value that is missing would have to be spelled by hand."""
    theirs = [enum for enum in reference("types.json")["enums"] if enum["type"] == f"hns.{name}"]
    values = {member.value for member in ENUMS[name]}  # type: ignore[attr-defined]
    assert values == {enum["value"] for enum in theirs}


def test_short_names_of_policies_are_the_types_on_the_wire() -> None:
    """People know policies by what stands in `Type`."""
    for text, cls in hns.POLICIES.items():
        assert getattr(hns, text.value) is cls  # type: ignore[attr-defined]


def test_both_spellings_of_the_misspelt_answer_are_there() -> None:
    """Readers of hcsshim look for the name it really has."""
    assert hns.EndpointResquestResponse is hns.EndpointRequestResponse
    assert hns.HNSEndpointStats is hns.EndpointStats


def test_every_public_type_of_hcsshim_has_its_name_here() -> None:
    """A Go program is ported name by name."""
    for alias in reference("types.json")["aliases"]:
        if alias["package"] == "hcsshim" and alias["alias_of"].startswith("hns.") and not _is_an_error(alias["type"]):
            assert hasattr(hns, alias["type"]), alias["type"]


def _is_an_error(name: str) -> bool:
    return name.endswith("NotFoundError")  # these are exceptions here


def test_package_lists_what_it_offers_and_nothing_else() -> None:
    """Completion in an editor shows the names; a wrong one says so."""
    assert set(hns.__all__) <= set(dir(hns))
    with pytest.raises(AttributeError, match="HNSNetwerk"):
        hns.HNSNetwerk  # noqa: B018
