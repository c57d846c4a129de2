"""Reading that insists on types."""

from __future__ import annotations

import pytest
from codec_samples import Drawing, Marked, Plain

from hcspy import hcn
from hcspy.codec import from_json, to_json
from hcspy.codec.strict import structure
from hcspy.errors import InvalidDocumentError


def misfits(cls: type, text: str) -> list[str]:
    with pytest.raises(InvalidDocumentError) as caught:
        from_json(cls, text, strict=True)
    return [str(finding) for finding in caught.value.findings]


def test_each_misfit_is_named_with_its_path_on_the_wire() -> None:
    """All at once, so that a file need not be mended in as many rounds."""
    text = '{"Name":7,"Corners":[{"X":1},{"X":"a"},5],"Origin":[],"Shapes":[{"Type":"Square","Side":"b"},7]}'
    assert misfits(Drawing, text) == [
        "Name is 7, allowed is a string",
        "Origin is [], allowed is an object",
        "Corners[1].X is 'a', allowed is a whole number",
        "Corners[2] is 5, allowed is an object",
        "Shapes[0].Side is 'b', allowed is a whole number",
        "Shapes[1] is 7, allowed is an object",
    ]


@pytest.mark.parametrize(
    ("text", "misfit"),
    [
        ('{"Name":"n","Count":true}', "Count is True, allowed is a whole number"),
        ('{"Name":"n","Ratio":"x"}', "Ratio is 'x', allowed is a number"),
        ('{"Name":"n","Enabled":1}', "Enabled is 1, allowed is true or false"),
        ('{"Name":"n","ExceptionList":"x"}', "ExceptionList is 'x', allowed is an array"),
        ('{"Name":"n","ExceptionList":[null]}', "ExceptionList[0] is None, allowed is a string"),
        ('{"Name":"n","Extra":[]}', "Extra is [], allowed is an object"),
        ('{"Name":"n","ID":7}', "ID is 7, allowed is a string"),
        ('{"Count":1}', "Name is None, allowed is a value"),
    ],
)
def test_types_are_held_to(text: str, misfit: str) -> None:
    """A text where a number should be is a mistake of whoever wrote the file."""
    assert misfits(Plain, text) == [misfit]


def test_marked_and_enumerated_members_take_what_the_wire_has() -> None:
    """Unknown values are no mistake of type."""
    text = '{"Colour":"Mauve","Level":9,"Marks":"A","Number":"tcp","Text":6,"Ids":["x"],"Address":"x"}'
    assert to_json(from_json(Marked, text, strict=True)) == text
    assert misfits(Marked, '{"Colour":7,"Level":[],"Number":1.5,"Address":7}') == [
        "Address is 7, allowed is a string",
        "Number is 1.5, allowed is a string or a whole number",
        "Colour is 7, allowed is a string",
        "Level is [], allowed is a whole number",
    ]


def test_fitting_document_reads_as_without() -> None:
    """Odd spellings are no mistake, and are remembered."""
    text = '{"name":"n","RATIO":1,"Unknown":1,"Raw":[],"Data":null}'
    assert from_json(Plain, text, strict=True) == from_json(Plain, text)
    assert to_json(from_json(Plain, text, strict=True)) == text


def test_envelopes_read() -> None:
    """Their settings are not checked: their class stands outside of them."""
    text = '{"Settings":[{"Type":"Label","Settings":{"Text":"a"}},{"Type":"?"}],"Named":{"a":{}},"Parent":{"Name":"p"}}'
    assert to_json(from_json(Drawing, text, strict=True)) == text
    assert misfits(Drawing, '{"Settings":[7]}') == ["Settings[0] is 7, allowed is an object"]


def test_either_type_fits() -> None:
    """A member may be a model or anything else."""
    assert from_json(Drawing, '{"Either":{"X":1}}', strict=True)


def test_misfit_of_the_document_itself_has_no_path() -> None:
    """There is no member to name."""
    with pytest.raises(InvalidDocumentError, match="the document is 7, allowed is an object"):
        structure(Plain, 7)


@pytest.mark.parametrize(
    ("policy", "misfit"),
    [
        ('{"Type":"PortMapping","Settings":{"InternalPort":"x"}}', "Settings.InternalPort is 'x', allowed is a whole"),
        ('{"type":"portmapping","settings":{"internalport":"x"}}', "Settings.InternalPort is 'x', allowed is a whole"),
        ('{"Type":"ACL","Settings":5}', "Settings is 5, allowed is an object"),
        ('{"Type":7,"Settings":{}}', "Type is 7, allowed is a string"),
    ],
)
def test_settings_in_an_envelope_are_held_to_their_types(policy: str, misfit: str) -> None:
    """Nearly all of HCN stands in envelopes: a check that stops there checks nothing."""
    [found] = misfits(hcn.HostComputeEndpoint, f'{{"Policies":[{{"Type":"PortName"}},{policy}]}}')
    assert found.startswith(f"Policies[1].{misfit}")


def test_policies_of_unknown_kinds_pass() -> None:
    """A newer Windows has kinds of which nobody knows the types."""
    text = '{"Policies":[{"Type":"Later","Settings":{"A":1}},{"Type":"ACL","Settings":null}]}'
    assert to_json(from_json(hcn.HostComputeEndpoint, text, strict=True)) == text


def test_settings_of_a_request_are_held_to_the_types_that_its_resource_has() -> None:
    """What a request changes is said by one member, and what its settings are by another."""
    text = '{"ResourceType":"policy","Settings":{"Policies":[{"Type":"ACL","Settings":{"Priority":"x"}}]}}'
    assert misfits(hcn.ModifyEndpointSettingRequest, text) == [
        "Settings.Policies[0].Settings.Priority is 'x', allowed is a whole number"
    ]
    assert misfits(hcn.ModifyEndpointSettingRequest, '{"ResourceType":"Port","Settings":[]}') == [
        "Settings is [], allowed is an object"
    ]
    later = '{"ResourceType":"Later","Settings":{"A":1}}'
    assert to_json(from_json(hcn.ModifyEndpointSettingRequest, later, strict=True)) == later
