"""The nouns: what each verb asks of the service, and what people and programs get to see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

from hcspy import hns
from hcspy.testing import FakeHost

pytestmark = pytest.mark.usefixtures("v1")

Run = Callable[..., Result]

Documents = Callable[..., Any]


# -- networks -------------------------------------------------------------------------------------------------------


def test_network_ls_prints_one_line_a_network(run: Run, network: hns.HNSNetwork) -> None:
    """A table is read by eye: name, type and address range on one line."""
    head, line = run("network", "ls").stdout.splitlines()
    assert head.split() == ["NAME", "TYPE", "SUBNETS", "GATEWAYS", "ENDPOINTS", "ADAPTER", "ID"]
    assert line.split() == ["web", "NAT", "10.0.0.0/24", "10.0.0.1", "0", "-", str(network.id)[:8]]


def test_network_ls_prints_the_wire_documents_as_json(documents: Documents, fake_host: FakeHost, network: Any) -> None:
    """jq recipes written for Go or PowerShell must work: names, order and values as the service has them."""
    assert documents("network", "ls") == fake_host.host.hns.call("GET", "/networks/")


def test_network_ls_prints_yaml(run: Run, fake_host: FakeHost, network: Any) -> None:
    """The same document, in the other notation."""
    assert yaml.safe_load(run("-o", "yaml", "net", "ls").stdout) == fake_host.host.hns.call("GET", "/networks/")


@pytest.mark.parametrize(
    ("filter", "count"),
    [(["--type", "nat"], 1), (["--type", "overlay"], 0), (["--name", "web"], 1), (["--subnet", "10.0.0.0/24"], 1)],
)
def test_network_ls_filters(documents: Documents, network: Any, filter: list[str], count: int) -> None:
    """A filter that is ignored shows too much."""
    assert len(documents("network", "ls", *filter)) == count


def test_network_create_fills_in_the_gateway(documents: Documents) -> None:
    """The first address is what everybody uses; typing it twice is noise."""
    made = documents("network", "create", "lab", "--subnet", "10.1.0.0/24", "--subnet", "10.2.0.0/24,10.2.0.254")
    gateways = [subnet["GatewayAddress"] for subnet in made["Subnets"]]
    assert (made["Name"], made["Type"], gateways) == ("lab", "NAT", ["10.1.0.1", "10.2.0.254"])


def test_network_create_takes_any_member_in_wire_keys(documents: Documents) -> None:
    """What has no option of its own must be reachable all the same."""
    made = documents(
        "network", "create", "lab", "--set", "DNSSuffix=corp.example", "--set", 'MacPools:=[{"StartMacAddress":'
        '"00-15-5D-52-C0-00","EndMacAddress":"00-15-5D-52-CF-FF"}]',
    )  # fmt: skip
    assert made["DNSSuffix"] == "corp.example"
    assert made["MacPools"][0]["StartMacAddress"] == "00-15-5D-52-C0-00"


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_network_create_reads_a_document(documents: Documents, tmp_path: Path, suffix: str) -> None:
    """Documents that are kept in a repository are created as they are, with changes from the command line."""
    path = tmp_path / f"network.{suffix}"
    document = {"Name": "lab", "Type": "NAT", "DNSSuffix": "a.example"}
    path.write_text(json.dumps(document) if suffix == "json" else yaml.safe_dump(document), encoding="utf-8")
    made = documents("network", "create", "-f", str(path), "--set", "DNSSuffix=b.example")
    assert (made["Name"], made["Type"], made["DNSSuffix"]) == ("lab", "NAT", "b.example")


def test_network_create_without_a_name_is_wrong_usage(run: Run) -> None:
    """HNS would make one up."""
    assert "needs a name" in run("network", "create", code=2).stderr


def test_network_create_names_a_bad_subnet(run: Run) -> None:
    """The prefix is read here for the gateway: the mistake must be named here."""
    assert "10.0.0.0/99" in run("network", "create", "lab", "--subnet", "10.0.0.0/99", code=2).stderr


def test_network_ensure_changes_nothing_the_second_time(run: Run) -> None:
    """That is what ensure is for."""
    arguments = ("network", "ensure", "lab", "--subnet", "10.1.0.0/24")
    assert run(*arguments).stdout == "created network lab\n"
    assert run(*arguments).stdout == "unchanged network lab\n"


def test_network_ensure_tells_what_it_changed(run: Run, network: Any) -> None:
    """A change on a production node is to be seen in the log of the job."""
    lines = run("network", "ensure", "web", "--set", "DNSSuffix=corp.example").stdout.splitlines()
    assert lines[0] == "modified network web"
    assert "DNSSuffix" in lines[1]


def test_network_ensure_prints_the_document_as_json(documents: Documents) -> None:
    """A program reads the id from it."""
    assert documents("network", "ensure", "lab")["Name"] == "lab"


def test_network_get_joins_ids_to_names(run: Run, network: Any, endpoint: Any) -> None:
    """A bare id sends people to another command."""
    assert f"VirtualNetwork: {network.id} (web)" in run("endpoint", "get", "web-0").stdout


def test_network_get_folds_what_is_rarely_read(run: Run, network: Any) -> None:
    """The tree of resources fills screens; it must be said how to see it."""
    assert "Allocators" not in run("network", "get", "web").stdout
    assert "--whole" in run("network", "get", "web").stdout
    assert "Resources:" in run("network", "get", "web", "--whole").stdout


@pytest.mark.parametrize("verb", ["rm", "delete", "remove"])
def test_network_rm_deletes(run: Run, fake_host: FakeHost, network: Any, verb: str) -> None:
    """Each of the words that people type."""
    assert run("network", verb, "web").stdout == "deleted network web\n"
    assert fake_host.host.hns.networks.list() == []


def test_rm_of_what_is_not_there_is_an_error_unless_missing_ok(run: Run) -> None:
    """A clean-up script runs twice."""
    run("network", "rm", "nobody", code=3)
    run("network", "rm", "nobody", "--missing-ok")


def test_rm_deletes_several(run: Run, fake_host: FakeHost, network: Any, endpoint: Any) -> None:
    """As docker does."""
    fake_host.host.hns.endpoints.create(hns.HNSEndpoint(name="web-1", virtual_network=network))
    run("ep", "rm", "web-0", "web-1")
    assert fake_host.host.hns.endpoints.list() == []


def test_wait_returns_when_the_object_is_ready_or_gone(run: Run, network: Any) -> None:
    """Scripts wait instead of sleeping."""
    run("network", "wait", "web")
    run("network", "wait", "nobody", "--until", "deleted")
    stderr = run("network", "wait", "web", "--until", "deleted", "--patience", "0.05", code=1).stderr
    assert "gave up waiting" in stderr
    assert "last seen: HNSNetwork(" in stderr


def test_modify_posts_a_raw_document(run: Run, documents: Documents, network: Any) -> None:
    """What the models have no verb for goes through as it is."""
    assert run("network", "modify", "web", '{"DNSSuffix":"corp.example"}').stdout == "modified network web\n"
    assert documents("network", "modify", "web", "-", input='{"DNSSuffix":"b.example"}')["DNSSuffix"] == "b.example"


def test_refresh_asks_the_service(run: Run, fake_host: FakeHost, network: Any) -> None:
    """The request must go to the object's own path."""
    run("network", "refresh", "web")
    assert any(request.path.lower() == f"/networks/{network.id}/refresh" for request in fake_host.calls.requests)


