"""The rules that matter most, by their numbers in the list that this fake follows; 17 to 20 are about HCS.

18 and 20, about starting systems and running processes, stand in ``fake/compute/test_compute_rules.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from hcspy import HcspyError
from hcspy._ffi import vmcompute
from hcspy._ffi.cdata import ffi
from hcspy._ffi.computenetwork import NO_ID, networks
from hcspy._ffi.computenetwork.calls import guid_pointer
from hcspy._ffi.strings import out_string, wide
from hcspy.errors import SystemNotFoundError, error_class

from .conftest import SCHEMA, V1, Door, code, setting
from .test_v2_behaviours import ALL_BUILDS, HCN_BUILDS, MAPPING, UNKNOWN, balancer, each_build, made

Doors = Callable[..., Door]
PACKED = {"2019": (9, 2), "1903": (10, 3), "2022": (13, 3), "win11": (15, 0), "2025": (15, 4)}
MINOR = {"2019": 0, "1903": 0, "2022": 11, "win11": 14, "2025": 16}


@each_build
def test_rule_1_one_store_two_views(doors: Doors, build: str) -> None:
    """What one door made the other shows, in the shape that is asked for."""
    door = doors(build)
    network = door.nat()
    assert door.v1("GET", f"/networks/{network}") == door.read("network", network, V1)
    assert door.read("network", network, "") == door.read("network", network, V1)
    older = door.v1("POST", "/endpoints", {"VirtualNetwork": network, "IPAddress": "192.168.100.9"})["ID"]
    shown = door.read("endpoint", older)
    assert shown["IpConfigurations"][0]["IpAddress"] == "192.168.100.9"
    assert shown["SchemaVersion"] == {"Major": 2, "Minor": MINOR[build]}
    newer = door.endpoint(network)
    assert [entry["ID"] for entry in door.v1("GET", "/endpoints")] == door.ids("endpoint") == [older, newer]


@each_build
def test_rule_2_record_is_null_on_success(doors: Doors, build: str) -> None:
    """hcsshim takes any text for a failure."""
    tables = doors(build).tables
    handle, record = ffi.new(networks.handle.ctype), out_string()
    settings = wide(json.dumps({"Name": "nat", "Type": "NAT", **SCHEMA}))
    assert tables.computenetwork.HcnCreateNetwork(guid_pointer(NO_ID), settings, handle, record) == 0
    assert tables.take(record) is None
    assert tables.computenetwork.HcnCloseNetwork(handle[0]) == 0


@each_build
def test_rule_3_record_of_a_failure(doors: Doors, build: str) -> None:
    """Success, Error, ErrorCode; the text ends in one blank."""
    with pytest.raises(HcspyError) as caught:
        doors(build).read("endpoint", UNKNOWN)
    assert caught.value.record == '{"Success":false,"Error":"The endpoint was not found. ","ErrorCode":2151350274}'


@pytest.mark.parametrize("build", ALL_BUILDS)
def test_rule_4_failed_post_is_told_by_its_hresult_or_by_the_envelope_alone(doors: Doors, build: str) -> None:
    """Before version 9 the call itself succeeds; from then on it fails, and the envelope comes all the same."""
    door = doors(build)
    document = {"Name": "nat", "Type": "NAT"}
    door.v1("POST", "/networks", document)
    hresult, text = door.request("POST", "/networks", document)
    envelope = json.loads(text or "")
    assert envelope["Success"] is False
    assert envelope["Error"].endswith(". ")
    old = build in ("rs1", "1803")
    assert hresult == (0 if old else 0x803B0010)
    assert envelope.get("ErrorCode") == (None if old else 0x803B0010)
    assert door.request("GET", f"/networks/{UNKNOWN}")[0] == 0  # what is not there is never more than an envelope


@pytest.mark.parametrize("build", ["rs1", "1803"])
def test_rule_4_old_builds_have_no_version_2(doors: Doors, build: str) -> None:
    """There is no computenetwork.dll: the slots are empty."""
    door = doors(build)
    with pytest.raises(HcspyError) as caught:
        door.ids("network")
    assert type(caught.value).__name__ == "ExportMissingError"


@each_build
def test_rule_5_filters_have_the_names_of_version_1(doors: Doors, build: str) -> None:
    """All members must be equal, without case; unknown names and addresses match nothing; ids alone come back."""
    door = doors(build)
    network = door.nat()
    endpoint = door.endpoint(network, IpConfigurations=[{"IpAddress": "192.168.100.9"}])
    assert door.ids("network", VirtualNetworkName="nat") == []
    assert door.ids("endpoint", VirtualNetworkName="NAT", Name="web") == [endpoint]
    assert door.ids("endpoint", VirtualNetworkName="NAT", Name="other") == []
    assert door.ids("endpoint", HostComputeNetwork=network) == []
    assert door.ids("endpoint", IPAddress="192.168.100.9") == []
    assert door.ids("network", Type="NAT") == door.ids("network", Type=0) == [network]
    assert door.ids("network", Type="nonsense") == door.ids("network", Type="Overlay") == []


@each_build
def test_rule_6_type_of_a_nat_network_is_left_out(doors: Doors, build: str) -> None:
    """Members that have their default value are not there."""
    door = doors(build)
    assert "Type" not in door.read("network", door.nat())
    assert door.read("network", door.make("network", {"Name": "p", "Type": "Private"}))["Type"] == "Private"
    endpoint = door.read("endpoint", door.endpoint(door.ids("network")[0]))
    assert not {"Flags", "Policies"} & endpoint.keys()


@each_build
def test_rule_7_pool_slice_and_random_address(doors: Doors, build: str) -> None:
    """4,096 addresses; an endpoint gets neither the first address nor the gateway's."""
    door = doors(build)
    network = door.nat()
    [pool] = door.read("network", network)["MacPool"]["Ranges"]
    assert pool["StartMacAddress"][:13] == pool["EndMacAddress"][:13] != ""
    assert (pool["StartMacAddress"][-4:], pool["EndMacAddress"][-4:]) == ("0-00", "F-FF")
    shown = door.read("endpoint", door.endpoint(network))
    assert int(shown["IpConfigurations"][0]["IpAddress"].rpartition(".")[2]) > 1
    assert shown["MacAddress"][:13] == pool["StartMacAddress"][:13]


