"""Documents that were recorded on real hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from hcspy import hns
from hcspy.codec import dumps, evolve, from_json, to_json

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


def documents(value: Any) -> Iterator[dict[str, Any]]:
    """Yield each object in a recording that has an id."""
    if isinstance(value, dict):
        if any(name.lower() == "id" for name in value):
            yield value
        for held in value.values():
            yield from documents(held)
    if isinstance(value, list):
        for held in value:
            yield from documents(held)


RECORDED = [
    pytest.param(document, id=f"{path.stem}-{number}")
    for path in sorted(SAMPLES.glob("hns_*.json"))
    for number, document in enumerate(documents(json.loads(path.read_text(encoding="utf-8"))))
]
CLASSES: list[type[Any]] = [hns.HNSNetwork, hns.HNSEndpoint, hns.Namespace, hns.PolicyList, hns.Activity]


@pytest.mark.parametrize("document", RECORDED)
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_recorded_document_goes_out_as_it_came(cls: type[Any], document: dict[str, Any]) -> None:
    """Read as anything, looked at or not: members that belong elsewhere are kept like unknown ones."""
    text = dumps(document)
    model = from_json(cls, text)
    assert to_json(model) == text
    repr(model)
    assert to_json(attrs.evolve(model)) == text


@pytest.mark.parametrize("document", RECORDED)
@pytest.mark.parametrize("change", [evolve, attrs.evolve], ids=["evolve", "attrs.evolve"])
def test_only_the_changed_member_of_a_recorded_document_differs(change: Any, document: dict[str, Any]) -> None:
    """The rest belongs to the service and to other programs."""
    model = from_json(hns.HNSEndpoint, dumps(document))
    changed = to_json(change(model, name="changed", policies=[*model.policies, hns.VLAN(vlan=7)]))
    policy = {"Type": "VLAN", "VLAN": 7}
    assert changed == dumps({**document, "Name": "changed", "Policies": [*(document.get("Policies") or []), policy]})


def test_there_are_recordings() -> None:
    """An empty folder would pass."""
    assert len(RECORDED) > 30
