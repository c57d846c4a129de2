"""Random sequences through both doors, against a simple model: nothing is lost, nothing leaks, both doors agree."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hcspy import HcspyError
from hcspy.testing import FakeHost
from hcspy.testing.state.policyshapes import to_v1, to_v2

from .conftest import Door, setting

EXAMPLES = int(os.environ.get("HCSPY_DOOR_SEQUENCES", "40"))
numbers = st.integers(0, 7)
either = st.sampled_from(["v1", "v2"])
policies = st.sampled_from(
    [
        setting("QOS", MaximumOutgoingBandwidthInBytes=7),
        setting("EncapOverhead", Overhead=50),
        setting("ACL", Action="Allow", Direction="In", Priority=9),
        setting("SDNRoute", DestinationPrefix="10.0.0.0/8", NeedEncap=True),
        setting("PortMapping", Protocol=6, InternalPort=80, ExternalPort=8080),
    ]
)


class BothDoors(RuleBasedStateMachine):
    """A model of a machine: which objects there are, by which door whatever happens."""

    @initialize(profile=st.sampled_from(["2019", "2022", "2025"]))
    def begin(self, profile: str) -> None:
        self.fake = FakeHost(profile)
        self.door = Door(self.fake)
        self.networks: dict[str, str] = {}
        self.endpoints: dict[str, str] = {}
        self.policies: dict[str, list[Any]] = {}
        self.namespaces: dict[str, set[str]] = {}
        self.lists: dict[str, str] = {}
        self.behind: dict[str, str] = {}

    def pick(self, objects: dict[str, Any], number: int) -> str:
        """Choose one of the ids."""
        return sorted(objects)[number % len(objects)]

    def attempt(self, action: Callable[[], Any]) -> Any:
        """Do something that may be refused; None if it was."""
        try:
            return action()
        except HcspyError:
            return None

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Make a request of version 1; None if it was refused."""
        answer = self.door.answer(method, path, body)
        return (answer.get("Output") or {}) if answer["Success"] else None

    @rule(by=either, name=numbers)
    def make_network(self, by: str, name: int) -> None:
        document = {"Name": f"n{name}", "Type": "NAT"}
        if by == "v1":
            made = self.request("POST", "/networks", document)
            id = made["ID"] if made else None
        else:
            id = self.attempt(lambda: self.door.make("network", document))
        assert (id is None) == (document["Name"] in self.networks.values())
        if id:
            self.networks[id] = document["Name"]

    @precondition(lambda self: self.networks)
    @rule(by=either, number=numbers)
    def drop_network(self, by: str, number: int) -> None:
        id = self.pick(self.networks, number)
        if by == "v1":
            assert self.request("DELETE", f"/networks/{id}") is not None
        else:
            self.door.drop("network", id)
        del self.networks[id]
        gone = {endpoint for endpoint, network in self.endpoints.items() if network == id}
        for endpoint in gone:
            self.forget(endpoint)
        for balancer in [balancer for balancer, endpoint in self.behind.items() if endpoint in gone]:
            del self.lists[balancer], self.behind[balancer]

    def forget(self, endpoint: str) -> None:
        """An endpoint is gone, and out of its namespace."""
        del self.endpoints[endpoint], self.policies[endpoint]
        for inside in self.namespaces.values():
            inside.discard(endpoint)

    @precondition(lambda self: self.networks)
    @rule(by=either, number=numbers)
    def make_endpoint(self, by: str, number: int) -> None:
        network = self.pick(self.networks, number)
        if by == "v1":
            id = self.request("POST", "/endpoints", {"VirtualNetwork": network, "Name": "e"})["ID"]
        else:
            id = self.door.endpoint(network, "e")
        self.endpoints[id] = network
        self.policies[id] = []

    @precondition(lambda self: self.endpoints)
    @rule(by=either, number=numbers)
    def drop_endpoint(self, by: str, number: int) -> None:
        id = self.pick(self.endpoints, number)
        if by == "v1":
            assert self.request("DELETE", f"/endpoints/{id}") is not None
        else:
            self.door.drop("endpoint", id)
        self.forget(id)

    @precondition(lambda self: self.endpoints)
    @rule(by=either, number=numbers, policy=policies)
    def add_policy(self, by: str, number: int, policy: Any) -> None:
        id = self.pick(self.endpoints, number)
        if by == "v1":
            posted = [*map(to_v1, self.policies[id]), to_v1(policy)]
            done = self.request("POST", f"/endpoints/{id}", {"Policies": posted})
        else:
            done = self.attempt(lambda: self.door.change("endpoint", id, "Policy", "Add", Policies=[policy]) or True)
        if policy["Type"] == "PortMapping":
            assert (done is None) == any(policy in held for held in self.policies.values())
        if done is not None:
            self.policies[id].append(policy)

    @precondition(lambda self: self.endpoints)
    @rule(number=numbers, policy=policies)
    def remove_policy(self, number: int, policy: Any) -> None:
        id = self.pick(self.endpoints, number)
        done = self.attempt(lambda: self.door.change("endpoint", id, "Policy", "Remove", Policies=[policy]) or True)
        assert bool(done) == (policy in self.policies[id])
        if done:
            self.policies[id].remove(policy)

    @rule(by=either)
    def make_namespace(self, by: str) -> None:
        if by == "v1":
            id = self.request("POST", "/namespaces", {})["ID"]
        else:
            id = self.door.make("namespace", {"Type": "Host"})
        self.namespaces[id] = set()

    @precondition(lambda self: self.namespaces and self.endpoints)
    @rule(by=either, number=numbers, which=numbers)
    def enter_namespace(self, by: str, number: int, which: int) -> None:
        id, endpoint = self.pick(self.namespaces, number), self.pick(self.endpoints, which)
        if by == "v1":
            resource = {"Type": "Endpoint", "Data": {"Id": endpoint}}
            done = self.request("POST", f"/namespaces/{id}/addresource", resource)
        else:
            done = self.attempt(
                lambda: self.door.change("namespace", id, "Endpoint", "Add", EndpointId=endpoint) or True
            )
        assert (done is None) == any(endpoint in inside for inside in self.namespaces.values())
        if done is not None:
            self.namespaces[id].add(endpoint)

    @precondition(lambda self: self.namespaces)
    @rule(by=either, number=numbers)
    def drop_namespace(self, by: str, number: int) -> None:
        id = self.pick(self.namespaces, number)
        if by == "v1":
            assert self.request("DELETE", f"/namespaces/{id}") is not None
        else:
            self.door.drop("namespace", id)
        del self.namespaces[id]

    @precondition(lambda self: self.endpoints)
    @rule(by=either, number=numbers, port=numbers)
    def make_balancer(self, by: str, number: int, port: int) -> None:
        endpoint, vip = self.pick(self.endpoints, number), f"10.0.0.{port}"
        if by == "v1":
            elb = {"Type": "ELB", "Protocol": 6, "InternalPort": 80, "ExternalPort": 80, "VIPs": [vip]}
            references = [f"/endpoints/{endpoint}"]
            made = self.request("POST", "/policylists", {"References": references, "Policies": [elb]})
            id = made["ID"] if made else None
        else:
            mapping = {"Protocol": 6, "InternalPort": 80, "ExternalPort": 80}
            document = {"HostComputeEndpoints": [endpoint], "FrontendVIPs": [vip], "PortMappings": [mapping]}
            id = self.attempt(lambda: self.door.make("loadbalancer", document))
        if vip in self.lists.values():
            assert id is None
        if id:
            self.lists[id], self.behind[id] = vip, endpoint

    @precondition(lambda self: self.lists)
    @rule(by=either, number=numbers)
    def drop_balancer(self, by: str, number: int) -> None:
        id = self.pick(self.lists, number)
        if by == "v1":
            assert self.request("DELETE", f"/policylists/{id}") is not None
        else:
            self.door.drop("loadbalancer", id)
        del self.lists[id], self.behind[id]

    @rule()
    def go_on_from_paper(self) -> None:
        document = json.loads(json.dumps(self.fake.dump()))
        self.fake.load(document)
        assert self.fake.dump() == document

    @rule()
    def restart(self) -> None:
        with self.fake.machine() as machine:
            machine.restart()

    @invariant()
    def both_doors_show_the_model(self) -> None:
        if not hasattr(self, "door"):
            return
        door = self.door
        for noun, path, known in (
            ("network", "networks", self.networks),
            ("endpoint", "endpoints", self.endpoints),
            ("namespace", "namespaces", self.namespaces),
            ("loadbalancer", "policylists", self.lists),
        ):
            ids = door.ids(noun)
            assert sorted(ids) == sorted(known)
            assert [entry["ID"] for entry in door.v1("GET", f"/{path}")] == ids
        for id, held in self.policies.items():
            assert [to_v2(policy) for policy in door.policies("endpoint", id)] == held
            assert door.v1("GET", f"/endpoints/{id}").get("Policies", []) == [to_v1(policy) for policy in held]
        for id, inside in self.namespaces.items():
            resources = door.read("namespace", id).get("Resources", [])
            assert sorted(r["Data"]["Id"].lower() for r in resources) == sorted(e.lower() for e in inside)

    def teardown(self) -> None:
        if hasattr(self, "fake"):
            self.fake.close()
            self.fake.assert_clean()


TestBothDoors = BothDoors.TestCase
TestBothDoors.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBothDoors = pytest.mark.load(TestBothDoors)
