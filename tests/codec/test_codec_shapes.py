"""Models inside are read by the names that their documents have, and nobody can tell."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest
from codec_samples import Circle, Drawing, Label, OtherSetting, OtherShape, Plain, Point, Square

from hcspy.codec import Wire, decode, decode_list, evolve, from_json, to_json
from hcspy.codec.shapes import MOST_LEARNED, MOST_NAMES, MOST_SETS


@attrs.frozen(kw_only=True, weakref_slot=False)
class Box:
    """Holds models of each kind of default, and what holds it again."""

    plain: Plain | None = None
    lid: Lid | None = None
    points: Sequence[Point] = ()
    rows: Sequence[Sequence[Point]] = ()
    maps: Sequence[Mapping[str, Point]] = attrs.field(default=(), hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Lid:
    """Belongs to a box, and may hold one."""

    box: Box | None = None
    boxes: Sequence[Box] = ()
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def points(documents: Sequence[Any]) -> tuple[Any, ...]:
    """Read documents as the points of a box; what goes out must be what came."""
    box = decode(Box, {"Points": list(documents)})
    assert to_json(box) == json.dumps({"Points": documents}, separators=(",", ":"))
    return tuple(box.points)


def test_members_are_found_whatever_stands_beside_them_and_in_which_order() -> None:
    """A reader made for some names must not take a document with others, not even with as many."""
    names = ["X", "Y", "Foreign", "Other"]
    documents = [
        {name: len(chosen) * 10 + number for number, name in enumerate(chosen)}
        for size in range(len(names) + 1)
        for chosen in itertools.permutations(names, size)
    ]
    for _ in range(2):
        expected = tuple(Point(x=document.get("X"), y=document.get("Y")) for document in documents)
        assert points(documents) == expected
        documents.reverse()


def test_any_number_of_sets_of_names_reads() -> None:
    """Documents may come from anybody: neither memory nor the right to be read is used up."""
    count = MOST_SETS + MOST_LEARNED + 50
    documents = [{f"Foreign{number}": number, "X": number} for number in range(count)]
    odd = [{"x": number, f"Foreign{number}": 0} for number in range(count)]
    for _ in range(2):
        assert points([*documents, *odd]) == tuple(Point(x=number) for number in (*range(count), *range(count)))


def test_document_with_very_many_names_reads() -> None:
    """No reader is made for it."""
    document = {"Y": 2, **{f"Foreign{number}": number for number in range(MOST_NAMES + 1)}, "X": 1}
    assert points([document, {"X": 3}, document]) == (Point(x=1, y=2), Point(x=3), Point(x=1, y=2))


def test_odd_spelling_inside_is_read_and_kept() -> None:
    """Go's client reads it, too; of two spellings the last counts."""
    documents = [{"X": 1}, {"x": 2}, {"X": 3, "x": 4}, {"x": 5, "X": None}, {"X": 6}]
    found = points(documents)
    assert [point.x for point in found] == [1, 2, 4, 5, 6]
    assert to_json(evolve(found[2], x=7)) == '{"X":3,"x":7}'


def test_null_reads_as_absent_and_stays() -> None:
    """The same names once with a value and once without."""
    document = '{"Plain":{"Name":"a","Count":null,"Type":null,"ID":null,"ExceptionList":null}}'
    first, second = (from_json(Box, text).plain for text in (document, document.replace('"Count":null', '"Count":3')))
    assert first == Plain(name="a", scratch={})
    assert (second.count, second.kind, second.exceptions) == (3, "plain", ())  # type: ignore[union-attr]
    assert to_json(first) == json.dumps(json.loads(document)["Plain"], separators=(",", ":"))


def test_default_that_can_change_is_made_for_each_model() -> None:
    """What somebody puts into one must not be in the other."""
    boxes = decode_list(Box, [{"Plain": {"Name": "a"}}] * 2)
    first, second = (box.plain for box in boxes)
    first.scratch["a"] = 1  # type: ignore[union-attr]
    assert second.scratch == {}  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [7, "text", ["X"], [], True, {}])
def test_what_is_no_object_stays_as_it_is_among_models(value: Any) -> None:
    """Reading never fails."""
    found = points([{"X": 1}, value, {"X": 2}])
    assert found == (Point(x=1), Point() if value == {} else value, Point(x=2))
    assert points([value]) == (found[1],)
    box = from_json(Box, json.dumps({"Plain": value, "Lid": value, "Points": value}))
    assert box.lid == (Lid() if value == {} else value)
    assert box.points == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize("value", [7, "Text", ["Text"], [], None, True])
def test_envelope_that_holds_no_object_is_read_as_another(value: Any) -> None:
    """Even after many that hold one."""
    label = {"Type": "Label", "Settings": {"Text": "a"}}
    empty = {"Type": "Label", "Settings": {}}
    text = json.dumps({"Settings": [label, empty, {"Type": "Label", "Settings": value}, label]}, separators=(",", ":"))
    drawing = from_json(Drawing, text)
    odd = Label() if value is None else OtherSetting(type="Label", settings=value)
    assert drawing.settings == (Label(text="a"), Label(), odd, Label(text="a"))
    assert to_json(drawing) == text


