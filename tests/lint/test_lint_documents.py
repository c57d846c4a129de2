"""What is a document, of which kind, and which of its members nobody knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies

import hcspy
from hcspy import hcn, hns, lint
from hcspy.errors import InvalidDocumentError
from hcspy.lint import Effect, Kind, sniff
from hcspy.lint.kinds import KINDS, NOUNS, REQUESTS, kind_of_model
from hcspy.lint.spot import Spot

ID = "b7e0c4aa-51d2-4c0f-9a77-6655443322aa"
V2 = {"SchemaVersion": {"Major": 2, "Minor": 0}}
SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def kinds(document: Any, **more: Any) -> set[tuple[str, str]]:
    """Return the kinds of the models that lint read a document as, by what it says of an unknown member."""
    [result] = lint.check(document, "2025", **more)
    return {(one.path, one.why) for one in result.findings if one.effect is Effect.UNKNOWN}


@pytest.mark.parametrize(
    ("document", "api", "noun"),
    [
        ({"Name": "web", "Type": "NAT"}, "v1", "network"),
        ({"Name": "web", "Type": "NAT", **V2}, "v2", "network"),
        ({"name": "web", "ipams": []}, "v2", "network"),
        ({"VirtualNetworkName": "web"}, "v1", "endpoint"),
        ({"VirtualNetwork": ID, "SchemaVersion": {"Major": 1, "Minor": 0}}, "v1", "endpoint"),
        ({"HostComputeNetwork": ID, "Policies": []}, "v2", "endpoint"),
        ({"IpConfigurations": [], "SchemaVersion": {"Major": 2}}, "v2", "endpoint"),
        ({"IsDefault": True}, "v1", "namespace"),
        ({"Type": "HostDefault"}, "v2", "namespace"),
        ({"Type": "Guest", "NamespaceId": 1}, "v2", "namespace"),
        ({"FrontendVIPs": ["10.0.0.1"], "HostComputeEndpoints": []}, "v2", "loadbalancer"),
        ({"HostComputeEndpoints": [], "Setting": []}, "v2", "route"),
        ({"HostComputeEndpoints": [], "Routes": []}, "v2", "route"),
        ({"References": [], "Policies": []}, "v1", "policylist"),
        ({"MacAddressList": []}, "v1", "accelnet"),
    ],
)
def test_members_tell_what_a_document_is(document: Any, api: str, noun: str) -> None:
    """People keep documents in files that say nothing about what they are."""
    assert sniff(document) == Kind(api, noun)


def test_recordings_are_what_they_are() -> None:
    """Real documents have members of all sorts; none may mislead."""
    expected = {
        "hns_v1_network_nat_ws2022.json": "network", "hns_v1_get_network_nat_1809.json": "network",
        "hns_v1_network_overlay_external_1809.json": "network", "hns_v1_endpoint_ws2022.json": "endpoint",
        "hns_v1_endpoint_win11_namespace.json": "endpoint", "hns_v1_post_endpoint_k8s_1809.json": "endpoint",
    }  # fmt: skip
    for name, noun in expected.items():
        document = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
        document = document.get("response_output") or document.get("request") or document
        assert sniff(document).noun == noun, name


@pytest.mark.parametrize("document", [{"Name": "x"}, {"Policies": []}, {}, {"Color": "red"}])
def test_document_that_may_be_anything_is_asked_about(document: Any) -> None:
    """A guess would find mistakes that are none."""
    with pytest.raises(InvalidDocumentError, match="network, endpoint") as caught:
        lint.check(document)
    assert "--kind" in str(caught.value.hint)


def test_kind_and_api_can_be_said() -> None:
    """Who knows better says so."""
    assert kinds({"Name": "x", "Color": 1}, kind="endpoint") == {("Color", "hcspy knows no such member of HNSEndpoint")}
    [result] = lint.check({"Name": "x"}, "2022", kind="endpoint", api="v2")
    assert "SchemaVersion" in [one.path for one in result.findings]


def test_kind_that_a_door_lacks_is_an_error() -> None:
    """HNS v1 has no load balancers; it has policy lists."""
    with pytest.raises(InvalidDocumentError, match="no loadbalancer in HNS v1"):
        lint.check({"Name": "x"}, kind="loadbalancer", api="v1")
    with pytest.raises(InvalidDocumentError, match="no policylist in HCN"):
        lint.check({"Name": "x"}, kind="policylist", api="v2")


def test_every_kind_has_a_model_that_is_known_by_it() -> None:
    """The names of the models are text: a renamed class must not go unnoticed."""
    for api, noun in KINDS:
        kind = Kind(api, noun)
        assert kind_of_model(kind.model()) == kind
        assert noun in NOUNS
    for api, noun in REQUESTS:
        kind = Kind(api, noun, True)
        assert kind_of_model(kind.model()) == kind


def test_model_of_a_part_is_no_document() -> None:
    """A subnet is nothing that the service takes by itself."""
    with pytest.raises(InvalidDocumentError, match="Subnet is no document"):
        lint.check(hns.Subnet(address_prefix="10.0.0.0/24"))


@pytest.mark.parametrize("given", ["[1]", "7", '"text"', 7, None, [None]])
def test_what_is_no_object_is_an_error(given: Any) -> None:
    """The message shows what was there."""
    with pytest.raises(InvalidDocumentError, match="a document is an object"):
        lint.check(given)


def test_text_is_read_as_json() -> None:
    """What comes from a pipe is text."""
    [result] = lint.check('{"VirtualNetworkName":"web","Policies":[{"Type":"ACL","Action":"Allow"}]}', "2022")
    assert [one.path for one in result.findings] == ["Policies[0].Direction"]
    assert lint.check(b'{"VirtualNetworkName":"web"}', "2022")[0].clean


def test_lists_have_their_places_in_the_paths() -> None:
    """Which of twenty documents is meant must be plain."""
    bad = {"VirtualNetworkName": "web", "MacAddress": "zz"}
    [result] = lint.check([{"VirtualNetworkName": "web"}, bad, [bad]], "2022")
    assert [one.path for one in result.findings] == ["[1].MacAddress", "[2][0].MacAddress"]


def test_dump_of_a_host_is_checked_as_a_whole() -> None:
    """Before an upgrade: does what runs here run on the next Windows?"""
    with hcspy.connect("fake", profile="2022") as host:
        subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
        network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))
        rule = hns.ACL(id="r", action="Allow", direction="In", priority=1)
        host.hns.endpoints.create(hns.HNSEndpoint(name="e", virtual_network=network, policies=[rule]))
        dump = host.snapshot().dump()
    old, new = lint.check(dump, ["rs1", "2025"])
    assert "endpoints[0].Policies[0].Id" in [one.path for one in old.findings]
    assert new.clean


def test_endpoint_with_routes_is_no_dump() -> None:
    """`Routes` is a member of endpoints; the lists of a dump are in lower case."""
    document = {"HostComputeNetwork": ID, **V2, "Routes": [{"NextHop": "10.0.0.1", "DestinationPrefix": "0.0.0.0/0"}]}
    assert lint.check(document, "2022")[0].findings == ()


# -- policies and requests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"Type": "ACL", "Action": "Allow", "Direction": "In", "Protocol": "zz"}, "Protocol"),
        ({"Type": "NAT", "InternalPort": 70000, "ExternalPort": 80}, "InternalPort"),
        ({"Type": "ELB", "VIPs": ["x"]}, "VIPs[0]"),
        ({"Type": "ACL", "Settings": {"Action": "Allow", "Direction": "In", "LocalAddresses": "Any"}},
         "Settings.LocalAddresses"),
    ],
)  # fmt: skip
def test_policy_by_itself_is_a_document(document: Any, path: str) -> None:
    """Network policies are kept and sent one by one."""
    assert path in [one.path for one in lint.check(document, "2022")[0].findings]


def test_policy_of_a_network_is_told_by_its_type() -> None:
    """Only networks carry it; the paths are those of what was given."""
    document = {"Type": "NetworkACL", "Settings": {"Action": "Allow", "Direction": "In"}}
    old, new = lint.check(document, ["1803", "2022"])
    assert [(one.path, one.feature) for one in old.findings] == [("", "Api.V2")]
    assert [(one.path, one.feature) for one in new.findings] == [("Type", "NetworkACL")]


def test_policy_in_a_list_has_its_place() -> None:
    """A list of policies is how the command line and CNI configurations keep them."""
    rule = {"Type": "ACL", "Action": "Allow", "Direction": "In", "LocalAddresses": "Any"}
    [result] = lint.check([rule], "2022")
    assert [one.path for one in result.findings] == ["[0].LocalAddresses"]


def test_policy_that_is_said_to_be_one_needs_a_type() -> None:
    """Without it nothing is known."""
    with pytest.raises(InvalidDocumentError, match="has a Type"):
        lint.check({"Action": "Allow"}, kind="policy")
    assert lint.check({"Type": "Future", "Settings": {}}, "2022", kind="policy")


REQUEST = {"ResourceType": "Policy", "RequestType": "Add"}
WFP = {"Type": "L4WFPPROXY", "Settings": {"OutboundProxyPort": "80"}}


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({**REQUEST, "Settings": {"Policies": [WFP]}}, "Settings.Policies[0].Type"),
        ({**REQUEST, "Settings": {"Policies": [{"Type": "NetworkACL", "Settings": {}}]}}, "Settings.Policies[0].Type"),
        ({"ResourceType": "Subnet", "RequestType": "Add",
          "Settings": {"Subnets": [{"IpAddressPrefix": "10.0.0.0/24"}]}}, "Settings.Subnets"),
    ],
)  # fmt: skip
def test_requests_are_documents(request_: Any, path: str) -> None:
    """`modify` sends them, and older Windows refuses what they add."""
    assert path in [one.path for one in lint.check(request_, "2019")[0].findings]


def test_request_that_may_be_of_two_kinds_is_asked_about() -> None:
    """Networks and endpoints both carry L4Proxy policies."""
    request = {**REQUEST, "Settings": {"Policies": [{"Type": "L4Proxy", "Settings": {"Port": "80"}}]}}
    with pytest.raises(InvalidDocumentError, match=r"any of network, endpoint$"):
        lint.check(request)
    for noun in ("network", "endpoint"):
        [finding] = lint.check(request, "2019", kind=noun)[0].findings
        assert finding.feature == "L4Proxy"


def test_request_about_nothing_known_is_asked_about() -> None:
    """Requests of all services look alike."""
    with pytest.raises(InvalidDocumentError, match="network, endpoint, namespace, system"):
        lint.check({"ResourceType": "Weather", "RequestType": "Update"})


def test_request_model_is_a_document() -> None:
    """The typed request says itself what it is for."""
    tier = hcn.TierAcl(name="t", direction="In", order=1)
    model = hcn.ModifyEndpointSettingRequest(
        resource_type="Policy", request_type="Add", settings=hcn.PolicyEndpointRequest(policies=[tier])
    )
    assert [one.feature for one in lint.check(model, "2022")[0].findings] == ["TierAcl"]


# -- members that nobody knows -----------------------------------------------------------------------------------------


def test_unknown_member_is_a_warning_with_what_is_near() -> None:
    """A slip of the pen is silently ignored by the service: a rule that says nothing about ports is for all of them."""
    rule = {"Action": "Block", "Direction": "Out", "RemotePort": "443", "RemotPorts": "443"}
    document = {"HostComputeNetwork": ID, **V2, "Policies": [{"Type": "ACL", "Settings": rule}], "Future": {"a": 1}}
    [result] = lint.check(document, "2022")
    assert [(one.path, one.instead) for one in result.findings if one.effect is Effect.UNKNOWN] == [
        ("Future", None),
        ("Policies[0].Settings.RemotPorts", "RemotePorts?"),
    ]
    [result] = lint.check({"VirtualNetworkName": "web", "Future": 1}, "2022")
    assert result.clean


def test_members_in_any_letter_case_are_known() -> None:
    """Go reads them so, and so do we."""
    assert (
        kinds({"virtualnetworkname": "web", "policies": [{"type": "acl", "ACTION": "Allow", "direction": "In"}]})
        == set()
    )


def test_policy_that_nobody_knows_is_not_taken_apart() -> None:
    """There is nothing to compare its members with."""
    assert kinds({"VirtualNetworkName": "web", "Policies": [{"Type": "Future", "Color": "red"}]}) == set()
    assert kinds({"HostComputeNetwork": ID, **V2, "Policies": [{"Type": "Future", "Settings": {"Color": 1}}]}) == set()


def test_odd_shapes_do_not_stop_lint() -> None:
    """Documents come from people: anything may be anywhere."""
    odd = {"HostComputeNetwork": 7, **V2, "Policies": [None, 1, {"Type": "ACL", "Settings": None}, {"Type": 9}],
           "IpConfigurations": {"IpAddress": 1}, "Flags": [], "Dns": "x", "Routes": [[]]}  # fmt: skip
    assert not lint.check(odd, "2022")[0].clean
    network = {"Ipams": [{"Subnets": "x"}, None], "Flags": "Enable_Dns|DisableHostPort", "MacPool": 3, **V2}
    assert "DisableHostPort" in {one.feature for one in lint.check(network, "2022")[0].findings}


def test_spots_know_where_they_are() -> None:
    """Paths are what people search for in their documents."""
    spot = Spot("", {"A": [{"B": "1, 2"}], "N": "x", "E": "", "F": 3})
    [inner] = spot.each("a")
    assert (inner.path, inner.items("B"), inner.missing("C").path) == ("a[0]", ["1", "2"], "a[0].C")
    assert spot.get("E") is None
    assert spot.number("N") == 0
    assert spot.number("F") == 3
    assert spot.items("Z") == []
    assert list(spot.each("N")) == []
    assert Spot("", 3).get("A") is None


WORDS = [
    "Name", "Type", "Policies", "Settings", "Ipams", "Subnets", "IpAddressPrefix", "Flags", "IpConfigurations", "Major",
    "PrefixLength", "IPAddress", "SchemaVersion", "References", "PortMappings", "DistributionType", "VirtualNetwork",
    "HostComputeNetwork", "RemoteAddresses", "Protocols", "RequestType", "ResourceType", "Exceptions", "networks",
    "TierAclRules", "PolicyType", "ACL", "TierAcl", "OutBoundNAT", "SetPolicy", "NESTEDIPSET", "252", "10.0.0.1/8",
    "Any",
]  # fmt: skip
anything = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.sampled_from(["", *WORDS]),
    lambda inner: (
        strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    strategies.dictionaries(strategies.sampled_from(WORDS), anything, max_size=5),
    strategies.sampled_from([None, "network", "endpoint", "loadbalancer", "policy"]),
)
def test_lint_says_something_about_any_document(document: dict[str, Any], kind: str | None) -> None:
    """Files come from people: either it is clear what a document is, or the error says that it is not."""
    try:
        results = lint.check(document, ["rs1", "2019", "2025"], kind=kind)
    except InvalidDocumentError:
        return
    assert len(results) == 3
    json.dumps([result.document() for result in results], default=str)
