"""cattrs as the registry."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import attrs
import pytest
from codec_samples import Circle, Drawing, Point, Shape, Square

from hcspy.codec import Wire, converter, evolve, from_json, to_json
from hcspy.codec.hints import Namespace, hint_of
from hcspy.codec.registry import codec_of
from hcspy.errors import InvalidDocumentError
from hcspy.hns import health


def test_converter_structures_models_and_unions() -> None:
    """Programs that have a converter of their own go on from this one."""
    assert converter.structure({"Origin": {"X": 1}}, Drawing) == Drawing(origin=Point(x=1))
    assert converter.structure([{"X": 1}], tuple[Point, ...]) == (Point(x=1),)
    assert converter.structure({"Type": "circle", "Radius": 1}, Shape) == Circle(radius=1)
    assert converter.unstructure([Square(side=1)]) == [{"Type": "Square", "Side": 1}]


def test_converter_hands_out_the_compiled_functions() -> None:
    """There is one way to read a class."""
    assert converter.get_unstructure_hook(Point) is codec_of(Point).write
    with pytest.raises(TypeError, match="Point is an object, not 7"):
        converter.structure(7, Point)


@attrs.frozen
class Meter:
    """Somebody's own type."""

    value: float


@attrs.frozen(kw_only=True, weakref_slot=False)
class Scaled:
    """A model that was replaced by somebody's own hook."""

    x: int = 0
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Foreign:
    """A model with members of types that the codec does not know."""

    day: datetime.date | None = None
    days: Sequence[datetime.date] = ()
    length: Meter | None = None
    scaled: Scaled | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@pytest.fixture(autouse=True, scope="module")
def own_hooks() -> None:
    converter.register_structure_hook(datetime.date, lambda value, _: datetime.date.fromisoformat(value))
    converter.register_unstructure_hook(datetime.date, lambda value: value.isoformat())
    converter.register_structure_hook(Meter, lambda value, _: Meter(float(value.removesuffix("m"))))
    converter.register_unstructure_hook(Meter, lambda value: f"{value.value}m")
    converter.register_structure_hook(Scaled, lambda value, _: Scaled(x=value["X"] * 10))


def test_hooks_of_the_converter_read_and_write_other_types() -> None:
    """Schemas have times and durations."""
    document = '{"Day":"2026-02-03","Days":["2026-02-04"],"Length":"1.5m"}'
    foreign = from_json(Foreign, document)
    assert foreign == Foreign(day=datetime.date(2026, 2, 3), days=(datetime.date(2026, 2, 4),), length=Meter(1.5))
    assert to_json(foreign) == document
    assert to_json(evolve(foreign, _wire=None)) == document
    changed = evolve(foreign, day=datetime.date(2026, 1, 1))
    assert to_json(changed) == document.replace("2026-02-03", "2026-01-01")


def test_what_a_hook_cannot_read_is_kept() -> None:
    """Reading never fails, whoever reads."""
    document = '{"Day":"yesterday","Days":[7],"Length":null}'
    foreign = from_json(Foreign, document)
    assert foreign.day == "yesterday"
    assert to_json(foreign) == document


def test_hook_for_a_model_takes_the_place_of_ours() -> None:
    """The registry decides."""
    assert from_json(Foreign, '{"Scaled":{"X":2}}').scaled == Scaled(x=20)
    assert from_json(Scaled, '{"X":2}') == Scaled(x=20)


def test_class_that_is_no_model_cannot_be_asked_for() -> None:
    """The converter reads it, but nothing would be remembered."""
    with pytest.raises(TypeError, match="Meter is no model"):
        from_json(Meter, "{}")
    with pytest.raises(TypeError, match="is no model"):
        from_json(Mapping[str, Any], "{}")
    with pytest.raises(TypeError, match="Meter is no model"):
        codec_of(Meter)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Untold:
    either: Point | Square | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_union_without_a_tag_is_refused_by_name() -> None:
    """Which class it is would be a guess."""
    with pytest.raises(TypeError, match="tell the classes apart with tagged_union"):
        from_json(Untold, '{"Either":{}}')


@attrs.frozen(kw_only=True, weakref_slot=False)
class Lost:
    member: Nowhere | None = None  # type: ignore[name-defined]  # noqa: F821
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_annotation_that_names_nothing_is_told() -> None:
    """A slip in a model class must not look like a strange document."""
    model = from_json(Lost, '{"Member":1}')
    with pytest.raises(TypeError, match=r"Lost\.member: name 'Nowhere' is not defined"):
        model.member  # noqa: B018
    with pytest.raises(TypeError, match="Nowhere"):
        hint_of(Lost, attrs.fields(Lost).member)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Forward:
    nested: Sequence["Point"] = ()  # noqa: UP037
    marked: Annotated["Point | None", "note"] = None  # noqa: UP037
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_forward_references_inside_annotations_are_followed() -> None:
    """They are texts in texts."""
    forward = from_json(Forward, '{"Nested":[{"X":1}],"Marked":{"X":2}}')
    assert (forward.nested, forward.marked) == ((Point(x=1),), Point(x=2))


def test_names_come_from_the_packages_around_the_module() -> None:
    """Model modules import one another for the type checker alone."""
    namespace = Namespace(health.__name__)  # a module that is loaded, whoever loaded it before
    assert namespace.resolve("HNSNetwork").__name__ == "HNSNetwork"
    assert namespace.resolve("int | None") == int | None
    assert "Health" in set(namespace)
    assert len(namespace) > 3
    with pytest.raises(NameError):
        namespace.resolve("NoSuchName")


def test_text_that_is_no_document_is_refused() -> None:
    """By way of the public function, with the library's own error."""
    with pytest.raises(InvalidDocumentError):
        from_json(Foreign, "no json")
