"""Documents become models, whatever is in them."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from codec_samples import Circle, Drawing, Marked, OtherShape, Plain, Point, Shape, Square, Titled

from hcspy.codec import decode, decode_list, from_json, to_json
from hcspy.errors import InvalidDocumentError


def test_members_are_named_in_pascal_case_unless_they_say_otherwise() -> None:
    """A wrong name reads as a missing member."""
    plain = from_json(Plain, '{"ID":"web","Name":"n","Count":3,"Type":"t","ExceptionList":["a"]}')
    assert plain == Plain(id="web", name="n", count=3, kind="t", exceptions=("a",))


def test_missing_members_read_as_their_defaults() -> None:
    """Builds of Windows differ in what they send; programs would have to ask for each member first."""
    plain = from_json(Plain, "{}")
    assert plain == Plain(name=None)  # type: ignore[arg-type]
    assert plain.exceptions == ()
    assert plain.count == 0


def test_null_reads_as_if_the_member_were_missing() -> None:
    """Go's client takes null as "leave as is"."""
    plain = from_json(Plain, '{"Name":null,"Count":null,"Type":null,"ExceptionList":null}')
    assert (plain.name, plain.count, plain.kind, plain.exceptions) == (None, 0, "plain", ())


@pytest.mark.parametrize("document", ['{"NAME":"web"}', '{"name":"web"}', '{"nAmE":"web"}'])
def test_member_names_are_read_in_any_letter_case(document: str) -> None:
    """The services' builds differ in case, and the real client reads them all."""
    assert from_json(Plain, document).name == "web"


def test_long_s_counts_as_s_as_in_gos_folding() -> None:
    """Whatever the real client reads has to read here."""
    assert from_json(Marked, '{"Addre\\u017fs":"10.0.0.1"}').address == "10.0.0.1"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ('{"Name":"a","Name":"b"}', "b"),
        ('{"Name":"a","Name":"b","name":"c"}', "c"),
        ('{"name":"folded","Name":"exact"}', "exact"),
        ('{"Name":"exact","name":"folded"}', "folded"),
        ('{"Name":"a","name":null}', "a"),
    ],
)
def test_last_of_several_spellings_wins(document: str, name: str) -> None:
    """The recorded client decides so; another choice would act on another name than it."""
    assert from_json(Plain, document).name == name


def test_aliases_are_read() -> None:
    """Two clients name the member differently, and the service takes both."""
    assert from_json(Plain, '{"Exceptions":["10.0.0.0/8"]}').exceptions == ("10.0.0.0/8",)


def test_foreign_names_do_not_hide_members_that_come_later() -> None:
    """What a class has learned to be foreign must stay foreign, and its own names its own."""
    first = from_json(Plain, '{"Nam":1,"Name":"a","Names":2}')
    second = from_json(Plain, '{"Names":2,"NAME":"b","Nam":1}')
    assert (first.name, second.name) == ("a", "b")


def test_arrays_read_as_tuples() -> None:
    """A list in a frozen model could be changed, and would not hash."""
    drawing = from_json(Drawing, '{"Corners":[{"X":1},{"X":2}]}')
    assert drawing.corners == (Point(x=1), Point(x=2))


def test_nested_models_are_of_their_very_class() -> None:
    """Programs tell policies apart by class."""
    drawing = from_json(Drawing, '{"Origin":{"X":1},"Shapes":[{"Type":"Square"},{"Type":"Circle"},{"Type":"Blob"}]}')
    assert type(drawing.origin) is Point
    assert [type(shape) for shape in drawing.shapes] == [Square, Circle, OtherShape]


def test_objects_with_free_names_hold_models() -> None:
    """Such members exist in the schemas: port names to ports, for instance."""
    assert from_json(Drawing, '{"Named":{"a":{"X":1},"b":null}}').named == {"a": Point(x=1), "b": None}


def test_recursive_models_read() -> None:
    """An element of the resource tree holds others of its kind."""
    drawing = from_json(Drawing, '{"Parts":[{"Name":"a","Parts":[{"Name":"b"}]}]}')
    assert drawing.parts[0].parts[0].name == "b"


def test_derived_models_read_what_they_inherit() -> None:
    """The annotations of the base must be read with the names of the base's module."""
    titled = from_json(Titled, '{"Title":"t","Name":"n","Origin":{"X":1},"Unknown":1}')
    assert (titled.title, titled.name, titled.origin) == ("t", "n", Point(x=1))
    assert to_json(titled) == '{"Title":"t","Name":"n","Origin":{"X":1},"Unknown":1}'


