"""What holds for every model of schema 2 of HCS."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hcs_coverage import models as all_models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcspy import hcs
from hcspy.codec import from_json, members, to_dict
from hcspy.codec.strict import structure
from hcspy.hcs.schema import HOME
from hcspy.testing.strategies import models

ALL = all_models()

few = settings(max_examples=min(3, settings().max_examples), suppress_health_check=list(HealthCheck))
"""There are more classes than there would be examples."""

each_class = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
each_with_members = pytest.mark.parametrize("cls", [cls for cls in ALL if members(cls)], ids=lambda cls: cls.__name__)


@each_class
@few
@given(data=st.data())
def test_reading_agrees_with_cattrs(cls: type[Any], data: st.DataObject) -> None:
    """A compiled function with a mistake would read another document than stands there."""
    document = to_dict(data.draw(models(cls)))
    assert from_json(cls, document) == structure(cls, document)


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
