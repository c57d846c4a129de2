"""The behaviours that public tests assert of the real service, by their numbers in the list that this fake follows.

1 to 28 are those of hcsshim's and hnslib's `hcn` tests, 48 to 52 those of hcsshim's other network tests. Each runs on
every build that it concerns.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hcspy import HcspyError, hcn
from hcspy.errors import InvalidDocumentError

from .conftest import Door, code, setting, subnet

Doors = Callable[..., Door]
HCN_BUILDS = ["2019", "1903", "2022", "win11", "2025"]
ALL_BUILDS = ["rs1", "1803", *HCN_BUILDS]
DUAL_STACK_BUILDS = ["2022", "win11", "2025"]
each_build = pytest.mark.parametrize("build", HCN_BUILDS)
UNKNOWN = "00000000-1111-2222-3333-444444444444"
POOL = {"StartMacAddress": "00-15-5D-52-C0-00", "EndMacAddress": "00-15-5D-52-CF-FF"}
ACL = {"Protocols": "6", "Action": "Allow", "LocalAddresses": "192.168.100.0/24,10.0.0.21", "RuleType": "Switch"}
ACLS = [setting("ACL", **ACL, Direction="In"), setting("ACL", **ACL, Direction="Out")]
MAPPING = setting("PortMapping", Protocol=17, InternalPort=45678, ExternalPort=56789)


@each_build
def test_1_nat_network_with_subnet_and_pool_is_made_and_deleted(doors: Doors, build: str) -> None:
    """The first thing that Microsoft's tests do."""
    door = doors(build)
    id = door.nat(MacPool={"Ranges": [POOL]})
    assert door.read("network", id)["MacPool"]["Ranges"] == [POOL]
    door.drop("network", id)
    assert door.ids("network") == []


@each_build
def test_2_nat_network_without_ipams_gets_a_subnet(doors: Doors, build: str) -> None:
    """WSL requires exactly one subnet back."""
    door = doors(build)
    id = door.make("network", {"Name": "nat", "Type": "NAT"})
    [ipam] = door.read("network", id)["Ipams"]
    [chosen] = ipam["Subnets"]
    assert chosen["IpAddressPrefix"].startswith("172.")
    assert chosen["Routes"][0]["DestinationPrefix"] == "0.0.0.0/0"
    door.drop("network", id)


@each_build
def test_3_and_4_odd_routes_are_the_clients_business(doors: Doors, build: str) -> None:
    """hcsshim refuses a subnet without default route before the call; the service takes the first address."""
    route = {"NextHop": "192.168.100.1", "DestinationPrefix": "1.1.1.1/32"}
    subnets = [{"IpAddressPrefix": "192.168.100.0/24", "Routes": [route]}]
    door = doors(build)
    id = door.make("network", {"Name": "nat", "Type": "NAT", "Ipams": [{"Subnets": subnets}]})
    assert door.read("network", id, None)["Subnets"][0]["GatewayAddress"] == "192.168.100.1"


@each_build
@pytest.mark.parametrize(
    "route", [{"next_hop": "192.168.100.1", "destination_prefix": "1.1.1.1/0"}, {"next_hop": None}]
)
def test_3_and_4_odd_routes_are_refused_by_the_client(doors: Doors, build: str, route: dict[str, str]) -> None:
    """A route that is not the default one, and one without a next hop: neither reaches the service."""
    door = doors(build)
    routes = [hcn.Route(**{"destination_prefix": "0.0.0.0/0", **route})]
    ipam = hcn.Ipam(subnets=[hcn.Subnet(ip_address_prefix="192.168.100.0/24", routes=routes)])
    with door.fake.connect() as host, pytest.raises(InvalidDocumentError):
        host.hcn.networks.create(hcn.HostComputeNetwork(name="nat", type="NAT", ipams=[ipam]))
    assert door.ids("network") == []


