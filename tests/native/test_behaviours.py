"""The behaviours and rules of tests/fake/version2, through the DLLs: the same functions, before the same fake.

All of them but the one about builds that have no computenetwork.dll: here the file is always there.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import hcspy
from hcspy.testing.profiles import Profile, profile

from .remote import Remote

sys.path.append(str(Path(__file__).parents[1] / "fake"))
if "version2" not in sys.modules:  # it is there, and rewritten, if its own tests run along
    pytest.register_assert_rewrite("version2")

from version2 import test_v2_behaviours, test_v2_rules
from version2.conftest import Door

ELSEWHERE = {"test_rule_4_old_builds_have_no_version_2", "test_every_build_with_version_2_is_covered"}

for module in (test_v2_behaviours, test_v2_rules):
    globals().update({name: test for name, test in vars(module).items() if name.startswith("test_")})
for name in ELSEWHERE:
    del globals()[name]


class Behind:
    """The FakeHost in the server's process, with the methods that the tests call."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def add_container(self, id: str, *, namespace: str | None = None) -> int:
        """Start a container."""
        number: int = self._remote.add_container(id, namespace)
        return number

    def remove_container(self, id: str) -> None:
        """Stop a container."""
        self._remote.fake("remove_container", id)

    def connect(self) -> hcspy.Host:
        """Connect to this machine, whose DLLs ask the server."""
        return hcspy.connect()


def changes_of(build: Profile) -> dict[str, Any]:
    """Return in which members a build differs from the one of its name."""
    members = ((field.name, getattr(build, field.name)) for field in dataclasses.fields(build))
    return {name: value for name, value in members if value != getattr(profile(build.name), name)}


@pytest.fixture
def doors(remote: Remote, host: hcspy.Host) -> Iterator[Callable[..., Door]]:
    """A program on a build of choice; the next one takes the place of the one before."""

    def make(build: str | Profile = "2022") -> Door:
        known = profile(build) if isinstance(build, str) else build
        remote.assert_clean()
        remote.reset(known.name, 0, None, changes_of(known))
        return Door(Behind(remote), host.tables)

    yield make
    remote.assert_clean()