@pytest.mark.parametrize(
    "document",
    [
        '{"Name":7,"Count":"many","Enabled":"yes","ExceptionList":"a","Extra":[1],"ID":{"a":1}}',
        '{"Name":["web"],"Count":true,"ExceptionList":{"0":"a"},"ID":7,"Type":[]}',
    ],
)
def test_values_of_a_wrong_type_are_kept(document: str) -> None:
    """Reading an odd document must not fail: the program that asks cannot mend what the host sends."""
    assert to_json(from_json(Plain, document)) == document


def test_wrongly_typed_value_reads_as_it_came() -> None:
    """Guessing a value would be worse than showing what is there."""
    plain = from_json(Plain, '{"ExceptionList":"10.0.0.0/8","Count":"3"}')
    assert plain.exceptions == "10.0.0.0/8"
    assert plain.count == "3"  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    "document",
    [
        '{"Origin":[1],"Corners":{"X":1},"Shapes":"none","Settings":7,"Named":[],"Parts":[[],null,3,"x"]}',
        '{"Origin":"text","Corners":[null,{"X":1},[]],"Shapes":[null,1,{"Type":7},{"Type":["a"]},{}],"Settings":[null,2]}',
    ],
)
def test_what_is_no_object_stays_where_a_model_should_be(document: str) -> None:
    """The other policies of the list must still read, and all must go back out."""
    drawing = from_json(Drawing, document)
    repr(drawing)
    assert to_json(drawing) == document


@pytest.mark.parametrize(
    "text",
    ["[]", "null", '"text"', "7", "true", "1.5"],
    ids=["array", "null", "string", "number", "boolean", "fraction"],
)
def test_document_that_is_no_object_is_refused(text: str) -> None:
    """There is nothing that a model of it could say."""
    with pytest.raises(InvalidDocumentError, match="Plain is an object, not"):
        from_json(Plain, text)


def test_parsed_document_that_is_no_object_is_refused() -> None:
    """The answer of a service may be null where an object was."""
    with pytest.raises(InvalidDocumentError, match="Plain is an object, not null"):
        decode(Plain, None)  # type: ignore[arg-type]


def test_malformed_text_is_refused_with_its_position() -> None:
    """Somebody has to find the place in a file of their own."""
    with pytest.raises(InvalidDocumentError, match="line 1 column 9") as caught:
        from_json(Plain, '{"Name" 1}')
    assert caught.value.record == '{"Name" 1}'


def test_mapping_is_read_and_not_kept() -> None:
    """The caller goes on to use its own dict."""
    mine: dict[str, Any] = {"Name": "a", "ExceptionList": ["x"], "Raw": {"deep": [1]}}
    plain = from_json(Plain, mine)
    mine["ExceptionList"].append("y")
    mine["Raw"]["deep"].append(2)
    mine["Name"] = "b"
    assert to_json(plain) == '{"Name":"a","ExceptionList":["x"],"Raw":{"deep":[1]}}'


def test_bytes_are_read() -> None:
    """Files are read as bytes."""
    assert from_json(Plain, '{"Name":"Zürich"}'.encode()).name == "Zürich"


def test_union_can_be_read_by_itself() -> None:
    """A policy arrives alone in a modify request."""
    assert from_json(Shape, '{"Type":"square","Side":2}') == Square(type="square", side=2)


def test_decode_list_reads_each_element() -> None:
    """What is no object must not take the rest of the answer with it."""
    assert decode_list(Point, [{"X": 1}, None, {"x": 2}]) == (Point(x=1), None, Point(x=2))


def test_decode_list_reads_unions() -> None:
    """The policies of an endpoint are such a list."""
    assert decode_list(Shape, iter([{"Type": "Circle", "Radius": 1}, {"Type": "?"}])) == (
        Circle(radius=1),
        OtherShape(type="?"),
    )


def test_factories_make_a_default_for_each_object() -> None:
    """One dict shared by all objects would carry what is put into it from one to the other."""
    first, second = from_json(Plain, "{}"), from_json(Plain, "{}")
    assert first.scratch == {}
    assert first.scratch is not second.scratch


def test_class_without_a_place_for_the_document_is_no_model() -> None:
    """What came off the wire would be lost without a word."""

    @attrs.frozen
    class NoModel:
        name: str = ""

    with pytest.raises(TypeError, match="no model"):
        decode(NoModel, {"Name": "x"})


@attrs.frozen(kw_only=True, slots=False)
class Slotless:
    name: str = ""
    _wire: Any = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_class_without_slots_is_refused_with_the_reason() -> None:
    """The way in which objects are filled needs slots."""
    with pytest.raises(TypeError, match="slotted"):
        from_json(Slotless, "{}")
