"""The documents that go to HNS, beside those of Docker's own Windows driver for the same options."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy import to_dict
from hcspy.docker.hnsdriver.endpointmodel import hns_endpoint, operational
from hcspy.docker.hnsdriver.networkmodel import Pool, hns_network, virtual_subnet
from hcspy.docker.hnsdriver.options import ENDPOINT_OPTIONS, NETWORK_LABELS, EndpointOptions, NetworkOptions
from hcspy.docker.hnsdriver.policies import host_ports, port_policies, published
from hcspy.errors import InvalidDocumentError
from hcspy.hns import NAT, HNSEndpoint, HNSNetwork
from hcspy.testing import FakeHost

from .engine import DATA, Engine, play, sent

RECORDED = json.loads((DATA / "windows-driver-hns-v1-calls.json").read_text(encoding="utf-8"))["calls"]
SHIM = "com.docker.network.windowsshim."
POOL = Pool(prefix="10.61.0.0/24", gateway="10.61.0.1")
LABELS = {
    SHIM + "networkname": "n1",
    SHIM + "interface": "Ethernet",
    SHIM + "vlanid": "7",
    SHIM + "vsid": "5001",
    SHIM + "macpool": "00-15-5D-00-00-00,00-15-5D-00-00-FF",
    SHIM + "dnssuffix": "example.test",
    SHIM + "dnsservers": "10.1.1.1,10.1.1.2",
    SHIM + "enable_outboundnat": "true",
    SHIM + "outboundnat_exceptions": "10.0.0.0/8,192.168.0.0/16",
    SHIM + "routingdomain": "rd",
}
PORTS = [
    {"Proto": 6, "IP": "", "Port": 80, "HostIP": "", "HostPort": 8080, "HostPortEnd": 8080},
    {"Proto": 17, "IP": "", "Port": 53, "HostIP": "0.0.0.0", "HostPort": 5353, "HostPortEnd": 5353},
]
OPTIONS = {
    "com.docker.network.portmap": PORTS,
    "com.docker.network.endpoint.exposedports": [{"Proto": 6, "Port": 80}],
    "com.docker.network.endpoint.dnsservers": ["10.2.2.2", "10.2.2.3"],
    "com.docker.endpoint.windowsshim.qospolicies": [{"MaxEgressBandwidth": 123456}],
    SHIM + "disableicc": True,
}


def recorded(path: str, group: str) -> dict[str, Any]:
    """Return a request of Docker's driver: of the group of a network type, or of the one without labels."""
    kind = "nat" if group == "no labels" else group
    found: dict[str, Any] = {}
    network: dict[str, Any] = {}
    for call in RECORDED:
        if call["method"] == "POST" and call["path"] == "/networks/":
            network = call["request"]
        mine = network.get("Type") == kind and (network["Name"] == "nid") == (group == "no labels")
        if call["method"] == "POST" and call["path"] == path and mine:
            found = call["request"]
    return found


def network(kind: str, labels: dict[str, str]) -> HNSNetwork:
    return hns_network("nid", kind, NetworkOptions.read({"com.docker.network.generic": labels}), [POOL])


def endpoint(kind: str, labels: dict[str, str], options: dict[str, Any] = OPTIONS, **more: Any) -> HNSEndpoint:
    parsed = EndpointOptions.read(options)
    given = {"addresses": [], "mac_address": None, "ports": port_policies(parsed.ports, kind)} | more
    return hns_endpoint("eid", kind, NetworkOptions.read({"com.docker.network.generic": labels}), parsed, **given)


@pytest.mark.parametrize("group", ["nat", "l2bridge", "transparent", "no labels"])
def test_network_is_what_dockers_own_driver_sends(group: str) -> None:
    """A network that is made by another driver than before must not be another network."""
    kind, labels = ("nat", {}) if group == "no labels" else (group, LABELS)
    assert recorded("/networks/", group)["Type"] == kind
    assert to_dict(network(kind, labels)) == recorded("/networks/", group)


@pytest.mark.parametrize("group", ["nat", "transparent", "no labels"])
def test_endpoint_is_what_dockers_own_driver_sends_and_its_id(group: str) -> None:
    """The one difference is wanted: by its name an endpoint is found again when the driver's own file is lost."""
    kind, labels = ("nat", {}) if group == "no labels" else (group, LABELS)
    wanted = recorded("/endpoints/", group)
    del wanted["VirtualNetwork"]
    assert wanted["DisableICC"] is True
    assert to_dict(endpoint(kind, labels)) == {"Name": "eid", **wanted}


