"""The pytest plugin: the fixture ``fake_host`` and the marker ``hcspy``.

Every pytest run on this interpreter loads this module, so it imports nothing of hcspy until a test asks for the
fixture.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from hcspy.testing import FakeHost

OPTIONS = ("profile", "seed", "load")

FAKE = pytest.StashKey["FakeHost"]()
SHARED = pytest.StashKey[bool]()
JUDGED = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", "hcspy(profile='2022', seed=0, load=None): what the FakeHost of the fixture fake_host is made with"
    )


@pytest.fixture
def fake_host(request: pytest.FixtureRequest) -> Iterator[FakeHost]:
    """A machine that exists for this test only; `hcspy.connect()` without a target is this machine, in every thread.

    The test fails if it leaves a string, a handle or a callback behind.
    """
    from hcspy.testing import FakeHost

    node = request.node
    try:
        fake = FakeHost(**options(node))
    except (ValueError, TypeError, OSError) as error:
        pytest.fail(f"marker hcspy of {node.nodeid}: {error}", pytrace=False)
    try:
        with fake.redirected():
            node.stash[FAKE] = fake
            yield fake
        if not node.stash.get(JUDGED, False):
            fake.assert_clean()
    finally:
        fake.close()


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Note that another fixture uses the fake: what it holds after the test is not a leak yet."""
    if "fake_host" in fixturedef.argnames:
        request.node.stash[SHARED] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test that leaks fail, not only its teardown; a test that failed already just shows its leaks."""
    fake = item.stash.get(FAKE, None)
    if fake is None:
        return (yield)
    try:
        result = yield
    except BaseException:
        item.stash[JUDGED] = True
        if report := fake.leak_report():
            item.add_report_section("call", "hcspy", str(report))
        raise
    if not item.stash.get(SHARED, False):
        item.stash[JUDGED] = True
        fake.assert_clean()
    return result


def options(node: pytest.Item) -> dict[str, Any]:
    """Return what the markers say, the closest one first; a relative path of ``load`` starts at the test file."""
    merged: dict[str, Any] = {}
    for marker in node.iter_markers("hcspy"):
        if marker.args:
            raise TypeError("takes keywords only: " + ", ".join(OPTIONS))
        if unknown := sorted(marker.kwargs.keys() - set(OPTIONS)):
            raise TypeError(f"does not know {', '.join(unknown)}; it takes {', '.join(OPTIONS)}")
        merged = {**marker.kwargs, **merged}
    if isinstance(merged.get("load"), str | os.PathLike):
        merged["load"] = Path(node.path.parent, merged["load"])
    return merged