@each_build
def test_rule_8_packed_version(doors: Doors, build: str) -> None:
    """Major times 2³² plus minor."""
    door = doors(build)
    major, minor = PACKED[build]
    assert door.read("network", door.nat())["Version"] == major << 32 | minor


@each_build
def test_rule_9_free_range_for_a_nat_network(doors: Doors, build: str) -> None:
    """A /20 of 172.16.0.0/12, another for each network."""
    door = doors(build)
    ids = [door.make("network", {"Name": name, "Type": "NAT"}) for name in ("a", "b")]
    prefixes = {door.read("network", id)["Ipams"][0]["Subnets"][0]["IpAddressPrefix"] for id in ids}
    assert len(prefixes) == 2
    assert all(re.fullmatch(r"172\.\d+\.\d+\.0/20", prefix) for prefix in prefixes)


@each_build
def test_rule_10_names_of_networks_are_unique(doors: Doors, build: str) -> None:
    """Whichever door made the first; a used id is the same error."""
    door = doors(build)
    id = door.v1("POST", "/networks", {"Name": "nat", "Type": "NAT"})["ID"]
    assert code(lambda: door.nat("NAT")) == 0x803B0010
    assert code(lambda: door.make("network", {"Name": "b", "Type": "Private"}, id=id)) == 0x803B0010


@each_build
def test_rule_11_clashes_of_addresses_and_ports(doors: Doors, build: str) -> None:
    """An address in use, or the gateway's: 0x80071392. A port: 0x803B0013, on 2019's NAT networks 0x80070020."""
    door = doors(build)
    network = door.nat()
    address = [{"IpAddress": "192.168.100.9"}]
    door.endpoint(network, IpConfigurations=address, Policies=[MAPPING])
    assert code(lambda: door.endpoint(network, IpConfigurations=address)) == 0x80071392
    gateway = [{"IpAddress": "192.168.100.1"}]
    assert code(lambda: door.endpoint(network, IpConfigurations=gateway)) == 0x80071392
    clash = 0x80070020 if build == "2019" else 0x803B0013
    assert code(lambda: door.endpoint(network, Policies=[MAPPING])) == clash


@each_build
def test_rule_12_attached_endpoint_is_not_attached_again(doors: Doors, build: str) -> None:
    """State 1, 2, and 0x803B0014."""
    door = doors(build)
    id = door.endpoint(door.nat())
    assert door.read("endpoint", id)["State"] == 1
    door.change("endpoint", id, "Port", "Add", VirtualMachineId=UNKNOWN, VirtualNicName="vm--nic")
    assert door.read("endpoint", id)["State"] == 2
    again = lambda: door.change("endpoint", id, "Port", "Add", VirtualMachineId=UNKNOWN)  # noqa: E731
    assert code(again) == 0x803B0014


