"""Queries, records and handles (rules HCN-Q, HCN-R, HCN-H), at the level of C's plain values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .conftest import DETAILED, V1, V2, Door, setting
from .test_v2_behaviours import UNKNOWN

Doors = Callable[..., Door]
NETWORK = json.dumps({"Name": "nat", "Type": "NAT", "SchemaVersion": {"Major": 2, "Minor": 0}})


@pytest.fixture
def fake() -> FakeHost:
    """A host whose program may leave handles behind."""
    return FakeHost()


def ask(fake: FakeHost, export: str, **args: Any) -> Mapping[str, Any]:
    """Make a call in plain values."""
    return fake.respond("computenetwork", export, args)


def network(fake: FakeHost) -> int:
    """Make a network, and return the handle."""
    return int(ask(fake, "HcnCreateNetwork", Id=None, Settings=NETWORK)["Network"])


# HCN-H


def test_each_open_gives_a_handle_of_its_own(fake: FakeHost) -> None:
    """Closing one leaves the other and the object; a closed one is no handle any more (HCN-H01)."""
    first = network(fake)
    id = json.loads(ask(fake, "HcnEnumerateNetworks", Query=None)["Networks"])[0]
    second = ask(fake, "HcnOpenNetwork", Id=id.lower())["Network"]
    assert second != first
    assert ask(fake, "HcnCloseNetwork", Network=first) == {"hresult": 0}
    assert ask(fake, "HcnCloseNetwork", Network=first) == {"hresult": 0x80070006}
    assert ask(fake, "HcnQueryNetworkProperties", Network=second, Query=V2)["hresult"] == 0
    reply = ask(fake, "HcnModifyNetwork", Network=first, Settings="{}")
    assert json.loads(reply["ErrorRecord"])["Error"] == "The handle is invalid. "
    assert [misuse.partition(" used ")[0] for misuse in fake.misuses] == [
        f"call 4: HcnCloseNetwork(Network={first})",
        f"call 6: HcnModifyNetwork(Network={first}, Settings='{{}}')",
    ] or len(fake.misuses) == 2
    assert [leak.partition(" of ")[0] for leak in fake.leaks] == [f"network 0x{second:X}"]


@pytest.mark.parametrize(
    ("export", "handle"),
    [
        ("HcnQueryNetworkProperties", "Network"),
        ("HcnQueryEndpointProperties", "Endpoint"),
        ("HcnQueryEndpointStats", "Endpoint"),
        ("HcnQueryEndpointAddresses", "Endpoint"),
        ("HcnQueryNamespaceProperties", "Namespace"),
        ("HcnQueryLoadBalancerProperties", "LoadBalancer"),
        ("HcnQueryGuestNetworkServiceProperties", "GuestNetworkService"),
    ],
)
def test_handles_of_another_kind_and_of_nobody_are_refused(fake: FakeHost, export: str, handle: str) -> None:
    """0x80070006; the sentence names the call."""
    other = ask(fake, "HcnOpenService")["Service"]
    for number in (other, 0xDEAD, 0):
        assert ask(fake, export, **{handle: number}, Query=V2)["hresult"] == 0x80070006
    assert len(fake.misuses) == 3
    assert fake.misuses[0].startswith(f"call 2: {export}")


def test_endpoint_is_not_made_through_a_bad_handle(fake: FakeHost) -> None:
    """The network is checked first."""
    reply = ask(fake, "HcnCreateEndpoint", Network=7, Id=None, Settings="{}")
    assert reply["hresult"] == 0x80070006


def test_handle_does_not_keep_its_object(fake: FakeHost) -> None:
    """The object is deleted by its id; through the handle it is not found, and the handle can still be closed."""
    handle = network(fake)
    id = json.loads(ask(fake, "HcnQueryNetworkProperties", Network=handle, Query=V2)["Properties"])["ID"].lower()
    assert ask(fake, "HcnDeleteNetwork", Id=id)["hresult"] == 0
    assert ask(fake, "HcnQueryNetworkProperties", Network=handle, Query=V2)["hresult"] == 0x803B0001
    assert ask(fake, "HcnCreateEndpoint", Network=handle, Id=None, Settings=NETWORK)["hresult"] == 0x803B0001
    assert ask(fake, "HcnCloseNetwork", Network=handle)["hresult"] == 0


def test_handle_of_before_a_restart_is_stale(fake: FakeHost) -> None:
    """0x803B0031 (HCN-H02); nothing is done through it."""
    handle = network(fake)
    with fake.machine() as machine:
        machine.restart()
    reply = ask(fake, "HcnCreateEndpoint", Network=handle, Id=None, Settings='{"Name":"web"}')
    assert reply["hresult"] == 0x803B0031
    assert json.loads(reply["ErrorRecord"])["ErrorCode"] == 0x803B0031
    assert ask(fake, "HcnQueryNetworkProperties", Network=handle, Query=V2)["hresult"] == 0x803B0031
    assert ask(fake, "HcnEnumerateEndpoints", Query="")["Endpoints"] == "[]"
    assert ask(fake, "HcnCloseNetwork", Network=handle)["hresult"] == 0
    assert fake.misuses == []


@pytest.mark.parametrize(
    ("export", "args"),
    [
        ("HcnOpenNetwork", {"Id": None}),
        ("HcnDeleteNetwork", {"Id": None}),
        ("HcnOpenNetwork", {"Id": UNKNOWN, "null_outs": ["Network"]}),
        ("HcnCreateNetwork", {"Id": None, "Settings": NETWORK, "null_outs": ["Network"]}),
        ("HcnOpenService", {"null_outs": ["Service"]}),
        ("HcnRegisterServiceCallback", {"Callback": None, "Context": 0}),
        ("HcnRegisterServiceCallback", {"Callback": print, "Context": 0, "null_outs": ["CallbackHandle"]}),
        (
            "HcnReserveGuestNetworkServicePortRange",
            {"GuestNetworkService": 1, "PortCount": 1, "null_outs": ["PortReservationHandle"]},
        ),
        ("HcnReserveGuestNetworkServicePort", dict.fromkeys(("GuestNetworkService", "Protocol", "Access", "Port"), 1)),
        ("HcnEnumerateGuestNetworkPortReservations", {"null_outs": ["ReturnCount"]}),
    ],
)
def test_null_where_something_is_needed(fake: FakeHost, export: str, args: dict[str, Any]) -> None:
    """0x80004003 (HCN-H03), and nothing has happened."""
    wrong_handle = "PortRange" not in export and "GuestNetworkService" in args
    assert ask(fake, export, **args)["hresult"] == (0x80070006 if wrong_handle else 0x80004003)
    assert ask(fake, "HcnEnumerateNetworks", Query=None)["Networks"] == "[]"


def test_record_may_be_null(fake: FakeHost) -> None:
    """Who does not want it passes NULL."""
    reply = ask(fake, "HcnOpenNetwork", Id=UNKNOWN, null_outs=["ErrorRecord"])
    assert reply["hresult"] == 0x803B0001


# HCN-R


@pytest.mark.parametrize(
    ("service", "expected"), [("stopped", 0x80070426), ("crashed", 0x800706BE), ("stopping", 0x803B0020)]
)
def test_service_that_is_down(fake: FakeHost, service: str, expected: int) -> None:
    """No record, save from one that is stopping; handles can still be closed (HCN-R02)."""
    handle = network(fake)
    fake.service = service
    replies = [
        ask(fake, "HcnEnumerateNetworks", Query=None),
        ask(fake, "HcnQueryNetworkProperties", Network=handle, Query=V2),
        ask(fake, "HcnOpenService"),
        ask(fake, "HcnRegisterServiceCallback", Callback=print, Context=0),
        ask(fake, "HcnEnumerateGuestNetworkPortReservations"),
    ]
    assert {reply["hresult"] for reply in replies} == {expected}
    assert (replies[0].get("ErrorRecord") is not None) == (service == "stopping")
    assert ask(fake, "HcnCloseNetwork", Network=handle)["hresult"] == 0


def test_caller_who_is_no_administrator(fake: FakeHost) -> None:
    """0x80070005."""
    with fake.machine() as machine:
        machine.switches.elevated = False
    reply = ask(fake, "HcnEnumerateNetworks", Query=None)
    assert (reply["hresult"], reply.get("ErrorRecord")) == (0x80070005, None)


def test_record_is_in_the_language_of_the_system(fake: FakeHost) -> None:
    """The code is the same."""
    fake.language = "de"
    record = json.loads(ask(fake, "HcnOpenNetwork", Id=UNKNOWN)["ErrorRecord"])
    assert record == {"Success": False, "Error": "Das Netzwerk wurde nicht gefunden. ", "ErrorCode": 0x803B0001}


def test_failure_on_demand_has_the_service_s_record(fake: FakeHost) -> None:
    """With its own words or the test's; none where nobody answers; what was done is undone for the program."""
    fake.on("HcnOpenNetwork", nth=1).fail(0x803B0013)
    fake.on("HcnOpenNetwork", nth=2).fail(0x803B0013, "busy")
    fake.on("HcnOpenNetwork", nth=3).fail(0x800706BE)
    records = [ask(fake, "HcnOpenNetwork", Id=UNKNOWN).get("ErrorRecord") for _ in range(3)]
    assert json.loads(str(records[0]))["Error"] == "The specified port already exists. "
    assert json.loads(str(records[1]))["Error"] == "busy"
    assert records[2] is None
    fake.on("HcnCreateNetwork").fail(0x80004005, after=True)
    assert ask(fake, "HcnCreateNetwork", Id=None, Settings=NETWORK)["hresult"] == 0x80004005
    assert json.loads(ask(fake, "HcnEnumerateNetworks", Query="")["Networks"]) != []
    assert fake.leaks == []


