"""The shipped plugin, command by command, on the fake."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from cni_client import NETNS, NOTHING, RANGE, Client, Refused, client_of, left

import hcspy
from hcspy import hcn
from hcspy.cni import CNIError, StatusRequest
from hcspy.cni.environment import Environment
from hcspy.cni.hcnplugin.answer import addresses_of, routes_of
from hcspy.cni.hcnplugin.names import namespace_id
from hcspy.cni.hcnplugin.namespaces import Namespaces
from hcspy.cni.hcnplugin.plugin import HCNPlugin, data_folder
from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.host import Host
from hcspy.testing import FakeHost

PORT = {"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}
POLICY = {"name": "EndpointPolicy", "value": {"Type": "OutBoundNAT", "Settings": {"Exceptions": ["10.88.0.0/16"]}}}
BARE = {"networks": ["web"], **{name: value for name, value in NOTHING.items() if name != "networks"}}


# -- ADD ------------------------------------------------------------------------------------------------------------


def test_add_puts_the_container_on_a_network_that_it_makes(cni: Client, host: Host) -> None:
    """A pod that gets no interface in its namespace has no network, whatever the answer says."""
    answer = cni.add()
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    assert host.hcn.namespaces.get(NETNS).endpoint_ids == (endpoint.id,)
    assert answer["cniVersion"] == "1.1.0"
    assert answer["ips"] == [{"address": "10.88.0.2/24", "gateway": "10.88.0.1", "interface": 0}]
    assert endpoint.ip_addresses == ("10.88.0.2",)
    assert answer["routes"] == [{"dst": "0.0.0.0/0", "gw": "10.88.0.1"}]
    mac = str(endpoint.mac_address).replace("-", ":").lower()
    assert answer["interfaces"] == [{"name": "eth0", "mac": mac, "sandbox": NETNS}]


@pytest.mark.parametrize("kind", ["l2bridge", "overlay", "nat", "transparent"])
def test_add_makes_a_network_of_every_type(fake_host: FakeHost, host: Host, tmp_path: Path, kind: str) -> None:
    """A type that the service refuses would be found on a node, not here."""
    client_of(fake_host, tmp_path, networkType=kind, subnet="10.9.0.0/24", master="Ethernet").add()
    network = host.hcn.networks.get(name="web")
    assert str(network.network_type).lower() == kind
    assert [str(subnet.ip_address_prefix) for subnet in network.ipams[0].subnets] == ["10.9.0.0/24"]
    assert network.owner == "hcspy-cni"


def test_add_lets_the_service_choose_addresses_where_nobody_else_does(
    fake_host: FakeHost, host: Host, tmp_path: Path
) -> None:
    """Without an ipam type Windows plugins leave addresses to HNS, and configurations in use rely on it."""
    answer = client_of(fake_host, tmp_path).add()
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    assert [ip["address"].partition("/")[0] for ip in answer["ips"]] == list(endpoint.ip_addresses)


def test_add_takes_both_ip_versions(fake_host: FakeHost, host: Host, tmp_path: Path) -> None:
    """Dual stack is one range of each version, one address of each, one gateway of each."""
    ranges = [[{"subnet": "10.88.0.0/24"}], [{"subnet": "fd00:88::/64"}]]
    client = client_of(fake_host, tmp_path, networkType="l2bridge", ipam={"type": "hcspy", "ranges": ranges})
    answer = client.add()
    assert [ip["address"] for ip in answer["ips"]] == ["10.88.0.2/24", "fd00:88::2/64"]
    assert [ip["gateway"] for ip in answer["ips"]] == ["10.88.0.1", "fd00:88::1"]
    assert {route["dst"] for route in answer["routes"]} == {"0.0.0.0/0", "::/0"}


def test_add_passes_on_what_the_runtime_asks_for(cni: Client, host: Host) -> None:
    """Each capability that is announced and ignored is a port that is closed or a name that does not resolve."""
    asked = {
        "portMappings": [PORT, {"hostPort": 0, "containerPort": 1}],
        "dns": {"servers": ["10.96.0.10"], "searches": ["svc.cluster.local"], "options": ["ndots:5"]},
        "bandwidth": {"ingressRate": 1000, "egressRate": 8000},
        "ips": ["10.88.0.44/24"],
        "mac": "00:15:5d:01:02:03",
    }
    answer = cni.add(config={"runtimeConfig": asked, "policies": [POLICY]})
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    port, rate, nat = endpoint.policies
    assert isinstance(port, hcn.PortMapping)
    assert (port.protocol, port.internal_port, port.external_port) == (6, 80, 8080)
    assert isinstance(rate, hcn.QOS)
    assert rate.maximum_outgoing_bandwidth_in_bytes == 1000
    assert isinstance(nat, hcn.OutBoundNAT)
    assert nat.exceptions == ("10.88.0.0/16",)
    assert endpoint.mac_address == "00-15-5D-01-02-03"
    assert answer["ips"][0]["address"] == "10.88.0.44/24"
    assert answer["interfaces"][0]["mac"] == "00:15:5d:01:02:03"
    dns = {"nameservers": ["10.96.0.10"], "search": ["svc.cluster.local"], "options": ["ndots:5"]}
    assert answer["dns"] == dns


def test_add_takes_address_and_mac_from_the_arguments(cni: Client) -> None:
    """podman says `--ip` and `--mac-address` in CNI_ARGS."""
    answer = cni.add(CNI_ARGS="IgnoreUnknown=1;MAC=00:15:5d:00:00:44;IP=10.88.0.44")
    assert answer["ips"][0]["address"] == "10.88.0.44/24"
    assert answer["interfaces"][0]["mac"] == "00:15:5d:00:00:44"


def test_add_of_the_same_again_answers_the_same_and_makes_nothing(cni: Client, host: Host) -> None:
    """A runtime that lost the answer asks again; a second endpoint would be nobody's."""
    assert cni.add() == cni.add()
    assert len(host.hcn.endpoints.list()) == 1


