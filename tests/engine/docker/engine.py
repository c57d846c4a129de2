"""A private Docker engine: its daemon in a room, its client, an image."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from engine.packages import unpacked

from .room import LIMIT, Room, room

IMAGE: Final = "busybox"
PID_FILE: Final = "/run/docker.pid"
APPLETS: Final = ("sh", "sleep", "true", "ip")
CGROUPS: Final = Path("/sys/fs/cgroup")
# One name per run: two runs may share the machine.
GROUP: Final = "hcspy-engine-"
PARENT: Final = f"{GROUP}{os.getpid()}"
PACKAGES: Final = (
    "docker.io", "containerd", "runc", "tini", "busybox-static", "libdevmapper1.02.1", "libsystemd0", "libseccomp2",
    "libudev1", "libselinux1", "libcap2", "libgcrypt20", "libgpg-error0", "liblzma5", "libzstd1", "liblz4-1",
    "libpcre2-8-0", "openssl", "libssl3",
)  # fmt: skip


class Engine:
    """A daemon that can be stopped, killed and started again, and its client."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self.log = folder / "dockerd.log"
        self.address = f"unix://{folder / 'docker.sock'}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    # -- the daemon -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the daemon, and wait until it answers."""
        command = self.room.inside("dockerd", *self._options())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.room.environ
            )
        end = time.monotonic() + LIMIT
        while self._client("version").returncode != 0:
            assert self._process.poll() is None, self._last_words()
            assert time.monotonic() < end, self._last_words()
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the daemon in good order, as a service would be."""
        self._end("TERM")

    def kill(self) -> None:
        """End the daemon where it stands; what it had started runs on."""
        self._end("KILL")

    def _end(self, signal: str) -> None:
        assert self._process is not None
        self.room.signal(signal, PID_FILE)
        self.wait()

    def wait(self) -> None:
        """Wait until the daemon has ended, if it was started."""
        if self._process is not None:
            self._process.wait(LIMIT)

    def _options(self) -> Iterator[str]:
        config = self._folder / "daemon.json"
        config.write_text("{}", encoding="ascii")
        yield from ("--config-file", str(config), "--host", self.address, "--pidfile", PID_FILE)
        yield from ("--data-root", str(self._folder / "data"), "--exec-root", "/run/docker")
        yield from ("--bridge", "none", "--iptables=false", "--ip-masq=false", "--storage-driver", "vfs")
        yield from ("--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", f"/{PARENT}")

    def _last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    # -- the client -------------------------------------------------------------------------------------------------

    def docker(self, *args: str) -> str:
        """Run a command of the client and return what it printed."""
        done = self._client(*args)
        assert done.returncode == 0, f"docker {' '.join(args)}: {done.stderr}\n{self._last_words()}"
        return done.stdout.strip()

    def refused(self, *args: str) -> str:
        """Run a command that must fail, and return what its user is told."""
        done = self._client(*args)
        assert done.returncode != 0, f"docker {' '.join(args)} did not fail: {done.stdout}"
        return done.stderr.strip()

    def inspect(self, kind: str, name: str) -> dict[str, Any]:
        """Return what the engine knows about one object."""
        (document,) = json.loads(self.docker(kind, "inspect", name))
        found: dict[str, Any] = document
        return found

    def attachment(self, container: str, network: str) -> dict[str, Any]:
        """Return what the engine knows about a container on a network."""
        found: dict[str, Any] = self.inspect("container", container)["NetworkSettings"]["Networks"][network]
        return found

    def run(self, name: str, *options: str) -> None:
        """Start a container that stays, and that ends at once when it is told to."""
        self.docker("run", "--detach", "--name", name, "--stop-signal", "KILL", *options, IMAGE, "sleep", "600")

    def until_running(self, name: str) -> None:
        """Wait until a container runs that the daemon starts by itself."""
        end = time.monotonic() + LIMIT
        while not self.inspect("container", name)["State"]["Running"]:
            assert time.monotonic() < end, self._last_words()
            time.sleep(0.05)

    def tidy(self) -> None:
        """Remove all containers and networks."""
        if containers := self.docker("ps", "--all", "--quiet").split():
            self.docker("rm", "--force", *containers)
        if networks := self.docker("network", "ls", "--quiet", "--filter", "type=custom").split():
            self.docker("network", "rm", *networks)

    def _client(self, *args: str) -> subprocess.CompletedProcess[str]:
        environ = {**self.room.environ, "DOCKER_CONFIG": str(self._folder / "client")}
        line = ["docker", "--host", self.address, *args]
        # What a container prints may be anything; a command that hangs must not hang the run.
        return subprocess.run(
            line, capture_output=True, text=True, encoding="utf-8", env=environ, timeout=LIMIT * 2, check=False
        )

    def make_image(self) -> None:
        """Make the image from the one program that needs nothing else."""
        archive = self._folder / "image.tar"
        with tarfile.open(archive, "w") as tar:
            tar.add(self.room.tree / "bin/busybox", "bin/busybox")
            for applet in APPLETS:
                link = tarfile.TarInfo(f"bin/{applet}")
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(link, io.BytesIO())
        self.docker("import", str(archive), IMAGE)


def remove_control_groups() -> None:
    """Remove what containers leave behind in hierarchies that belong to the whole machine.

    Also of runs that could not do it themselves because they were killed; the name says whose it is.
    """
    for group in [*CGROUPS.glob(f"{GROUP}*"), *CGROUPS.glob(f"*/{GROUP}*")]:
        run = group.name.removeprefix(GROUP)
        if run == str(os.getpid()) or not Path("/proc", run).exists():
            _remove_all(group)


def _remove_all(group: Path) -> None:
    end = time.monotonic() + LIMIT
    for folder in sorted((path for path in group.glob("**/") if path.is_dir()), reverse=True):
        while not _removed(folder):  # a process in it is about to end
            assert time.monotonic() < end, f"{folder} is still in use"
            time.sleep(0.05)


def _removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return not folder.exists()
    return True


@contextmanager
def private_engine(folder: Path) -> Iterator[Engine]:
    """Run an engine that has an image; nothing of it is left on the machine."""
    with ExitStack() as last:
        # The room takes the processes with it; what lies outside of it can be removed then.
        last.callback(shutil.rmtree, folder / "data", ignore_errors=True)
        last.callback(remove_control_groups)
        with room(unpacked(*PACKAGES), folder / "etc") as apart:
            engine = Engine(apart, folder)
            last.callback(engine.wait)
            engine.start()
            engine.make_image()
            yield engine
