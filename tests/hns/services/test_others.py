"""Policy lists, namespaces, management addresses, service-wide values, the raw call."""

from __future__ import annotations

import pytest

import hcspy
from hcspy import hns
from hcspy.errors import (
    EndpointInNamespaceError,
    EndpointNotFoundError,
    InvalidDocumentError,
    InvalidJSONError,
    PolicyListNotFoundError,
    ServiceUnavailableError,
    TimedOutError,
    UnexpectedAnswerError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture
def balancer(host: Host, endpoint: hns.HNSEndpoint) -> hns.PolicyList:
    return host.hns.policy_lists.add_load_balancer(
        [endpoint], vip="10.96.0.1", protocol="tcp", internal_port=80, external_port=8081
    )


def test_load_balancer_reads_back(host: Host, endpoint: hns.HNSEndpoint, balancer: hns.PolicyList) -> None:
    """kube-proxy compares what it finds with what it wants."""
    lists = host.hns.policy_lists
    assert lists.get(balancer) == balancer
    assert balancer.endpoint_ids == (endpoint.id,)
    assert lists.find(vip="10.96.0.1") == lists.find(external_port=8081) == lists.find(type="elb") == balancer
    assert lists.find(endpoint=endpoint) == balancer
    assert lists.find(destination_prefix="10.0.0.0/8") is None


def test_route_reads_back(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """A route is a policy list as well."""
    route = host.hns.policy_lists.add_route([endpoint], destination_prefix="10.96.0.0/12", need_encap=True)
    assert host.hns.policy_lists.find(destination_prefix="10.96.0.0/12") == route
    assert route.policies[0].need_encap


def test_endpoints_of_a_policy_list_change_under_the_same_id(
    host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint, balancer: hns.PolicyList
) -> None:
    """HNS v1 cannot change one, so it is deleted and created; whoever holds the id must still find it."""
    other = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
    lists = host.hns.policy_lists
    grown = lists.add_endpoint(balancer, other)
    assert (grown.id, grown.endpoint_ids) == (balancer.id, (endpoint.id, other.id))
    assert lists.add_endpoint(grown, other) == grown
    shrunk = lists.remove_endpoint(str(balancer.id), endpoint)
    assert (shrunk.id, shrunk.endpoint_ids) == (balancer.id, (other.id,))
    assert lists.remove_endpoint(shrunk, endpoint, missing_ok=True) == shrunk
    with pytest.raises(EndpointNotFoundError):
        lists.remove_endpoint(shrunk, endpoint)


def test_failed_change_puts_the_policy_list_back(
    host: Host, network: hns.HNSNetwork, balancer: hns.PolicyList, fake_host: FakeHost
) -> None:
    """A service without its load balancer is down."""
    other = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
    fake_host.on("POST /policylists/", nth=1).fail(0x80004005)
    with pytest.raises(hcspy.HcspyError) as caught:
        host.hns.policy_lists.add_endpoint(balancer, other)
    assert caught.value.leftovers == ()
    assert host.hns.policy_lists.get(balancer).references == balancer.references


def test_update_makes_a_policy_list_anew(host: Host, balancer: hns.PolicyList) -> None:
    """The whole document counts."""
    elb = hns.ELB(protocol=6, internal_port=81, external_port=8081, vips=["10.96.0.1"])
    after = host.hns.policy_lists.update(hcspy.evolve(balancer, policies=[elb]))
    assert after.id == balancer.id
    assert after.policies[0].internal_port == 81


def test_ensure_knows_a_balancer_by_its_front(host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint) -> None:
    """Virtual address, protocol and port are what clients connect to."""
    elb = hns.ELB(protocol=6, internal_port=80, external_port=8081, vips=["10.96.0.1"])
    model = hns.PolicyList(references=hns.endpoint_references([endpoint]), policies=[elb])
    lists = host.hns.policy_lists
    assert lists.ensure(model).action == "created"
    assert lists.ensure(model).action == "unchanged"
    other = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
    grown = lists.ensure(hcspy.evolve(model, references=hns.endpoint_references([endpoint, other])))
    assert grown.action == "recreated"
    assert [change.path for change in grown.changes] == ["References"]
    assert len(lists.list()) == 1
    with pytest.raises(InvalidDocumentError):
        lists.ensure(hns.PolicyList())


def test_missing_policy_list_is_told_as_such(host: Host) -> None:
    """Not as a missing element."""
    with pytest.raises(PolicyListNotFoundError):
        host.hns.policy_lists.get("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
    with pytest.raises(EndpointNotFoundError):
        host.hns.policy_lists.add_route(["9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"], destination_prefix="10.0.0.0/8")


def test_namespace_holds_endpoints(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """What a pod's network is made of."""
    spaces = host.hns.namespaces
    namespace = spaces.create()
    spaces.add_endpoint(namespace, endpoint)
    assert [held.lower() for held in spaces.endpoints(namespace)] == [endpoint.id]
    assert spaces.find(endpoint=endpoint) is not None
    assert spaces.list(container="c1") == []
    assert namespace.id in {entry.id for entry in spaces.list(default=False)}
    other = spaces.create()
    with pytest.raises(EndpointInNamespaceError):
        spaces.add_endpoint(other, endpoint)
    spaces.remove_endpoint(namespace, endpoint)
    spaces.remove_endpoint(namespace, endpoint, missing_ok=True)
    spaces.delete(namespace)
    spaces.remove_endpoint(namespace, endpoint, missing_ok=True)
    with pytest.raises(hcspy.NotFoundError):
        spaces.remove_endpoint(namespace, endpoint)


def test_default_namespace_is_compartment_one(host: Host) -> None:
    """The host's own interfaces live there."""
    host.hns.namespaces.create(hns.Namespace(is_default=True))
    default = host.hns.namespaces.get(default=True)
    assert default.compartment_id == 1
    assert host.hns.namespaces.get(compartment=1) == default


def test_namespace_request_says_only_what_the_service_reads(host: Host, fake_host: FakeHost) -> None:
    """An id in the request would be hcspy's invention."""
    host.hns.namespaces.create(hns.Namespace(id="x"))
    assert fake_host.calls[-1].args["object"] == "{}"


@pytest.mark.hcspy(profile="2025")
def test_management_addresses_are_set_and_cleared(host: Host) -> None:
    """Accelerated networking must leave the management adapters alone."""
    accelnet = host.hns.accelnet
    addresses = ["00-15-5D-0A-B7-C6", "00-15-5D-38-01-00"]
    assert [entry.mac_address for entry in accelnet.set(addresses).mac_address_list] == addresses
    assert len(accelnet.get().mac_address_list) == 2
    accelnet.delete()
    assert accelnet.get().mac_address_list == ()
    with pytest.raises(InvalidDocumentError, match="empty"):
        accelnet.set([])
    with pytest.raises(InvalidDocumentError, match="MacAddressList"):
        accelnet.set(["not a MAC"])


@pytest.mark.parametrize(("profile", "expected"), [("1803", True), ("2022", True)])
def test_features_follow_the_version(profile: str, expected: bool) -> None:
    """Address lists in ACL policies came with HNS 7.2."""
    with hcspy.connect("fake", profile=profile) as host:
        assert host.hns.supported_features().acl.acl_address_lists is expected


def test_features_are_asked_once(host: Host, fake_host: FakeHost) -> None:
    """They cannot change while the service runs; refresh asks again."""
    host.hns.supported_features()
    host.hns.supported_features()
    assert len(fake_host.calls) == 1
    host.hns.supported_features(refresh=True)
    assert len(fake_host.calls) == 2


def test_version_below_7_2_lacks_the_acl_features(host: Host, fake_host: FakeHost) -> None:
    """An older service would refuse an ACL with address lists at attach time, not at once."""
    from hcspy.hns.services.hns import _features

    assert not _features(hns.HNSVersion(major=7, minor=1)).acl.acl_rule_id


def test_activities_are_read(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """One for each object."""
    assert host.hns.activities()


def test_raw_call_takes_text_bytes_and_mappings(host: Host) -> None:
    """For what has no verb yet."""
    made = host.hns.call("POST", "/networks/", {"Name": "web", "Type": "NAT"})
    assert made["Name"] == "web"
    assert host.hns.call("POST", "/networks/", '{"Name":"two","Type":"NAT"}')["Name"] == "two"
    assert host.hns.call("POST", "/networks/", b'{"Name":"three","Type":"NAT"}')["Name"] == "three"
    with pytest.raises(InvalidDocumentError, match="UTF-8"):
        host.hns.call("POST", "/networks/", b"\xff")
    with pytest.raises((InvalidJSONError, InvalidDocumentError)):
        host.hns.call("POST", "/networks/", "{not json")


def test_stopped_service_is_not_an_absent_object(host: Host, network: hns.HNSNetwork, fake_host: FakeHost) -> None:
    """kube-proxy took one for the other and created everything twice."""
    with fake_host.service_stopped():
        with pytest.raises(ServiceUnavailableError) as caught:
            host.hns.networks.find(name="web")
        assert not isinstance(caught.value, hcspy.NotFoundError)
        with pytest.raises(ServiceUnavailableError):
            host.hns.networks.delete(network, missing_ok=True)


def test_slow_service_times_out_and_says_so(network: hns.HNSNetwork, fake_host: FakeHost) -> None:
    """HNS hangs for minutes on some builds; the caller must get its thread back."""
    with fake_host.connect(timeout=0.1) as host:
        fake_host.on("GET /networks*").delay(0.5)
        with pytest.raises(TimedOutError, match="may still complete"):
            host.hns.networks.list()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("[]", "not an object"),
        ('{"Success":true,"Output":""}', "holds no network"),
        ('{"Success":true,"Output":[]}', "holds no network"),
    ],
)
def test_odd_answer_is_told_with_its_text(host: Host, monkeypatch: pytest.MonkeyPatch, text: str, words: str) -> None:
    """A proxy or a half-dead service answers anything; the text must be in the error."""
    monkeypatch.setattr("hcspy._ffi.vmcompute.hns_call", lambda *args, **kwargs: text)
    with pytest.raises(UnexpectedAnswerError, match=words):
        host.hns.networks.get("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")


def test_odd_list_is_told(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object where the list should be must not read as no networks."""
    monkeypatch.setattr("hcspy._ffi.vmcompute.hns_call", lambda *args, **kwargs: '{"Success":true,"Output":{}}')
    with pytest.raises(UnexpectedAnswerError, match="not an array"):
        host.hns.networks.list()