@pytest.mark.parametrize("group", ["nat", "no labels"])
def test_driver_posts_what_dockers_own_driver_posts(group: str) -> None:
    """The documents as they reach HNS, after all that the driver does with them."""

    async def main(engine: Engine) -> None:
        generic = {"com.docker.network.generic": LABELS if group == "nat" else {}}
        data = [{"Pool": POOL.prefix, "Gateway": f"{POOL.gateway}/24"}]
        await engine.ask("NetworkDriver.CreateNetwork", {"NetworkID": "nid", "Options": generic, "IPv4Data": data})
        endpoint = {"NetworkID": "nid", "EndpointID": "eid", "Options": OPTIONS}
        await engine.ask("NetworkDriver.CreateEndpoint", endpoint)

    with FakeHost() as fake:
        play(main, fake)
        (made,) = fake.host.hns.networks.list()
        assert list(sent(fake, "/networks")) == [recorded("/networks/", group)]
        wanted = {**recorded("/endpoints/", group), "VirtualNetwork": made.id, "Name": "eid"}
        assert list(sent(fake, "/endpoints")) == [wanted]


def test_bridge_leaves_its_ports_to_hns() -> None:
    """Docker's driver binds them itself there, and says so; this one does not, so HNS has to."""
    mapped = published(endpoint("l2bridge", {}).policies)
    assert [policy.external_port_reserved for policy in mapped] == [None, None]
    assert host_ports(mapped) == {("tcp", 8080), ("udp", 5353)}


def test_addresses_are_those_of_the_engine() -> None:
    """An engine refuses an endpoint whose address its driver changed."""
    model = endpoint("nat", {}, {}, addresses=["10.61.0.9/24", "fd00:64::c8/64"], mac_address="00:15:5d:ab:cd:ef")
    assert to_dict(model) == {
        "Name": "eid",
        "MacAddress": "00-15-5d-ab-cd-ef",
        "IPAddress": "10.61.0.9",
        "IPv6Address": "fd00:64::c8",
        "EnableInternalDNS": True,
    }


@pytest.mark.parametrize("text", ["ABVdq83v", "00:15:5d:ab:cd:ef", "00-15-5d-ab-cd-ef"])
def test_mac_address_comes_in_base64_too(text: str) -> None:
    """Engines send it twice, and an old one in the options only."""
    model = endpoint("nat", {}, {"com.docker.network.endpoint.macaddress": text})
    assert model.mac_address == "00-15-5d-ab-cd-ef"


def test_network_says_what_its_endpoints_are_like() -> None:
    """There is no way to say it with each `docker run`."""
    labels = {SHIM + "disableicc": "1", SHIM + "disable_gatewaydns": "true"}
    model = endpoint("nat", labels, {})
    assert (model.disable_icc, model.enable_internal_dns) == (True, None)
    assert endpoint("nat", labels, {SHIM + "disableicc": "false"}).disable_icc is None
    assert endpoint("nat", {SHIM + "disable_dns": "T"}, {}).enable_internal_dns is None


def test_rules_of_network_and_endpoint_are_both_in_force() -> None:
    """An endpoint that could drop the rules of its network would be no use for keeping it off a metadata service."""
    rule = {"Action": "Block", "Direction": "Out", "RemoteAddresses": "169.254.169.254/32", "Priority": 200}
    own = {"Action": "Allow", "Direction": "In", "Priority": 300}
    labels = {"com.docker.network.hcspy.acl": json.dumps([rule])}
    model = endpoint("nat", labels, {"com.docker.network.hcspy.acl": json.dumps(own)})
    assert to_dict(model)["Policies"] == [{"Type": "ACL", **rule}, {"Type": "ACL", **own}]


def test_outbound_nat_is_switched_per_endpoint() -> None:
    """One container that must keep its address should not need a network of its own."""
    labels = {SHIM + "enable_outboundnat": "true", SHIM + "outboundnat_exceptions": "10.0.0.0/8"}
    assert endpoint("l2bridge", labels, {SHIM + "enable_outboundnat": "false"}).policies == ()
    (policy,) = to_dict(endpoint("l2bridge", {}, {SHIM + "enable_outboundnat": "true"}))["Policies"]
    assert policy == {"Type": "OutBoundNAT"}
    whole = {"com.docker.network.hcspy.outboundnat": '{"VIP": "10.1.1.9", "Destinations": ["10.9.0.0/16"]}'}
    (policy,) = to_dict(endpoint("l2bridge", labels, whole))["Policies"]
    assert policy == {"VIP": "10.1.1.9", "Destinations": ["10.9.0.0/16"], "Type": "OutBoundNAT"}


@pytest.mark.parametrize(
    ("kind", "made"), [("nat", "internal"), ("l2bridge", "internal"), ("private", "private"), ("overlay", "overlay")]
)
def test_internal_network_leads_nowhere(kind: str, made: str) -> None:
    """`--internal` is a promise that containers do not reach the outside."""
    options = NetworkOptions.read({"com.docker.network.internal": True})
    assert hns_network("nid", kind, options, [POOL]).type == made


