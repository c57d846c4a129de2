"""Changing frozen models."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from codec_samples import Circle, Drawing, Plain, Point

from hcspy.codec import Wire, evolve, from_json, to_json


def test_evolve_of_a_new_model_needs_no_reading_before() -> None:
    """A program that only sends uses no reader."""
    assert evolve(Circle(radius=1), radius=2) == Circle(radius=2)


def test_unread_members_stay_unread_and_right() -> None:
    """A change of the name need not read the policies."""
    changed = evolve(from_json(Drawing, '{"Shapes":[{"Type":"Circle","Radius":1}]}'), name="n")
    assert changed.shapes == (Circle(radius=1),)
    assert changed.name == "n"


def test_changed_member_reads_as_given() -> None:
    """Before and after others are read from the document."""
    changed = evolve(from_json(Drawing, '{"Shapes":[{"Type":"Circle"}],"Origin":{"X":1}}'), shapes=[1])  # type: ignore[list-item]
    assert changed.shapes == [1]
    assert changed.origin == Point(x=1)


def test_members_that_are_new_stand_in_the_order_of_the_class() -> None:
    """Whichever order they were given in: two runs of one program send the same bytes."""
    model = from_json(Plain, '{"U":1}')
    changed = evolve(evolve(model, enabled=True, name="n"), ratio=1.5, count=2)
    assert to_json(changed) == '{"U":1,"Name":"n","Count":2,"Enabled":true,"Ratio":1.5}'


def test_name_on_the_wire_leads_to_the_attribute() -> None:
    """Who comes from PowerShell knows the wire's names."""
    with pytest.raises(TypeError, match="Plain has no attribute 'ExceptionList'; did you mean 'exceptions'"):
        evolve(Plain(name="n"), ExceptionList=())


def test_similar_name_is_suggested() -> None:
    """Most mistakes are of spelling."""
    with pytest.raises(TypeError, match="no attribute 'enable'; did you mean 'enabled'"):
        evolve(Plain(name="n"), enable=True)


def test_name_with_no_likeness_lists_what_there_is() -> None:
    """There is nothing to guess."""
    with pytest.raises(TypeError, match="Point has no attribute 'zzz'; it has x, y"):
        evolve(Point(), zzz=1)


@pytest.mark.parametrize("value", [{"a": 1}, "text", 7])
def test_only_models_evolve(value: Any) -> None:
    """A dict is changed otherwise."""
    with pytest.raises(TypeError, match="is no model"):
        evolve(value, x=1)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Checked:
    size: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    _private: int = 0
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_class_that_checks_its_values_does_so_when_evolved() -> None:
    """Somebody's own subclass may have rules."""
    model = from_json(Checked, '{"Size":1,"Private":2,"U":1}')
    with pytest.raises(ValueError, match="size"):
        evolve(model, size=-1)
    assert to_json(evolve(model, size=2, private=3)) == '{"Size":2,"Private":3,"U":1}'


@attrs.frozen(kw_only=True, weakref_slot=False)
class Hooked:
    size: int = 0
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("negative")


def test_class_with_a_hook_after_init_runs_it_when_evolved() -> None:
    """Nothing may be made around it but by reading."""
    with pytest.raises(ValueError, match="negative"):
        evolve(Hooked(size=1), size=-1)
