"""What holds for every model, whichever door its documents go through."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcspy import containers, hcn, hcs, hns, storage
from hcspy.codec import evolve, from_json, members, to_dict, to_json
from hcspy.hcs import schema1
from hcspy.testing.strategies import models
from hcspy.validate import validate


def models_of(area: ModuleType) -> Iterator[type[Any]]:
    """Return the documents of one door."""
    for cls in (getattr(area, name) for name in area.__all__):
        of_ours = isinstance(cls, type) and attrs.has(cls) and cls.__module__.startswith(f"{area.__name__}.")
        if of_ours and "_wire" in attrs.fields_dict(cls):
            yield cls


AREAS = (hns, hcn, schema1, hcs, storage, containers)
ALL = tuple(dict.fromkeys(cls for area in AREAS for cls in models_of(area)))

few = settings(max_examples=min(3, settings().max_examples), suppress_health_check=list(HealthCheck))
"""There are more classes than there would be examples."""


def label(cls: type[Any]) -> str:
    """Name a case by door and class."""
    door, area, *_ = cls.__module__.split(".")[1:]
    return f"{area if area == 'schema1' else door}.{cls.__name__}"


each_class = pytest.mark.parametrize("cls", ALL, ids=label)
each_with_members = pytest.mark.parametrize("cls", [cls for cls in ALL if members(cls)], ids=label)


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
def test_model_survives_pickle_and_copies(cls: type[Any], data: st.DataObject) -> None:
    """Models go to worker processes and into caches, and what they remember of the wire goes with them."""
    model = from_json(cls, {**to_dict(data.draw(models(cls))), "Future": {"Kept": True}})
    for twin in (pickle.loads(pickle.dumps(model)), copy.copy(model), copy.deepcopy(model)):
        assert twin == model
        assert to_json(twin) == to_json(model)


@each_class
@few
@given(data=st.data())
def test_models_that_are_equal_hash_alike(cls: type[Any], data: st.DataObject) -> None:
    """A set of models holds each once, whether it was made here or came off the wire."""
    model = data.draw(models(cls))
    twin = from_json(cls, to_json(model))
    assert hash(twin) == hash(model)
    assert {model, twin} == {model}


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
    for finding in [*validate(model), *validate(model, "rs1")]:
        assert str(finding)


@each_class
@few
@given(document=st.dictionaries(st.text(max_size=6), st.integers() | st.text() | st.none() | st.lists(st.text())))
def test_odd_document_is_read_and_sent_back_as_it_came(cls: type[Any], document: dict[str, Any]) -> None:
    """A newer host sends members of which nobody knows anything."""
    model = from_json(cls, document)
    assert to_dict(model) == document
    validate(model)


@each_class
def test_values_of_the_wrong_type_are_kept_and_reported(cls: type[Any]) -> None:
    """Reading a list of a hundred networks must not fail for an odd one among them."""
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
def test_class_says_what_each_member_does(cls: type[Any]) -> None:
    """The documentation is made of what stands below the members."""
    assert (cls.__doc__ or "").strip()
    assert ">>>" in (cls.__doc__ or "")


def test_models_match_in_match_statements() -> None:
    """Policies of a document are told apart by their class."""
    subnet = from_json(hcn.Subnet, '{"Policies":[{"Type":"vlan","Settings":{"IsolationId":7}}]}')
    network = from_json(hns.HNSNetwork, '{"Policies":[{"Type":"vlan","VLAN":7}]}')
    for policy in (*subnet.policies, *network.policies):
        match policy:
            case hcn.VlanPolicySetting(isolation_id=number) | hns.VlanPolicy(vlan=number):
                assert number == 7
            case _:
                pytest.fail("a VLAN policy is one of these")