@each_build
def test_5_network_is_found_by_name_and_by_id(doors: Doors, build: str) -> None:
    """Both are one filtered enumeration."""
    door = doors(build)
    assert door.ids("network") == []
    id = door.nat()
    door.make("network", {"Name": "other", "Type": "Private"})
    assert door.ids("network", Name="nat") == [id]
    assert door.ids("network", ID=id.swapcase()) == [id]
    assert len(door.ids("network")) == 2


@each_build
def test_6_and_7_unknown_names_and_ids_enumerate_to_nothing(doors: Doors, build: str) -> None:
    """The client makes its NetworkNotFoundError of an empty list."""
    door = doors(build)
    assert door.ids("network", Name="nobody") == []
    assert door.ids("network", ID=UNKNOWN) == []
    assert door.ids("namespace", ID=UNKNOWN) == []


@each_build
def test_8_opening_an_unknown_namespace_is_element_not_found(doors: Doors, build: str) -> None:
    """Recorded: 0x80070490 with its record."""
    door = doors(build)
    with pytest.raises(HcspyError) as caught:
        door.read("namespace", UNKNOWN, "")
    assert caught.value.hresult == 0x80070490
    assert caught.value.record == '{"Success":false,"Error":"Element not found. ","ErrorCode":2147943568}'


@each_build
@pytest.mark.parametrize(
    "policy",
    [
        setting(
            "RemoteSubnetRoute",
            DestinationPrefix="192.168.2.0/24",
            IsolationId=5000,
            ProviderAddress="1.1.1.1",
            DistributedRouterMacAddress="00-12-34-56-78-9a",
        ),
        {"Type": "HostRoute", "Settings": {}},
        setting("NetworkACL", **ACL, Direction="In"),
    ],
    ids=lambda policy: policy["Type"],
)
def test_9_network_policy_is_there_after_add_and_gone_after_remove(doors: Doors, build: str, policy: object) -> None:
    """What was added comes back to the letter, the case of a MAC address included."""
    door = doors(build)
    id = door.overlay()
    before = door.policies("network", id)
    door.change("network", id, "Policy", "Add", Policies=[policy])
    assert [p for p in door.policies("network", id) if p not in before] == [policy]
    door.change("network", id, "Policy", "Remove", Policies=[policy])
    assert door.policies("network", id) == before


@each_build
def test_10_flag_of_a_network_can_be_read_back(doors: Doors, build: str) -> None:
    """8 means: gone after a reboot."""
    door = doors(build)
    assert door.read("network", door.overlay())["Flags"] & 8


@each_build
def test_11_deleted_network_is_not_found(doors: Doors, build: str) -> None:
    """By enumeration nothing, by opening 0x803B0001."""
    door = doors(build)
    id = door.nat()
    door.drop("network", id)
    assert door.ids("network", ID=id) == []
    assert code(lambda: door.read("network", id)) == 0x803B0001
    assert code(lambda: door.drop("network", id)) == 0x803B0001


@each_build
def test_12_endpoint_is_found_by_id_name_and_network(doors: Doors, build: str) -> None:
    """The filter on the network uses version 1's name for it."""
    door = doors(build)
    network, other = door.nat(), door.make("network", {"Name": "other", "Type": "NAT"})
    id = door.endpoint(network)
    stranger = door.endpoint(other, "stranger")
    assert door.ids("endpoint", ID=id) == [id]
    assert door.ids("endpoint", Name="web") == [id]
    assert door.ids("endpoint") == [id, stranger]
    assert door.ids("endpoint", VirtualNetwork=network.swapcase()) == [id]
    door.drop("endpoint", id)
    assert code(lambda: door.read("endpoint", id)) == 0x803B0002


@each_build
def test_13_endpoint_goes_into_a_namespace_and_out(doors: Doors, build: str) -> None:
    """The namespace is deleted first, then the endpoint, then the network."""
    door = doors(build)
    network = door.nat()
    id, namespace = door.endpoint(network), door.make("namespace", {"Type": "HostDefault", "NamespaceId": 5})
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=id)
    assert door.read("namespace", namespace)["Resources"] == [{"Type": "Endpoint", "Data": {"Id": id.upper()}}]
    assert door.read("endpoint", id)["HostComputeNamespace"].lower() == namespace.lower()
    door.change("namespace", namespace, "Endpoint", "Remove", EndpointId=id)
    assert "Resources" not in door.read("namespace", namespace)
    for noun, gone in (("namespace", namespace), ("endpoint", id), ("network", network)):
        door.drop(noun, gone)


