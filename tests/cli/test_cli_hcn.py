"""The nouns on HCN: what each verb asks of the service, and what people and programs get to see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from hcspy import hcn
from hcspy.cli.app import app
from hcspy.codec import to_dict
from hcspy.testing import FakeHost

Run = Callable[..., Result]
Documents = Callable[..., Any]


@pytest.fixture
def web(fake_host: FakeHost) -> hcn.HostComputeNetwork:
    """A network to work on."""
    plan = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")
    model = hcn.HostComputeNetwork(name="web", type="NAT", ipams=[plan])
    return fake_host.host.hcn.networks.create(model)


@pytest.fixture
def web_0(fake_host: FakeHost, web: hcn.HostComputeNetwork) -> hcn.HostComputeEndpoint:
    """An endpoint to work on, with a port of the host."""
    port = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=8080)
    address = hcn.IpConfig(ip_address="10.0.0.7")
    model = hcn.HostComputeEndpoint(
        name="web-0", host_compute_network=web, ip_configurations=[address], policies=[port]
    )
    return fake_host.host.hcn.endpoints.create(model)


# -- which API ------------------------------------------------------------------------------------------------------


def test_nouns_work_on_hcn_by_default(run: Run, fake_host: FakeHost, web: Any) -> None:
    """HCN is what Kubernetes and containerd use: who debugs them wants to see their documents."""
    fake_host.calls.clear()
    run("network", "ls")
    assert "HcnEnumerateNetworks" in {call.export for call in fake_host.calls}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_api_goes_before_or_after_the_noun(documents: Documents, web: Any, place: int) -> None:
    """Nobody remembers the order."""
    words = ["network", "ls"]
    words[place:place] = ["--api", "v1"]
    assert documents(*words)[0]["Subnets"]


def test_api_comes_from_the_environment(documents: Documents, web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set once for a shell; the option wins over it."""
    monkeypatch.setenv("HCSPY_API", "v1")
    assert "Subnets" in documents("network", "ls")[0]
    assert "Ipams" in documents("network", "ls", "--api", "v2")[0]