def test_add_again_brings_the_policies_that_are_missing(cni: Client, host: Host) -> None:
    """A plugin stands twice in a list, and only the second time it is told of the ports."""
    cni.add()
    cni.add(config={"runtimeConfig": {"portMappings": [PORT]}})
    assert [type(policy) for policy in host.hcn.endpoints.get(name="c1@web@eth0").policies] == [hcn.PortMapping]


def test_add_after_one_that_was_killed_begins_anew(cni: Client, host: Host) -> None:
    """An endpoint that is in no namespace is what a kill leaves: it serves nobody, and its address is taken."""
    cni.add()
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    host.hcn.namespaces.remove_endpoint(NETNS, endpoint)
    answer = cni.add()
    assert host.hcn.endpoints.get(name="c1@web@eth0").id != endpoint.id
    assert answer["ips"][0]["address"] == "10.88.0.2/24"


def test_add_for_a_container_that_is_elsewhere_is_refused(cni: Client, host: Host) -> None:
    """Moving the endpoint would cut off the container that has it."""
    cni.add()
    other = host.hcn.namespaces.create()
    with pytest.raises(Refused, match="in another namespace") as caught:
        cni.add("c1", str(other.id))
    assert caught.value.code == 999
    assert host.hcn.namespaces.get(NETNS).endpoint_ids


def test_add_makes_a_namespace_where_the_service_knows_none(cni: Client, host: Host) -> None:
    """On Linux CNI_NETNS is a path; the fake's containers need a namespace all the same."""
    answer = cni.add("c1", "/proc/5656/ns/net")
    assert answer["interfaces"][0]["sandbox"] == "/proc/5656/ns/net"
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    space = host.hcn.namespaces.get(endpoint=endpoint)
    assert space.owner == "hcspy-cni"
    cni.delete("c1", "")
    assert host.hcn.namespaces.find(owner="hcspy-cni") is None


def test_add_to_a_namespace_that_is_not_there_says_so_and_leaves_nothing(
    cni: Client, host: Host, tmp_path: Path
) -> None:
    """Code 3 tells the runtime that there is nothing to clean up, so it has to be true."""
    with pytest.raises(Refused) as caught:
        cni.add("c1", "bbbbbbbb-0000-0000-0000-000000000001")
    assert caught.value.code == 3
    assert left(host, tmp_path) == NOTHING


