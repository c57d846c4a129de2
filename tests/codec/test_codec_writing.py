"""New models become documents as hcsshim writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

import pytest
from codec_samples import Circle, Drawing, Frame, Label, OtherSetting, OtherShape, Plain, Point, Square

from hcspy.codec import encode, from_json, to_dict, to_json


def test_members_stand_in_the_order_of_the_class() -> None:
    """Where hcsshim has bytes, ours are the same bytes."""
    plain = Plain(count=3, name="n", id="i", exceptions=("a",))
    assert to_json(plain) == '{"ID":"i","Name":"n","Count":3,"Type":"plain","ExceptionList":["a"],"Data":null}'


def test_defaults_stay_away_unless_always_written() -> None:
    """Go leaves out empty members with `omitempty`, and writes those without."""
    assert to_json(Plain(name="n")) == '{"Name":"n","Type":"plain","Data":null}'


def test_none_is_not_on_the_wire() -> None:
    """A null would tell the service to clear the member."""
    assert to_json(Plain(name="n", count=None, exceptions=None, kind="k")) == (  # type: ignore[arg-type]
        '{"Name":"n","Type":"k","Data":null}'
    )


def test_values_that_only_compare_equal_to_the_default_are_left_out() -> None:
    """Whether an empty list or an empty tuple was given says nothing to the service."""
    assert to_json(Plain(name="n", exceptions=[])) == '{"Name":"n","Type":"plain","Data":null}'


def test_empty_text_is_written() -> None:
    """None means absent; the empty text is a value."""
    assert to_json(Point(x=0)) == '{"X":0}'
    assert to_json(Plain(name="")) == '{"Name":"","Type":"plain","Data":null}'


def exceptions() -> Iterator[str]:
    yield "a"
    yield "b"


@pytest.mark.parametrize("make", [lambda: ["a", "b"], lambda: ("a", "b"), lambda: {"a": 1, "b": 2}.keys(), exceptions])
def test_any_iterable_goes_out_as_an_array(make: Callable[[], Any]) -> None:
    """Programs have lists, generators and keys of dicts."""
    assert to_json(Plain(name="n", exceptions=make())) == (
        '{"Name":"n","Type":"plain","ExceptionList":["a","b"],"Data":null}'
    )


def test_empty_iterator_is_left_out_like_an_empty_list() -> None:
    """Only after the iteration is it known to be empty."""
    assert "ExceptionList" not in to_dict(Plain(name="n", exceptions=iter(())))  # type: ignore[arg-type]


def test_models_in_models_are_written() -> None:
    """In members, lists and maps alike."""
    drawing = Drawing(
        origin=Point(x=1), corners=[Point(y=2)], named={"a": Point(x=3)}, parts=[Drawing(name="p")], either=Point(x=9)
    )
    assert to_json(drawing) == (
        '{"Origin":{"X":1},"Corners":[{"Y":2}],"Named":{"a":{"X":3}},"Version":{},'
        '"Parts":[{"Name":"p","Version":{}}],"Either":{"X":9}}'
    )


def test_raw_documents_go_where_models_go() -> None:
    """Somebody may know a policy that this library does not."""
    drawing = Drawing(corners=[{"X": 1}], either={"Free": 1}, shapes=[{"Type": "Blob"}])  # type: ignore[list-item]
    assert to_json(drawing) == ('{"Corners":[{"X":1}],"Shapes":[{"Type":"Blob"}],"Version":{},"Either":{"Free":1}}')


def test_flat_union_writes_the_tag_that_the_class_does_not_have() -> None:
    """Without its tag the service cannot tell what the policy is."""
    drawing = Drawing(shapes=[Square(side=1), Circle(radius=2), OtherShape(type="Blob")])
    assert to_json(drawing) == (
        '{"Shapes":[{"Type":"Square","Side":1},{"Type":"Circle","Radius":2},{"Type":"Blob"}],"Version":{}}'
    )
    assert to_json(Circle(radius=2)) == '{"Type":"Circle","Radius":2}'


def test_envelopes_are_written_around_settings() -> None:
    """HCN wraps each policy; the setting class is the policy."""
    drawing = Drawing(settings=[Label(text="a"), Frame(width=1), OtherSetting(type="X", settings={"K": 1})])
    assert to_json(drawing) == (
        '{"Settings":[{"Type":"Label","Settings":{"Text":"a"}},{"Type":"Frame","Settings":{"Width":1}},'
        '{"Type":"X","Settings":{"K":1}}],"Version":{}}'
    )


def test_text_is_compact_and_keeps_other_scripts() -> None:
    """The wire has UTF-16; escapes would only make it long."""
    assert to_json(Plain(name="Zürich 🏔", kind="a")) == '{"Name":"Zürich 🏔","Type":"a","Data":null}'


def test_lone_surrogates_are_written() -> None:
    """Windows lets them into names, so they come back from the service."""
    assert "\ud800" in to_json(Plain(name="\ud800"))


def test_integers_beyond_64_bits_are_written() -> None:
    """Python has no limit where orjson has one."""
    assert to_json(Point(x=1 << 80)) == f'{{"X":{1 << 80}}}'


def test_raw_members_take_any_mapping() -> None:
    """Read-only views are mappings too."""
    assert to_json(Plain(name="n", extra=MappingProxyType({"a": 1}))) == (
        '{"Name":"n","Type":"plain","Extra":{"a":1},"Data":null}'
    )


def test_value_without_a_form_in_json_is_named() -> None:
    """The message must lead to the value."""
    with pytest.raises(TypeError, match="object"):
        to_json(Plain(name="n", raw=object()))


def test_to_dict_is_the_callers_own() -> None:
    """A program that changes the dict must not change the model's memory."""
    model = from_json(Plain, '{"Name":"a","Raw":{"deep":[1]},"ExceptionList":["x"]}')
    document = to_dict(model)
    document["Raw"]["deep"].append(2)
    document["ExceptionList"].clear()
    document["Name"] = "b"
    assert to_json(model) == '{"Name":"a","Raw":{"deep":[1]},"ExceptionList":["x"]}'


def test_encode_returns_plain_values() -> None:
    """What a dict of the document holds can be compared with one that json made."""
    assert encode(Drawing(corners=(Point(x=1),))) == {"Corners": [{"X": 1}], "Version": {}}


@pytest.mark.parametrize("value", ["text", 7, 1.5, True, None, [1], {"a": 1}])
def test_json_values_encode_as_they_are(value: Any) -> None:
    """A raw request takes the same way as a model."""
    assert encode(value) == value
