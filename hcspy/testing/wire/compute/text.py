"""Reading the documents that programs send to the compute service."""

from __future__ import annotations

from typing import Any

from hcspy.testing.state import Fault
from hcspy.testing.state.faults import COMPUTE_INVALID_JSON
from hcspy.testing.wire.jsontext import parse


def read_object(text: str | None, nothing: str = "") -> dict[str, Any]:
    """Read a document that must be an object; where it may be left out, say what stands for nothing."""
    try:
        value = parse(text or nothing)
    except ValueError as error:
        raise Fault(COMPUTE_INVALID_JSON, str(error)) from None
    if not isinstance(value, dict):
        raise Fault(COMPUTE_INVALID_JSON, "not an object")
    return value