# -- endpoints ------------------------------------------------------------------------------------------------------


def test_endpoint_ls_shows_network_state_and_policies(run: Run, endpoint: hns.HNSEndpoint) -> None:
    """The joined table is why people use this instead of raw documents."""
    line = run("endpoint", "ls").stdout.splitlines()[1]
    assert line.split() == [
        "web-0", "web", "10.0.0.7", endpoint.mac_address, "created", "-", "8080:80/tcp", str(endpoint.id)[:8]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filter", "count"),
    [
        (["--network", "web"], 1), (["--ip", "10.0.0.7"], 1), (["--name", "x"], 0), (["--remote"], 0),
        (["--local"], 1), (["--container", "c1"], 0),
    ],
)  # fmt: skip
def test_endpoint_ls_filters(documents: Documents, endpoint: Any, filter: list[str], count: int) -> None:
    """A filter that is ignored shows too much."""
    assert len(documents("ep", "ls", *filter)) == count


def test_endpoint_create_publishes_ports_as_docker_writes_them(documents: Documents, network: Any) -> None:
    """8080:80 is outside first; the other way round opens the wrong port of a host."""
    made = documents("ep", "create", "web-1", "--network", "web", "-p", "8080:80/tcp", "-p", "53:53/udp")
    wanted = [("TCP", 80, 8080), ("UDP", 53, 53)]
    found = [(policy["Protocol"], policy["InternalPort"], policy["ExternalPort"]) for policy in made["Policies"]]
    assert found == wanted


