"""What a model remembers of its document, and when."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import pytest
from codec_samples import Circle, Drawing, Label, Marked, Plain, Point, Square, Titled

from hcspy.codec import evolve, from_json, to_dict, to_json

M = TypeVar("M")

ODD = (
    '{"Unknown":{"b":[1,{"c":null}]},"name":"Zürich","ID":"{0EC2C7F0-1D3A-4D6B-9D5E-0123456789AB}","Count":null,'
    '"Exceptions":["a"],"Version":55834574851,"Huge":123456789012345678901234567890,"Raw":[],"Type":"plain","NAME":"b"}'
)
DRAWING = (
    '{"Z":1,"corners":[{"y":2,"Other":[0]},{"X":1}],"Shapes":[{"Radius":1,"type":"CIRCLE","K":{"a":1}},'
    '{"Type":"Blob","Future":1},{"Side":1,"Type":"Square"}],"Settings":[{"Settings":{"text":"a","Q":1},"TYPE":"label","E":1},'
    '{"Type":"Frame","Settings":null},{"Type":"Frame"},{"Type":"New","Settings":{"a":1}},{"Type":"Label","Settings":"x"}],'
    '"Named":{"a":{"X":1,"U":0}},"Origin":null,"Parts":[{"parts":[{"Name":"deep","U":1}]}]}'
)
DOCUMENTS = [(Plain, ODD), (Drawing, DRAWING), (Titled, DRAWING), (Point, "{}"), (Point, '{"X":null}')]


def by_attrs(model: Any, **changes: Any) -> Any:
    return attrs.evolve(model, **changes)


WAYS_TO_REMAKE: dict[str, Callable[[Any], Any]] = {
    "as read": lambda model: model,
    "evolve": evolve,
    "attrs.evolve": attrs.evolve,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "oldest pickle": lambda model: pickle.loads(pickle.dumps(model, protocol=2)),
}
remade = pytest.mark.parametrize("remake", WAYS_TO_REMAKE.values(), ids=WAYS_TO_REMAKE)
documents = pytest.mark.parametrize(("cls", "document"), DOCUMENTS)


@remade
@documents
def test_document_goes_out_as_it_came(cls: type[Any], document: str, remake: Callable[[Any], Any]) -> None:
    """Whatever a client does not know it must not lose: the service takes the document as the whole truth."""
    assert to_json(remake(from_json(cls, document))) == document


@remade
@documents
def test_document_goes_out_as_it_came_after_a_look(cls: type[Any], document: str, remake: Callable[[Any], Any]) -> None:
    """Looking reads the parts of the document; it must not wear them out."""
    model = from_json(cls, document)
    repr(model)
    assert to_json(remake(model)) == document


@remade
def test_remade_model_equals_the_first(remake: Callable[[Any], Any]) -> None:
    """What is remembered is not compared, what was read is."""
    model = from_json(Drawing, DRAWING)
    assert remake(model) == model
    assert remake(model).shapes == model.shapes


evolvers = pytest.mark.parametrize("change", [evolve, by_attrs], ids=["evolve", "attrs.evolve"])


def differences(before: str, after: str) -> dict[str, tuple[Any, Any]]:
    old, new = json.loads(before), json.loads(after)
    return {name: (old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)}


@evolvers
def test_only_the_changed_member_differs(change: Callable[..., Any]) -> None:
    """And it stands where it stood."""
    document = '{"Unknown":1,"Name":"a","Count":3,"ID":"0EC2C7F0-1D3A-4D6B-9D5E-0123456789AB"}'
    changed = to_json(change(from_json(Plain, document), name="b"))
    assert changed == document.replace('"a"', '"b"')


@evolvers
def test_member_in_another_spelling_keeps_its_name(change: Callable[..., Any]) -> None:
    """A second member in the usual spelling would leave two that disagree."""
    changed = to_json(change(from_json(Plain, '{"name":"a","Exceptions":["x"]}'), name="b", exceptions=["y"]))
    assert changed == '{"name":"b","Exceptions":["y"]}'


@evolvers
def test_of_several_spellings_the_one_that_counts_is_changed(change: Callable[..., Any]) -> None:
    """The reader takes the last, so the change has to stand there."""
    changed = change(from_json(Plain, '{"Name":"a","name":"b"}'), name="c")
    assert to_json(changed) == '{"Name":"a","name":"c"}'
    assert from_json(Plain, to_json(changed)).name == "c"


@evolvers
def test_member_set_to_none_leaves_in_all_spellings(change: Callable[..., Any]) -> None:
    """An earlier one would come back to life."""
    assert to_json(change(from_json(Plain, '{"Name":"a","U":1,"name":"b"}'), name=None)) == '{"U":1}'


@evolvers
def test_member_that_was_not_there_comes_last(change: Callable[..., Any]) -> None:
    """The order of the rest stays."""
    assert to_json(change(from_json(Plain, '{"U":1,"Name":"a"}'), count=3)) == '{"U":1,"Name":"a","Count":3}'


@evolvers
def test_list_emptied_on_a_document_that_had_it_is_written_empty(change: Callable[..., Any]) -> None:
    """Leaving it out would mean "as it is" to the service."""
    model = from_json(Plain, '{"ExceptionList":["a"],"Name":"n"}')
    assert to_json(change(model, exceptions=())) == '{"ExceptionList":[],"Name":"n"}'


@evolvers
def test_value_set_back_to_its_default_is_written(change: Callable[..., Any]) -> None:
    """It was something else before."""
    assert to_json(change(from_json(Plain, '{"Count":3}'), count=0)) == '{"Count":0}'


@evolvers
def test_default_that_was_not_there_stays_away(change: Callable[..., Any]) -> None:
    """A decoded document that lacks a member stays without, even if new ones always have it."""
    model = from_json(Plain, '{"Name":"a"}')
    assert to_json(change(model, kind="plain", count=0, exceptions=[])) == '{"Name":"a"}'


@evolvers
def test_explicit_null_stays_until_it_is_changed(change: Callable[..., Any]) -> None:
    """The service sends null and knows why."""
    model = from_json(Plain, '{"Name":null,"Count":null}')
    assert to_json(change(model, enabled=True)) == '{"Name":null,"Count":null,"Enabled":true}'
    assert to_json(change(model, name="a")) == '{"Name":"a","Count":null}'
    assert to_json(change(model, count=None)) == '{"Name":null,"Count":null}'


@evolvers
def test_true_in_place_of_one_is_a_change(change: Callable[..., Any]) -> None:
    """Python takes them for equal; Go's reader fails on the wrong one."""
    assert to_json(change(from_json(Plain, '{"Enabled":1}'), enabled=True)) == '{"Enabled":true}'