@pytest.mark.parametrize("profile", ["rs1", "1803"])
def test_host_without_hcn_is_worked_through_v1_with_one_note(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old node must not need another command line; why its documents look otherwise must be said, once."""
    monkeypatch.delenv("HCSPY_HOST", raising=False)
    words = ["--host", "fake", "--profile", profile, "network", "create", "web", "--subnet", "10.0.0.0/24"]
    result = CliRunner().invoke(app, [*words, "-o", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["Subnets"][0]["GatewayAddress"] == "10.0.0.1"
    assert result.stderr.count("no HCN") == 1
    assert CliRunner().invoke(app, [*words, "--api", "v1"]).stderr == ""
    assert CliRunner().invoke(app, [*words, "--api", "v2"]).exit_code == 1


def test_policylist_is_of_v1_whatever_is_said(documents: Documents, web_0: Any) -> None:
    """It has no other meaning; its endpoints are looked up at the same door."""
    made = documents("policylist", "create", "--vip", "10.96.0.10", "-p", "80:8080", "--endpoint", "web-0")
    assert made["References"] == [f"/endpoints/{web_0.id}"]


def test_route_is_a_policy_list_of_v1(run: Run, documents: Documents, web_0: Any) -> None:
    """The noun must not be missing at the other door, nor show load balancers."""
    run("--api", "v1", "lb", "create", "--vip", "10.96.0.10", "-p", "80:8080", "--endpoint", "web-0")
    run("--api", "v1", "route", "create", "10.5.0.0/16", "--endpoint", "web-0", "--encap")
    assert [found["Policies"][0]["Type"] for found in documents("--api", "v1", "route", "ls")] == ["ROUTE"]
    assert run("--api", "v1", "route", "rm", "10.5.0.0/16").stdout == "deleted route 10.5.0.0/16\n"
    assert len(documents("--api", "v1", "lb", "ls")) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--api", "v1", "lb", "create", "-p", "80", "--affinity", "client"],
        ["--api", "v1", "lb", "create", "-p", "80", "-p", "81"],
        ["--api", "v1", "lb", "ls", "--name", "x"],
        ["--api", "v1", "route", "ls", "--next-hop", "10.0.0.1"],
        ["--api", "v1", "ns", "create", "--type", "Guest"],
        ["--api", "v1", "ns", "ls", "--type", "Guest"],
        ["--api", "v1", "watch"],
        ["lb", "ls", "--type", "ELB"],
        ["lb", "create", "--route", "10.0.0.0/8"],
        ["lb", "create"],
        ["route", "create"],
        ["network", "create"],
        ["ep", "create", "x"],
        ["ns", "create", "--default", "--type", "Guest"],
    ],
)
def test_option_of_the_other_api_or_missing_is_wrong_usage(run: Run, web_0: Any, words: list[str]) -> None:
    """Left out in silence, it would leave something open, or create something else."""
    run(*words, code=2)


# -- networks -------------------------------------------------------------------------------------------------------


def test_network_ls_prints_one_line_a_network(run: Run, web: hcn.HostComputeNetwork, web_0: Any) -> None:
    """The same table as of HNS v1: name, type, addresses, how many endpoints."""
    head, line = run("network", "ls").stdout.splitlines()
    assert head.split() == ["NAME", "TYPE", "SUBNETS", "GATEWAYS", "ENDPOINTS", "ADAPTER", "ID"]
    assert line.split() == ["web", "NAT", "10.0.0.0/24", "10.0.0.1", "1", "-", str(web.id)[:8]]


def test_network_ls_prints_the_wire_documents(run: Run, documents: Documents, web: Any) -> None:
    """jq recipes written for Go must work: names, order and values as the service has them."""
    assert documents("network", "ls") == [to_dict(web)]
    assert yaml.safe_load(run("network", "ls", "-o", "yaml").stdout) == [to_dict(web)]


@pytest.mark.parametrize(
    ("filter", "count"),
    [(["--type", "nat"], 1), (["--type", "overlay"], 0), (["--name", "web"], 1), (["--subnet", "10.0.0.0/24"], 1)],
)
def test_network_ls_filters(documents: Documents, web: Any, filter: list[str], count: int) -> None:
    """A filter that is ignored shows too much."""
    assert len(documents("network", "ls", *filter)) == count


def test_network_create_makes_subnets_with_default_routes(documents: Documents) -> None:
    """The service refuses a subnet without one."""
    made = documents(
        "network", "create", "lab", "--type", "L2Bridge", "--subnet", "10.1.0.0/24", "--subnet",
        "10.2.0.0/24,10.2.0.254",
    )  # fmt: skip
    subnets = [subnet for plan in made["Ipams"] for subnet in plan["Subnets"]]
    assert [subnet["Routes"][0]["NextHop"] for subnet in subnets] == ["10.1.0.1", "10.2.0.254"]


def test_network_create_takes_vsid_adapter_and_policies(run: Run) -> None:
    """An overlay network needs them all; what would be sent shows that they are there."""
    text = run(
        "--no-validate", "network", "create", "vx", "--type", "Overlay", "--subnet", "10.244.0.0/24", "--vsid", "4096",
        "--adapter", "Ethernet", "--policy", "VxlanPort Port=4789", "--set", "Flags=8", "--dry-run", "-o", "json",
    ).stdout  # fmt: skip
    sent = json.loads(text)["Body"]
    assert sent["Ipams"][0]["Subnets"][0]["Policies"] == [{"Type": "VSID", "Settings": {"IsolationId": 4096}}]
    assert sent["Policies"] == [
        {"Type": "NetAdapterName", "Settings": {"NetworkAdapterName": "Ethernet"}},
        {"Type": "VxlanPort", "Settings": {"Port": 4789}},
    ]
    assert sent["Flags"] == 8


def test_adapter_of_a_network_is_shown(run: Run) -> None:
    """On a node with several, that is the first question."""
    run("network", "create", "br", "--type", "L2Bridge", "--subnet", "10.1.0.0/24", "--adapter", "Ethernet")
    assert "Ethernet" in run("network", "ls").stdout.splitlines()[1].split()


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_network_create_reads_a_document(documents: Documents, tmp_path: Path, suffix: str) -> None:
    """Only what was said on the command line goes over it: a new model's empty members must not."""
    path = tmp_path / f"network.{suffix}"
    pool = {"Ranges": [{"StartMacAddress": "00-15-5D-52-C0-00", "EndMacAddress": "00-15-5D-52-CF-FF"}]}
    document = {"Name": "a", "Type": "NAT", "MacPool": pool, "SchemaVersion": {"Major": 2, "Minor": 2}}
    path.write_text(json.dumps(document) if suffix == "json" else yaml.safe_dump(document), encoding="utf-8")
    made = documents("network", "create", "lab", "-f", str(path))
    assert (made["Name"], made["MacPool"]) == ("lab", pool)


def test_create_of_several_documents_makes_all_or_none(run: Run, documents: Documents) -> None:
    """Half of a set-up is worse than none: it looks finished."""
    wanted = "Name: a\nType: NAT\n---\nName: b\nType: NAT\n"
    assert [made["Name"] for made in documents("network", "create", "-f", "-", input=wanted)] == ["a", "b"]
    run("network", "create", "-f", "-", input="Name: c\nType: NAT\n---\nName: a\nType: NAT\n", code=1)
    assert [found["Name"] for found in documents("network", "ls")] == ["a", "b"]


def test_ensure_of_several_documents_says_what_it_did(run: Run, documents: Documents) -> None:
    """The file of a node, applied again and again."""
    wanted = json.dumps([{"Name": "a", "Type": "NAT"}, {"Name": "b", "Type": "NAT"}])
    assert run("network", "ensure", "-f", "-", input=wanted).stdout == "created network a\ncreated network b\n"
    assert run("network", "ensure", "-f", "-", input=wanted).stdout == "unchanged network a\nunchanged network b\n"
    assert len(documents("network", "ensure", "-f", "-", input=wanted)) == 2


def test_document_of_several_that_is_no_object_is_wrong_usage(run: Run) -> None:
    """The service takes objects."""
    run("network", "create", "-f", "-", input="[1]", code=2)


def test_network_ensure_tells_what_it_changed(run: Run, web: Any) -> None:
    """A change on a production node is to be seen in the log of the job."""
    lines = run("network", "ensure", "web", "--set", 'Dns:={"Domain":"corp.example"}').stdout.splitlines()
    assert lines[0] == "modified network web"
    assert "Domain" in lines[1]


def test_network_modify_sends_a_request(run: Run, documents: Documents, web: Any) -> None:
    """What the models have no verb for goes through as it is."""
    request = {"ResourceType": "DNS", "RequestType": "Update", "Settings": {"Domain": "corp.example"}}
    assert run("network", "modify", "web", json.dumps(request)).stdout == "modified network web\n"
    request["Settings"] = {"Domain": "b.example"}
    assert documents("network", "modify", "web", json.dumps(request))["Dns"]["Domain"] == "b.example"


def test_network_get_detailed_shows_the_resources(documents: Documents, web: Any) -> None:
    """The allocators are only there."""
    assert "Resources" in json.dumps(documents("network", "get", "web", "--detailed"))


def test_refresh_wait_and_rm(run: Run, fake_host: FakeHost, web: Any) -> None:
    """Scripts wait instead of sleeping."""
    assert run("network", "refresh", "web").stdout == "refreshed network web\n"
    run("network", "wait", "web")
    run("network", "wait", "nobody", "--until", "deleted")
    assert run("network", "rm", "web").stdout == "deleted network web\n"
    assert fake_host.host.hcn.networks.list() == []


def test_rm_deletes_nothing_if_one_word_means_nothing(run: Run, fake_host: FakeHost, web: Any) -> None:
    """A typing error in the third name must not leave two of three deleted."""
    run("network", "rm", "web", "nobody", code=3)
    assert len(fake_host.host.hcn.networks.list()) == 1
    assert run("network", "rm", "web", "web", "nobody", "--missing-ok").stdout == "deleted network web\n"


# -- endpoints ------------------------------------------------------------------------------------------------------


def test_endpoint_ls_shows_network_state_and_policies(run: Run, web_0: hcn.HostComputeEndpoint) -> None:
    """The joined table is why people use this instead of raw documents."""
    line = run("endpoint", "ls").stdout.splitlines()[1]
    assert line.split() == [
        "web-0", "web", "10.0.0.7", web_0.mac_address, "created", "-", "8080:80/tcp", str(web_0.id)[:8]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filter", "count"),
    [
        (["--network", "web"], 1), (["--ip", "10.0.0.7"], 1), (["--name", "x"], 0), (["--remote"], 0), (["--local"], 1),
        (["--container", "c1"], 0), (["--stale"], 1),
    ],
)  # fmt: skip
def test_endpoint_ls_filters(documents: Documents, web_0: Any, filter: list[str], count: int) -> None:
    """A filter that is ignored shows too much."""
    assert len(documents("ep", "ls", *filter)) == count


@pytest.mark.parametrize("word", ["web-0", "WEB-0", "web/web-0", "10.0.0.7"])
def test_endpoint_is_named_by_name_network_and_address(documents: Documents, web_0: Any, word: str) -> None:
    """People type what they see in the table."""
    assert documents("ep", "get", word) == to_dict(web_0)
    assert documents("ep", "get", str(web_0.id)[:6]) == to_dict(web_0)


def test_name_is_looked_up_by_one_filter(run: Run, fake_host: FakeHost, web: Any) -> None:
    """Of a thousand networks one is opened, not all."""
    for number in range(5):
        fake_host.host.hcn.networks.create(hcn.HostComputeNetwork(name=f"n{number}", type="NAT"))
    fake_host.calls.clear()
    run("network", "get", "web", "-o", "json")
    assert [call.export for call in fake_host.calls].count("HcnOpenNetwork") == 1


def test_name_that_two_endpoints_have_is_ambiguous(run: Run, fake_host: FakeHost, web: Any, web_0: Any) -> None:
    """Names of endpoints are not unique: nothing is done then."""
    fake_host.host.hcn.endpoints.create(hcn.HostComputeEndpoint(name="web-0", host_compute_network=web))
    assert "may be any of 2 endpoints" in run("ep", "rm", "web-0", code=1).stderr


def test_endpoint_create_publishes_ports_as_docker_writes_them(documents: Documents, web: Any) -> None:
    """8080:80 is outside first; the other way round opens the wrong port of a host."""
    made = documents("ep", "create", "web-1", "--network", "web", "-p", "8080:80/tcp", "-p", "53:53/udp", "--ip",
                     "10.0.0.9")  # fmt: skip
    found = [policy["Settings"] for policy in made["Policies"]]
    wanted = [(6, 80, 8080), (17, 53, 53)]
    assert [(each["Protocol"], each["InternalPort"], each["ExternalPort"]) for each in found] == wanted
    assert made["IpConfigurations"][0]["IpAddress"] == "10.0.0.9"


def test_endpoint_create_puts_it_into_a_namespace_or_leaves_nothing(
    run: Run, fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch, web: Any
) -> None:
    """Whatever comes between, Ctrl-C too."""
    space = run("ns", "create").stdout.strip()
    run("ep", "create", "a", "--network", "web", "--namespace", space)

    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hcspy.hcn.services.namespaces.Namespaces.add_endpoint", interrupted)
    run("ep", "create", "b", "--network", "web", "--namespace", space, code=130)
    assert [found.name for found in fake_host.host.hcn.endpoints.list()] == ["a"]
    fake_host.assert_clean()


def test_remote_endpoint_is_marked(run: Run, web: Any) -> None:
    """It takes an address and serves nobody here: that explains many a conflict."""
    run("ep", "create", "far", "--network", "web", "--remote", "--ip", "10.0.0.50", "--mac", "00-15-5D-00-00-50")
    assert "remote" in run("ep", "ls").stdout


def test_endpoint_ensure_says_what_it_did(run: Run, documents: Documents, web_0: Any) -> None:
    """created, modified, recreated or unchanged: the word decides what a script does next."""
    arguments = ("ep", "ensure", "web-0", "--network", "web", "--ip", "10.0.0.7")
    assert run(*arguments).stdout == "unchanged endpoint web-0\n"
    assert run(*arguments, "-p", "9090:90").stdout.startswith("modified endpoint web-0\n")
    assert documents(*arguments)["Name"] == "web-0"


def test_endpoint_create_takes_the_network_from_the_document(run: Run, web: Any) -> None:
    """A whole document needs no option."""
    document = {"Name": "web-5", "HostComputeNetwork": web.id}
    run("ep", "create", "-f", json.dumps(document))
    assert "web-5" in run("ep", "ls").stdout


def test_endpoint_is_plugged_into_the_host(run: Run, web_0: Any) -> None:
    """HCN has no function for it: HNS v1 does it, to the same object."""
    assert run("ep", "attach", "web-0", "--to-host").stdout == "attached endpoint web-0 to the host\n"
    assert "attached" in run("ep", "ls").stdout
    run("ep", "wait", "web-0", "--until", "attached")
    assert run("ep", "detach", "web-0", "--to-host").stdout == "detached endpoint web-0\n"


def test_endpoint_stats_name_the_endpoint(run: Run, documents: Documents, web_0: Any) -> None:
    """Counters without a name are numbers."""
    assert run("ep", "stats", "web-0").stdout.splitlines()[1].split()[0] == "web-0"
    assert documents("ep", "stats", "web-0")[0]["BytesSent"] == 0


# -- policies -------------------------------------------------------------------------------------------------------

BLOCK = ("ACL", "Action=Block", "Direction=Out", "RemoteAddresses=169.254.169.254/32", "Priority=200")


def test_policy_add_keeps_what_is_there(run: Run, web_0: Any) -> None:
    """Losing a policy opens a port, or closes one."""
    lines = run("ep", "policy", "add", "web-0", *BLOCK).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["TYPE", "PortMapping", "ACL"]
    assert "RemoteAddresses=169.254.169.254/32" in lines[2]


def test_policy_rm_takes_those_with_the_members_given(documents: Documents, run: Run, web_0: Any) -> None:
    """A pattern must not remove more than it says."""
    run("ep", "policy", "add", "web-0", *BLOCK)
    run("ep", "policy", "add", "web-0", "ACL", "Action=Allow", "Direction=In", "Priority=300")
    left = documents("ep", "policy", "rm", "web-0", "acl", "Action=Block")
    assert [(policy["Type"], policy["Settings"].get("Action")) for policy in left] == [
        ("PortMapping", None),
        ("ACL", "Allow"),
    ]
    run("ep", "policy", "rm", "web-0", "QOS", code=3)
    run("ep", "policy", "rm", "web-0", "QOS", "--missing-ok")


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_policy_replace_drops_what_it_does_not_name(documents: Documents, web_0: Any, api: str) -> None:
    """The only verb that does, and the only one that may."""
    after = documents("--api", api, "ep", "policy", "replace", "web-0", " ".join(BLOCK))
    assert [policy["Type"] for policy in after] == ["ACL"]
    assert documents("--api", api, "ep", "policy", "replace", "web-0", "--none") == []


def test_policy_replace_reads_what_ls_printed(run: Run, documents: Documents, web: Any, web_0: Any) -> None:
    """Policies go from one endpoint to another through a file."""
    before = documents("ep", "policy", "ls", "web-0")
    run("ep", "policy", "replace", "web-0", "--none")
    assert documents("ep", "policy", "replace", "web-0", "-f", "-", input=json.dumps(before)) == before


@pytest.mark.parametrize("words", [[], ["ACL Action=Block", "--none"]])
def test_policy_replace_by_nothing_has_to_be_said(run: Run, web_0: Any, words: list[str]) -> None:
    """A variable of a script that is empty would take all rules away."""
    run("ep", "policy", "replace", "web-0", *words, code=2)


def test_policies_of_networks_have_types_of_their_own(documents: Documents, web: Any) -> None:
    """A type that endpoints share with networks has another shape there."""
    after = documents("network", "policy", "add", "web", "SetPolicy", "Id=pods", "Name=pods", "PolicyType=IPSET",
                      "Values=10.0.0.1,10.0.0.2")  # fmt: skip
    assert after[-1]["Type"] == "SetPolicy"
    assert after[-1]["Settings"]["Id"] == "pods"


def test_policy_of_an_unknown_type_goes_through(run: Run, web: Any) -> None:
    """A newer Windows has policies that have no name here yet; what they hold is not ours to judge."""
    words = ("--no-validate", "ep", "create", "n", "--network", "web", "--policy", "New A=b C:=1", "--dry-run")
    sent = json.loads(run(*words, "-o", "json").stdout)["Body"]
    assert sent["Policies"] == [{"Type": "New", "Settings": {"A": "b", "C": 1}}]


# -- namespaces -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("attach", "detach"), [("attach", "detach"), ("add-endpoint", "rm-endpoint")])
def test_namespace_holds_endpoints_by_name(run: Run, web_0: Any, attach: str, detach: str) -> None:
    """Ids alone say nothing."""
    space = run("ns", "create").stdout.strip()
    assert f"to namespace {space}" in run("ns", attach, space[:6], "web-0").stdout
    assert "web-0 10.0.0.7" in run("ns", "ls").stdout
    assert "web-0" in run("ns", "get", space).stdout
    assert "web-0" in run("ep", "ls", "--namespace", space).stdout
    assert space[:8] in run("ep", "ls").stdout
    assert len(run("ns", "ls", "--endpoint", "web-0").stdout.splitlines()) == 2
    run("ns", detach, space, "web-0")
    run("ns", detach, space, "web-0", "--missing-ok")
    run("ns", "rm", space)


def test_default_namespace_has_a_word(run: Run, documents: Documents) -> None:
    """Its id is different on each host."""
    run("ns", "create", "--default")
    run("ns", "create", "--type", "Guest")
    assert "Type: HostDefault" in run("ns", "get", "default").stdout
    assert [found["Type"] for found in documents("ns", "ls", "--default")] == ["HostDefault"]
    assert [found["Type"] for found in documents("ns", "ls", "--not-default")] == ["Guest"]
    assert [found["Type"] for found in documents("ns", "ls", "--type", "guest")] == ["Guest"]
    assert run("ns", "ensure", "--default").stdout == "unchanged namespace default\n"
    assert documents("ns", "create")["Type"] == "Host"


# -- load balancers and routes --------------------------------------------------------------------------------------

BALANCER = ("--vip", "10.96.0.10", "-p", "80:8080/tcp", "--endpoint", "web-0")


def test_lb_create_makes_a_load_balancer(run: Run, documents: Documents, web_0: Any) -> None:
    """Outside first, as everywhere."""
    made = documents("lb", "create", *BALANCER, "--dsr", "--ilb", "--affinity", "client", "--name", "svc")
    assert made["FrontendVIPs"] == ["10.96.0.10"]
    mapping = {"Protocol": 6, "InternalPort": 8080, "ExternalPort": 80, "DistributionType": 2, "Flags": 1}
    assert made["PortMappings"] == [mapping]
    line = run("lb", "ls").stdout.splitlines()[1]
    assert "10.96.0.10  80:8080/tcp" in line
    assert "dsr, ilb, affinity" in line
    assert "web-0 10.0.0.7" in line
    assert documents("loadbalancer", "get", "svc") == documents("lb", "get", "10.96.0.10:80")


def test_lb_ls_filters(documents: Documents, web_0: Any) -> None:
    """By endpoint, by address, by port, by name."""
    documents("lb", "create", *BALANCER)
    assert len(documents("lb", "ls", "--endpoint", "web-0", "--vip", "10.96.0.10", "--external-port", "80")) == 1
    assert documents("lb", "ls", "--name", "x") == []


def test_lb_ensure_changes_nothing_the_second_time(run: Run, web_0: Any) -> None:
    """That is what ensure is for."""
    assert run("lb", "ensure", *BALANCER).stdout == "created load balancer 10.96.0.10:80\n"
    assert run("lb", "ensure", *BALANCER).stdout == "unchanged load balancer 10.96.0.10:80\n"
    assert "InternalPort" in run("lb", "ensure", *BALANCER[:2], "-p", "80:81", *BALANCER[4:]).stdout


def test_lb_endpoints_come_and_go(run: Run, fake_host: FakeHost, web: Any, web_0: Any) -> None:
    """Backends change all the time."""
    fake_host.host.hcn.endpoints.create(hcn.HostComputeEndpoint(name="web-1", host_compute_network=web))
    run("lb", "create", *BALANCER)
    assert "web-1" in run("lb", "add-endpoint", "10.96.0.10:80", "web-1").stdout
    assert "web-0" not in run("lb", "rm-endpoint", "10.96.0.10:80", "web-0").stdout
    run("lb", "rm-endpoint", "10.96.0.10:80", "web-0", code=3)
    run("lb", "rm-endpoint", "10.96.0.10:80", "web-0", "--missing-ok")
    assert run("lb", "rm", "10.96.0.10:80").stdout == "deleted load balancer 10.96.0.10:80\n"


def test_lb_modify_changes_members(run: Run, documents: Documents, web_0: Any) -> None:
    """What is not in the document stays."""
    run("lb", "create", *BALANCER)
    assert run("lb", "modify", ":80", '{"Name":"a"}', code=3).stdout == ""
    changed = documents("lb", "modify", "10.96.0.10:80", '{"sourcevip":"10.0.0.5"}')
    assert (changed["SourceVIP"], changed["FrontendVIPs"]) == ("10.0.0.5", ["10.96.0.10"])


def test_lb_without_address_is_a_port_of_the_host(run: Run, web_0: Any) -> None:
    """A node port."""
    run("lb", "create", "-p", "30080:80", "--endpoint", "web-0")
    assert run("lb", "rm", ":30080").stdout == "deleted load balancer :30080\n"


def test_route_create_and_ls(run: Run, documents: Documents, web_0: Any) -> None:
    """A prefix, where it leads, for whom."""
    run("route", "create", "10.5.0.0/16", "--next-hop", "10.0.0.1", "--encap", "--endpoint", "web-0")
    line = run("route", "ls").stdout.splitlines()[1]
    assert line.split()[1:6] == ["10.5.0.0/16", "10.0.0.1", "yes", "web-0", "10.0.0.7"]
    assert len(documents("route", "ls", "--next-hop", "10.0.0.1", "--endpoint", "web-0")) == 1
    wanted = ("route", "ensure", "10.5.0.0/16", "--next-hop", "10.0.0.1", "--encap", "--endpoint", "web-0")
    assert run(*wanted).stdout == "unchanged route 10.5.0.0/16\n"
    assert run("route", "rm", "10.5.0.0/16").stdout == "deleted route 10.5.0.0/16\n"


def test_route_create_reads_a_document(documents: Documents, web_0: Any) -> None:
    """What another tool wrote is created as it is."""
    document = {"HostComputeEndpoints": [web_0.id], "Setting": [{"DestinationPrefix": "10.6.0.0/16"}]}
    made = documents("route", "create", "-f", "-", "--set", "Name=r", input=json.dumps(document))
    assert made["Setting"][0]["DestinationPrefix"] == "10.6.0.0/16"
    assert documents("route", "get", "10.6.0.0/16") == made
