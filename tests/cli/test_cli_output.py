"""How things print: colours, encodings, widths, ids."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hcspy import hns
from hcspy.cli import output, policies
from hcspy.cli.app import app
from hcspy.cli.names import Names
from hcspy.cli.page import page
from hcspy.cli.session import Session
from hcspy.codec import to_dict
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]


def test_no_colour_codes_without_a_terminal(run: Run, endpoint: Any) -> None:
    """Codes in a file or a log are rubbish."""
    for words in (["ep", "ls"], ["tree"], ["ep", "get", "web-0"], ["demo"], ["explain", "5"]):
        assert "\x1b" not in run(*words).stdout
    assert "\x1b" not in run("ep", "get", "nobody", code=3).stderr


def test_rows_are_not_cut_in_a_pipe(run: Run, fake_host: FakeHost, network: Any) -> None:
    """grep must find the end of a long line."""
    name = "n" * 200
    fake_host.host.hns.endpoints.create(hns.HNSEndpoint(name=name, virtual_network=network))
    assert name in run("ep", "ls").stdout


def test_lines_have_no_blanks_at_their_end(run: Run, endpoint: Any) -> None:
    """They get in the way of comparing and copying."""
    assert all(line == line.rstrip() for line in run("ep", "ls").stdout.splitlines())


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", "Zürich"), ("cp1252", "Z\\u00fcrich")])
def test_json_fits_the_encoding_of_the_output(monkeypatch: pytest.MonkeyPatch, encoding: str, text: str) -> None:
    """A Windows pipe is cp1252: an adapter with an umlaut must not end in a UnicodeEncodeError."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    session = Session()
    session.output = "json"
    output.emit(session, {"Name": "Zürich"}, str)
    stream.seek(0)
    read = stream.read()
    assert text in read
    assert json.loads(read) == {"Name": "Zürich"}


def test_ids_are_as_long_as_needed() -> None:
    """Eight characters, more where they are not unique."""
    session = Session()
    ids = ["aaaaaaaa-1111", "aaaaaaaa-1222", "bbbbbbbb-1111", None]
    assert list(output.short_ids(session, ids).values()) == ["aaaaaaaa-11", "aaaaaaaa-12", "bbbbbbbb-11"]


def test_equal_ids_end_the_search() -> None:
    """An odd listing with an id twice must not loop."""
    assert output.short_ids(Session(), ["aaaaaaaa", "aaaaaaaa"]) == {"aaaaaaaa": "aaaaaaaa"}


def test_page_shows_every_kind_of_value(run: Run) -> None:
    """Lists of objects, of lists, of scalars; flags, nothing."""
    document = {
        "Name": "a",
        "Flag": True,
        "Off": False,
        "None": None,
        "Empty": [],
        "Ports": [1, 2],
        "Deep": {"A": {"B": 1}},
        "Rules": [{"A": 1, "B": [{"C": 2}]}, "x"],
        "Resources": {"ID": 1},
    }
    lines = page(document, Names(Session())).plain.splitlines()
    assert lines == [
        "Name: a", "Flag: yes", "Off: no", "None: -", "Empty: -", "Ports: 1, 2", "Deep:", "  A:", "    B: 1",
        "Rules:", "  - A: 1", "    B:", "      - C: 2", "  - x", "not shown: Resources (--whole, or -o json)",
    ]  # fmt: skip


def test_names_do_without_a_service_that_does_not_list(run: Run, fake_host: FakeHost, endpoint: Any) -> None:
    """A page about one object is worth printing without the names of others."""
    fake_host.on("GET /networks*").fail(0x80070005)
    assert "Name: web-0" in run("ep", "get", str(endpoint.id)).stdout


def test_reference_to_nothing_is_marked(run: Run, fake_host: FakeHost, endpoint: Any) -> None:
    """A balancer with a dead backend is what people look for."""
    run("lb", "create", "--vip", "10.96.0.10", "-p", "80:80", "--endpoint", "web-0")
    fake_host.on("GET /endpoints*").fail(0x80070005)
    assert "(missing)" in run("lb", "ls").stdout


def test_policies_are_short_in_a_column() -> None:
    """The port is what matters of a NAT policy."""
    held = [
        hns.NAT(internal_port=80),
        hns.ACL(action="Block", direction="Out"),
        hns.VLAN(vlan=7),
    ]
    assert policies.policy_words(map(to_dict, held)) == "*:80/tcp, ACL Block Out, VLAN"


def test_endpoint_without_a_known_state_prints(run: Run, fake_host: FakeHost) -> None:
    """Cut and odd documents print too."""
    fake_host.load({
        "networks": [{"ID": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", "Name": "web", "Type": "nat"}],
        "endpoints": [
            {"ID": "4f6a2c90-7d1e-4b3a-a5c8-112233445566", "VirtualNetwork": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"},
            {"ID": "e2b3d4f5-0c9a-4d8e-b1f2-778899aabbcc", "State": 77, "IPAddress": "10.0.0.1"},
        ],
    })  # fmt: skip
    text = run("ep", "ls").stdout
    assert "77" in text


def test_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch, fake_host: FakeHost, network: Any) -> None:
    """On a terminal the kinds are told apart by colour."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in CliRunner().invoke(app, ["tree"], color=True).stdout