def test_endpoint_create_takes_policies_in_wire_keys(documents: Documents, network: Any) -> None:
    """The keys are those of every example on the web."""
    policy = "ACL Action=Block Direction=Out RemoteAddresses=169.254.169.254/32 Priority=200"
    made = documents("ep", "create", "web-1", "--network", "web", "--policy", policy, "--ip", "10.0.0.9")
    assert made["IPAddress"] == "10.0.0.9"
    assert made["Policies"][0]["Priority"] == 200


def test_endpoint_create_puts_it_into_a_namespace(documents: Documents, run: Run, network: Any) -> None:
    """One command instead of two, and nothing is left if the second half fails."""
    space = run("ns", "create").stdout.strip()
    documents("ep", "create", "web-1", "--network", "web", "--namespace", space)
    assert "web-1" in run("ns", "ls").stdout


def test_endpoint_create_needs_a_network(run: Run) -> None:
    """HNS would say 'the network was not found'."""
    assert "--network" in run("ep", "create", "web-1", code=2).stderr


def test_endpoint_create_takes_the_network_from_the_document(run: Run, tmp_path: Path, network: Any) -> None:
    """A whole document needs no option."""
    path = tmp_path / "endpoint.json"
    path.write_text(json.dumps({"Name": "web-5", "VirtualNetworkName": "web"}), encoding="utf-8")
    run("ep", "create", "-f", f"@{path}")
    assert "web-5" in run("ep", "ls").stdout


def test_endpoint_ensure_says_what_it_did(run: Run, endpoint: Any) -> None:
    """created, modified, recreated or unchanged: the word decides what a script does next."""
    assert run("ep", "ensure", "web-0", "--network", "web", "--ip", "10.0.0.7").stdout == "unchanged endpoint web-0\n"
    lines = run("ep", "ensure", "web-0", "--network", "web", "-p", "9090:90").stdout.splitlines()
    assert lines[0] == "modified endpoint web-0"
    assert len(lines) > 1


def test_endpoint_ensure_prints_the_document_as_json(documents: Documents, endpoint: Any) -> None:
    """A program reads the address from it."""
    assert documents("ep", "ensure", "web-0", "--network", "web")["IPAddress"] == "10.0.0.7"


def test_endpoint_attach_and_detach_host(run: Run, endpoint: Any) -> None:
    """The host has an adapter on the network as long as the endpoint is attached."""
    assert run("ep", "attach", "web-0", "--to-host").stdout == "attached endpoint web-0 to the host\n"
    assert "attached" in run("ep", "ls").stdout
    run("ep", "wait", "web-0", "--until", "attached")
    assert run("ep", "detach", "web-0", "--to-host").stdout == "detached endpoint web-0\n"
    run("ep", "detach", "web-0", "--to-host", "--missing-ok")


@pytest.mark.parametrize("hot", [[], ["--hot"]])
def test_endpoint_attach_and_detach_container(run: Run, fake_host: FakeHost, endpoint: Any, hot: list[str]) -> None:
    """By HNS before the container runs, by HCS afterwards."""
    fake_host.add_container("c1")
    assert "to container c1" in run("ep", "attach", "web-0", "--container", "c1", *hot).stdout
    assert "c1" in run("ep", "ls").stdout.splitlines()[1].split()
    run("ep", "detach", "web-0", "--container", "c1", *hot)
    assert fake_host.host.hns.endpoints.list(container="c1") == []


