"""Our documents against those of hcsshim, byte for byte."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hcn_coverage import ours, vectors
from hcn_gobuild import build

from hcspy.codec import from_json, members, to_dict, to_json

ENCODE = {vector["name"]: vector for vector in vectors("encode.jsonl")}
DECODE = {vector["name"]: vector for vector in vectors("decode.jsonl")}
ODD = {"trailing_text", "byte_order_mark", "null_document"}
"""No documents at all, or not one."""


def plain(text: str) -> str:
    """Return JSON text with the characters that Go escapes, and nobody has to, as themselves."""
    return re.sub(r"\\u00(3c|3e|26)|\\u202[89]", lambda match: json.loads(f'"{match[0]}"'), text)


def kind(vector: Any) -> str:
    """Return the name of the document's class."""
    return str(vector["api"]).split(" ")[1].removeprefix("hcn.")


@pytest.mark.parametrize("name", ENCODE)
def test_model_is_written_as_hcsshim_writes_it(name: str) -> None:
    """The service has been sent these bytes for years; it may care for more of them than is documented."""
    vector = ENCODE[name]
    model = build(kind(vector), vector["input"])
    assert to_json(model) == plain(vector["output_json"])
    assert to_json(from_json(ours(kind(vector)), vector["output_json"])) == plain(vector["output_json"])


@pytest.mark.parametrize("name", [name for name in DECODE if name.rpartition(".")[2] not in ODD])
def test_document_reads_and_goes_back_as_it_came(name: str) -> None:
    """hcsshim reads some of them with a loss and refuses others; here nothing is lost and nothing refused."""
    text = DECODE[name]["input"]["document"]
    model = from_json(ours(kind(DECODE[name])), text)
    assert repr(model)
    assert to_dict(model) == json.loads(text)


READ = [name for name in DECODE if DECODE[name]["error"] is None and name.rpartition(".")[2] not in ODD]


@pytest.mark.parametrize("name", READ)
def test_document_says_what_hcsshim_reads_in_it(name: str) -> None:
    """Where hcsshim reads a value, the attribute has it."""
    vector = DECODE[name]
    told = json.loads(vector["output_json"])
    model = from_json(ours(kind(vector)), vector["input"]["document"])
    for member in members(type(model)):
        theirs = told.get(member.name)
        if isinstance(theirs, str | int) and "\ufffd" not in str(theirs):  # Go's answer to half a surrogate pair
            held = getattr(model, member.python_name)
            assert str(held).lower() == str(theirs).lower(), member.name
