"""What holds for every model of schema 2 of HCS."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import attrs
import pytest
from hcs_coverage import models as all_models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcspy import hcs
from hcspy.codec import evolve, from_json, members, to_dict, to_json
from hcspy.codec.strict import structure
from hcspy.hcs.schema import HOME
from hcspy.testing.strategies import models
from hcspy.validate import validate

ALL = all_models()

few = settings(max_examples=min(3, settings().max_examples), suppress_health_check=list(HealthCheck))
"""There are more classes than there would be examples."""

each_class = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
each_with_members = pytest.mark.parametrize("cls", [cls for cls in ALL if members(cls)], ids=lambda cls: cls.__name__)


@each_class
@few
@given(data=st.data())
def test_model_survives_the_wire(cls: type[Any], data: st.DataObject) -> None:
    """What goes out comes back."""
    model = data.draw(models(cls))
    text = to_json(model)
    assert from_json(cls, text) == model
    assert to_json(from_json(cls, text)) == text


@each_class
@few
@given(data=st.data())
def test_reading_agrees_with_cattrs(cls: type[Any], data: st.DataObject) -> None:
    """A compiled function with a mistake would read another document than stands there."""
    document = to_dict(data.draw(models(cls)))
    assert from_json(cls, document) == structure(cls, document)


@each_class
@few
@given(data=st.data())
def test_model_survives_pickle_and_copies(cls: type[Any], data: st.DataObject) -> None:
    """Models go to worker processes and into caches, and what they remember of the wire goes with them."""
    model = from_json(cls, {**to_dict(data.draw(models(cls))), "Future": {"Kept": True}})
    for twin in (pickle.loads(pickle.dumps(model)), copy.copy(model), copy.deepcopy(model)):
        assert twin == model
        assert to_json(twin) == to_json(model)
        assert hash(twin) == hash(model)


@each_with_members
@few
@given(data=st.data())
def test_evolve_changes_one_member_only(cls: type[Any], data: st.DataObject) -> None:
    """A document that is read, changed and sent back is as it was elsewhere."""
    before = from_json(cls, {**to_dict(data.draw(models(cls))), "Future": [1]})
    member = data.draw(st.sampled_from(members(cls)))
    after = to_dict(evolve(before, **{member.python_name: getattr(data.draw(models(cls)), member.python_name)}))
    assert {**after, member.name: 0} == {**to_dict(before), member.name: 0}


@each_class
@few
@given(data=st.data())
def test_validation_takes_any_document(cls: type[Any], data: st.DataObject) -> None:
    """Validation says what is wrong; it never fails itself."""
    model = data.draw(models(cls))
    for finding in [*validate(model), *validate(model, "2019")]:
        assert str(finding)


@each_class
def test_values_of_the_wrong_type_are_kept_and_reported(cls: type[Any]) -> None:
    """Reading a list of a hundred systems must not fail for an odd one among them."""
    document = {member.name: {"odd": 1.5} for member in members(cls)}
    model = from_json(cls, document)
    assert to_dict(model) == document
    validate(model)


@each_with_members
def test_model_is_frozen_and_takes_keywords_only(cls: type[Any]) -> None:
    """A model that is in two places must not change in one of them."""
    model = cls()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(model, members(cls)[0].python_name, None)
    with pytest.raises(TypeError):
        cls("positional")
    assert not hasattr(model, "__dict__")


@each_class
def test_class_shows_how_it_is_used(cls: type[Any]) -> None:
    """The documentation is made of what stands in the classes."""
    assert ">>>" in (cls.__doc__ or "")


def test_areas_are_loaded_on_demand() -> None:
    """Who starts a process need not wait for the models of virtual machines."""
    code = (
        "import sys, hcspy.hcs as hcs; before = 'attrs' in sys.modules; hcs.ProcessParameters;"
        "print(before, *sorted(name for name in sys.modules if name.startswith('hcspy.hcs.schema.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "hcspy.hcs.schema.process"]


def test_every_name_has_one_home() -> None:
    """A name in two areas would be one or the other by chance."""
    names = [name for names in HOME.values() for name in names.split()]
    assert len(names) == len({*names})
    for name in names:
        assert getattr(hcs, name) is not None
