"""`hcspy docker map` before a real engine."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from .driver import Driver
from .engine import Engine


def docker_map(engine: Engine, driver: Driver, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the host of a driver."""
    command = [sys.executable, "-m", "hcspy", "--host", f"fake:{driver.node}", "docker", "map"]
    line = [*command, "--engine", engine.address, *options]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_map_shows_both_sides_of_a_container(engine: Engine, driver: Driver) -> None:
    """Who looks for a container's endpoint in HNS finds it by this, and nothing else is to be found missing."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    engine.run("one", "--network", "web", "-p", "8080:80")
    shown = docker_map(engine, driver)
    assert shown.returncode == 0, shown.stderr
    assert "10.61.0.2" in shown.stdout
    found: Any = json.loads(docker_map(engine, driver, "-o", "json").stdout)
    text = json.dumps(found)
    endpoint = driver.endpoint("one", "web")
    for id in (engine.inspect("network", "web")["Id"], engine.attachment("one", "web")["EndpointID"]):
        assert id in text
    assert str(endpoint.id).lower() in text.lower()


def test_map_marks_what_hns_has_lost(engine: Engine, driver: Driver) -> None:
    """A container without its endpoint has no network, though Docker shows one."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    engine.run("one", "--network", "web")
    with driver.host() as host:
        host.hns.endpoints.delete(driver.endpoint("one", "web"))
    shown = docker_map(engine, driver, "--strict")
    assert shown.returncode == 1
    assert "missing" in shown.stdout
