"""Debian's packages as a folder tree: downloaded and unpacked, never installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

TOOLS: Final = ("apt-get", "dpkg-deb", "unshare", "nsenter", "mount")


def require_machine() -> None:
    """Say what this machine lacks; a run that cannot happen is a failure, and never a skip."""
    lacks = [tool for tool in TOOLS if shutil.which(tool) is None]
    if sys.platform != "linux" or lacks or os.geteuid() != 0:
        raise RuntimeError(f"the engines run as root on Debian; lacking here: {', '.join(lacks) or 'Linux, or root'}")


def unpacked(*packages: str) -> Path:
    """Return a folder with the files of those packages; the download is kept for the next run."""
    require_machine()
    key = hashlib.sha256(" ".join(sorted(packages)).encode()).hexdigest()[:16]
    tree = _cache() / key
    if not tree.exists():
        tree.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=tree.parent) as folder:
            made = _unpack(packages, Path(folder))
            # Another run may have been faster; what it left is as good.
            if not tree.exists():
                made.rename(tree)
    return tree


def _cache() -> Path:
    chosen = os.environ.get("HCSPY_ENGINE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen) if chosen else Path(home) / "hcspy-engines"


def _unpack(packages: Sequence[str], folder: Path) -> Path:
    archives, tree = folder / "archives", folder / "tree"
    archives.mkdir()
    # A mirror forgets old versions: lists that are too old, or none at all, are fetched once.
    if _download(packages, archives).returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        done = _download(packages, archives)
        if done.returncode != 0:
            raise RuntimeError(f"cannot download {' '.join(packages)}: {done.stderr}")
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", archive, tree], check=True)
    return tree


def _download(packages: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    # The sandbox of apt is another user, who may not write here.
    command = ["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", *packages]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
