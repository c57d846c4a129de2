"""Members with free names, members that hold anything, and members whose class a path tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import attrs
import pytest
from codec_samples import Label, Point

from hcspy.codec import Anything, Wire, evolve, from_json, to_dict, told_by
from hcspy.codec.strict import structure
from hcspy.errors import InvalidDocumentError


def without_numbers(path: str) -> str:
    return path.lower().rstrip("0123456789")


@attrs.frozen(kw_only=True, weakref_slot=False)
class Shelf:
    """A document with a bit of everything."""

    path: str | None = None
    held: Annotated[Any, told_by("Path", {"Points/": Point, "Labels/": Label}, fold=without_numbers)] = attrs.field(
        default=None, hash=False
    )
    free: Anything | None = attrs.field(default=None, hash=False)
    frees: Mapping[str, Anything] | None = attrs.field(default=None, hash=False)
    points: Mapping[str, Point] | None = attrs.field(default=None, hash=False)
    numbers: Mapping[str, int] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_path_tells_the_class_whatever_the_number() -> None:
    """A request names what it changes by a path with ids and numbers in it."""
    read = from_json(Shelf, {"Path": "points/17", "Held": {"X": 1}})
    assert read.held == Point(x=1)
    assert from_json(Shelf, {"Path": "elsewhere/17", "Held": {"X": 1}}).held == {"X": 1}
    assert from_json(Shelf, {"Path": 17, "Held": {"X": 1}}).held == {"X": 1}
    assert structure(Shelf, {"Path": "Labels/3", "Held": {"Text": "a"}}).held == Label(text="a")


def test_member_that_holds_anything_reads_as_it_is() -> None:
    """What a guest is told is for the guest to understand."""
    for value in ({"X": 1}, [1, {"X": None}], "text", 7, False):
        document = {"Free": value, "Frees": {"a": value, "b": None}}
        read = from_json(Shelf, document)
        assert (read.free, read.frees) == (value, {"a": value, "b": None})
        assert to_dict(evolve(read, path="p")) == {**document, "Path": "p"}


def test_model_of_any_class_goes_out_where_anything_may_be() -> None:
    """Nobody should have to write the document of a guest's request by hand."""
    shelf = Shelf(free=Point(x=1), frees={"a": Label(text="b"), "c": 3})
    assert to_dict(shelf) == {"Free": {"X": 1}, "Frees": {"a": {"Text": "b"}, "c": 3}}
    assert to_dict(evolve(from_json(Shelf, {"Free": 1}), free=Point(y=2))) == {"Free": {"Y": 2}}


def test_models_by_free_names_are_read_and_sent_back() -> None:
    """Devices of a virtual machine stand by the names that somebody gave them."""
    document = {"Points": {"0": {"X": 1, "Future": True}, "b": None, "odd": 7}, "Numbers": {"a": 1}}
    read = from_json(Shelf, document)
    assert read.points is not None
    assert (read.points["0"].x, read.points["b"], read.points["odd"]) == (1, None, 7)
    assert to_dict(read) == document
    changed = evolve(read, points={**read.points, "0": evolve(read.points["0"], x=2)})
    assert to_dict(changed)["Points"] == {"0": {"X": 2, "Future": True}, "b": None, "odd": 7}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"Points": {"a": {"X": "text"}}}, "Points.a.X is 'text', allowed is a whole number"),
        ({"Points": {"a": 7}}, "Points.a is 7, allowed is an object"),
        ({"Points": [1]}, r"Points is \[1\], allowed is an object"),
        ({"Numbers": {"a": "b"}}, "Numbers.a is 'b', allowed is a whole number"),
        ({"Path": "points/1", "Held": {"X": "text"}}, "Held.X is 'text', allowed is a whole number"),
    ],
)
def test_strict_reading_says_where_by_the_free_name(document: dict[str, Any], told: str) -> None:
    """`Devices is wrong` would leave it to the reader which of ten disks is meant."""
    with pytest.raises(InvalidDocumentError, match=told):
        from_json(Shelf, document, strict=True)


def test_strict_reading_takes_what_fits() -> None:
    """It refuses nothing that is right."""
    document = {"Points": {"a": {"X": 1}, "b": None}, "Numbers": {"a": 1}, "Free": [1], "Frees": {"a": None}}
    assert from_json(Shelf, document, strict=True) == from_json(Shelf, document)
    assert structure(Shelf, document) == from_json(Shelf, document)