@evolvers
def test_change_of_one_element_keeps_the_others_text(change: Callable[..., Any]) -> None:
    """One policy in a list is changed, the others belong to somebody else."""
    model = from_json(Drawing, DRAWING)
    first, *rest = model.shapes
    assert isinstance(first, Circle)
    changed = to_json(change(model, shapes=[change(first, radius=2), *rest]))
    assert changed == DRAWING.replace('"Radius":1', '"Radius":2')


@evolvers
def test_change_deep_inside_keeps_everything_else(change: Callable[..., Any]) -> None:
    """At each level the rest of the document is kept."""
    model = from_json(Drawing, DRAWING)
    part = model.parts[0]
    inner = change(part.parts[0], name="changed")
    changed = to_json(change(model, parts=(change(part, parts=(inner,)),)))
    assert changed == DRAWING.replace('"deep"', '"changed"')


@evolvers
def test_elements_can_be_added_and_removed(change: Callable[..., Any]) -> None:
    """Those that stay keep their text, new ones are written as new."""
    model = from_json(Drawing, DRAWING)
    changed = change(model, shapes=[*model.shapes[1:], Square(side=9), Circle(radius=8)])
    assert differences(DRAWING, to_json(changed)) == {
        "Shapes": (
            json.loads(DRAWING)["Shapes"],
            [
                {"Type": "Blob", "Future": 1},
                {"Side": 1, "Type": "Square"},
                {"Type": "Square", "Side": 9},
                {"Type": "Circle", "Radius": 8},
            ],
        )
    }