def test_routes_have_other_names_of_parameters(fake: FakeHost) -> None:
    """They are not documented: id, settings, route, result."""
    reply = ask(fake, "HcnOpenSdnRoute", id=UNKNOWN)
    assert json.loads(reply["result"])["ErrorCode"] == 0x80070490
    assert ask(fake, "HcnEnumerateSdnRoutes", query=None)["routes"] == "[]"


# HCN-Q


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{", 0x803B001B),
        ("[]", 0x803B001B),
        ('{"SchemaVersion":{"Major":3}}', 0x803B0015),
        ('{"Filter":"x"}', 0x803B001B),
        ('{"Filter":"[1]"}', 0x803B001B),
        ('{"Filter":7}', 0x803B001B),
    ],
)
def test_wrong_queries(fake: FakeHost, query: str, expected: int) -> None:
    """HCN-Q03, HCN-Q04."""
    assert ask(fake, "HcnEnumerateNetworks", Query=query)["hresult"] == expected


def test_filter_may_be_an_object_and_flags_a_name(door: Door) -> None:
    """Clients differ; both are plain enough."""
    id = door.nat()
    reply = ask(door.fake, "HcnEnumerateNetworks", Query='{"Filter":{"Name":"nat"},"Flags":"Detailed"}')
    assert json.loads(reply["Networks"]) == [id]
    assert (
        "Resources" in door.read("network", id, '{"SchemaVersion":{"Major":2},"Flags":"detailed"}')["Health"]["Extra"]
    )