def test_add_joins_the_result_of_the_plugin_before(cni: Client) -> None:
    """The last plugin of a list answers for all of them."""
    previous = {
        "interfaces": [{"name": "lo", "sandbox": NETNS}],
        "ips": [{"address": "127.0.0.1/8", "interface": 0}],
        "routes": [{"dst": "127.0.0.0/8"}],
    }
    answer = cni.add(config={"prevResult": previous})
    assert [held["name"] for held in answer["interfaces"]] == ["lo", "eth0"]
    assert [(ip["address"], ip["interface"]) for ip in answer["ips"]] == [("127.0.0.1/8", 0), ("10.88.0.2/24", 1)]
    assert [route["dst"] for route in answer["routes"]] == ["127.0.0.0/8", "0.0.0.0/0"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"networkType": "bridge"}, "networkType is 'bridge', allowed is one of l2bridge, overlay, nat, transparent"),
        ({"ipam": {"type": "hcspy", "subnet": "10.88"}}, "ipam.subnet is '10.88'"),
        ({"ipam": {"type": "hcspy"}}, "ipam has neither subnet nor ranges"),
        ({"ipam": {"type": 3}}, "ipam.type is 3, allowed is a string"),
        ({"gateway": "10.1.0.1", "subnet": "10.88.0.0/24"}, "gateway is '10.1.0.1'"),
        ({"gateway": "x", "subnet": "10.88.0.0/24"}, "gateway is 'x'"),
        ({"policies": [{"name": "Policy", "value": {}}]}, r"policies\[0\].name is 'Policy'"),
        ({"policies": [{"name": "EndpointPolicy", "value": []}]}, r"policies\[0\].value is \[\]"),
        (
            {"policies": [POLICY, {"name": "EndpointPolicy", "value": {"Type": "ACL", "Settings": {"Priority": "x"}}}]},
            r"policies\[1\].value.Settings.Priority is 'x'",
        ),
        (
            {"policies": [{"name": "EndpointPolicy", "value": {"Type": "ACL", "Settings": {"Action": "Foo"}}}]},
            r"policies\[0\].value.Settings.Action is 'Foo'",
        ),
        (
            {"runtimeConfig": {"portMappings": [PORT, {**PORT, "protocol": "sctp"}]}},
            r"runtimeConfig.portMappings\[1\].protocol is 'sctp'",
        ),
        (
            {"runtimeConfig": {"portMappings": [{**PORT, "containerPort": 0}]}},
            r"runtimeConfig.portMappings\[0\].containerPort is 0",
        ),
        (
            {"runtimeConfig": {"portMappings": [{"hostPort": "80"}]}},
            r"runtimeConfig.portMappings\[0\].hostPort is '80'",
        ),
        ({"runtimeConfig": {"portMappings": [PORT]}, "networkType": "transparent"}, r"portMappings\[0\] is 8080"),
        ({"runtimeConfig": {"bandwidth": {"egressRate": 7}}}, "bandwidth.egressRate is 7"),
        ({"runtimeConfig": {"ips": ["10.88"]}}, "runtimeConfig.ips is '10.88'"),
        ({"runtimeConfig": {"ips": ["10.89.0.1/24"]}}, "runtimeConfig.ips is '10.89.0.1'"),
        ({"ipam": {}, "runtimeConfig": {"ips": ["10.88"]}, "subnet": "10.88.0.0/24"}, "runtimeConfig.ips is '10.88'"),
        ({"prevResult": {"ips": [{"address": 1}]}}, r"prevResult.ips\[0\].address is 1"),
        ({"dns": {"nameservers": "10.1.1.1"}}, "dns.nameservers is '10.1.1.1'"),
        ({"name": "a b"}, "name is 'a b'"),
        ({"host": "moon"}, "unknown host 'moon'"),
    ],
)
def test_wrong_configuration_is_named_by_its_place(
    cni: Client, host: Host, tmp_path: Path, config: dict[str, Any], message: str
) -> None:
    """An administrator of many nodes reads the message, and nothing else."""
    if "host" in config:
        cni.plugin = type(cni.plugin)()
    with pytest.raises(Refused, match=message) as caught:
        cni.add(config=config)
    assert caught.value.code == 7
    assert left(host, tmp_path) == NOTHING