@each_build
def test_14_acl_update_with_two_entries(doors: Doors, build: str) -> None:
    """The endpoint then has policies."""
    door = doors(build)
    id = door.endpoint(door.nat())
    door.change("endpoint", id, "Policy", "Update", Policies=ACLS)
    assert door.policies("endpoint", id) == ACLS


@each_build
def test_15_tier_acl_update_with_six_tiers_on_a_bridge(doors: Doors, build: str) -> None:
    """Microsoft's test does not ask first whether the build has them."""
    door = doors(build)
    id = door.endpoint(door.bridge())
    rule = {"Id": "r1", "Protocols": "6", "TierAclRuleAction": "Block", "Priority": 1000}
    tiers = [
        setting("TierAcl", Name=f"tier{order}", Direction=direction, Order=order, TierAclRules=[rule])
        for order in (1, 2, 3)
        for direction in ("In", "Out")
    ]
    door.change("endpoint", id, "Policy", "Update", Policies=tiers)
    assert door.policies("endpoint", id) == tiers


@each_build
def test_16_proxy_policy_is_added_on_a_nat_network(doors: Doors, build: str) -> None:
    """An L4WFPPROXY policy needs no Overlay."""
    door = doors(build)
    id = door.endpoint(door.nat())
    proxy = setting("L4WFPPROXY", InboundProxyPort="80", OutboundProxyPort="81", FilterTuple={"Protocols": "6"})
    door.change("endpoint", id, "Policy", "Add", Policies=[proxy])
    assert door.policies("endpoint", id) == [proxy]


@each_build
def test_17_second_endpoint_with_the_same_port_mapping(doors: Doors, build: str) -> None:
    """On an Overlay network the code is 0x803B0013 on all builds."""
    door = doors(build)
    network = door.overlay()
    door.endpoint(network, Policies=[MAPPING])
    assert code(lambda: door.endpoint(network, "again", Policies=[MAPPING])) == 0x803B0013
    assert len(door.ids("endpoint")) == 1


@each_build
@pytest.mark.parametrize("kind", ["HostDefault", "Host", "Guest", "GuestDefault"])
def test_18_namespaces_of_all_types(doors: Doors, build: str, kind: str) -> None:
    """Each is made although there may be one already, has no containers, and can be deleted at once."""
    door = doors(build)
    ids = [door.make("namespace", {"Type": kind, "NamespaceId": 5}) for _ in range(2)]
    assert door.ids("namespace") == ids
    assert "Resources" not in door.read("namespace", ids[0])
    assert door.read("namespace", ids[0])["Type"] == kind
    for id in ids:
        door.drop("namespace", id)


@each_build
@pytest.mark.parametrize("kind", ["HostDefault", "Host", "Guest", "GuestDefault"])
def test_19_sync_of_a_namespace_without_a_shim_does_nothing(doors: Doors, build: str, kind: str) -> None:
    """Host namespaces need none; of a Guest one whose pod is not registered nobody has to be told."""
    door = doors(build)
    id = door.make("namespace", {"Type": kind, "NamespaceId": 5})
    before = door.read("namespace", id)
    with door.fake.connect() as host:
        host.hcn.namespaces.sync(id)
    assert door.read("namespace", id) == before


@each_build
def test_20_balancer_is_changed_in_place_or_not_at_all(doors: Doors, build: str) -> None:
    """Two backends after the addition, one after the removal; before 15.4 the service has no such request."""
    door = doors(build)
    network = door.overlay()
    first, second = door.endpoint(network), door.endpoint(network, "second")
    document = balancer(first)
    id = door.make("loadbalancer", document)
    assert door.ids("loadbalancer", ID=id) == [id]
    for backends in ([first, second], [second]):
        changed = {**document, "ID": id, "HostComputeEndpoints": backends}
        if build != "2025":
            assert code(lambda changed=changed: door.send("loadbalancer", id, changed)) == 0x80004001
            continue
        door.send("loadbalancer", id, changed)
        assert door.read("loadbalancer", id)["HostComputeEndpoints"] == backends


