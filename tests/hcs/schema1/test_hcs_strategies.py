"""Documents of HCS that the strategies make: a host would take them, and they survive the wire."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcspy import features, lint
from hcspy.codec import from_json, to_dict, to_json
from hcspy.testing import strategies
from hcspy.validate import validate

few = settings(max_examples=min(25, settings().max_examples))

OF_SCHEMA_1 = ("container_configs", "process_configs")
OF_SCHEMA_2 = ("compute_systems", "process_parameters", "system_requests")

each_kind = pytest.mark.parametrize("kind", [*OF_SCHEMA_1, *OF_SCHEMA_2])


@each_kind
@few
@given(data=st.data())
def test_document_survives_the_wire(kind: str, data: st.DataObject) -> None:
    """What goes out comes back."""
    model: Any = data.draw(getattr(strategies, kind)())
    assert from_json(type(model), to_json(model)) == model


@each_kind
@few
@given(data=st.data())
def test_document_is_fine_for_every_windows_that_reads_it(kind: str, data: st.DataObject) -> None:
    """Programs are tested with documents that a host takes."""
    model = data.draw(getattr(strategies, kind)())
    targets = features.TARGETS if kind in OF_SCHEMA_1 else features.TARGETS[2:]
    for target in (None, *targets):
        assert validate(model, target) == []


@each_kind
@few
@given(data=st.data())
def test_document_is_known_by_its_members(kind: str, data: st.DataObject) -> None:
    """A file says nothing about what is in it."""
    model = data.draw(getattr(strategies, kind)())
    found = lint.sniff(to_dict(model))
    assert found.of_hcs
    assert found.request is (kind == "system_requests")


@few
@given(config=strategies.container_configs(hyperv=True))
def test_isolation_can_be_asked_for(config: Any) -> None:
    """A test may be about one kind of isolation."""
    assert config.hv_partition
    assert config.hv_runtime.image_path
    assert config.volume_path is None
