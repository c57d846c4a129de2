from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from hcn_scripted import Scripted, record

import hcspy
from hcspy import hcn
from hcspy.errors import (
    ClosedError,
    FeatureMissingError,
    InvalidDocumentError,
    ServiceUnavailableError,
    TimedOutError,
    UnexpectedAnswerError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"


@pytest.mark.parametrize(("profile", "version"), [("2019", (9, 2)), ("2022", (13, 3)), ("2025", (15, 4))])
def test_version_is_the_services(profile: str, version: tuple[int, int]) -> None:
    """Everything that a host can do follows from it."""
    with hcspy.connect("fake", profile=profile) as host:
        assert host.hcn.version.pair == version


def test_version_that_is_none_is_named() -> None:
    """Version 0.0 would mean a host that can do nothing."""
    target = Scripted({"HNSCall": {"response": '{"Success":true,"Output":7}'}})
    with hcspy.connect(target) as host, pytest.raises(UnexpectedAnswerError):
        host.hcn.version  # noqa: B018


def test_features_are_asked_for_once(host: Host, fake_host: FakeHost) -> None:
    """Every check of a feature would be a call."""
    assert host.hcn.supported_features().set_policy
    fake_host.calls.clear()
    host.hcn.require("SetPolicy")
    assert not host.hcn.supported_features().modify_loadbalancer
    assert not fake_host.calls
    assert host.hcn.supported_features(refresh=True).set_policy
    assert len(fake_host.calls) == 1


def test_missing_feature_says_where_it_is(host: Host) -> None:
    """ "platform does not support feature TierAcl" does not say which platform does."""
    with pytest.raises(FeatureMissingError, match="HNS 14"):
        host.hcn.require("TierAcl")
    with pytest.raises(InvalidDocumentError):
        host.hcn.require("Teleport")


def test_host_without_the_second_version_says_so() -> None:
    """Server 2016 has no computenetwork.dll."""
    with hcspy.connect("fake", profile="rs1") as host, pytest.raises(hcspy.NotSupportedError):
        host.hcn.networks.list()


def test_wait_available_is_over_when_the_service_answers(host: Host, fake_host: FakeHost) -> None:
    """A service of Windows starts before HNS does."""
    assert host.hcn.wait_available(timeout=30).pair == (13, 3)
    outage = fake_host.service_stopped()
    outage.__enter__()
    threading.Timer(0.1, lambda: outage.__exit__(None, None, None)).start()
    assert host.hcn.wait_available(timeout=10).pair == (13, 3)
    fake_host.assert_clean()


def test_wait_available_gives_up(host: Host, fake_host: FakeHost) -> None:
    """The caller has other things to do."""
    with fake_host.service_stopped(), pytest.raises(TimedOutError, match="the service to answer"):
        host.hcn.wait_available(timeout=0.05)


def test_wait_available_does_without_the_service_handle() -> None:
    """It is not documented which Windows brought it."""
    target = Scripted({"HNSCall": {"response": '{"Success":true,"Output":{"Major":9,"Minor":2}}'}})
    answers = iter([{"hresult": 0x80070426}, {"Networks": "[]"}])

    def without(args: Any) -> Any:
        raise hcspy.errors.ExportMissingError("no HcnOpenService", call="HcnOpenService")

    target.script["HcnOpenService"] = without
    target.script["HcnEnumerateNetworks"] = lambda args: next(answers)
    with hcspy.connect(target) as host:
        assert host.hcn.wait_available(timeout=10).pair == (9, 2)


def test_closed_host_has_no_door(fake_host: FakeHost) -> None:
    """A call after the end is a mistake of the program."""
    host = fake_host.connect()
    door = host.hcn
    host.close()
    with pytest.raises(ClosedError):
        host.hcn  # noqa: B018
    assert door is not None


def test_call_that_hangs_is_given_up(fake_host: FakeHost) -> None:
    """One hanging call must not stop the program; the handle that comes late is closed."""
    with fake_host.connect(timeout=0.1) as host:
        rule = fake_host.on("HcnOpenNetwork").hang()
        with pytest.raises(TimedOutError, match="did not return"):
            host.hcn.networks.get(ID)
        rule.release()


def test_error_has_what_the_service_said() -> None:
    """The record is the only thing that tells more than the number."""
    target = Scripted({"HcnOpenNetwork": record(0x803B0001, "The network was not found. ")})
    with hcspy.connect(target) as host, pytest.raises(hcspy.NotFoundError) as caught:
        host.hcn.networks.get(ID)
    assert caught.value.record
    assert json.loads(caught.value.record)["ErrorCode"] == 0x803B0001
    assert (caught.value.call, caught.value.request) == ("HcnOpenNetwork", ID)


def test_answer_that_is_no_object_is_named() -> None:
    """An answer in another shape must not look like an object without members."""
    for answer in ("[]", "7", "<html>"):
        target = Scripted({"HcnQueryNetworkProperties": {"Properties": answer}})
        with hcspy.connect(target) as host, pytest.raises(UnexpectedAnswerError) as caught:
            host.hcn.networks.get(ID)
        assert caught.value.record == answer
        target.assert_closed()


# -- transactions -----------------------------------------------------------------------------------------------------


def test_transaction_spans_both_doors(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """A program may use both: they are one service."""
    fake_host.add_container("c1")
    with pytest.raises(RuntimeError), host.transaction() as tx:
        endpoint = tx.hcn.endpoints.create(hcn.HostComputeEndpoint(name="a", host_compute_network=network))
        tx.hns.namespaces.create()
        namespace = tx.hcn.namespaces.create()
        tx.hcn.namespaces.add_endpoint(namespace, endpoint)
        tx.hcn.namespaces.add_container(namespace, "c1")
        assert len(host.hcn.endpoints.list()) == 1
        raise RuntimeError
    assert host.hcn.endpoints.list() == []
    assert host.hcn.namespaces.list(container="c1") == []


def test_transaction_gives_policies_back(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """Also those that replace_policies has dropped."""
    block = hcn.ACL(action="Block", direction="Out")
    with pytest.raises(RuntimeError), host.transaction() as tx:
        tx.hcn.endpoints.add_policies(endpoint, block)
        tx.hcn.endpoints.replace_policies(endpoint, hcn.ACL(action="Allow", direction="In"))
        raise RuntimeError
    assert host.hcn.endpoints.get(endpoint).policies == endpoint.policies


def test_transaction_takes_a_request_back(host: Host, network: hcn.HostComputeNetwork) -> None:
    """By its opposite, or by what the object was before."""
    dns = hcn.ModifyNetworkSettingRequest(
        resource_type="DNS", request_type="Update", settings=hcn.Dns(server_list=["10.96.0.10"])
    )
    pods = hcn.SetPolicy(id="pods", name="pods", policy_type="IPSET", values="10.0.0.1")
    added = hcn.ModifyNetworkSettingRequest(
        resource_type="Policy", request_type="Add", settings=hcn.PolicyNetworkRequest(policies=[pods])
    )
    with pytest.raises(RuntimeError), host.transaction() as tx:
        tx.hcn.networks.modify(network, dns)
        tx.hcn.networks.modify(network, added)
        raise RuntimeError
    assert host.hcn.networks.get(network) == network


def test_transaction_puts_back_what_ensure_has_changed(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A network of another type, with the id of the old one."""
    with pytest.raises(RuntimeError), host.transaction() as tx:
        result = tx.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="Private"))
        assert result.before == network
        tx.hcn.networks.ensure(hcn.HostComputeNetwork(name="new", type="Private"))
        tx.hcn.networks.ensure(hcn.HostComputeNetwork(name="new", type="Private"))
        raise RuntimeError
    (found,) = host.hcn.networks.list()
    assert (found.id, found.network_type) == (network.id, "NAT")


def test_transaction_frees_ports(host: Host, fake_host: FakeHost) -> None:
    """A port that stays reserved is lost until a restart."""
    service = host.hcn.guest_network_services.create(
        hcn.GuestNetworkService(virtual_machine_id="61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f")
    )
    with pytest.raises(RuntimeError), host.transaction() as tx:
        tx.hcn.port_reservations.reserve(service, 8080)
        tx.hcn.port_reservations.reserve_range(service, 10)
        raise RuntimeError
    assert host.hcn.port_reservations.list() == []
    fake_host.assert_clean()


def test_transaction_that_cannot_restore_says_so(host: Host) -> None:
    """The state of a guest network service is nobody's to give back."""
    service = host.hcn.guest_network_services.create(
        hcn.GuestNetworkService(virtual_machine_id="61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f")
    )
    request = hcn.ModifyGuestNetworkServiceSettingRequest(
        resource_type="State",
        request_type="Update",
        settings=hcn.GuestNetworkServiceStateRequest(state="Synchronized"),
    )
    with pytest.raises(hcspy.HcspyError) as caught, host.transaction() as tx:
        tx.hcn.guest_network_services.modify(service, request)
        raise InvalidDocumentError("something else")
    assert "cannot be made what it was" in caught.value.leftovers[0]


def test_deletes_of_a_transaction_wait_for_its_end(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """What is deleted could not be brought back."""
    with host.transaction() as tx:
        tx.hcn.endpoints.delete(endpoint)
        assert tx.hcn.endpoints.get(endpoint) == endpoint
        assert tx.hcn.version.pair == (13, 3)
    assert host.hcn.endpoints.list() == []


def test_service_is_held_open_for_a_block(fake_host: FakeHost) -> None:
    """A handle that nobody gives back keeps the service from unloading."""
    with fake_host.connect() as host:
        with host.hcn.open_service() as service:
            assert repr(service) == "<Service>"
            assert fake_host.leaks
        assert service.is_closed
        service.close()
        assert repr(service) == "<Service, closed>"
    fake_host.assert_clean()


def test_service_that_is_down_cannot_be_opened(fake_host: FakeHost) -> None:
    """That is what the handle is good for: it says whether the service runs."""
    fake_host.on("HcnOpenService").fail(0x80070426)
    with fake_host.connect() as host, pytest.raises(ServiceUnavailableError):
        host.hcn.open_service()
    fake_host.assert_clean()


@pytest.mark.parametrize("noun", ["networks", "endpoints", "namespaces", "load_balancers", "routes"])
def test_unknown_condition_of_waiting_is_named(fake_host: FakeHost, noun: str) -> None:
    """A misspelt word must not end in an error about dictionaries, and not after a minute."""
    with fake_host.connect() as host, pytest.raises(InvalidDocumentError, match="'redy'") as caught:
        getattr(host.hcn, noun).wait(ID, "redy")
    assert "ready" in str(caught.value.hint)
    assert not fake_host.calls


@pytest.mark.parametrize("model", [None, {"Name": "web"}, '{"Name":"web"}'])
def test_what_is_no_model_is_not_created(fake_host: FakeHost, model: Any) -> None:
    """Whoever hands over a document learns what makes a model of it."""
    with fake_host.connect() as host, pytest.raises(InvalidDocumentError, match="HostComputeNetwork") as caught:
        host.hcn.networks.create(model)
    assert "from_json" in str(caught.value.hint)
