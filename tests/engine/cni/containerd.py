"""A private containerd: its daemon in a room, and its client `ctr`, which calls CNI plugins."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from engine.docker.engine import PARENT, remove_control_groups
from engine.docker.room import LIMIT, Room, room
from engine.packages import unpacked

from .program import NAME, Program

PACKAGES: Final = ("containerd", "runc", "tini", "busybox-static", "libseccomp2")
SOCKET: Final = "/run/containerd/containerd.sock"

# What `ctr run --cni` looks into: these places stay the room's own. Others may have something in /opt.
FURNISH: Final = """
mount -t tmpfs tmpfs /var/lib
mount -t tmpfs tmpfs /mnt
for entry in /opt/*; do
  if [ -d "$entry" ] && [ "$entry" != /opt/cni ]; then
    mkdir "/mnt/${entry##*/}" && mount --bind "$entry" "/mnt/${entry##*/}"
  fi
done
mkdir -p /mnt/cni/bin /etc/cni/net.d
mount --rbind /mnt /opt
ln -s "$1" "/opt/cni/bin/$2"
"""

CONFIG: Final = """version = 2
root = "{folder}/root"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "{socket}"
"""


class Containerd:
    """A daemon, and containers of one program on the networks that a plugin makes."""

    def __init__(self, room: Room, folder: Path) -> None:
        self.room = room
        self.log = folder / "containerd.log"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon, and wait until it answers."""
        config = self._folder / "config.toml"
        config.write_text(CONFIG.format(folder=self._folder, socket=SOCKET), encoding="ascii")
        command = self.room.inside("containerd", "--config", config)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.room.environ
            )
        end = time.monotonic() + LIMIT
        while self.ctr("version", check=False).returncode != 0:
            assert self._process.poll() is None, self._last_words()
            assert time.monotonic() < end, self._last_words()
            time.sleep(0.05)

    def wait(self) -> None:
        """Wait until the daemon has ended, if it was started."""
        if self._process is not None:
            self._process.wait(LIMIT)

    def _last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def configure(self, config: Mapping[str, Any]) -> None:
        """Say which network containers get."""
        place = self.room.seen_from_outside(Path("/etc/cni/net.d/10-test.conflist"))
        plugins = [{member: value for member, value in config.items() if member not in ("cniVersion", "name")}]
        whole = {"cniVersion": config["cniVersion"], "name": config["name"], "plugins": plugins}
        place.write_text(json.dumps(whole), encoding="utf-8")

    # -- the client -----------------------------------------------------------------------------------------------

    def ctr(self, *args: str, check: bool = True, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the client."""
        done = subprocess.run(
            self._line(*args), capture_output=True, text=True, env=self._environ(environ), timeout=LIMIT, check=False
        )
        assert not check or done.returncode == 0, f"ctr {' '.join(args)}: {done.stderr}\n{self._last_words()}"
        return done

    def run_line(self, name: str, *command: str) -> list[str]:
        """Return what runs a command in a container with a network."""
        root = str(self._folder / "rootfs")
        options = ("--rm", "--cni", "--rootfs", "--cgroup", f"/{PARENT}/{name}")
        client = ("ctr", "--address", SOCKET, "run", *options, root, name, *command)
        return self.room.inside("sh", "-c", 'echo $$ >"$0" && exec "$@"', self._pid_file(name), *client)

    @contextmanager
    def running(self, name: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
        """Run a container while the block runs; then it ends, and with it the client, after its DEL."""
        line = self.run_line(name, "/bin/busybox", "sh", "-c", "echo up; exec /bin/busybox sleep 600")
        pipe = subprocess.PIPE
        with subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True, env=self._environ(environ)
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            try:
                assert process.stdout.readline() == "up\n", process.stderr.read()
                yield process
            finally:
                self.end(name)
                process.wait(LIMIT)

    def kill_client(self, name: str) -> None:
        """End the client of a container where it stands; the container runs on."""
        self.room.signal("KILL", self._pid_file(name))

    @staticmethod
    def _pid_file(name: str) -> str:
        return f"/run/client-{name}.pid"

    def end(self, name: str) -> None:
        """End the program of a container, if it runs."""
        self.ctr("task", "kill", "--signal", "KILL", name, check=False)

    def tidy(self) -> None:
        """Remove all containers, also those that a client which failed or was killed has left."""
        for name in self.ctr("container", "list", "--quiet").stdout.split():
            self.ctr("task", "rm", "--force", name, check=False)
            self.ctr("container", "rm", name)

    def _line(self, *args: str) -> list[str]:
        return self.room.inside("ctr", "--address", SOCKET, *args)

    def _environ(self, changes: Mapping[str, str]) -> dict[str, str]:
        return {**self.room.environ, **changes}


@contextmanager
def private_containerd(folder: Path, program: Path) -> Iterator[Containerd]:
    """Run a daemon whose containers may have a network by a plugin; nothing of it is left on the machine."""
    tree = unpacked(*PACKAGES)
    with ExitStack() as last:
        last.callback(shutil.rmtree, folder / "root", ignore_errors=True)
        last.callback(remove_control_groups)
        with room(tree, folder / "etc") as apart:
            apart.run("sh", "-euc", FURNISH, "sh", str(program), NAME)
            _make_root(tree, folder / "rootfs")
            engine = Containerd(apart, folder)
            last.callback(engine.wait)
            engine.start()
            yield engine


def _make_root(tree: Path, root: Path) -> None:
    """Make the files of containers: one program that needs nothing else, and places for mounts."""
    for name in ("bin", "proc", "dev", "sys", "run", "etc"):
        (root / name).mkdir(parents=True)
    shutil.copy(tree / "bin/busybox", root / "bin/busybox")


def environ_of(program: Program) -> dict[str, str]:
    """Return the variables that lead the plugin to a fake host: the client hands on its own ones."""
    return {"HCSPY_HOST": program.target, "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", "")}
