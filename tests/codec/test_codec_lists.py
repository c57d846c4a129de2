"""Elements of a list are filled when somebody looks, and nobody can tell."""

from __future__ import annotations

import copy
import json
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import attrs
import pytest
from codec_samples import Circle, Drawing, Label, Plain, Point, Square, Titled

from hcspy.codec import Wire, decode_list, evolve, from_json, to_json

PLAIN: Final = '{"Unknown":1,"name":"a","Count":null,"ID":"{0EC2C7F0-1D3A-4D6B-9D5E-0123456789AB}","NAME":"b"}'
DRAWING: Final = (
    '{"Z":1,"corners":[{"y":2,"Other":[0]},{"X":1}],"Shapes":[{"Radius":1,"type":"CIRCLE"},{"Side":1,"Type":"Square"}],'
    '"Settings":[{"Settings":{"text":"a","Q":1},"TYPE":"label","E":1},{"Type":"Label","Settings":{"Text":"b"}}],'
    '"Named":{"a":{"X":1,"U":0}},"Origin":null,"Parts":[{"parts":[{"Name":"deep","U":1}]}]}'
)
DOCUMENTS: Final = [(Plain, PLAIN), (Drawing, DRAWING), (Titled, DRAWING), (Point, "{}"), (Point, '{"X":null}')]
documents = pytest.mark.parametrize(("cls", "document"), DOCUMENTS)


def element(cls: type[Any], document: str) -> Any:
    """Return a model that nobody has looked at."""
    return decode_list(cls, [json.loads(document)])[0]


def is_empty(model: Any) -> bool:
    """Tell whether nobody has looked at a model yet."""
    held = model._held
    return isinstance(held, tuple) and len(held) == 2 and held[1] is None


@documents
def test_element_goes_out_as_it_came_without_being_filled(cls: type[Any], document: str) -> None:
    """Lists are read to be written to a file: that must neither cost more nor lose anything."""
    model = element(cls, document)
    assert to_json(model) == document
    assert is_empty(model)


WAYS: Final[dict[str, Callable[[Any], Any]]] = {
    "evolve": evolve,
    "attrs.evolve": attrs.evolve,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
    "oldest pickle": lambda model: pickle.loads(pickle.dumps(model, protocol=2)),
}


@pytest.mark.parametrize("remake", WAYS.values(), ids=WAYS)
@documents
def test_element_that_nobody_looked_at_is_remade(cls: type[Any], document: str, remake: Callable[[Any], Any]) -> None:
    """A copy must not be of an empty object."""
    model = remake(element(cls, document))
    assert to_json(model) == document
    assert model == from_json(cls, document)


@documents
def test_element_is_what_the_document_alone_reads_as(cls: type[Any], document: str) -> None:
    """In a list or by itself, it is the same object of the service."""
    alone = from_json(cls, document)
    assert element(cls, document) == alone
    assert alone == element(cls, document)
    assert repr(element(cls, document)) == repr(alone)
    assert attrs.asdict(element(cls, document)) == attrs.asdict(alone)
    assert element(cls, document)._wire == json.loads(document)


@pytest.mark.parametrize("name", [attribute.name for attribute in attrs.fields(Drawing)])
def test_element_can_be_looked_at_anywhere_first(name: str) -> None:
    """The first look fills the object, wherever it goes."""
    model, alone = element(Drawing, DRAWING), from_json(Drawing, DRAWING)
    assert getattr(model, name) == getattr(alone, name)
    assert not is_empty(model)
    assert model == alone
    assert to_json(model) == DRAWING


def test_element_hashes_and_matches_without_a_look_before() -> None:
    """Sets and `match` look at members in ways of their own."""
    assert {element(Point, '{"X":1,"U":[1]}'): 1}[Point(x=1)] == 1
    match element(Drawing, '{"Name":"n","Shapes":[{"Type":"Circle","Radius":1}],"Origin":{"Y":2}}'):
        case Drawing(name="n", shapes=(Circle(radius=radius),), origin=Point(y=2)):
            assert radius == 1
        case other:
            pytest.fail(f"no match: {other}")