@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"type": "NAT"}, "is of type NAT, and the configuration says networkType L2Bridge"),
        ({"type": "L2Bridge", "ipams": [hcn.Ipam.static("10.7.0.0/24", gateway="10.7.0.1")]}, "has the subnets 10.7"),
    ],
)
def test_network_of_that_name_that_is_another_is_refused(
    cni: Client, host: Host, there: dict[str, Any], message: str
) -> None:
    """Containers would get addresses that lead nowhere."""
    host.hcn.networks.create(hcn.HostComputeNetwork(name="web", **there))
    for call in (cni.add, cni.status):
        with pytest.raises(Refused, match=message) as caught:
            call()
        assert caught.value.code == 7


# -- DEL ------------------------------------------------------------------------------------------------------------


def test_delete_leaves_the_network_and_nothing_else(cni: Client, host: Host, tmp_path: Path) -> None:
    """Making a network interrupts the host's connectivity, so it stays for the next container."""
    cni.add()
    cni.delete()
    assert left(host, tmp_path) == BARE
    assert host.hcn.namespaces.get(NETNS).endpoint_ids == ()


def test_delete_removes_the_unused_network_where_the_configuration_says_so(
    fake_host: FakeHost, host: Host, tmp_path: Path
) -> None:
    """A node that is handed back must be as it was; a network that others made stays."""
    client = client_of(fake_host, tmp_path, ipam=RANGE, removeUnusedNetwork=True)
    client.add()
    client.add("c2", "/x/y")
    client.delete()
    assert [network.name for network in host.hcn.networks.list()] == ["web"]
    client.delete("c2", "")
    assert left(host, tmp_path) == NOTHING
    ipam = hcn.Ipam.static("10.88.0.0/24", gateway="10.88.0.1")
    host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT", ipams=[ipam]))
    client.add()
    client.delete()
    assert left(host, tmp_path) == BARE


@pytest.mark.parametrize("netns", [NETNS, ""])
def test_delete_is_fine_in_every_partial_state(cni: Client, host: Host, tmp_path: Path, netns: str) -> None:
    """Runtimes delete what never was, what is half gone, and everything twice."""
    cni.delete("c1", netns)
    cni.add()
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    host.hcn.namespaces.remove_endpoint(NETNS, endpoint)
    cni.delete("c1", netns)
    cni.add()
    host.hcn.endpoints.delete(host.hcn.endpoints.get(name="c1@web@eth0"))
    cni.delete("c1", netns)
    cni.add()
    host.hcn.namespaces.delete(NETNS)
    cni.delete("c1", netns)
    cni.delete("c1", netns)
    assert left(host, tmp_path) == BARE


def test_delete_needs_no_right_policies_and_no_right_previous_result(cni: Client, host: Host, tmp_path: Path) -> None:
    """A configuration that was broken after ADD must not keep containers from going."""
    cni.add()
    cni.delete(config={"policies": [{"name": "Policy"}], "prevResult": {"ips": 5}, "networkType": "moon"})
    assert left(host, tmp_path) == BARE


def test_delete_leaves_alone_what_others_have_made(cni: Client, host: Host) -> None:
    """A name proves nothing; the owner does."""
    cni.add("c2", "/x")
    network = host.hcn.networks.get(name="web")
    model = hcn.HostComputeEndpoint(name="c1@web@eth0", host_compute_network=network)
    foreign = host.hcn.endpoints.create(model)
    cni.delete()
    cni.gc(("c2", "eth0"))
    assert {held.id for held in host.hcn.endpoints.list()} >= {foreign.id}
    assert len(host.hcn.endpoints.list()) == 2


# -- CHECK ----------------------------------------------------------------------------------------------------------


def test_check_finds_nothing_wrong_after_add(cni: Client) -> None:
    """A check that complains of what ADD itself said makes runtimes restart healthy pods."""
    config = {"runtimeConfig": {"portMappings": [PORT]}, "policies": [POLICY]}
    cni.check(cni.add(config=config), config=config)
    cni.check(cni.add("c2", "/x"), "c2", "/x")


