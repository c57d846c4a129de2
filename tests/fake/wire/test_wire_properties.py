"""What holds for a machine whatever is asked of it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hcspy.testing.profiles import PROFILES
from hcspy.testing.wire import Machine

POLICIES = st.lists(
    st.one_of(
        st.builds(
            lambda internal, external: {
                "Type": "NAT",
                "Protocol": "tcp",
                "InternalPort": internal,
                "ExternalPort": external,
            },
            st.integers(0, 3),
            st.integers(0, 4).map(lambda number: number and 8000 + number),
        ),
        st.sampled_from([{"Type": "L2Driver"}, {"Type": "x"}, {"Type": "OutBoundNAT", "ExceptionList": ["bad"]}]),
    ),
    max_size=2,
)
PICK = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("network"), st.sampled_from(["nat", "l2bridge", "transparent", "ICS", "x"]), PICK),
    st.tuples(st.just("endpoint"), PICK, POLICIES, st.sampled_from([None, "10.0.0.2", "10.0.0.1", "9.9.9.9"])),
    st.tuples(st.just("policies"), PICK, POLICIES),
    st.tuples(st.just("attach"), PICK, st.sampled_from(["Host", "Container"])),
    st.tuples(st.just("detach"), PICK, st.sampled_from(["Host", "Container"])),
    st.tuples(st.just("namespace"), st.booleans()),
    st.tuples(st.sampled_from(["addresource", "removeresource"]), PICK, PICK),
    st.tuples(st.just("delete"), st.sampled_from(["networks", "endpoints", "namespaces"]), PICK),
    st.tuples(st.just("container"), st.booleans()),
    st.tuples(st.sampled_from(["restart", "reboot", "reload"])),
)


class Driver:
    """Does steps on a machine; the ids are those that the machine lists."""

    def __init__(self, profile: str) -> None:
        self.machine = Machine(profile)

    def output(self, method: str, path: str, body: Any = "") -> Any:
        hresult, response = self.machine.call(method, path, json.dumps(body) if body != "" else "")
        answer = json.loads(response or "")
        assert hresult == 0 or (method == "POST" and answer["ErrorCode"] == hresult and not answer["Success"])
        return answer.get("Output")

    def pick(self, collection: str, number: int) -> str:
        listed = self.output("GET", f"/{collection}/")
        return listed[number % len(listed)]["ID"] if listed else "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"

    def do(self, step: tuple[Any, ...]) -> None:
        name, *arguments = step
        getattr(self, f"_{name}", self._action)(name, *arguments)

    def _network(self, _: str, kind: str, number: int) -> None:
        subnet = {"AddressPrefix": "10.0.0.0/29", "GatewayAddress": "10.0.0.1"}
        more = {"Subnets": [subnet]} if number % 2 else {}
        self.output("POST", "/networks/", {"Name": f"n{number}", "Type": kind, **more})

    def _endpoint(self, _: str, network: int, policies: list[Any], address: str | None) -> None:
        request = {"VirtualNetwork": self.pick("networks", network), "Policies": policies, "IPAddress": address}
        self.output("POST", "/endpoints/", request)

    def _policies(self, _: str, endpoint: int, policies: list[Any]) -> None:
        self.output("POST", f"/endpoints/{self.pick('endpoints', endpoint)}", {"Policies": policies})

    def _attach(self, name: str, endpoint: int, system: str) -> None:
        request = {"SystemType": system, "ContainerId": "c1"}
        self.output("POST", f"/endpoints/{self.pick('endpoints', endpoint)}/{name}", request)

    _detach = _attach

    def _namespace(self, _: str, default: bool) -> None:
        self.output("POST", "/namespaces/", {"IsDefault": default})

    def _action(self, name: str, namespace: int, endpoint: int) -> None:
        request = {"Type": "Endpoint", "Data": {"Id": self.pick("endpoints", endpoint)}}
        self.output("POST", f"/namespaces/{self.pick('namespaces', namespace)}/{name}", request)

    def _delete(self, _: str, collection: str, number: int) -> None:
        self.output("DELETE", f"/{collection}/{self.pick(collection, number)}")

    def _container(self, _: str, start: bool) -> None:
        running = self.machine.hcs_open("c1")[0] == 0
        if start and not running:
            self.machine.add_container("c1")
        elif not start and running:
            self.machine.remove_container("c1")

    def _restart(self, _: str) -> None:
        self.machine.restart()

    def _reboot(self, _: str) -> None:
        self.machine.reboot()

    def _reload(self, _: str) -> None:
        written = self.machine.dump()
        self.machine.load(json.loads(json.dumps(written)))
        assert self.machine.dump() == written


@given(st.sampled_from(list(PROFILES)), st.lists(STEPS, max_size=40))
def test_books_agree_after_any_requests(profile: str, steps: list[tuple[Any, ...]]) -> None:
    """Counts, addresses, ports, attachments and namespaces are each told in two places: the two agree."""
    driver = Driver(profile)
    for step in steps:
        driver.do(step)
    networks, endpoints, namespaces = (
        driver.output("GET", f"/{name}/") for name in ("networks", "endpoints", "namespaces")
    )
    per_network = Counter(endpoint["VirtualNetwork"].upper() for endpoint in endpoints)
    assert {n["ID"].upper(): n["CurrentEndpointCount"] for n in networks if n["CurrentEndpointCount"]} == per_network
    places = [(e["VirtualNetwork"], e["IPAddress"]) for e in endpoints if "IPAddress" in e]
    assert len(places) == len(set(places))
    mapped = [p["ExternalPort"] for e in endpoints for p in e.get("Policies") or () if p["Type"] == "NAT"]
    assert sorted(mapped) == sorted(pool["StartPort"] for pool in driver.output("GET", "/portpools"))
    for endpoint in endpoints:
        assert bool(endpoint["SharedContainers"]) <= (endpoint["State"] in (2, 3))
    inside = {e["ID"].upper(): e["Namespace"]["ID"].upper() for e in endpoints if "Namespace" in e}
    listed = {
        r["Data"]["Id"]: n["ID"].upper() for n in namespaces for r in n["ResourceList"] if r["Type"] == "Endpoint"
    }
    assert inside == listed


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["GET", "POST", "DELETE", "PUT", ""]))
def test_any_text_is_answered(path: str, body: str, method: str) -> None:
    """A request may be nonsense; the service survives it."""
    machine = Machine()
    for whole in (path, f"/networks/{path}", f"/endpoints/{path}/attach", f"/{path}"):
        hresult, response = machine.call(method, whole, body)
        assert isinstance(hresult, int)
        assert json.loads(response or "")["Success"] in (True, False)


MEMBERS = sorted(
    {"ID", "Name", "Type", "Subnets", "AddressPrefix", "GatewayAddress", "Policies", "MacPools", "StartMacAddress"}
    | {"VirtualNetworkName", "IPAddress", "MacAddress", "Flags", "References", "IsDefault", "Settings", "VIPs"}
    | {"Protocol", "InternalPort", "ExternalPort", "IpSubnets", "Data", "IsRemoteEndpoint", "PrefixLength"}
    | {"DNSServerList", "DNSSuffix", "MaxConcurrentEndpoints", "EnableInternalDNS", "ResourceList", "Containers"}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["10.0.0.0/24", "NAT", "ACL"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(MEMBERS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["networks", "endpoints", "policylists", "namespaces"]), JSON, JSON)
def test_any_document_is_answered_and_written_down(collection: str, document: Any, change: Any) -> None:
    """Whatever members a request has, the service makes an object or refuses; the dump can be read again."""
    machine = Machine("2025")
    machine.call("POST", "/networks/", '{"Name":"NAT","Type":"NAT"}')
    if isinstance(document, dict):
        document["VirtualNetworkName"] = "NAT"
    response = machine.call("POST", f"/{collection}/", json.dumps(document))[1]
    made = json.loads(response or "").get("Output")
    if made:
        machine.call("POST", f"/{collection}/{made['ID']}", json.dumps(change))
        machine.call("POST", f"/{collection}/{made['ID']}/attach", '{"SystemType":"Host"}')
    written = machine.dump()
    again = Machine("rs1")
    again.load(json.loads(json.dumps(written)))
    assert again.dump() == written
    machine.reboot()


@given(st.lists(st.tuples(st.sampled_from(["networks", "endpoints", "policylists", "namespaces"]), JSON), max_size=4))
def test_any_recording_is_loaded_or_refused(documents: list[tuple[str, Any]]) -> None:
    """What is loaded can be listed, attached, deleted, written down; what is refused is a ValueError and no more."""
    machine = Machine()
    for name, document in documents:
        try:
            machine.load({name: document})
        except ValueError:
            continue
    written = machine.dump()
    machine.load(json.loads(json.dumps(written)))
    assert machine.dump() == written
    machine.call("POST", "/namespaces/", "{}")
    for name in ("endpoints", "namespaces", "policylists", "networks"):
        for object in json.loads(machine.call("GET", f"/{name}/")[1] or "")["Output"]:
            path = f"/{name}/{object['ID']}"
            for step in ("/attach", "/detach"):
                machine.call("POST", path + step, '{"SystemType":"Host"}')
            machine.call("GET", f"{path}/detailed")
            machine.call("GET", f"/endpointstats/{object['ID']}")
            machine.call("POST", path, '{"Name":"new","Policies":[]}')
            machine.call("DELETE", path)
    machine.restart(rehydrated=False)
    machine.rehydrate()
    machine.reboot()
