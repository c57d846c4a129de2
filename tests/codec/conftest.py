"""Both parsers run the tests of this folder."""

from __future__ import annotations

import pytest

from hcspy.codec import text


@pytest.fixture(params=["fast", "json"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What reads and writes; without the extra installed the standard library's alone."""
    name = str(request.param)
    if name == "json":
        monkeypatch.setattr(text, "fast_read", None)
        monkeypatch.setattr(text, "fast_write", None)
    elif text.fast_read is None or text.fast_write is None:
        pytest.skip("msgspec and orjson are not installed")
    return name