def test_endpoint_attach_and_detach_vm(run: Run, endpoint: Any) -> None:
    """A virtual machine's adapter has a name of two ids."""
    nic = "0d8ce4a5-0b3c-4f0b-9c0d-0a1b2c3d4e5f--4f6a2c90-7d1e-4b3a-a5c8-112233445566"
    run("ep", "attach", "web-0", "--vm", nic)
    run("ep", "detach", "web-0", "--vm")


@pytest.mark.parametrize(
    "target", [[], ["--to-host", "--container", "c1"], ["--to-host", "--hot"], ["--vm", "a--b", "--to-host"]]
)
def test_endpoint_attach_needs_one_target(run: Run, endpoint: Any, target: list[str]) -> None:
    """Guessing would plug a container's adapter into the host."""
    run("ep", "attach", "web-0", *target, code=2)


def test_endpoint_stats_name_the_endpoint(run: Run, documents: Documents, endpoint: Any) -> None:
    """Counters without a name are numbers."""
    assert run("ep", "stats", "web-0").stdout.splitlines()[1].split()[0] == "web-0"
    assert documents("ep", "stats", "web-0")[0]["BytesSent"] == 0


def test_endpoint_get_detailed_shows_the_resources(run: Run, endpoint: Any) -> None:
    """The switch port is only there."""
    assert "Resources:" in run("ep", "get", "web-0", "--detailed").stdout


def test_remote_endpoint_is_marked(run: Run, network: Any) -> None:
    """It takes an address and serves nobody here: that explains many a conflict."""
    run("ep", "create", "far", "--network", "web", "--remote", "--ip", "10.0.0.50", "--mac", "00-15-5D-00-00-50")
    assert "remote" in run("ep", "ls").stdout


# -- policies -------------------------------------------------------------------------------------------------------


def test_policy_add_keeps_what_is_there(run: Run, endpoint: Any) -> None:
    """Losing a policy opens a port, or closes one."""
    run("ep", "policy", "add", "web-0", "acl", "action=Block", "Direction=Out", "Priority=200")
    lines = run("ep", "policy", "ls", "web-0").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["TYPE", "NAT", "ACL"]
    assert "Action=Block" in lines[2]


def test_policy_rm_takes_those_with_the_members_given(documents: Documents, run: Run, endpoint: Any) -> None:
    """A pattern must not remove more than it says."""
    run("ep", "policy", "add", "web-0", "ACL", "Action=Block", "Direction=Out", "Priority=200")
    run("ep", "policy", "add", "web-0", "ACL", "Action=Allow", "Direction=In", "Priority=300")
    left = documents("ep", "policy", "rm", "web-0", "ACL", "Action=Block")
    assert [(policy["Type"], policy.get("Action")) for policy in left] == [("NAT", None), ("ACL", "Allow")]


def test_policy_rm_of_what_is_not_there_is_not_found(run: Run, endpoint: Any) -> None:
    """Unless it may be missing."""
    run("ep", "policy", "rm", "web-0", "QOS", code=3)
    run("ep", "policy", "rm", "web-0", "QOS", "--missing-ok")


def test_policy_of_an_unknown_type_goes_through(run: Run, fake_host: FakeHost, network: Any) -> None:
    """A newer Windows has policies that have no name here yet; what they hold is not ours to judge."""
    result = run("--no-validate", "ep", "create", "n", "--network", "web", "--policy", "New A=b C:=1", "--dry-run")
    assert json.loads(result.stdout.partition("\n")[2])["Policies"] == [{"Type": "New", "A": "b", "C": 1}]


# -- policy lists ---------------------------------------------------------------------------------------------------


def test_policylist_create_makes_a_load_balancer(run: Run, documents: Documents, endpoint: Any) -> None:
    """Outside first, as everywhere."""
    made = documents("lb", "create", "--vip", "10.96.0.10", "-p", "80:8080/tcp", "--endpoint", "web-0")
    policy = made["Policies"][0]
    assert (policy["ExternalPort"], policy["InternalPort"], policy["VIPs"]) == (80, 8080, ["10.96.0.10"])
    line = run("policylist", "ls").stdout.splitlines()[1]
    assert "10.96.0.10:80" in line
    assert "web-0 10.0.0.7" in line


