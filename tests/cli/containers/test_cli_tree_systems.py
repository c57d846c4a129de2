"""``hcspy tree`` with what runs on the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy.testing import FakeHost

Run = Callable[..., Result]


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_tree_shows_containers_at_their_endpoints_and_the_others_below(
    run: Run, web: str, theirs: str, api: str
) -> None:
    """Which container is behind this address, and which one has none?"""
    lines = run("--api", api, "tree").stdout.splitlines()
    joined = next(number for number, line in enumerate(lines) if "container web" in line)
    assert "endpoint web" in "".join(lines[:joined])
    assert lines[-1] == "└── container theirs running of containerd"


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_tree_as_json_has_their_properties(documents: Callable[..., Any], web: str, api: str) -> None:
    """As the service has them."""
    (system,) = documents("--api", api, "tree")["systems"]
    assert (system["Id"], system["State"]) == ("web", "Running")


def test_networks_are_drawn_where_nothing_is_known_of_systems(run: Run, node: FakeHost, web: str) -> None:
    """A stopped service must not hide the other one."""
    node.on("HcsEnumerateComputeSystems").fail(0x80070005)
    assert "network nat" in run("tree").stdout