def _broken(host: Host, how: str) -> None:
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")
    if how == "endpoint":
        host.hcn.endpoints.delete(endpoint)
    elif how == "namespace":
        host.hcn.namespaces.remove_endpoint(NETNS, endpoint)
    elif how == "policy":
        host.hcn.endpoints.remove_policies(endpoint, *endpoint.policies)
    elif how == "network":
        host.hcn.endpoints.delete(endpoint)
        host.hcn.networks.delete(host.hcn.networks.get(name="web"))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("endpoint", "the endpoint is gone"),
        ("network", "the network is gone"),
        ("namespace", "the endpoint is in no namespace"),
        ("policy", "policy .*8080.* is gone"),
    ],
)
def test_check_finds_what_is_gone(cni: Client, host: Host, how: str, message: str) -> None:
    """A CHECK that always succeeds is worse than none: the pod stays, without network."""
    config = {"runtimeConfig": {"portMappings": [PORT]}}
    answer = cni.add(config=config)
    _broken(host, how)
    with pytest.raises(Refused, match=message) as caught:
        cni.check(answer, config=config)
    assert caught.value.code == 999


@pytest.mark.parametrize(
    ("previous", "message"),
    [
        ({"ips": [{"address": "10.88.0.9/24"}]}, "address 10.88.0.9/24 is gone"),
        ({"ips": [{"address": "10.88.0.2/16"}]}, "address 10.88.0.2/16 is gone"),
        ({"ips": [{"address": "somewhere"}]}, "address somewhere is gone"),
        ({"routes": [{"dst": "anywhere"}]}, "route anywhere by the gateway is gone"),
        ({"routes": [{"dst": "10.5.0.0/16"}]}, "route 10.5.0.0/16 by the gateway is gone"),
        ({"routes": [{"dst": "0.0.0.0/0", "gw": "10.88.0.7"}]}, "route 0.0.0.0/0 by 10.88.0.7 is gone"),
        ({"interfaces": [{"name": "eth1", "sandbox": NETNS}]}, "prevResult has no interface eth0"),
        ({"interfaces": [{"name": "eth0", "sandbox": NETNS, "mac": "00:15:5d:00:00:09"}]}, "the MAC address is"),
    ],
)
def test_check_compares_with_the_previous_result(cni: Client, previous: dict[str, Any], message: str) -> None:
    """Addresses, routes, interface: what is told to the container has to be what there is."""
    answer = cni.add()
    with pytest.raises(Refused, match=message):
        cni.check({**answer, **previous})


def test_check_finds_that_the_books_have_no_address(cni: Client, tmp_path: Path) -> None:
    """The next container would get the same one."""
    answer = cni.add()
    (tmp_path / "web.json").unlink()
    with pytest.raises(Refused, match="has given c1 no address"):
        cni.check(answer)


def test_check_finds_an_endpoint_that_the_namespace_does_not_have(cni: Client, fake_host: FakeHost, host: Host) -> None:
    """Each of the two says where the other is; the container has what the namespace has."""
    answer = cni.add()
    endpoint = host.hcn.endpoints.get(name="c1@web@eth0")

    def lose(call: object) -> None:
        host.hcn.namespaces.remove_endpoint(NETNS, endpoint)

    with (
        fake_host.on("HcnOpenNamespace", nth=1).run(lose),
        pytest.raises(Refused, match=f"namespace {NETNS} does not have the endpoint"),
    ):
        cni.check(answer)


def test_check_needs_the_previous_result_and_a_version_that_has_it(cni: Client) -> None:
    """There is nothing to compare with."""
    with pytest.raises(Refused, match="CHECK needs prevResult") as caught:
        cni.call("CHECK")
    assert caught.value.code == 7
    with pytest.raises(Refused, match=r"cniVersion 0.3.1 has no command CHECK") as caught:
        cni.check({}, config={"cniVersion": "0.3.1"})
    assert caught.value.code == 1


# -- GC and STATUS ----------------------------------------------------------------------------------------------------


def test_gc_removes_what_is_not_valid_and_only_what_is_ours(
    cni: Client, fake_host: FakeHost, host: Host, tmp_path: Path
) -> None:
    """Too little leaks addresses; too much cuts off containers of this network or of others."""
    for container in ("c1", "c2", "c3"):
        cni.add(container, f"/{container}")
    other = client_of(fake_host, tmp_path, name="other", ipam=RANGE | {"subnet": "10.77.0.0/24"})
    other.add("c9", "/c9")
    cni.gc(("c2", "eth0"), ("c3", "eth1"))
    assert sorted(str(held.name) for held in host.hcn.endpoints.list()) == ["c2@web@eth0", "c9@other@eth0"]
    assert len(host.hcn.namespaces.list(owner="hcspy-cni")) == 3  # c3 lives, with another interface
    assert cni.add("c4", "/c4")["ips"][0]["address"] == "10.88.0.5/24"
    cni.gc()
    assert [str(held.name) for held in host.hcn.endpoints.list()] == ["c9@other@eth0"]
    assert left(host, tmp_path)["books"] == ["other.json"]