def test_overlay_has_the_same_number_on_every_node() -> None:
    """Two nodes that number it differently do not hear each other."""
    first, second = (hns_network("nid", "overlay", NetworkOptions(), [POOL, POOL]) for _ in range(2))
    assert first == second
    numbers = [subnet.policies[0].vsid for subnet in first.subnets]
    assert numbers == [virtual_subnet("nid", 0), virtual_subnet("nid", 1)]
    assert all(4096 <= number <= 0xFFFFFF for number in numbers)
    assert numbers[0] != numbers[1]


def test_overlay_takes_the_numbers_that_it_is_given() -> None:
    """They are those of the engine's manager, or of the operator."""
    options = NetworkOptions.read({"com.docker.network.driver.overlay.vxlanid_list": "4097,4098"})
    made = hns_network("nid", "overlay", options, [POOL, POOL])
    assert [subnet.policies[0].vsid for subnet in made.subnets] == [4097, 4098]
    assert made.policies == ()
    made = hns_network("nid", "overlay", NetworkOptions(vsid=5001), [POOL])
    assert [subnet.policies[0].vsid for subnet in made.subnets] == [5001]


def test_pool_of_the_null_driver_leaves_the_choice_to_hns() -> None:
    """HNS gives a NAT network a range of its own."""
    null = Pool.read("0.0.0.0/0", None)
    assert null is not None
    assert hns_network("nid", "nat", NetworkOptions(), [null]).subnets == ()
    with pytest.raises(InvalidDocumentError, match="HNS chooses no addresses for l2bridge"):
        hns_network("nid", "l2bridge", NetworkOptions(), [null])


def test_pool_without_gateway_gets_one_out_of_the_way() -> None:
    """An engine that allocates no gateway gives the first address to a container."""
    pool = Pool.read("10.66.0.0/24", "")
    assert pool is not None
    (subnet,) = hns_network("nid", "nat", NetworkOptions(), [pool]).subnets
    assert subnet.gateway_address == "10.66.0.254"


def test_pool_that_is_none_is_refused() -> None:
    """The engine shows the words to its user."""
    assert Pool.read("", None) is None
    with pytest.raises(InvalidDocumentError, match=r"pool '10\.61\.0\.0/99'"):
        Pool.read("10.61.0.0/99", None)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_port_for_one_address_of_the_host_is_refused(address: str) -> None:
    """Publishing on all addresses what somebody wanted on loopback would open it to the network."""
    (binding,) = EndpointOptions.read({"com.docker.network.portmap": [{**PORTS[0], "HostIP": address}]}).ports
    with pytest.raises(InvalidDocumentError, match=rf"80/tcp.*cannot on {address} alone"):
        port_policies([binding], "nat")
    assert host_ports(port_policies([binding], "nat", "any")) == {("tcp", 8080)}


def test_port_for_both_versions_of_ip_is_one() -> None:
    """HNS knows ports of the host, not of its addresses, and would find the second one taken."""
    both = [{**PORTS[0], "HostIP": "0.0.0.0"}, {**PORTS[0], "HostIP": "::"}]
    assert len(port_policies(EndpointOptions.read({"com.docker.network.portmap": both}).ports, "nat")) == 1


def test_range_of_host_ports_is_refused() -> None:
    """As by Docker's own driver: HNS maps a port to a port."""
    (binding,) = EndpointOptions.read({"com.docker.network.portmap": [{**PORTS[0], "HostPortEnd": 8090}]}).ports
    with pytest.raises(InvalidDocumentError, match="8080-8090"):
        port_policies([binding], "nat")


