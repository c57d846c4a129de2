"""Fixtures for the native side, and the rule that keeps these tests off every other machine.

On a real Windows host they would change its networks, and elsewhere there is nothing to load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hcspy

from .remote import Remote

if TYPE_CHECKING:
    from .local import Local

ON_THE_RIG = sys.platform == "win32" and "HCSPY_STANDIN_PORT" in os.environ
collect_ignore_glob = [] if ON_THE_RIG else ["test_*.py"]


@pytest.fixture
def remote() -> Iterator[Remote]:
    """The server, with a new FakeHost; a test fails if the server did."""
    remote = Remote()
    remote.reset()
    yield remote
    failures = remote.failures()
    remote.close()
    assert not failures, failures[0]


@pytest.fixture
def host(remote: Remote) -> Iterator[hcspy.Host]:
    """This machine: the DLLs in System32, which the server answers for."""
    with hcspy.connect() as host:
        yield host


@pytest.fixture
def variants() -> Path:
    """The folder with the DLLs that tests plant."""
    return Path(os.environ["HCSPY_STANDIN_DLLS"])


@pytest.fixture(scope="session")
def local() -> Iterator[Local]:
    """The server of this process."""
    from .local import Local  # it imports the server, which is of use on the rig only

    local = Local()
    yield local
    local.close()