def test_gc_that_is_not_told_what_is_valid_removes_nothing(cni: Client, host: Host) -> None:
    """cnitool sends GC without the list; to take that for an empty one would cut off every container."""
    cni.add()
    assert cni.call("GC") is None
    assert len(host.hcn.endpoints.list()) == 1


def test_gc_goes_on_when_one_cannot_be_removed(cni: Client, fake_host: FakeHost, host: Host) -> None:
    """One endpoint in trouble must not keep all the others."""
    for container in ("c1", "c2", "c3"):
        cni.add(container, f"/{container}")
    with (
        fake_host.on("HcnDeleteEndpoint", nth=1).fail(0x80070005),
        pytest.raises(Refused, match="endpoint c1@web@eth0: "),
    ):
        cni.gc()
    assert [held.name for held in host.hcn.endpoints.list()] == ["c1@web@eth0"]
    cni.gc()
    assert not host.hcn.endpoints.list()


def test_gc_removes_namespaces_that_a_killed_add_has_left(cni: Client, host: Host) -> None:
    """They have no endpoint that would lead to them."""
    cni.add("c1", "/c1")
    host.hcn.endpoints.delete(host.hcn.endpoints.get(name="c1@web@eth0"))
    cni.gc(("c1", "eth0"))
    assert host.hcn.namespaces.find(owner="hcspy-cni") is not None
    cni.gc()
    assert host.hcn.namespaces.find(owner="hcspy-cni") is None


def test_status_is_fine_while_a_container_could_be_added(cni: Client) -> None:
    """A node whose plugin says no gets no pods."""
    cni.status()
    cni.add()
    cni.status()


@pytest.mark.parametrize(("used", "code"), [(False, 50), (True, 51)])
def test_status_says_whether_containers_suffer_when_the_service_is_down(
    cni: Client, fake_host: FakeHost, used: bool, code: int
) -> None:
    """50 stops new pods; 51 says that those that are there may be cut off, too."""
    if used:
        cni.add()
    with fake_host.service_stopped(), pytest.raises(Refused) as caught:
        cni.status()
    assert caught.value.code == code
    cni.status()


def test_status_says_that_the_ranges_are_used_up(fake_host: FakeHost, host: Host, tmp_path: Path) -> None:
    """A pod would be sent here to fail."""
    client = client_of(fake_host, tmp_path, ipam={"type": "hcspy", "subnet": "10.88.0.0/30"})
    client.add()
    with pytest.raises(Refused, match="network web has no free address") as caught:
        client.status()
    assert caught.value.code == 50
    with pytest.raises(Refused, match="network web has no free address") as caught:
        client.add("c2", "/c2")
    assert caught.value.code == 11
    client.delete()
    client.add("c2", "/c2")


@pytest.mark.parametrize("command", ["ADD", "DEL", "GC"])
def test_commands_say_try_again_when_the_service_is_down(cni: Client, fake_host: FakeHost, command: str) -> None:
    """A service that restarts is back in seconds: the runtime is to ask again, not to give up the pod."""
    config = {"cni.dev/valid-attachments": []}
    with fake_host.service_stopped(), pytest.raises(Refused) as caught:
        cni.call(command, config=config)
    assert caught.value.code == 11


def test_call_that_hangs_is_given_up_and_to_be_tried_again(fake_host: FakeHost, host: Host, tmp_path: Path) -> None:
    """The kubelet kills a plugin that does not answer, and then nothing is taken back."""
    client = client_of(fake_host, tmp_path, ipam=RANGE, timeout=0.5)
    with fake_host.on("HcnEnumerateNetworks", nth=1).hang(), pytest.raises(Refused) as caught:
        client.add()
    assert caught.value.code == 11


