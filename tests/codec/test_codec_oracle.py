"""The compiled functions against those that cattrs generates, on random models of every class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import cattrs
import pytest
from cattrs.gen import make_dict_unstructure_fn, override
from codec_samples import Circle, Drawing, Label, Marked, Plain, Point, Square
from hypothesis import given, settings
from hypothesis import strategies as st

from hcspy import hns
from hcspy.codec import Member, encode, evolve, from_json, loads, members, to_dict, to_json
from hcspy.codec.hints import hint_of
from hcspy.codec.kinds import kind_of
from hcspy.codec.registry import codec_of, is_model, kind_of_hint
from hcspy.codec.strict import structure
from hcspy.testing.strategies import json_values, models

POINTS = st.builds(Point, x=st.none() | st.integers(0, 9), y=st.none() | st.integers(0, 9))
SHAPES = st.builds(Square, side=st.none() | st.integers()) | st.builds(Circle, radius=st.integers(), centre=POINTS)
TEXTS = st.none() | st.text(max_size=5)
SAMPLES: dict[type, st.SearchStrategy[Any]] = {
    Point: POINTS,
    Plain: st.builds(
        Plain,
        id=TEXTS,
        name=st.text(max_size=5),
        count=st.integers(),
        kind=st.text(max_size=3),
        enabled=st.none() | st.booleans(),
        exceptions=st.lists(st.text(max_size=3), max_size=3).map(tuple),
        raw=json_values(),
        data=json_values(),
    ),
    Marked: st.builds(
        Marked,
        id=TEXTS,
        ids=st.lists(st.text(max_size=3), max_size=2).map(tuple),
        ports=TEXTS,
        number=st.none() | st.integers(0, 300),
        marks=st.sampled_from([0, 1, 2, 3, 4]).map(lambda bits: attrs.fields(Marked).marks.default.__class__(bits)),
    ),
    Drawing: st.builds(
        Drawing,
        name=TEXTS,
        origin=st.none() | POINTS,
        corners=st.lists(POINTS, max_size=3).map(tuple),
        shapes=st.lists(SHAPES, max_size=3).map(tuple),
        settings=st.lists(st.builds(Label, text=TEXTS, point=st.none() | POINTS), max_size=2).map(tuple),
        version=POINTS,
        parts=st.lists(st.builds(Drawing, name=TEXTS), max_size=2).map(tuple),
        parent=st.none() | st.builds(Drawing, name=TEXTS),
    ),
}
V1 = [cls for name in hns.__all__ if is_model(cls := getattr(hns, name)) and cls.__name__ == name]
some = settings(max_examples=25)
every_class = pytest.mark.parametrize("cls", [*SAMPLES, *V1], ids=lambda cls: cls.__name__)


@pytest.fixture(autouse=True)
def parser() -> None:
    """Which parser is there makes no difference to these: one run is enough."""


def instances(cls: type[Any]) -> st.SearchStrategy[Any]:
    return SAMPLES[cls] if cls in SAMPLES else models(cls)


@every_class
@some
@given(data=st.data())
def test_reading_agrees_with_cattrs(cls: type[Any], data: st.DataObject) -> None:
    """A compiled function with a mistake would read another document than stands there."""
    document = to_dict(data.draw(instances(cls)))
    assert from_json(cls, document) == structure(cls, document)


@every_class
@some
@given(data=st.data())
def test_writing_agrees_with_cattrs(cls: type[Any], data: st.DataObject) -> None:
    """Member by member; the order is that of the class, where cattrs puts what is always there first."""
    model = without_memory(data.draw(instances(cls)))
    expected = unstructure(model)
    assert to_dict(model) == loads(to_json(expected))
    names = [member.name for member in members(cls)]
    written = [name for name in encode(model) if name in names]
    assert written == sorted(written, key=names.index)


@every_class
@some
@given(data=st.data())
def test_model_survives_the_wire(cls: type[Any], data: st.DataObject) -> None:
    """What goes out comes back."""
    model = data.draw(instances(cls))
    assert from_json(cls, to_json(model)) == model


@every_class
@some
@given(data=st.data())
def test_change_of_any_member_is_the_only_difference(cls: type[Any], data: st.DataObject) -> None:
    """With unknown members around, by `evolve` and `attrs.evolve` alike."""
    one, other = data.draw(instances(cls)), data.draw(instances(cls))
    read = from_json(cls, {"Unknown 1": [1], **to_dict(one), "Unknown 2": None})
    if not (listed := members(cls)):
        return
    member = data.draw(st.sampled_from(listed))
    value = getattr(other, member.python_name)
    document = to_dict(read)
    for change in (evolve, attrs.evolve):
        changed = to_dict(change(read, **{member.python_name: value}))
        assert {**changed, member.name: 0} == {**document, member.name: 0}
        assert getattr(from_json(cls, changed), member.python_name) == read_back(member, value)


def read_back(member: Member, value: Any) -> Any:
    return member.default if value is None else value


# -- the oracle of writing: cattrs' generated functions, told the rules of this library -------------------------------


def without_memory(model: Any) -> Any:
    if isinstance(model, tuple):
        return tuple(map(without_memory, model))
    if not is_model(type(model)):
        return model
    held = {member.python_name: without_memory(getattr(model, member.python_name)) for member in members(type(model))}
    if isinstance(model, hns.UnknownPolicy):
        return model  # all that it has is memory
    return type(model)(**held)


def unstructure(model: Any) -> Any:
    return ORACLE.unstructure(model)


def _function(cls: type[Any]) -> Callable[[Any], Any]:
    told: dict[str, Any] = {"_wire": override(omit=True)}
    for member in members(cls):
        told[member.python_name] = override(
            rename=member.name, omit_if_default=not member.always, unstruct_hook=_hook(cls, member)
        )
    generated = make_dict_unstructure_fn(cls, ORACLE, **told)
    always = {member.name for member in members(cls) if member.always}

    def write(model: Any) -> Any:
        if model._wire is not None:
            return to_dict(model)
        document = generated(model)
        tag = {"Type": "Circle"} if cls is Circle else {}
        return tag | {name: value for name, value in document.items() if value is not None or name in always}

    return write


def _hook(cls: type[Any], member: Member) -> Callable[[Any], Any]:
    kind = kind_of(*hint_of(cls, member.attribute), codec_of(cls).hooks)

    def write(value: Any) -> Any:
        if isinstance(value, tuple) and any(map(attrs.has, map(type, value))):
            written = [ORACLE.unstructure(element) for element in value]
            enveloped = member.name == "Settings" and cls is Drawing
            return [{"Type": "Label", "Settings": one} for one in written] if enveloped else written
        if attrs.has(type(value)):
            return ORACLE.unstructure(value)
        return value if value is None or kind.write is None else kind.write(value)

    return write


ORACLE = cattrs.Converter()
ORACLE.register_unstructure_hook_factory(is_model, _function)


def test_oracle_knows_unions_of_the_library() -> None:
    """Or it would agree with anything."""
    assert unstructure(Drawing(shapes=(Circle(radius=1),))) == {
        "Shapes": [{"Type": "Circle", "Radius": 1}],
        "Version": {},
    }
    assert isinstance(kind_of_hint(Mapping[str, Any]), tuple)
