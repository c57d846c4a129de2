"""``hcspy tree``: what exists, joined by name, on the terminal and as a flowchart."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from hcspy import hcn
from hcspy.cli.drawing import mermaid
from hcspy.picture import Node
from hcspy.testing import FakeHost

Run = Callable[..., Result]

TREE = """\
host (HNS 13.3)
├── network web (NAT) 10.0.0.0/24
│   ├── VLAN IsolationId=1
│   ├── endpoint web-0 10.0.0.7 created
│   │   ├── PortMapping Protocol=6 InternalPort=80 ExternalPort=8080
│   │   └── container c1
│   └── endpoint far 10.0.0.9 remote created
├── namespace SPACE
│   ├── container c1
│   └── -> endpoint web-0 10.0.0.7
├── load balancer svc 10.96.0.10 80:80/tcp
│   ├── -> endpoint web-0 10.0.0.7
│   └── -> endpoint far 10.0.0.9
└── route 10.5.0.0/16 via 10.0.0.1
    └── -> endpoint web-0 10.0.0.7
"""
CHART = """\
flowchart LR
  n1[["network web (NAT) 10.0.0.0/24"]]
  n2("endpoint web-0 10.0.0.7 created")
  n1 --> n2
  n3[/"container c1"/]
  n2 --> n3
  n4("endpoint far 10.0.0.9 remote created")
  n1 --> n4
  n5{{"namespace SPACE"}}
  n5 --> n3
  n5 --> n2
  n6(["load balancer svc 10.96.0.10 80:80/tcp"])
  n6 --> n2
  n6 --> n4
  n7>"route 10.5.0.0/16 via 10.0.0.1"]
  n7 --> n2
"""


@pytest.fixture
def node(fake_host: FakeHost, run: Run) -> hcn.HostComputeNamespace:
    """A host with one of each kind; what is returned is its namespace."""
    run("network", "create", "web", "--subnet", "10.0.0.0/24")
    run("ep", "create", "web-0", "--network", "web", "--ip", "10.0.0.7", "-p", "8080:80")
    run("ep", "create", "far", "--network", "web", "--ip", "10.0.0.9", "--remote", "--mac", "00-15-5D-00-00-50")
    space = fake_host.host.hcn.namespaces.create()
    run("ns", "attach", str(space.id), "web-0")
    fake_host.add_container("c1")
    fake_host.host.hcn.namespaces.add_container(space, "c1")
    run("lb", "create", "--vip", "10.96.0.10", "-p", "80", "--name", "svc", "--endpoint", "web-0", "--endpoint", "far")
    run("route", "create", "10.5.0.0/16", "--next-hop", "10.0.0.1", "--endpoint", "web-0")
    return space


def plain(text: str) -> str:
    """Leave out what attaching does to states, and the numbers of compartments: those are another matter."""
    return re.sub(r" compartment \d+", "", re.sub(r"\b(attached sharing|attached)\b", "created", text))


def test_tree_joins_all_kinds_by_name(run: Run, node: hcn.HostComputeNamespace) -> None:
    """Which container is behind which address: that takes six commands otherwise."""
    assert plain(run("tree").stdout) == TREE.replace("SPACE", str(node.id))


def test_tree_as_mermaid_has_each_object_once(run: Run, node: hcn.HostComputeNamespace) -> None:
    """A picture of a node for the page of an incident."""
    assert plain(run("tree", "-o", "mermaid").stdout) == CHART.replace("SPACE", str(node.id))


def test_mermaid_is_for_the_tree_only(run: Run) -> None:
    """There is nothing to draw of a list."""
    run("network", "ls", "-o", "mermaid", code=2)


@pytest.mark.usefixtures("node")
def test_tree_prints_the_documents_of_all_kinds(documents: Callable[..., Any]) -> None:
    """For programs."""
    found = documents("tree")
    assert {kind: len(found[kind]) for kind in found if kind != "version"} == {
        "networks": 1, "endpoints": 2, "namespaces": 1, "loadbalancers": 1, "routes": 1, "systems": 1
    }  # fmt: skip


@pytest.mark.usefixtures("node")
def test_tree_of_v1_shows_policy_lists(run: Run) -> None:
    """The same host at the other door; a policy list is known by its policies only."""
    assert "policy list" in run("--api", "v1", "tree").stdout
    assert "<br/>ELB " in run("--api", "v1", "tree", "-o", "mermaid").stdout


def test_tree_draws_what_hcn_does_not_tell(run: Run, fake_host: FakeHost, node: Any) -> None:
    """Without the list of HNS v1 the containers that were plugged in by it are missing, not the picture."""
    fake_host.on("GET /endpoints*").fail(0x80070005)
    assert "endpoint web-0" in run("tree").stdout


def test_container_that_was_plugged_in_by_v1_is_shown(run: Run, fake_host: FakeHost) -> None:
    """Docker does it that way."""
    fake_host.add_container("c9")
    run("network", "create", "web", "--subnet", "10.0.0.0/24")
    run("ep", "create", "web-0", "--network", "web")
    run("ep", "attach", "web-0", "--container", "c9")
    assert "container c9" in run("tree").stdout


def test_dead_reference_is_marked(run: Run, fake_host: FakeHost, node: Any) -> None:
    """A balancer with a dead backend is what people look for."""
    run("ep", "rm", "far")
    text = run("tree").stdout
    assert "(missing)" in text or "far" not in text


def test_quotation_marks_do_not_end_a_label() -> None:
    """A name may hold anything."""
    child = Node(kind="network", text='network "a"', id="1")
    assert '[["network #quot;a#quot;"]]' in mermaid(Node(kind="host", text="host", children=[child]))
