"""The ground that the other tests stand on: the engine itself, without any driver."""

from __future__ import annotations

from pathlib import Path

from .engine import PARENT, Engine


def test_engine_runs_a_container_that_has_only_its_own_loopback(engine: Engine) -> None:
    """A daemon that cannot start a container would let every later failure look like the driver's."""
    printed = engine.docker("run", "--rm", "--network", "none", "busybox", "ip", "-o", "addr")
    assert [line.split()[1:4] for line in printed.splitlines()] == [["lo", "inet", "127.0.0.1/8"]]


def test_engine_lives_in_a_room_of_its_own(engine: Engine) -> None:
    """Whatever it writes outside of its folder would stay on the machine, or disturb an engine that runs here."""
    assert engine.room.run("ls", "/run/docker/containerd", "/etc/docker")
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    assert str(engine.log.parent) not in mounts
    assert "docker0" not in engine.room.run(engine.room.tree / "bin/busybox", "ip", "link")


def test_engine_that_is_killed_comes_back_with_what_it_knew(engine: Engine) -> None:
    """The tests of restarts need that the daemon itself survives one."""
    engine.docker("create", "--name", "kept", "--network", "none", "busybox", "true")
    engine.kill()
    engine.start()
    assert engine.inspect("container", "kept")["HostConfig"]["NetworkMode"] == "none"
    engine.docker("rm", "kept")


def test_engine_keeps_its_containers_in_one_control_group(engine: Engine) -> None:
    """The end of the run removes that group by name; anything beside it would be left on the machine."""
    engine.docker("run", "--detach", "--name", "grouped", "--network", "none", "busybox", "sleep", "600")
    found = engine.inspect("container", "grouped")
    lines = engine.room.run("cat", f"/proc/{found['State']['Pid']}/cgroup").split()
    engine.docker("rm", "--force", "grouped")
    groups = {line.rpartition(":")[2] for line in lines if found["Id"] in line}
    assert groups == {f"/{PARENT}/{found['Id']}"}
