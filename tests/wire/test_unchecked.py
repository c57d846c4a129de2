"""Documents that the checks refuse, sent as they are: without the checks they go out as hcsshim sends them."""

from __future__ import annotations

import pytest

from .differences import DIFFERENCES
from .recordings import SHIPPED, Vector, load
from .runner import run

CHECKS = next(row for row in DIFFERENCES if row.title == "Refused before the call (HCN)")
OTHERS = [row for row in DIFFERENCES if row is not CHECKS]
REFUSED = [vector for vector in load(SHIPPED) if vector.error is None and vector.calls and CHECKS.applied(vector)]


@pytest.mark.parametrize("vector", [pytest.param(vector, id=vector.name) for vector in REFUSED])
def test_refused_document_goes_out_unchanged_without_checks(vector: Vector) -> None:
    """Who knows better than the checks must get through, in the very bytes that hcsshim would send."""
    assert run(vector, OTHERS, validate=False).problems == []


def test_some_documents_are_refused() -> None:
    """Nothing to send would pass as well."""
    assert len(REFUSED) > 5
