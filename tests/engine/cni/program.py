"""The plugin as the executable that a runtime starts, on a fake host that lies in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import hcspy
from hcspy import hcn
from hcspy.testing import FakeHost

NAME: Final = "hcspy-cni"
LIMIT: Final = 60.0
NETNS: Final = "/var/run/netns/test"

# The plugin for addresses that the recorded configurations name; an answer with more than a version knows is fine.
ADDRESS: Final = '"address": "10.88.0.5/24", "gateway": "10.88.0.1"'
LOGPLUG: Final = f"""#!/bin/sh
[ "$CNI_COMMAND" = ADD ] || exit 0
version=$(tr -d ' \\n' | sed 's/.*"cniVersion":"\\([^"]*\\)".*/\\1/')
echo '{{"cniVersion": "'"$version"'", "ips": [{{"version": "4", {ADDRESS}}}]}}'
"""


class Done(NamedTuple):
    """How a run ended."""

    status: int
    stdout: str
    stderr: str

    @property
    def answer(self) -> Any:
        """The document on standard output; None if there is nothing."""
        return json.loads(self.stdout) if self.stdout else None


class Program:
    """The executable, a folder of programs with it, and the host that it works on."""

    def __init__(self, folder: Path) -> None:
        self.node = folder / "node.json"
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        (self.programs / NAME).symlink_to(executable())
        logplug = self.programs / "logplug"
        logplug.write_text(LOGPLUG, encoding="ascii", newline="\n")
        logplug.chmod(0o755)

    @property
    def target(self) -> str:
        """What `HCSPY_HOST` or the member `host` of a configuration says."""
        return f"fake:{self.node}"

    # -- running ------------------------------------------------------------------------------------------------------

    def run(self, command: str, config: Mapping[str, Any], **environ: str) -> Done:
        """Run a command to its end."""
        with self.started(command, config, **environ) as process:
            out, err = process.communicate(timeout=LIMIT)
            return Done(process.returncode, out.decode("utf-8"), err.decode("utf-8", "replace"))

    def succeed(self, command: str, config: Mapping[str, Any], **environ: str) -> Any:
        """Run a command that must succeed, and return its answer."""
        done = self.run(command, config, **environ)
        assert done.status == 0, f"{command} {environ}: {done.stdout} {done.stderr}"
        return done.answer

    def killed(self, after: float, command: str, config: Mapping[str, Any], **environ: str) -> bool:
        """Start a command and kill it after some seconds; tell whether it was still running then."""
        with self.started(command, config, **environ) as process:
            end = time.monotonic() + after
            while process.poll() is None and time.monotonic() < end:
                time.sleep(min(0.005, max(end - time.monotonic(), 0)))
            process.kill()
            process.communicate(timeout=LIMIT)
            return process.returncode != 0

    @contextmanager
    def started(self, command: str, config: Mapping[str, Any], **environ: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a command; its standard input is written and at its end."""
        line = [self.programs / NAME]
        pipe = subprocess.PIPE
        variables = self.environ(CNI_COMMAND=command, **environ)
        with subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, env=variables) as process:
            try:
                assert process.stdin is not None
                process.stdin.write(json.dumps(config).encode())
                process.stdin.close()
                process.stdin = None
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    def environ(self, **changes: str) -> dict[str, str]:
        """Return the variables of a run, as a runtime sets them."""
        usual = {
            "CNI_CONTAINERID": "c1", "CNI_NETNS": NETNS, "CNI_IFNAME": "eth0", "CNI_ARGS": "",
            "CNI_PATH": str(self.programs), "HCSPY_HOST": self.target,
        }  # fmt: skip
        return {**os.environ, **usual, **changes}

    # -- the host -----------------------------------------------------------------------------------------------------

    @contextmanager
    def host(self) -> Iterator[hcspy.Host]:
        """Look at the host that the plugin works on."""
        with hcspy.connect(self.target) as host:
            yield host

    @contextmanager
    def fake(self) -> Iterator[FakeHost]:
        """Get hold of the machine behind that host."""
        with FakeHost.open(self.node) as fake:
            yield fake

    @property
    def endpoints(self) -> list[hcn.HostComputeEndpoint]:
        """The endpoints in HCN."""
        with self.host() as host:
            return list(host.hcn.endpoints.list())

    @property
    def books(self) -> list[Path]:
        """The files in which addresses are noted; none if nobody has one."""
        return [path for path in Path(f"{self.node}.cni").glob("**/*") if path.suffix == ".json"]

    def assert_nothing_left(self, *, networks: int = 0) -> None:
        """Fail if the host, or the plugin's own files, still have something of a container."""
        with self.host() as host:
            held = [*host.hcn.endpoints.list(), *host.hcn.namespaces.list()]
            assert held == []
            assert len(host.hcn.networks.list()) == networks
        assert self.books == []


def executable() -> Path:
    """Return the console script of the environment that the tests run in."""
    found = Path(sys.executable).parent / NAME
    assert found.exists(), f"{found} is not there: install the project with its extra `cni`"
    return found