@evolvers
def test_change_in_an_envelope_keeps_the_envelope(change: Callable[..., Any]) -> None:
    """Its spelling, order and unknown members are not ours."""
    model = from_json(Drawing, DRAWING)
    first, *rest = model.settings
    assert isinstance(first, Label)
    changed = to_json(change(model, settings=[change(first, text="b"), *rest]))
    assert changed == DRAWING.replace('"text":"a"', '"text":"b"')


@evolvers
def test_model_taken_out_of_one_document_goes_into_another_as_it_was(change: Callable[..., Any]) -> None:
    """Policies are copied from one endpoint to the next."""
    shape = from_json(Drawing, DRAWING).shapes[0]
    assert to_json(Drawing(shapes=[shape])) == ('{"Shapes":[{"Radius":1,"type":"CIRCLE","K":{"a":1}}],"Version":{}}')
    other = change(from_json(Drawing, '{"Shapes":[]}'), shapes=(shape,))
    assert to_json(other) == '{"Shapes":[{"Radius":1,"type":"CIRCLE","K":{"a":1}}]}'


@evolvers
def test_objects_with_free_names_keep_what_was_not_changed(change: Callable[..., Any]) -> None:
    """And lose what was taken away."""
    model = from_json(Drawing, '{"Named":{"a":{"U":1,"X":1},"b":{"X":2}}}')
    changed = change(model, named={**model.named, "b": Point(x=3)})
    assert to_json(changed) == '{"Named":{"a":{"U":1,"X":1},"b":{"X":3}}}'
    assert to_json(change(model, named={"a": model.named["a"]})) == '{"Named":{"a":{"U":1,"X":1}}}'


@evolvers
def test_changes_add_up(change: Callable[..., Any]) -> None:
    """A program changes one thing after the other."""
    model = from_json(Plain, '{"U":1,"Name":"a","Count":1}')
    changed = change(change(change(model, name="b"), count=2), name="c")
    assert to_json(changed) == '{"U":1,"Name":"c","Count":2}'
    assert to_json(change(change(model, name="b"), name="a")) == '{"U":1,"Name":"a","Count":1}'


def test_changed_model_can_be_copied_and_pickled() -> None:
    """The changes must not get lost on the way to another process."""
    changed = evolve(from_json(Drawing, DRAWING), name="n")
    for remake in WAYS_TO_REMAKE.values():
        assert to_json(remake(changed)) == DRAWING[:-1] + ',"Name":"n"}'


def test_original_is_never_changed() -> None:
    """It is shared by all models that were made of it."""
    model = from_json(Plain, ODD)
    before = copy.deepcopy(to_dict(model))
    evolve(evolve(model, name="x"), exceptions=None)
    to_json(evolve(model, name="x", id=None))
    assert to_dict(model) == before
    assert to_json(model) == ODD


def test_memory_is_not_compared_and_not_hashed() -> None:
    """Two endpoints are the same whether their GUIDs were sent in upper case or not."""
    read = from_json(Marked, '{"Id":"0EC2C7F0-1D3A-4D6B-9D5E-0123456789AB","Unknown":1}')
    new = Marked(id="0ec2c7f0-1d3a-4d6b-9d5e-0123456789ab")
    assert read == new
    assert hash(read) == hash(new)
    assert "_wire" not in repr(read)


def test_memory_can_be_dropped() -> None:
    """`_wire=None` makes a document from the attributes alone."""
    model = evolve(from_json(Plain, '{"Unknown":1,"name":"a"}'), _wire=None)
    assert to_json(model) == '{"Name":"a","Type":"plain","Data":null}'


def test_memory_can_be_given_by_hand() -> None:
    """An unknown policy is built from a dict of its members."""
    assert to_json(Point(x=1, _wire={"Knob": 2})) == '{"Knob":2,"X":1}'


def test_memory_shows_the_document() -> None:
    """Whatever form it has inside."""
    for cls, document in DOCUMENTS:
        for remake in WAYS_TO_REMAKE.values():
            assert remake(from_json(cls, document))._wire == json.loads(document)
    assert Point(x=1)._wire is None
