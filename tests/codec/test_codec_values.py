"""Models are values: compared, hashed, matched, shared between threads."""

from __future__ import annotations

import gc
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from codec_samples import Circle, Drawing, Plain, Point, Square

from hcspy.codec import decode_list, evolve, from_json, members, to_json

TEXT = '{"Name":"n","Corners":[{"X":1}],"Shapes":[{"Type":"Circle","Radius":1}],"Origin":{"Y":2}}'


def test_read_models_compare_by_what_was_read() -> None:
    """Two answers about one object are equal, whatever else they say."""
    first, second = from_json(Drawing, TEXT), from_json(Drawing, '{"Unknown":0,' + TEXT[1:].replace("Name", "name"))
    assert first == second
    assert first != evolve(second, name="m")
    assert first.corners == (Point(x=1),)


def test_read_models_hash_like_new_ones() -> None:
    """They are keys of dicts."""
    point = from_json(Point, '{"X":1,"Unknown":[1]}')
    assert {point: 1}[Point(x=1)] == 1


def test_read_models_match_patterns() -> None:
    """`match` is how programs take policies apart."""
    match from_json(Drawing, TEXT):
        case Drawing(name="n", shapes=(Circle(radius=radius),), origin=Point(y=2)):
            assert radius == 1
        case _:
            pytest.fail("no match")


def test_read_models_are_frozen() -> None:
    """They are shared, and what they remember is too."""
    drawing = from_json(Drawing, TEXT)
    for name in ("name", "origin", "_wire", "unknown"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(drawing, name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(drawing, name)


def test_evolved_models_are_frozen() -> None:
    """Drafts are for this library alone."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        evolve(from_json(Point, "{}"), x=1).x = 2  # type: ignore[misc]


def test_models_know_their_class_from_the_start() -> None:
    """Asking must not depend on whether somebody looked before."""
    drawing = from_json(Drawing, TEXT)
    assert type(drawing) is Drawing
    assert type(drawing.shapes[0]) is Circle
    assert isinstance(drawing.origin, Point)
    assert attrs.asdict(drawing)["corners"] == ({"x": 1, "y": None, "_wire": {"X": 1}},)


def test_repr_shows_the_members() -> None:
    """Somebody debugs with it."""
    assert repr(from_json(Circle, '{"Radius":1,"Centre":{"X":1}}')) == "Circle(radius=1, centre=Point(x=1, y=None))"


def test_attribute_is_read_once() -> None:
    """Two looks at one policy see one object."""
    drawing = from_json(Drawing, TEXT)
    assert drawing.shapes is drawing.shapes


def test_threads_that_look_at_once_see_one_object() -> None:
    """A list is read by one thread and searched by several."""
    for drawing in decode_list(Drawing, [{"Shapes": [{"Type": "Square"}], "Name": str(n)} for n in range(50)]):
        barrier = threading.Barrier(8)

        def look(shared: Drawing = drawing, together: threading.Barrier = barrier) -> object:
            together.wait()
            return shared.shapes

        with ThreadPoolExecutor(8) as pool:
            seen = {id(future.result()) for future in [pool.submit(look) for _ in range(8)]}
        assert len(seen) == 1


def test_unread_parts_live_as_long_as_the_model() -> None:
    """They are read from the document when somebody looks, however late."""
    drawing = from_json(Drawing, TEXT)
    gc.collect()
    assert drawing.shapes == (Circle(radius=1),)


def test_models_leave_no_cycles_behind() -> None:
    """A long-running program reads thousands of lists, with the collector paused meanwhile."""
    text = f"[{TEXT}]"
    assert to_json(from_json(Drawing, f'{{"Parts":{text}}}').parts[0]) == TEXT
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(50):
        repr(evolve(from_json(Drawing, TEXT), name="x"))
    assert len(gc.get_objects()) - before < 40


def test_pickle_of_a_read_model_is_read_where_the_class_was_never_used() -> None:
    """A worker process gets the model before it reads any document."""
    model = pickle.loads(pickle.dumps(from_json(Plain, '{"Name":"n","U":1}')))
    assert model == Plain(name="n")
    assert to_json(model) == '{"Name":"n","U":1}'


def test_members_are_listed_with_their_names() -> None:
    """Validation and the command line go by this list."""
    found = {member.python_name: (member.name, member.always, member.default) for member in members(Plain)}
    assert found["kind"] == ("Type", True, "plain")
    assert found["name"] == ("Name", False, None)
    assert found["scratch"] == ("Scratch", False, {})
    assert "_wire" not in found


def test_new_models_compare_after_the_class_was_used() -> None:
    """Reading the first document changes how attributes are looked up, not what they are."""
    before = Square(side=1)
    from_json(Square, "{}")
    assert before == Square(side=1)
    assert (before.side, before._wire) == (1, None)