def test_elements_of_a_union_are_read_by_their_names() -> None:
    """Each class has readers of its own."""
    shapes = [{"Type": "Circle", "Radius": 1}, {"Type": "Square", "Side": 1}, {"Type": "Blob"}, {"Radius": 2}] * 2
    shapes += [{"Centre": {"X": 1}, "Type": "Circle"}, {"type": "circle", "radius": 3}]
    assert decode(Drawing, {"Shapes": shapes}).shapes == (
        *(Circle(radius=1), Square(side=1), OtherShape(type="Blob"), OtherShape()) * 2,
        Circle(centre=Point(x=1)),
        Circle(radius=3),
    )


DEPTH = 3_000


@pytest.mark.parametrize(("cls", "names"), [(Drawing, ["Parent"]), (Box, ["Lid", "Box"])], ids=["itself", "another"])
def test_document_of_any_depth_reads(cls: type[Any], names: list[str]) -> None:
    """A class may hold its own kind, directly or not: then a level is read when somebody looks at it."""
    document: dict[str, Any] = {}
    for number in range(DEPTH):
        document = {names[-1 - number % len(names)]: document}
    model = decode(cls, document)
    for number in range(DEPTH):
        model = getattr(model, names[number % len(names)].lower())
    assert model._wire == {}


@pytest.mark.parametrize(("cls", "names"), [(Drawing, ["Parts"]), (Box, ["Lid", "Boxes"])], ids=["itself", "another"])
def test_lists_of_any_depth_read(cls: type[Any], names: list[str]) -> None:
    """The same through lists, from an element that nobody looked at."""
    document: dict[str, Any] = {}
    for number in range(DEPTH):
        name = names[-1 - number % len(names)]
        document = {name: [document] if name.endswith("s") else document}
    (model,) = decode_list(cls, [document])
    for number in range(DEPTH):
        found = getattr(model, names[number % len(names)].lower())
        model = found[0] if isinstance(found, tuple) else found
    assert model._wire == {}


def test_models_inside_of_a_class_in_a_circle_are_changed_and_written() -> None:
    """Those that wait for a look are not lost on the way."""
    text = '{"Lid":{"U":1,"Box":{"Points":[{"X":1,"V":2}],"Lid":{"Boxes":[{"W":3}]}}}}'
    box = from_json(Box, text)
    assert box == Box(lid=Lid(box=Box(points=(Point(x=1),), lid=Lid(boxes=(Box(),)))))
    fresh = from_json(Box, text)
    lid: Any = fresh.lid
    assert to_json(evolve(fresh, lid=evolve(lid, box=evolve(lid.box, points=())))) == text.replace(
        '[{"X":1,"V":2}]', "[]"
    )


def test_threads_may_read_what_was_never_seen() -> None:
    """Readers are made while others read."""

    def read(number: int) -> Any:
        return decode(Box, {"Points": [{f"Of{number % 20}": 0, "Y": number}], "Lid": {f"At{number % 7}": 1}})

    with ThreadPoolExecutor(8) as pool:
        boxes = list(pool.map(read, range(400)))
    assert boxes == [Box(points=(Point(y=number),), lid=Lid()) for number in range(400)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_lists_of_lists_and_of_free_names_are_read_to_the_bottom(count: int) -> None:
    """A list of one is read in another way than one of several."""
    document = {
        "Rows": [[{"X": n}, None, 7][: n + 1] for n in range(count)],
        "Maps": [{"a": {"Y": n}} for n in range(count)],
    }
    lid = decode(Lid, {"Box": document})
    box: Any = lid.box
    assert box.rows == tuple((Point(x=n), None, 7)[: n + 1] for n in range(count))
    assert box.maps == tuple({"a": Point(y=n)} for n in range(count))
    assert to_json(lid) == json.dumps({"Box": document}, separators=(",", ":"))
    assert to_json(evolve(lid, box=evolve(box, maps=()))) == to_json(lid).replace(
        json.dumps(document["Maps"], separators=(",", ":")), "[]"
    )


def test_documents_in_envelopes_may_have_any_names() -> None:
    """Where they keep changing, too."""
    settings = [{"Type": "Label", "Settings": {f"Of{n % 12}": 0, "Text": str(n)}} for n in range(30)]
    for _ in range(2):
        found = decode(Drawing, {"Settings": settings}).settings
        assert found == tuple(Label(text=str(n)) for n in range(30))


def test_elements_of_a_list_may_have_any_names() -> None:
    """Each is filled by its own."""
    documents = [{f"Of{n % 12}": 0, "Points": [{"X": n}]} for n in range(30)]
    assert [box.points[0].x for box in decode_list(Box, documents)] == list(range(30))
