"""Both parsers run the tests of this folder."""

from __future__ import annotations

import pytest

from hcspy.codec import text


@pytest.fixture(params=["orjson", "json"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The parser in use; without orjson installed the standard library's alone."""
    name = str(request.param)
    if name == "json":
        monkeypatch.setattr(text, "fast", None)
    elif text.fast is None:
        pytest.skip("orjson is not installed")
    return name
