"""What all tests share."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

# A run that was started in the background ignores Ctrl-C, and its children with it; tests send it to themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["pytester"]


@pytest.fixture
def make_link() -> Callable[[Path, str | Path], None]:
    """Make a symbolic link; a test is skipped where there are none, and Wine only says that it has made one."""

    def make(path: Path, target: str | Path) -> None:
        try:
            path.symlink_to(target, target_is_directory=(path.parent / target).is_dir())
        except OSError:
            pytest.skip("this user may make no links on this system")
        if not path.is_symlink():
            pytest.skip("this system has no links")

    return make
