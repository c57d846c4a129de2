"""The one entry to everything that checks the project: ``nox`` runs the default sessions, ``nox -l`` lists all."""

from __future__ import annotations

import os
import shutil
import subprocess

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "layers", "types", "tests", "doctests", "docs"]

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
GROUPS = nox.project.load_toml("pyproject.toml")["dependency-groups"]
CODE = ("hcspy", "tests", "docs", "bench", "windows", "noxfile.py", "conftest.py")


def show_all_of_pyenv() -> None:
    """Let pyenv's shims find every version that it has, not only the one that is chosen here."""
    if shutil.which("pyenv") and "PYENV_VERSION" not in os.environ:
        lines = [["pyenv", "version-name"], ["pyenv", "versions", "--bare"]]
        found = [subprocess.run(line, capture_output=True, text=True, check=False).stdout for line in lines]
        names = [name for name in "\n".join(found).replace(":", "\n").split() if name.startswith("3.")]
        os.environ["PYENV_VERSION"] = ":".join(dict.fromkeys(names))


def installed(version: str) -> bool:
    """Tell whether an interpreter of that version runs here; a shim of a version manager may stand for none."""
    command = shutil.which(f"python{version}")
    return command is not None and subprocess.run([command, "-c", ""], capture_output=True, check=False).returncode == 0


def group(name: str) -> list[str]:
    return list(nox.project.dependency_groups({"dependency-groups": GROUPS}, name))


show_all_of_pyenv()
INSTALLED = [version for version in SUPPORTED if installed(version)]


@nox.session
def format(session: nox.Session) -> None:
    """Put every file into the one form."""
    session.install(*group("lint"))
    session.run("ruff", "format", *CODE)
    session.run("ruff", "check", "--fix", *CODE)


@nox.session
def lint(session: nox.Session) -> None:
    """Check form and habits."""
    session.install(*group("lint"))
    session.run("ruff", "format", "--check", *CODE)
    session.run("ruff", "check", *CODE)


@nox.session
def layers(session: nox.Session) -> None:
    """Check who imports whom."""
    session.install("-e", ".[cli,fast,docker,cni]", *group("lint"), *group("test"))
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    session.install("-e", ".[cli,fast,docker,cni]", *group("types"))
    session.run("mypy", "--strict")


@nox.session(python=INSTALLED)
def tests(session: nox.Session) -> None:
    """Run the tests on each interpreter that is here.

    The first one also measures branch coverage, and runs the load tests, which coverage would only slow down; the
    others leave those out and try fewer random examples.
    """
    session.install("-e", ".[cli,fast,docker,cni]", *group("test"))
    if session.posargs and session.python == INSTALLED[0]:
        session.run("pytest", "-n", "auto", *session.posargs)
    elif session.python == INSTALLED[0]:
        session.run("pytest", "-n", "auto", "-m", "not load", "--cov", "--cov-branch", "--cov-report=term")
        session.run("pytest", "-n", "auto", "-m", "load")
    else:
        session.run("pytest", "-n", "auto", "-m", "not load", *session.posargs, env={"HCSPY_TEST_PROFILE": "rig"})


@nox.session
def doctests(session: nox.Session) -> None:
    """Run every example of docstrings, readme and documentation on the fake."""
    session.install("-e", ".[cli,fast,docker,cni]", *group("test"))
    session.run("pytest", "--doctest-modules", "hcspy", "README.md", "docs", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a dangling reference fails."""
    session.install("-e", ".[cli,fast,docker,cni]", *group("docs"))
    session.run("sphinx-build", "-n", "-W", "-q", "-b", "html", "docs", "docs/_build/html")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, as ratios taken side by side in one run."""
    session.install("-e", ".[cli,fast,docker,cni]", *group("bench"))
    session.run("python", "-m", "bench", *session.posargs)


@nox.session(venv_backend="none")
def windows(session: nox.Session) -> None:
    """Run the tests on a Windows CPython under Wine, and the native side against stand-in DLLs."""
    session.run("windows/run", *session.posargs, external=True)


@nox.session
def docker(session: nox.Session) -> None:
    """Run the driver before Docker's own daemon, unpacked from Debian's packages; needs root and Debian, or fails."""
    session.install("-e", ".[cli,docker]", *group("test"))
    session.run("pytest", "-p", "no:cacheprovider", *(session.posargs or ["tests/engine/docker"]))


@nox.session
def cni(session: nox.Session) -> None:
    """Run the CNI plugin before containerd, unpacked from Debian's packages, and kill it; needs root and Debian."""
    session.install("-e", ".[cli,cni]", *group("test"))
    session.run("pytest", "-p", "no:cacheprovider", *(session.posargs or ["tests/engine/cni"]))


@nox.session
def changelog(session: nox.Session) -> None:
    """Gather changelog.d into CHANGELOG.md: ``nox -s changelog -- VERSION``."""
    session.install(*group("release"))
    session.run("towncrier", "build", "--yes", "--version", *session.posargs)