@each_build
def test_20_balancer_is_replaced_under_its_id(doors: Doors, build: str) -> None:
    """hcsshim adds an endpoint by deleting and creating: the id must be free at once."""
    door = doors(build)
    network = door.overlay()
    first, second = door.endpoint(network), door.endpoint(network, "second")
    id = door.make("loadbalancer", balancer(first))
    for backends in ([first, second], [first]):
        door.drop("loadbalancer", id)
        assert door.make("loadbalancer", {**balancer(*backends), "ID": id}) == id
        assert door.read("loadbalancer", id)["HostComputeEndpoints"] == backends
    door.drop("loadbalancer", id)
    assert door.ids("loadbalancer") == []
    assert code(lambda: door.drop("loadbalancer", id)) == 0x80070490


@each_build
def test_21_flags_of_a_balancer_come_back(doors: Doors, build: str) -> None:
    """Direct server return is 1; a mapping preserves the destination with 8, and is internal with 1."""
    door = doors(build)
    endpoint = door.endpoint(door.overlay())
    dsr = door.make("loadbalancer", balancer(endpoint, Flags=1, mapping=8))
    assert door.read("loadbalancer", dsr)["Flags"] == 1
    assert door.read("loadbalancer", dsr)["PortMappings"][0]["Flags"] == 8
    door.drop("loadbalancer", dsr)
    internal = door.make("loadbalancer", balancer(endpoint, mapping=1))
    assert door.read("loadbalancer", internal)["PortMappings"][0]["Flags"] == 1
    assert "Flags" not in door.read("loadbalancer", internal)


@each_build
def test_22_two_endpoints_of_one_name(doors: Doors, build: str) -> None:
    """Names of endpoints are not unique."""
    door = doors(build)
    network = door.nat()
    ids = [door.endpoint(network), door.endpoint(network)]
    assert door.ids("endpoint", Name="WEB") == ids


@each_build
def test_23_route_is_made_found_and_replaced(doors: Doors, build: str) -> None:
    """A prefix with host bits is accepted; the list is called Setting."""
    door = doors(build)
    network = door.overlay()
    first, second = door.endpoint(network), door.endpoint(network, "second")
    setting = {"DestinationPrefix": "169.254.169.254/24", "NextHop": "127.10.0.34", "NeedEncap": False}
    assert door.ids("route") == []
    id = door.make("route", {"HostComputeEndpoints": [first], "Setting": [setting]})
    assert door.read("route", id)["Setting"] == [setting]
    for backends in ([first, second], [second]):
        door.drop("route", id)
        door.make("route", {"ID": id, "HostComputeEndpoints": backends, "Setting": [setting]})
        assert door.read("route", id)["HostComputeEndpoints"] == backends
    assert door.ids("route", ID=id) == [id]
    assert code(lambda: door.read("route", UNKNOWN)) == 0x80070490


@each_build
def test_24_documents_of_version_1_go_through_version_2(doors: Doors, build: str) -> None:
    """They have no SchemaVersion, and the members of version 1."""
    door = doors(build)
    subnets = [{"AddressPrefix": "192.168.100.0/24", "GatewayAddress": "192.168.100.1"}]
    network = made(door, "network", {"Name": "nat", "Type": "nat", "MacPools": [POOL], "Subnets": subnets})
    assert door.read("network", network)["Ipams"][0]["Subnets"][0]["IpAddressPrefix"] == "192.168.100.0/24"
    assert door.read("network", network, None)["Type"] == "nat"
    endpoint = made(door, "endpoint", {"Name": "web", "VirtualNetwork": network}, network)
    assert door.read("endpoint", endpoint)["HostComputeNetwork"].lower() == network.lower()


