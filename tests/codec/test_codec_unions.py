"""Members that may be of several classes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from codec_samples import Circle, Drawing, Frame, Label, OtherSetting, OtherShape, Point, Shape, Square, Told

from hcspy.codec import decode, evolve, from_json, tagged_union, to_json


def shapes(*documents: Any) -> tuple[Any, ...]:
    return tuple(from_json(Drawing, json.dumps({"Shapes": documents})).shapes)


def settings(*documents: Any) -> tuple[Any, ...]:
    return tuple(from_json(Drawing, json.dumps({"Settings": documents})).settings)


@pytest.mark.parametrize("document", [{"Type": "Square"}, {"Type": "SQUARE"}, {"type": "square"}, {"TYPE": "sQuare"}])
def test_tag_is_matched_in_any_letter_case(document: dict[str, str]) -> None:
    """The services answer in another case than they were asked."""
    assert type(shapes(document)[0]) is Square


@pytest.mark.parametrize(
    "document", [{}, {"Type": "Blob"}, {"Type": None}, {"Type": 7}, {"Type": []}, {"Kind": "Square"}]
)
def test_unknown_tag_becomes_the_other_class_and_goes_back_out(document: dict[str, Any]) -> None:
    """A policy of a newer build must survive a client that does not know it."""
    found = shapes(document)[0]
    assert type(found) is OtherShape
    assert json.loads(to_json(found)) == document


def test_tags_seen_before_do_not_mix_up() -> None:
    """The reader learns tags; it must learn them for one class each."""
    kinds = ["Square", "blob", "CIRCLE", "square", "Blob", "circle"]
    for _ in range(2):
        found = shapes(*({"Type": kind} for kind in kinds))
        assert [type(shape) for shape in found] == [Square, OtherShape, Circle, Square, OtherShape, Circle]


def test_envelope_reads_as_what_it_holds() -> None:
    """The setting class is the policy."""
    assert settings({"Type": "Label", "Settings": {"Text": "a"}}, {"type": "frame", "SETTINGS": {"Width": 1}}) == (
        Label(text="a"),
        Frame(width=1),
    )


@pytest.mark.parametrize("document", [{"Type": "Label"}, {"Type": "Label", "Settings": None}])
def test_envelope_without_settings_reads_as_empty_settings(document: dict[str, Any]) -> None:
    """Some policies have none."""
    found = settings(document)[0]
    assert found == Label()
    assert json.loads(to_json(Drawing(settings=[found])))["Settings"] == [document]


@pytest.mark.parametrize(
    "document", [{"Type": "Blob", "Settings": {"K": 1}}, {"Settings": {}}, {"Type": "Label", "Settings": 7}]
)
def test_envelope_that_is_not_known_is_kept_whole(document: dict[str, Any]) -> None:
    """Type and settings of a newer build stay together."""
    found = settings(document)[0]
    assert type(found) is OtherSetting
    assert found.settings == document["Settings"]
    assert json.loads(to_json(found)) == document


def test_models_inside_of_an_envelope_read() -> None:
    """Settings hold models of their own."""
    assert settings({"Type": "Label", "Settings": {"POINT": {"x": 1}}})[0].point == Point(x=1)


def test_setting_alone_is_written_without_its_envelope() -> None:
    """The caller has the setting in hand, not the policy."""
    found = settings({"Type": "Label", "Settings": {"text": "a", "U": 1}, "E": 1})[0]
    assert to_json(found) == '{"text":"a","U":1}'


def test_union_keeps_what_is_no_object() -> None:
    """A list of policies with a text in it is odd, and still has to go back."""
    assert shapes("text", None, [1]) == ("text", None, [1])
    assert settings("text", None, [1]) == ("text", None, [1])


def test_many_foreign_tags_are_read_without_end() -> None:
    """What is learned is bounded, what is read is not."""
    found = shapes(*({"Type": f"T{number}"} for number in range(600)))
    assert {type(shape) for shape in found} == {OtherShape}
    assert type(decode(Shape, {"Type": "sqUARE"})) is Square


def test_class_under_two_tags_goes_out_with_the_first() -> None:
    """Old and new name of one policy."""
    union = tagged_union(classes={"Square": Square, "Quad": Square}, other=OtherShape)
    assert union.classes == {"Square": Square, "Quad": Square}
    assert type(decode(Shape, {"Type": "Square"})) is Square


@pytest.mark.parametrize("kind", ["Point", "POINT", "point"])
def test_member_is_told_what_it_is_by_the_one_beside_it(kind: str) -> None:
    """A namespace's resource says its type, and its data stands beside."""
    document = f'{{"data":{{"x":1,"U":2}},"KIND":"{kind}"}}'
    told = from_json(Told, document)
    assert told.data == Point(x=1)
    assert to_json(told) == document
    assert to_json(evolve(told, data=Point(x=2))) == f'{{"data":{{"X":2}},"KIND":"{kind}"}}'


@pytest.mark.parametrize("document", ['{"Kind":"New","Data":{"a":1}}', '{"Data":{"a":1}}', '{"Kind":7,"Data":{"a":1}}'])
def test_member_beside_an_unknown_tag_is_raw(document: str) -> None:
    """A newer build has more kinds."""
    told = from_json(Told, document)
    assert told.data == {"a": 1}
    assert to_json(told) == document


def test_told_member_goes_out_whatever_it_is() -> None:
    """Model or raw document."""
    assert to_json(Told(kind="Point", data=Point(x=1))) == '{"Kind":"Point","Data":{"X":1}}'
    assert to_json(Told(kind="New", data={"a": 1})) == '{"Kind":"New","Data":{"a":1}}'
    assert to_json(from_json(Told, '{"Kind":"Point","Data":{"X":1}}', strict=True)) == '{"Kind":"Point","Data":{"X":1}}'