def test_filters_compare_numbers_booleans_and_texts(door: Door) -> None:
    """Not across types, and not with lists and objects."""
    id = door.nat(Flags=72)
    assert door.ids("network", Flags=72) == [id]
    assert door.ids("network", Flags="72") == door.ids("network", Flags=True) == []
    assert door.ids("network", IPv6=False) == [id]
    assert door.ids("network", IPv6=0) == []
    assert door.ids("network", Subnets=[]) == door.ids("network", Name=None) == []
    assert door.ids("network", LayeredOn=door.v1("GET", f"/networks/{id}")["LayeredOn"].lower()) == [id]
    namespace = door.make("namespace", {"Type": "HostDefault"})
    assert door.ids("namespace", IsDefault=True) == [namespace]
    assert door.ids("network", ID="x") == door.ids("network", Type={}) == []


def test_object_may_vanish_between_enumeration_and_open(door: Door) -> None:
    """Somebody else deletes it; a list that opens each id has to live with that."""
    from hcspy import HcspyError

    id = door.nat()
    with door.fake.machine() as machine:
        machine.switches.vanish = 1
    assert door.ids("network") == [id]
    with pytest.raises(HcspyError):
        door.read("network", id)
    assert door.ids("network") == []


@pytest.mark.parametrize("build", ["2019", "2022"])
def test_details_show_what_was_allocated(doors: Doors, build: str) -> None:
    """In Health.Extra, or in version 1's Resources; nothing of it without the flag (HCN-Q06)."""
    door = doors(build)
    nat, outside = door.nat(), door.make("network", {"Name": "out", "Type": "Transparent"})
    bridge, private = door.bridge(), door.make("network", {"Name": "p", "Type": "Private"})
    tags = {}
    for name, id in (("nat", nat), ("out", outside), ("bridge", bridge), ("private", private)):
        assert "Resources" not in door.read("network", id)["Health"]["Extra"]
        found = door.read("network", id, DETAILED)["Health"]["Extra"]["Resources"]["Allocators"]
        tags[name] = [allocator["Tag"] for allocator in found]
    assert tags["nat"][0] == "Host Vnic"
    assert tags["bridge"] == ["External Adapter Info", "Host Vnic"]
    assert (tags["out"], tags["private"]) == (["External Adapter Info"], [])
    detailed = '{"SchemaVersion":{"Major":1,"Minor":0},"Flags":1}'
    assert door.read("network", bridge, detailed)["Resources"]["Allocators"] != []
    endpoint = door.endpoint(nat, Policies=[setting("ACL", Action="Allow", Direction="In")])
    door.change("endpoint", endpoint, "Port", "Add", VirtualMachineId=UNKNOWN)
    found = door.read("endpoint", endpoint, DETAILED)["Health"]["Extra"]["Resources"]["Allocators"]
    assert [allocator["Tag"] for allocator in found] == ["Endpoint Port", "ACL Policy"]
    namespace = door.make("namespace", {})
    assert door.read("namespace", namespace, DETAILED)["Health"]["Extra"]["Resources"]["Allocators"] == []
    balancer = door.make("loadbalancer", {"HostComputeEndpoints": []})
    assert door.read("loadbalancer", balancer, DETAILED)["Health"]["Extra"]["Resources"]["ID"]


def test_statistics_and_addresses_of_an_endpoint(door: Door) -> None:
    """The same as through version 1."""
    from hcspy._ffi import computenetwork as hcn

    id = door.endpoint(door.nat())
    with hcn.endpoints.opened(door.tables, id) as handle:
        assert json.loads(hcn.endpoints.stats(handle, V2)) == door.v1("GET", f"/endpointstats/{id}")
        [address] = json.loads(hcn.endpoints.addresses(handle, None))
    assert address["PrefixLength"] == 24


def test_query_shows_changes_at_once(door: Door) -> None:
    """Answers are kept until the object changes, in each shape."""
    id = door.endpoint(door.nat())
    for query in (V1, V2, None):
        before = door.read("endpoint", id, query)["Name"]
        door.v1("POST", f"/endpoints/{id}", {"Name": f"{before}+"})
        assert door.read("endpoint", id, query)["Name"] == f"{before}+"