def test_port_of_any_number_is_left_to_hns() -> None:
    """`-p 9000` means: some port of the host."""
    (binding,) = EndpointOptions.read({"com.docker.network.portmap": [{"Proto": 6, "Port": 9000}]}).ports
    (policy,) = port_policies([binding], "nat")
    assert to_dict(policy) == {"Type": "NAT", "Protocol": "tcp", "InternalPort": 9000, "ExternalPortReserved": True}


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        (SHIM + "vlanid", "4095", "a number from 0 to 4094"),
        (SHIM + "vlanid", True, "a number"),
        (SHIM + "vsid", "x", "a number"),
        (SHIM + "macpool", "00-15-5D-00-00-00", "pairs"),
        (SHIM + "disableicc", "maybe", "true or false"),
        (SHIM + "disableicc", [], "true or false"),
        (SHIM + "networkname", 7, "a text"),
        (SHIM + "outboundnat_exceptions", "10.0.0.0/8,here", "a prefix"),
        (SHIM + "outboundnat_exceptions", 8, "a list of texts"),
        ("com.docker.network.hcspy.acl", "{", "JSON"),
        ("com.docker.network.hcspy.acl", "[1]", "a JSON object or a list"),
        ("com.docker.network.hcspy.outboundnat", "[]", "a JSON object"),
        ("com.docker.network.driver.overlay.vxlanid_list", "0", "a number from 1"),
    ],
)
def test_network_option_that_cannot_be_read_is_named(label: str, value: Any, words: str) -> None:
    """Whoever mistypes a label sees which, instead of a network without it."""
    with pytest.raises(InvalidDocumentError, match=words) as caught:
        NetworkOptions.read({"com.docker.network.generic": {label: value}})
    assert label in str(caught.value)


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("com.docker.network.portmap", [{"Proto": 132, "Port": 80}], "a protocol that HNS maps"),
        ("com.docker.network.portmap", [{"Proto": [], "Port": 80}], "a protocol that HNS maps"),
        ("com.docker.network.portmap", [{"Proto": 6, "Port": 0}], "a number from 1 to 65535"),
        ("com.docker.network.portmap", [{"Proto": 6, "Port": 80, "HostIP": 4}], "a text"),
        ("com.docker.network.portmap", "x", "JSON"),
        ("com.docker.network.portmap", "[" * 100_000, "JSON"),
        ("com.docker.network.endpoint.dnsservers", ["here"], "an address"),
        ("com.docker.network.endpoint.macaddress", "AAAA", "a MAC address"),
        ("com.docker.network.endpoint.macaddress", 6, "a MAC address"),
        ("com.docker.endpoint.windowsshim.qospolicies", [{"MaxEgressBandwidth": 0}], "a number from 1"),
    ],
)
def test_endpoint_option_that_cannot_be_read_is_named(label: str, value: Any, words: str) -> None:
    """As with networks; and a fuzzer's value must not become a traceback."""
    with pytest.raises(InvalidDocumentError, match=words):
        EndpointOptions.read({label: value})


def test_options_nobody_knows_are_passed_over() -> None:
    """They may be another driver's, or of an engine to come."""
    assert NetworkOptions.read(None) == NetworkOptions.read({SHIM + "x": "y", "a": 1}) == NetworkOptions()
    assert EndpointOptions.read({"x": "y", "com.docker.network.portmap": None}) == EndpointOptions()


@pytest.mark.parametrize("value", ["500", 500, '{"maxegressbandwidth": 500}', [{"MaxEgressBandwidth": 500}]])
def test_bandwidth_is_said_in_every_way(value: Any) -> None:
    """`--driver-opt` gives texts, the engine gives JSON."""
    assert EndpointOptions.read({"com.docker.endpoint.windowsshim.qospolicies": value}).qos == (500,)


def test_engine_is_told_the_ports_that_hns_gave() -> None:
    """`docker port` shows them."""
    options = EndpointOptions.read({"com.docker.network.portmap": [{"Proto": 6, "Port": 80, "HostPort": 0}]})
    made = HNSEndpoint(id="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", ip_address="10.61.0.9")
    value = operational(made, "transparent", options, [NAT(protocol="tcp", internal_port=80, external_port=49152)])
    assert value == {
        "hnsid": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f",
        "com.docker.network.portmap": [
            {"Proto": 6, "IP": "10.61.0.9", "Port": 80, "HostIP": "0.0.0.0", "HostPort": 49152, "HostPortEnd": 49152}
        ],
    }


def test_address_that_is_none_is_refused() -> None:
    """HNS would say it later and less clearly."""
    with pytest.raises(InvalidDocumentError, match="address 'x'"):
        endpoint("nat", {}, {}, addresses=["x"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PORT = st.fixed_dictionaries(
    {"Proto": st.sampled_from([6, 17]) | JSON, "Port": JSON}, optional={"HostPort": JSON, "HostIP": JSON}
)


@given(st.dictionaries(st.sampled_from(sorted(NETWORK_LABELS)), JSON | JSON.map(json.dumps), max_size=3))
def test_no_label_is_worse_than_an_error(labels: dict[str, Any]) -> None:
    """A driver that falls over what somebody has typed takes its networks with it."""
    with contextlib.suppress(InvalidDocumentError):
        hns_network("nid", "nat", NetworkOptions.read({"com.docker.network.generic": labels}), [POOL])


@given(
    st.dictionaries(st.sampled_from(sorted(ENDPOINT_OPTIONS)), JSON | JSON.map(json.dumps) | st.lists(PORT), max_size=3)
)
def test_no_option_is_worse_than_an_error(options: dict[str, Any]) -> None:
    """As with labels."""
    with contextlib.suppress(InvalidDocumentError):
        to_dict(endpoint("nat", {}, options))