@pytest.mark.parametrize("build", ALL_BUILDS)
def test_25_version_1_alone(doors: Doors, build: str) -> None:
    """Host attach and detach, statistics of every endpoint, and a network that goes with its endpoint."""
    door = doors(build)
    network = door.v1("POST", "/networks", {"Name": "nat", "Type": "NAT"})["ID"]
    endpoint = door.v1("POST", "/endpoints", {"VirtualNetwork": network})["ID"]
    door.v1("POST", f"/endpoints/{endpoint}/attach", {"SystemType": "Host", "CompartmentId": 1})
    assert door.v1("GET", f"/endpointstats/{endpoint}")["EndpointId"].lower() == endpoint.lower()
    door.v1("POST", f"/endpoints/{endpoint}/detach", {"SystemType": "Host"})
    door.v1("DELETE", f"/networks/{network}")
    assert door.v1("GET", "/endpoints") == []


@pytest.mark.parametrize("build", ["2025"])
def test_26_accelerated_networking_list_is_set_and_emptied(doors: Doors, build: str) -> None:
    """Two addresses, then none."""
    door = doors(build)
    addresses = [{"MacAddress": "00-11-22-33-44-55"}, {"MacAddress": "00-11-22-33-44-66"}]
    door.v1("POST", "/accelnet/", {"MacAddressList": addresses})
    assert len(door.v1("GET", "/accelnet/")["MacAddressList"]) == 2
    door.v1("DELETE", "/accelnet/")
    assert door.v1("GET", "/accelnet/")["MacAddressList"] == []


@each_build
def test_27_version_of_the_service_is_asked_through_version_1(doors: Doors, build: str) -> None:
    """hcsshim decides by it whether there is a version 2."""
    version = doors(build).v1("GET", "/globals/version")
    assert (version["Major"], version["Minor"]) >= (9, 2)


@each_build
def test_28_codes_by_which_clients_tell_failures_apart(doors: Doors, build: str) -> None:
    """0x80070490, 0x803B0001, 2, 6, 7, 13, 1E and E_NOTIMPL, each from the service itself."""
    door = doors(build)
    network = door.overlay()
    endpoint = door.endpoint(network, Policies=[MAPPING])
    assert code(lambda: door.read("namespace", UNKNOWN)) == 0x80070490
    assert code(lambda: door.read("network", UNKNOWN)) == 0x803B0001
    assert code(lambda: door.read("endpoint", UNKNOWN)) == 0x803B0002
    lost = [setting("NetAdapterName", NetworkAdapterName="no such card")]
    assert code(lambda: door.bridge(Policies=lost)) == 0x803B0006
    door.change("endpoint", endpoint, "Port", "Add", VirtualMachineId=UNKNOWN)
    door.change("endpoint", endpoint, "Port", "Remove")
    assert code(lambda: door.make("loadbalancer", balancer(endpoint))) == 0x803B0007
    assert code(lambda: door.endpoint(network, Policies=[MAPPING])) == 0x803B0013
    outside = [{"IpAddress": "10.9.9.9"}]
    assert code(lambda: door.endpoint(network, IpConfigurations=outside)) == 0x803B001E
    other = door.make("loadbalancer", balancer(door.endpoint(network)))
    if build != "2025":
        assert code(lambda: door.send("loadbalancer", other, {})) == 0x80004001


@pytest.mark.parametrize("build", DUAL_STACK_BUILDS)
def test_48_dual_stack_network_and_endpoint(doors: Doors, build: str) -> None:
    """Single and dual stack, found by name; a missing name is not found."""
    door = doors(build)
    subnets = [subnet("192.168.100.0/24", "192.168.100.1"), subnet("2001:db8:abcd:0012::0/64", "2001:db8:abcd:0012::1")]
    network = door.make("network", {"Name": "dual", "Type": "NAT", "Ipams": [{"Type": "Static", "Subnets": subnets}]})
    [ipam] = door.read("network", network)["Ipams"]
    assert [one["IpAddressPrefix"] for one in ipam["Subnets"]] == [one["IpAddressPrefix"] for one in subnets]
    assert [one["Routes"] for one in ipam["Subnets"]] == [one["Routes"] for one in subnets]
    endpoint = door.endpoint(network)
    assert len(door.read("endpoint", endpoint)["IpConfigurations"]) == 2
    assert door.ids("endpoint", Name="nobody") == []