def test_policylist_create_makes_a_route(documents: Documents, endpoint: Any) -> None:
    """The other kind of list."""
    made = documents("lb", "create", "--route", "10.5.0.0/16", "--next-hop", "10.0.0.1", "--endpoint", "web-0")
    assert (made["Policies"][0]["Type"], made["Policies"][0]["DestinationPrefix"]) == ("ROUTE", "10.5.0.0/16")


@pytest.mark.parametrize("arguments", [[], ["-p", "80:80", "--route", "10.0.0.0/8"]])
def test_policylist_create_needs_one_kind(run: Run, arguments: list[str]) -> None:
    """A list is a balancer or a route."""
    run("lb", "create", *arguments, code=2)


def test_policylist_create_reads_a_document(run: Run, endpoint: Any) -> None:
    """What another tool wrote is created as it is."""
    document = {
        "References": [f"/endpoints/{endpoint.id}"],
        "Policies": [{"Type": "ELB", "VIPs": ["10.96.0.11"], "InternalPort": 80, "ExternalPort": 81, "Protocol": 6}],
    }
    run("lb", "create", "-f", "-", input=json.dumps(document))
    run("lb", "get", "10.96.0.11:81")


def test_policylist_endpoints_come_and_go(run: Run, fake_host: FakeHost, network: Any, endpoint: Any) -> None:
    """Backends change all the time."""
    fake_host.host.hns.endpoints.create(hns.HNSEndpoint(name="web-1", virtual_network=network))
    run("lb", "create", "--vip", "10.96.0.10", "-p", "80", "--endpoint", "web-0")
    assert "web-1" in run("lb", "add-endpoint", "10.96.0.10:80", "web-1").stdout
    assert "web-0" not in run("lb", "rm-endpoint", "10.96.0.10:80", "web-0").stdout
    run("lb", "rm-endpoint", "10.96.0.10:80", "web-0", code=3)
    run("lb", "rm-endpoint", "10.96.0.10:80", "web-0", "--missing-ok")
    run("lb", "rm", "10.96.0.10:80")
    assert fake_host.host.hns.policy_lists.list() == []


def test_policylist_ls_filters(documents: Documents, endpoint: Any) -> None:
    """By endpoint, by address, by port."""
    documents("lb", "create", "--vip", "10.96.0.10", "-p", "80:8080", "--endpoint", "web-0")
    assert len(documents("lb", "ls", "--endpoint", "web-0", "--vip", "10.96.0.10", "--external-port", "80")) == 1
    assert documents("lb", "ls", "--type", "ROUTE") == []


def test_policylist_ensure_changes_nothing_the_second_time(run: Run, endpoint: Any) -> None:
    """That is what ensure is for."""
    arguments = ("lb", "ensure", "--vip", "10.96.0.10", "-p", "80:8080", "--endpoint", "web-0")
    assert run(*arguments).stdout == "created policy list 10.96.0.10:80\n"
    assert run(*arguments).stdout == "unchanged policy list 10.96.0.10:80\n"
    assert json.loads(run("-o", "json", *arguments).stdout)["Policies"]


# -- namespaces -----------------------------------------------------------------------------------------------------


def test_namespace_create_prints_the_id(run: Run, documents: Documents) -> None:
    """A script keeps it in a variable."""
    space = run("namespace", "create").stdout.strip()
    assert documents("ns", "get", space)["ID"].lower() == space
    assert documents("ns", "create")["ID"]


def test_namespace_holds_endpoints_by_name(run: Run, endpoint: Any) -> None:
    """Ids alone say nothing."""
    space = run("ns", "create").stdout.strip()
    assert f"to namespace {space}" in run("ns", "add-endpoint", space[:6], "web-0").stdout
    assert "web-0 10.0.0.7" in run("ns", "ls").stdout
    assert "web-0" in run("ns", "get", space).stdout
    assert "web-0" in run("ep", "ls", "--namespace", space).stdout
    assert len(run("ns", "ls", "--endpoint", "web-0").stdout.splitlines()) == 2
    run("ns", "rm-endpoint", space, "web-0")
    run("ns", "rm-endpoint", space, "web-0", "--missing-ok")
    run("ns", "rm", space)


def test_default_namespace_has_a_word(run: Run) -> None:
    """Its id is different on each host."""
    run("ns", "create", "--default")
    assert "IsDefault: yes" in run("ns", "get", "default").stdout
