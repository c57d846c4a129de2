"""The oracle of Go's JSON, held against the recordings: where it is wrong, the expected deviations would be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from . import gojson
from .compare import same_text, unlike
from .recordings import SHIPPED, Vector, load

VECTORS = list(load(SHIPPED))


def _of(verb: str) -> list[Any]:
    return [pytest.param(vector, id=vector.name) for vector in VECTORS if vector.api.startswith(f"{verb} ")]


@pytest.mark.parametrize("vector", _of("encode"))
def test_go_encoder_writes_what_was_recorded(vector: Vector) -> None:
    """Replies that a difference invents are written by it: they have to be what hcsshim's own documents look like."""
    assert same_text(gojson.encode(vector.api.split()[1], vector.input), vector.output_json or "")


NOT_OURS = {
    "decode.manners.health_data_number_through_float",  # a float has fewer digits
    "decode.manners.invalid_utf8_and_lone_surrogate",
    "decode.manners.null_document",
}
READ = [case for case in _of("decode") if case.values[0].error is None and case.id not in NOT_OURS]


@pytest.mark.parametrize("vector", READ)
def test_go_decoder_reads_what_was_recorded(vector: Vector) -> None:
    """Deviations are stated in terms of what Go would have read."""
    ours = gojson.decode(vector.api.split()[1], json.loads(vector.input["document"]))
    assert not list(unlike(ours, vector.output))


def test_go_decoder_keeps_what_the_document_leaves_out() -> None:
    """An update of hcsshim merges the answer into the receiver: what the answer lacks stays."""
    before = gojson.decode("hns.MacPool", {"StartMacAddress": "a", "EndMacAddress": "b"})
    after = gojson.decode("hns.MacPool", {"endmacaddress": "c", "Unknown": 1, "StartMacAddress": None}, before)
    assert after == {"StartMacAddress": "a", "EndMacAddress": "c"}