# -- where it works ---------------------------------------------------------------------------------------------------


def test_host_comes_from_the_configuration_or_the_environment(tmp_path: Path) -> None:
    """The plugin is started by a runtime: there is no command line to say it on."""
    first, second = (f"fake:{tmp_path / name}" for name in ("a.json", "b.json"))
    client = Client(HCNPlugin(), tmp_path)
    del client.config["dataDir"]
    client.add("c1", "/x", HCSPY_HOST=first)
    client.add("c1", "/x", HCSPY_HOST=first, config={"host": second})
    for target in (first, second):
        with hcspy.connect(target) as found:
            assert [held.name for held in found.hcn.endpoints.list()] == ["c1@web@eth0"]
    assert (tmp_path / "a.json.cni" / "web.json").exists()


def test_windows_has_no_namespaces_that_are_paths(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a real machine a namespace that no container will ever use would be all that is made."""
    monkeypatch.setattr(host, "name", "native")
    with pytest.raises(CNIError, match="CNI_NETNS is '/proc/1/ns/net'") as caught:
        Namespaces(host).id_of("/proc/1/ns/net", "c1")
    assert caught.value.cni_code == 4


def test_namespace_that_another_run_makes_at_the_same_time_is_shared(
    cni: Client, fake_host: FakeHost, host: Host, tmp_path: Path
) -> None:
    """A container gets into two networks at once, and has one namespace."""

    def make(call: object) -> None:
        model = hcn.HostComputeNamespace(id=namespace_id("c1"), type="Host", owner="hcspy-cni", name="c1@other")
        host.hcn.namespaces.create(model)

    with fake_host.on("HcnCreateNamespace", nth=1).run(make):
        cni.add("c1", "/x")
    assert host.hcn.namespaces.get(namespace_id("c1")).endpoint_ids
    cni.delete("c1", "/x")
    assert left(host, tmp_path) == BARE


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"HCSPY_CNI_DIR": "there"}, Path("there")),
        ({"HCSPY_HOST": "fake:node.json"}, Path("node.json.cni")),
        ({"ProgramData": "D"}, Path("D", "hcspy", "cni") if os.name == "nt" else Path("/var/lib/hcspy/cni")),
    ],
)
def test_state_has_a_place_of_the_hosts(variables: dict[str, str], folder: Path) -> None:
    """Two runs that look in two places give one address twice."""
    environ = {"CNI_COMMAND": "STATUS", "CNI_PATH": "bin", **variables}
    request = StatusRequest(config=HCNConf(name="web"), environment=Environment.read(environ), document={})
    assert data_folder(request) == folder


def test_gateway_is_the_subnets_where_the_endpoint_has_no_route() -> None:
    """A service that leaves out an endpoint's routes means those of the subnet."""
    network = hcn.HostComputeNetwork(
        ipams=[hcn.Ipam.static("10.9.0.0/24", gateway="10.9.0.1"), hcn.Ipam.static("fd00::/64", gateway="fd00::1")]
    )
    ips = [hcn.IpConfig(ip_address="fd00::5", prefix_length=64), hcn.IpConfig(ip_address="10.9.0.5")]
    endpoint = hcn.HostComputeEndpoint(ip_configurations=ips)
    found = [(ip.address, ip.gateway) for ip in addresses_of(network, endpoint)]
    assert found == [("fd00::5/64", "fd00::1"), ("10.9.0.5", "10.9.0.1")]
    assert [str(route.dst) for route in routes_of(network, endpoint)] == ["0.0.0.0/0", "::/0"]


def test_only_a_route_to_everywhere_says_the_gateway(cni: Client) -> None:
    """A route to one place, or by what is no address, says nothing of the others."""
    routes = [{"dst": "10.5.0.0/16", "gw": "10.88.0.9"}, {"gw": "x"}, {"dst": "0.0.0.0/0", "gw": "10.88.0.7"}]
    answer = cni.add(config={"ipam": {"subnet": "10.88.0.0/24", "routes": routes}})
    assert answer["ips"][0]["gateway"] == "10.88.0.7"
    assert {route["dst"]: route["gw"] for route in answer["routes"]} == {
        "0.0.0.0/0": "10.88.0.7",
        "10.5.0.0/16": "10.88.0.9",
    }