@each_build
def test_rule_13_namespaces(doors: Doors, build: str) -> None:
    """Zeros for no namespace, upper-case ids in Resources, and no delete with a container inside."""
    door = doors(build)
    id = door.endpoint(door.nat())
    assert door.read("endpoint", id)["HostComputeNamespace"] == "00000000-0000-0000-0000-000000000000"
    namespace = made(door, "namespace", {"SchemaVersion": {"Major": 0, "Minor": 0}})
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=id)
    door.fake.add_container("c1", namespace=namespace)
    assert door.read("namespace", namespace)["Resources"] == [
        {"Type": "Endpoint", "Data": {"Id": id.upper()}},
        {"Type": "Container", "Data": {"Id": "c1"}},
    ]
    assert (
        door.read("namespace", namespace)["NamespaceId"] == door.v1("GET", f"/namespaces/{namespace}")["CompartmentId"]
    )
    assert code(lambda: door.drop("namespace", namespace)) == 0x803B0015
    assert door.read("namespace", namespace)["State"] == 4
    door.fake.remove_container("c1")
    door.drop("namespace", namespace)
    assert code(lambda: door.read("namespace", namespace)) == 0x80070490


@each_build
def test_rule_14_codes_of_what_is_not_there(doors: Doors, build: str) -> None:
    """Networks and endpoints have codes of their own."""
    door = doors(build)
    codes = {noun: code(lambda noun=noun: door.drop(noun, UNKNOWN)) for noun in ("network", "endpoint", "namespace")}
    assert codes == {"network": 0x803B0001, "endpoint": 0x803B0002, "namespace": 0x80070490}
    assert code(lambda: door.read("loadbalancer", UNKNOWN)) == code(lambda: door.read("route", UNKNOWN)) == 0x80070490


@each_build
def test_rule_15_second_balancer_of_an_address_and_port(doors: Doors, build: str) -> None:
    """0x800700B7, whichever door made the first; another protocol is another balancer."""
    door = doors(build)
    endpoint = door.endpoint(door.overlay())
    elb = {"Type": "ELB", "Protocol": 6, "InternalPort": 80, "ExternalPort": 8090, "VIPs": ["1.1.1.3"]}
    older = door.v1("POST", "/policylists", {"References": [f"/endpoints/{endpoint}"], "Policies": [elb]})["ID"]
    assert code(lambda: door.make("loadbalancer", balancer(endpoint))) == 0x800700B7
    udp = {"Protocol": 17, "InternalPort": 8080, "ExternalPort": 8090}
    door.make("loadbalancer", {**balancer(endpoint), "PortMappings": [udp]})
    assert code(lambda: door.make("loadbalancer", {**balancer(endpoint), "ID": older})) == 0x800700B7


@each_build
def test_rule_16_gates_are_open_unless_asked_for(doors: Doors, build: str) -> None:
    """Microsoft's tests add policies that came later, and look for them; whoever wants the gates closes them."""
    import dataclasses

    from hcspy.testing.profiles import profile

    added = setting("SetPolicy", Id="a", Name="a", PolicyType="NESTEDIPSET", Values="")
    door = doors(build)
    door.change("network", door.overlay(), "Policy", "Add", Policies=[added])
    strict = doors(dataclasses.replace(profile(build), policy_gates=True))
    network = strict.overlay()
    if PACKED[build] >= (15, 0):
        strict.change("network", network, "Policy", "Add", Policies=[added])
    else:
        refused = lambda: strict.change("network", network, "Policy", "Add", Policies=[added])  # noqa: E731
        assert code(refused) == 0x803B000E


@pytest.mark.parametrize("build", ALL_BUILDS)
def test_rule_17_codes_of_the_two_doors_of_hcs(doors: Doors, build: str) -> None:
    """vmcompute.dll says 0xC037, computecore.dll 0x8037; it is one error all the same."""
    door = doors(build)
    with pytest.raises(SystemNotFoundError) as caught:
        vmcompute.open_compute_system(door.tables, "nobody")
    assert caught.value.hresult == 0xC037010E
    for low in (0x0105, 0x010D, 0x010E, 0x010F, 0x0110):
        assert error_class(0xC0370000 | low) is error_class(0x80370000 | low)


@pytest.mark.parametrize("build", ALL_BUILDS)
def test_rule_19_stopped_systems_vanish(doors: Doors, build: str) -> None:
    """Nobody can open a container that has stopped."""
    door = doors(build)
    door.fake.add_container("c1")
    vmcompute.open_compute_system(door.tables, "c1").close()
    door.fake.remove_container("c1")
    assert code(lambda: vmcompute.open_compute_system(door.tables, "c1")) == 0xC037010E


def test_every_build_with_version_2_is_covered() -> None:
    """A new profile has to be looked at."""
    from hcspy.testing.profiles import PROFILES

    assert [name for name, profile in PROFILES.items() if profile.build >= 17763] == HCN_BUILDS
