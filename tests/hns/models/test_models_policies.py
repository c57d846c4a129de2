"""Policies: of which kind, on whom, and what is not known."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given

from hcspy import hns
from hcspy.codec import evolve, from_json, to_json
from hcspy.testing.strategies import unknown_policies

CARRIERS = (hns.HNSNetwork, hns.HNSEndpoint, hns.Subnet, hns.PolicyList)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("text", hns.POLICIES)
def test_policy_in_a_document_reads_as_the_class_of_its_type(carrier: type, text: str) -> None:
    """A policy is worked with by its members, whatever carries it and however its type is spelled."""
    for spelling in (text, text.lower(), text.upper()):
        read = from_json(carrier, {"Policies": [{"Type": spelling}]})
        assert isinstance(read.policies[0], hns.POLICIES[text])
        assert to_json(read) == json.dumps({"Policies": [{"Type": spelling}]}, separators=(",", ":"))


@pytest.mark.parametrize("cls", hns.POLICIES.values(), ids=lambda cls: cls.__name__)
def test_new_policy_says_its_type_first(cls: type) -> None:
    """The service tells policies apart by it."""
    [text] = [text for text, known in hns.POLICIES.items() if known is cls]
    assert next(iter(json.loads(to_json(cls())).items())) == ("Type", text)


def test_unknown_policy_goes_back_out_as_it_came() -> None:
    """A policy list that is replaced as a whole must not lose what a newer host put there."""
    text = '{"Policies":[{"Vni":7,"Type":"FutureRoute","Nested":{"A":[1,null]}},{"Type":"VLAN","VLAN":1}]}'
    network = from_json(hns.HNSNetwork, text)
    assert to_json(evolve(network, policies=(*network.policies[:1], hns.VLAN(vlan=2)))) == text.replace("1}]}", "2}]}")


def test_unknown_policies_with_different_settings_differ() -> None:
    """Removing one of two policies that are not known here must not remove the other."""
    one, two = (hns.UnknownPolicy.of({"Type": "Future", "Number": number}) for number in (1, 2))
    assert one != two
    assert one == hns.UnknownPolicy.of({"Number": 1, "Type": "Future"})
    assert one != "Future"
    assert len({one, two}) == 2


@given(unknown_policies())
def test_unknown_policy_is_made_of_its_document(policy: hns.UnknownPolicy) -> None:
    """What cannot be said in members can be said in JSON."""
    assert hns.UnknownPolicy.of(policy.document) == policy


def test_policy_without_a_type_is_unknown() -> None:
    """Odd documents read too."""
    network = from_json(hns.HNSNetwork, '{"Policies":[{"VLAN":1},null,"x"]}')
    assert isinstance(network.policies[0], hns.UnknownPolicy)
    assert network.policies[1:] == (None, "x")


def test_access_rule_is_written_from_what_people_have_at_hand() -> None:
    """Ports are lists, addresses are objects and protocols are names in Python, and texts on the wire."""
    rule = hns.ACL(
        action="Block",
        direction="Out",
        protocols=["tcp", 17],
        remote_addresses=[ip_network("10.0.0.0/8"), ip_address("1.1.1.1"), "2.2.2.2"],
        remote_ports=[80, "8000-8080"],
        priority=200,
    )
    assert json.loads(to_json(rule)) == {
        "Type": "ACL",
        "Protocols": "6,17",
        "Action": "Block",
        "Direction": "Out",
        "RemoteAddresses": "10.0.0.0/8,1.1.1.1,2.2.2.2",
        "RemotePorts": "80,8000-8080",
        "Priority": 200,
    }


@pytest.mark.parametrize("protocol", ["tcp", "TCP", 6, "6"])
def test_protocol_may_be_named_or_numbered(protocol: str | int) -> None:
    """Version 1 has a name in one policy and a number in the other."""
    assert json.loads(to_json(hns.NAT(protocol=protocol)))["Protocol"].upper() == "TCP"
    assert json.loads(to_json(hns.ELB(protocol=protocol)))["Protocol"] == 6


def test_addresses_in_lists_may_be_objects() -> None:
    """Prefixes that were computed go in as they are."""
    nat = hns.OutBoundNAT(vip=ip_address("10.0.0.5"), exception_list=[ip_network("10.244.0.0/16"), "10.96.0.0/12"])
    assert json.loads(to_json(nat))["ExceptionList"] == ["10.244.0.0/16", "10.96.0.0/12"]


WRONG = (
    "hns.HNSNetwork(policies=[hns.ACL(action='Allow', direction='In')])",
    "hns.HNSNetwork(policies=[hns.ROUTE(destination_prefix='10.0.0.0/8')])",
    "hns.HNSEndpoint(policies=[hns.ELB(internal_port=80)])",
    "hns.HNSEndpoint(policies=[hns.VNET()])",
    "hns.Subnet(policies=[hns.NAT(internal_port=80)])",
    "hns.PolicyList(policies=[hns.QOS(maximum_outgoing_bandwidth_in_bytes=1)])",
)
RIGHT = (
    "hns.HNSNetwork(type='nat', policies=[hns.VLAN(vlan=1)], subnets=[hns.Subnet(policies=[hns.VSID(vsid=4096)])])",
    "hns.HNSEndpoint(virtual_network='', policies=[hns.ACL(action=hns.ActionType.BLOCK, direction='In')])",
    "hns.HNSEndpoint(ip_address=ipaddress.ip_address('10.0.0.1'), policies=[hns.NAT(protocol=6), hns.L2Driver()])",
    "hns.ACL(action='Allow', direction='In', remote_ports=[80, 443], remote_addresses={'10.0.0.1'}, protocols='tcp')",
    "hns.PolicyList(references=hns.endpoint_references([hns.HNSEndpoint(), 'x']), policies=[hns.ELB(internal_port=1)])",
)


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """The lines that the type checker complains about, of a program with the wrong lines first."""
    api = pytest.importorskip("mypy.api")
    program = tmp_path_factory.mktemp("typing") / "program.py"
    lines = ["import ipaddress", "from hcspy import hns", *WRONG, *RIGHT]
    program.write_text(dedent("\n".join(lines)), encoding="utf-8")
    root = Path(__file__).parents[3]
    options = [
        "--strict",
        "--no-error-summary",
        "--follow-imports=silent",
        "--cache-dir",
        str(program.parent / "cache"),
    ]
    output, errors, _ = api.run([*options, "--config-file", str(root / "pyproject.toml"), str(program)])
    assert not errors, errors
    return [int(line.split("program.py:")[1].split(":")[0]) for line in output.splitlines() if "program.py:" in line]


def test_type_checker_refuses_policies_on_the_wrong_carrier(complaints: list[int]) -> None:
    """The editor says so before the service does."""
    assert set(range(3, 3 + len(WRONG))) <= set(complaints)


def test_type_checker_takes_what_the_documentation_shows(complaints: list[int]) -> None:
    """Types that are too narrow make people switch the checker off."""
    assert not {line for line in complaints if line >= 3 + len(WRONG)}


def test_unknown_policy_without_a_text_for_its_kind_is_hashed() -> None:
    """One odd policy must not keep an endpoint out of sets and dictionaries."""
    policy = hns.UnknownPolicy.of({"Type": []})
    assert {policy: 1}[hns.UnknownPolicy.of({"Type": []})] == 1
