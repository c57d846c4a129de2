"""What words on the command line mean: references, members, ports, documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result

from hcspy import hns
from hcspy.cli import documents, fields, refs
from hcspy.cli.v1.endpoint import ENDPOINT
from hcspy.cli.v1.network import NETWORK
from hcspy.errors import AmbiguousError, EndpointNotFoundError, NetworkNotFoundError
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]

FIRST = hns.HNSEndpoint(id="aaaa1111-0000-4000-8000-000000000001", name="web-0", virtual_network_name="web",
                        ip_address="10.0.0.7")  # fmt: skip
SECOND = hns.HNSEndpoint(id="aaaa2222-0000-4000-8000-000000000002", name="Web-0", virtual_network_name="lab",
                         ipv6_address="fd00::7")  # fmt: skip
BOTH = [FIRST, SECOND]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("web-0", FIRST), ("Web-0", SECOND), ("lab/Web-0", SECOND), ("WEB/web-0", FIRST), ("10.0.0.7", FIRST),
        ("fd00::7", SECOND), ("aaaa1", FIRST), ("AAAA2", SECOND),
    ],
)  # fmt: skip
def test_word_means_a_name_an_address_or_the_beginning_of_an_id(word: str, found: hns.HNSEndpoint) -> None:
    """People type what they see in the table."""
    assert refs.choose(ENDPOINT, word, BOTH) is found


@pytest.mark.parametrize("word", ["aaaa", "WEB-0"])
def test_word_that_means_two_is_ambiguous_and_names_both(word: str) -> None:
    """Picking the first one would delete the wrong one some day."""
    with pytest.raises(AmbiguousError, match=r"aaaa1111.*aaaa2222"):
        refs.choose(ENDPOINT, word, BOTH)


def test_unknown_word_names_what_is_near() -> None:
    """A typing error is seen at once."""
    with pytest.raises(EndpointNotFoundError, match="web-9") as caught:
        refs.choose(ENDPOINT, "web-9", BOTH)
    assert "web-0" in (caught.value.hint or "")


def test_unknown_word_without_anything_near_says_how_to_look() -> None:
    """An empty host has no near names."""
    with pytest.raises(NetworkNotFoundError) as caught:
        refs.choose(NETWORK, "x", [])
    assert "hcspy network ls" in (caught.value.hint or "")


def test_single_character_is_no_id_prefix() -> None:
    """`rm a` must not hit an id by chance."""
    with pytest.raises(EndpointNotFoundError):
        refs.choose(ENDPOINT, "a", [FIRST])


def test_whole_id_is_asked_for_alone(run: Run, fake_host: FakeHost, network: hns.HNSNetwork) -> None:
    """An id needs no listing, in braces or not."""
    fake_host.calls.clear()
    run("network", "get", f"{{{network.id}}}", "-o", "json")
    assert [request.path.lower() for request in fake_host.calls.requests] == [f"/networks/{network.id}"]


def test_unknown_id_is_not_found(run: Run) -> None:
    """The service says so, with its code."""
    assert "code" in run("ep", "get", "4f6a2c90-7d1e-4b3a-a5c8-112233445566", code=3).stderr


@pytest.mark.parametrize(
    ("text", "found"),
    [("8080:80/tcp", (8080, 80, "TCP")), ("53:53/UDP", (53, 53, "UDP")), ("80", (80, 80, "TCP"))],
)
def test_port_is_read_as_docker_writes_it(text: str, found: tuple[int, int, str]) -> None:
    """Outside first."""
    assert fields.port(text) == found


@pytest.mark.parametrize("text", ["", "a:b", "80:", ":80x", "80/", "80:80/sctp", "65536", "80:0"])
def test_bad_port_is_wrong_usage(text: str) -> None:
    """Nothing is guessed, here as little as in Python."""
    with pytest.raises(click.BadParameter, match="8080:80/tcp"):
        fields.port(text)


@pytest.mark.parametrize(
    ("word", "name", "value"),
    [
        ("Priority=200", "priority", 200), ("priority=0x10", "priority", 16), ("Action=block", "action", "block"),
        ("Protocols=6,17", "protocols", "6,17"), ("Protocol=tcp", "protocol", "tcp"),
        ("RemoteAddresses=10.0.0.0/8,fd00::/8", "remote_addresses", "10.0.0.0/8,fd00::/8"),
        ("LocalPorts=80,8000-8080", "local_ports", "80,8000-8080"), ("Id=a=b", "id", "a=b"),
    ],
)  # fmt: skip
def test_member_is_read_as_its_type(word: str, name: str, value: Any) -> None:
    """A number as text is refused by the service; a text of digits as a number too."""
    made = getattr(fields.build(hns.ACL, [word]), name)
    assert str(made).casefold() == str(value).casefold()
    assert isinstance(made, type(value))


@pytest.mark.parametrize(
    ("word", "value"), [("ILB=true", True), ("ILB=no", False), ("ilb=1", True), ("VIPs=1.1.1.1, 2.2.2.2", None)]
)
def test_flags_and_lists_are_read(word: str, value: bool | None) -> None:
    """Flags in the words that people use; lists with commas."""
    made = fields.build(hns.ELB, [word])
    assert made.ilb == value if value is not None else tuple(map(str, made.vips)) == ("1.1.1.1", "2.2.2.2")


@pytest.mark.parametrize(
    ("cls", "word", "part"),
    [
        (hns.ACL, "Priority=high", "Priority"), (hns.ELB, "ILB=maybe", "neither true nor false"),
        (hns.ACL, "Prioritee=1", "near it: Priority"), (hns.ACL, "Zzzzzz=1", "there are Type"),
        (hns.ACL, "Priority", "not Key=Value"), (hns.ACL, "=1", "not Key=Value"), (hns.ACL, "X:=[", "not JSON"),
        (hns.HNSNetwork, "Health=1", ":="),
    ],
)  # fmt: skip
def test_bad_member_is_wrong_usage_that_names_it(cls: type, word: str, part: str) -> None:
    """The service would answer 'the parameter is incorrect'."""
    with pytest.raises(click.BadParameter, match=part):
        fields.build(cls, [word])


def test_member_is_set_raw_with_a_colon() -> None:
    """Members of a newer Windows have no name here."""
    from hcspy.codec import to_dict

    made = to_dict(fields.build(hns.HNSNetwork, ["Name=a", 'New:={"A":[1]}', "Flags=8"]))
    assert (made["New"], made["Name"], made["Flags"]) == ({"A": [1]}, "a", 8)


def test_base_document_keeps_unknown_members() -> None:
    """A file from another tool goes through whole."""
    from hcspy.codec import to_dict

    made = to_dict(fields.build(hns.HNSNetwork, ["DNSSuffix=b"], base={"Name": "a", "Odd": 1, "DNSSuffix": "a"}))
    assert made == {"Name": "a", "Odd": 1, "DNSSuffix": "b"}


def test_number_may_be_an_enum_name() -> None:
    """A state is better known by its word."""
    assert fields.build(hns.HNSEndpoint, ["State=attached"]).state == 2


@pytest.mark.parametrize("text", ['{"A":1}', "A: 1"])
def test_document_is_json_or_yaml(tmp_path: Path, text: str) -> None:
    """From a file with or without @, or from the command line itself."""
    path = tmp_path / "document"
    path.write_text(text, encoding="utf-8-sig")
    assert (
        documents.read_object(f"@{path}") == documents.read_object(str(path)) == documents.read_object(text) == {"A": 1}
    )


def test_no_document_is_none() -> None:
    """Most commands have none."""
    assert documents.read_object(None) is None


@pytest.mark.parametrize("text", ["[1]", "just words", "- a\n- b"])
def test_document_that_is_no_object_is_wrong_usage(text: str) -> None:
    """HNS takes objects."""
    with pytest.raises(click.BadParameter, match="not an object"):
        documents.read_object(text)


def test_broken_document_is_wrong_usage() -> None:
    """Neither reader can make sense of it."""
    with pytest.raises(click.BadParameter, match="neither JSON nor YAML"):
        documents.read_object('{"A": [')


def test_binary_document_is_an_error(tmp_path: Path) -> None:
    """A file in another encoding must not end in a traceback."""
    path = tmp_path / "document"
    path.write_bytes(b"\xff\xfe\x00\x00\xff")
    with pytest.raises(click.FileError):
        documents.read_text(f"@{path}")


@pytest.mark.parametrize("text", ["", "Action=Block", "ACL 'Action=Block"])
def test_policy_text_that_makes_no_policy_is_refused(run: Run, network: Any, text: str) -> None:
    """A policy without a type says nothing; neither does half a quotation."""
    run("ep", "create", "x", "--network", "web", "--policy", text, code=2)


def test_ambiguous_name_is_exit_code_1(run: Run, fake_host: FakeHost, network: Any, endpoint: Any) -> None:
    """Names of endpoints are not unique: nothing is done then."""
    fake_host.host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
    assert "may be any of 2 endpoints" in run("ep", "rm", "web-0", code=1).stderr
    assert len(json.loads(run("-o", "json", "ep", "ls").stdout)) == 2
