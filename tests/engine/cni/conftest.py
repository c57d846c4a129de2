"""A containerd, and the plugin on hosts that are fake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .containerd import Containerd, private_containerd
from .program import Program, executable


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The plugin with a host of its own."""
    return Program(tmp_path / "cni")


@pytest.fixture(scope="session")
def containerd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containerd]:
    """The one daemon of the run."""
    with private_containerd(tmp_path_factory.mktemp("containerd"), executable()) as engine:
        yield engine