def test_element_is_frozen_and_of_its_class_before_a_look() -> None:
    """It is shared from the start."""
    model = element(Drawing, DRAWING)
    assert type(model) is Drawing
    for name in ("name", "shapes", "_wire", "unknown"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(model, name, None)
    assert is_empty(model)


@pytest.mark.parametrize("name", ["nane", "__array__", "_wires"])
def test_attribute_that_is_none_is_missing(name: str) -> None:
    """Libraries ask objects for what they can do, and people mistype; neither is a look."""
    model = element(Drawing, DRAWING)
    assert not hasattr(model, name)
    assert is_empty(model)
    with pytest.raises(AttributeError, match=rf"^'Drawing' object has no attribute '{name}'$") as caught:
        getattr(model, name)
    assert (caught.value.name, caught.value.obj) == (name, model)


def test_object_that_was_never_made_tells_so() -> None:
    """`__new__` alone makes an object without a document; a look must end."""
    decode_list(Point, [])
    with pytest.raises(AttributeError):
        Point.__new__(Point).x  # noqa: B018


def test_change_of_an_element_is_all_that_changes() -> None:
    """It is changed before anybody looked at the rest."""
    for change in (evolve, lambda model, **changes: attrs.evolve(model, **changes)):
        changed = change(element(Drawing, DRAWING), name="n")
        assert to_json(changed) == DRAWING[:-1] + ',"Name":"n"}'
        first, second = element(Drawing, DRAWING).settings
        assert isinstance(second, Label)
        edited = change(element(Drawing, DRAWING), settings=(first, change(second, text="c")))
        assert to_json(edited) == DRAWING.replace('"Text":"b"', '"Text":"c"')


def test_several_changes_in_an_envelope_add_up() -> None:
    """Each keeps the envelope of the one before."""
    model = element(Drawing, DRAWING)
    label = evolve(evolve(model.settings[0], text="b"), point=Point(x=1))
    assert json.loads(to_json(Drawing(settings=[label])))["Settings"] == [
        {"Settings": {"text": "b", "Q": 1, "Point": {"X": 1}}, "TYPE": "label", "E": 1}
    ]


def test_models_inside_come_together() -> None:
    """One look reads what all of them need, and a look later finds the same objects."""
    model = element(Drawing, DRAWING)
    shapes, corners = model.shapes, model.corners
    assert (model.shapes is shapes, model.corners is corners) == (True, True)
    assert corners == (Point(y=2), Point(x=1))


def test_elements_of_derived_classes_are_filled_with_all_their_members() -> None:
    """The base's way to fill would leave the derived class's members empty."""
    bases, derived = decode_list(Drawing, [{"Name": "n"}] * 2), decode_list(Titled, [{"Title": "t", "Name": "n"}] * 2)
    assert (derived[0].name, derived[0].title) == ("n", "t")
    assert (derived[1].title, derived[1].origin) == ("t", None)
    assert bases[0] == bases[1] == Drawing(name="n")
    assert Titled(title="t", name="n") == derived[0]


def test_threads_that_fill_one_element_see_one_object() -> None:
    """A list is read by one thread and searched by several."""
    for model in decode_list(Drawing, [{"Shapes": [{"Type": "Square"}], "Name": str(n)} for n in range(50)]):
        barrier = threading.Barrier(8)

        def look(shared: Drawing = model, together: threading.Barrier = barrier) -> tuple[str | None, object]:
            together.wait()
            return shared.name, shared.shapes

        with ThreadPoolExecutor(8) as pool:
            seen = [future.result() for future in [pool.submit(look) for _ in range(8)]]
        assert {name for name, _ in seen} == {model.name}
        assert {id(shapes) for _, shapes in seen} == {id(model.shapes)}


@attrs.frozen(kw_only=True, weakref_slot=False)
class Generous:
    """A model that answers for attributes which it has not."""

    size: int = 0
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    def __getattr__(self, name: str) -> str:
        return f"no {name}"


def test_class_that_answers_for_missing_attributes_goes_on_to() -> None:
    """Its elements are filled at once, in place of taking its own method away."""
    model = element(Generous, '{"Size":3}')
    assert (model.size, model.colour, Square(side=1).side) == (3, "no colour", 1)