@each_build
def test_49_endpoint_of_a_host_namespace_is_listed_in_upper_case(doors: Doors, build: str) -> None:
    """In a Host namespace, and in a HostDefault one that is made where there is none."""
    door = doors(build)
    network = door.nat()
    for kind in ("Host", "HostDefault"):
        namespace = door.make("namespace", {"Type": kind})
        endpoint = door.endpoint(network, kind)
        door.change("namespace", namespace, "Endpoint", "Add", EndpointId=endpoint)
        [resource] = door.read("namespace", namespace)["Resources"]
        assert resource == {"Type": "Endpoint", "Data": {"Id": endpoint.upper()}}


@each_build
def test_50_mac_range_is_read_back(doors: Doors, build: str) -> None:
    """A given range to the letter; one is always there, or ncproxy breaks."""
    door = doors(build)
    assert door.read("network", door.nat("a", MacPool={"Ranges": [POOL]}))["MacPool"] == {"Ranges": [POOL]}
    chosen = door.make("network", {"Name": "b", "Type": "NAT", "MacPool": {}})
    assert len(door.read("network", chosen)["MacPool"]["Ranges"]) == 1


@pytest.mark.parametrize("build", DUAL_STACK_BUILDS)
def test_51_iov_policy_is_accepted_by_modification(doors: Doors, build: str) -> None:
    """So from build 19043 on."""
    door = doors(build)
    id = door.endpoint(door.nat())
    iov = setting("Iov", IovOffloadWeight=100, QueuePairsRequested=4, InterruptModeration=1)
    door.change("endpoint", id, "Policy", "Update", Policies=[iov])
    assert door.policies("endpoint", id) == [iov]


@pytest.mark.parametrize("build", DUAL_STACK_BUILDS)
def test_52_dual_stack_endpoint_with_fixed_addresses(doors: Doors, build: str) -> None:
    """In a namespace made from an almost empty document; container, endpoint, network, namespace go in that order."""
    door = doors(build)
    subnets = [subnet("192.168.128.0/20", "192.168.128.1"), subnet("fd00::100/120", "fd00::101")]
    network = door.make("network", {"Name": "dual", "Type": "NAT", "Ipams": [{"Type": "Static", "Subnets": subnets}]})
    addresses = [{"IpAddress": "192.168.128.4", "PrefixLength": 20}, {"IpAddress": "fd00::106", "PrefixLength": 120}]
    routes = [route for one in subnets for route in one["Routes"]]
    endpoint = door.endpoint(network, IpConfigurations=addresses, Routes=routes)
    shown = door.read("endpoint", endpoint)
    for one in shown["IpConfigurations"]:
        del one["IpSubnetId"]
    assert shown["IpConfigurations"] == addresses
    assert shown["Routes"] == routes
    namespace = made(door, "namespace", {"SchemaVersion": {"Major": 0, "Minor": 0}})
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=endpoint)
    door.fake.add_container("c1", namespace=namespace)
    door.fake.remove_container("c1")
    for noun, id in (("endpoint", endpoint), ("network", network), ("namespace", namespace)):
        door.drop(noun, id)


def balancer(*endpoints: str, mapping: int = 0, **more: object) -> dict[str, object]:
    """The balancer of Microsoft's tests."""
    port = {"Protocol": 6, "InternalPort": 8080, "ExternalPort": 8090, **({"Flags": mapping} if mapping else {})}
    vips = ["1.1.1.2", "1.1.1.3"]
    document = {"HostComputeEndpoints": list(endpoints), "SourceVIP": "10.0.0.1", "FrontendVIPs": vips}
    return {**document, "PortMappings": [port], **more}


def made(door: Door, noun: str, document: dict[str, object], network: str = "") -> str:
    """Make an object of a document that says itself which version it is of."""
    version = document.get("SchemaVersion")
    return door.make(noun, {**document, "SchemaVersion": version}, network=network)
