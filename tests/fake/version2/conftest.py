"""What the tests of version 2 share: a program that calls computenetwork.dll, and the older door beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hcspy import HcspyError
from hcspy._ffi import computenetwork as hcn
from hcspy._ffi.strings import out_string, wide
from hcspy.testing import FakeHost

DATA = Path(__file__).parents[2] / "data"
V2 = '{"SchemaVersion":{"Major":2,"Minor":0}}'
V1 = '{"SchemaVersion":{"Major":1,"Minor":0}}'
DETAILED = '{"SchemaVersion":{"Major":2,"Minor":0},"Flags":1}'
SCHEMA = {"SchemaVersion": {"Major": 2, "Minor": 0}}
CALLS: dict[str, Any] = {
    "network": hcn.networks,
    "endpoint": hcn.endpoints,
    "namespace": hcn.namespaces,
    "loadbalancer": hcn.load_balancers,
    "route": hcn.routes,
    "guest": hcn.guest_network_services,
}


def subnet(prefix: str, gateway: str, *policies: Any) -> dict[str, Any]:
    """A subnet of version 2 with a default route."""
    everything = "::/0" if ":" in gateway else "0.0.0.0/0"
    document = {"IpAddressPrefix": prefix, "Routes": [{"NextHop": gateway, "DestinationPrefix": everything}]}
    return {**document, **({"Policies": list(policies)} if policies else {})}


def setting(type: str, **settings: Any) -> dict[str, Any]:
    """A policy of version 2."""
    return {"Type": type, "Settings": settings}


class Door:
    """A program that uses computenetwork.dll, and HNSCall beside it."""

    def __init__(self, fake: Any, tables: Any = None) -> None:
        """Take a FakeHost; or what stands for one in another process, and the tables of the DLLs before it."""
        self.fake = fake
        self.tables = fake.tables if tables is None else tables

    # -- version 2 --------------------------------------------------------------------------------------------------

    def make(self, noun: str, document: dict[str, Any], *, network: str = "", id: str = hcn.NO_ID) -> str:
        """Create an object; return its id."""
        text = json.dumps({**SCHEMA, **document})
        calls = CALLS[noun]
        if network:
            answer = calls.make(self.tables, network, text, V2, id=id)
        else:
            answer = calls.make(self.tables, text, V2, id=id)
        return str(json.loads(answer)["ID"])

    def read(self, noun: str, id: str, query: str | None = V2) -> dict[str, Any]:
        """Read an object; by default in the shape of version 2."""
        document: dict[str, Any] = json.loads(CALLS[noun].read(self.tables, id, query))
        return document

    def change(self, noun: str, id: str, resource: str, kind: str, **settings: Any) -> None:
        """Send a request that changes an object."""
        self.send(noun, id, {"ResourceType": resource, "RequestType": kind, "Settings": settings})

    def send(self, noun: str, id: str, document: Any) -> None:
        """Modify an object with a document."""
        with CALLS[noun].opened(self.tables, id) as handle:
            CALLS[noun].modify(handle, json.dumps(document))

    def drop(self, noun: str, id: str) -> None:
        """Delete an object."""
        CALLS[noun].delete(self.tables, id)

    def ids(self, noun: str, **filter: Any) -> list[str]:
        """List ids, of all objects or those that a filter lets through."""
        query = {**SCHEMA, **({"Filter": json.dumps(filter)} if filter else {})}
        found: list[str] = json.loads(CALLS[noun].enumerate(self.tables, json.dumps(query)))
        return found

    def policies(self, noun: str, id: str) -> list[Any]:
        """Read an object's policies."""
        found: list[Any] = self.read(noun, id).get("Policies", [])
        return found

    # -- version 1 --------------------------------------------------------------------------------------------------

    def v1(self, method: str, path: str, body: Any = None) -> Any:
        """Make a request of version 1 and return its output; it must succeed."""
        answer = self.answer(method, path, body)
        assert answer["Success"], answer
        return answer.get("Output")

    def answer(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Make a request of version 1 and return the answer as it is."""
        answer: dict[str, Any] = json.loads(self.request(method, path, body)[1] or "")
        return answer

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, str | None]:
        """Make a request of version 1; return the HRESULT and the text that came with it."""
        cell = out_string()
        words = (method, path, "" if body is None else json.dumps(body))
        hresult = self.tables.vmcompute.HNSCall(*map(wide, words), cell)
        return hresult & 0xFFFFFFFF, self.tables.take(cell)

    # -- things that many tests need --------------------------------------------------------------------------------

    def nat(self, name: str = "nat", **more: Any) -> str:
        """Make the NAT network of Microsoft's tests."""
        ipams = [{"Type": "Static", "Subnets": [subnet("192.168.100.0/24", "192.168.100.1")]}]
        return self.make("network", {"Name": name, "Type": "NAT", "Ipams": ipams, **more})

    def overlay(self, name: str = "overlay", **more: Any) -> str:
        """Make the Overlay network of Microsoft's tests."""
        vsid = setting("VSID", IsolationId=5000)
        ipams = [{"Type": "Static", "Subnets": [subnet("192.168.100.0/24", "192.168.100.1", vsid)]}]
        return self.make("network", {"Name": name, "Type": "Overlay", "Ipams": ipams, "Flags": 8, **more})

    def bridge(self, name: str = "bridge", **more: Any) -> str:
        """Make an L2Bridge network."""
        ipams = [{"Type": "Static", "Subnets": [subnet("192.168.100.0/24", "192.168.100.1")]}]
        return self.make("network", {"Name": name, "Type": "L2Bridge", "Ipams": ipams, **more})

    def endpoint(self, network: str, name: str = "web", **more: Any) -> str:
        """Make an endpoint."""
        return self.make("endpoint", {"Name": name, "HostComputeNetwork": network, **more}, network=network)


def code(action: Callable[[], Any]) -> int:
    """Do something that fails; return the HRESULT."""
    with pytest.raises(HcspyError) as caught:
        action()
    assert caught.value.hresult is not None
    return caught.value.hresult


@pytest.fixture
def door() -> Iterator[Door]:
    """A program on Server 2022."""
    with FakeHost() as fake:
        yield Door(fake)


@pytest.fixture
def doors() -> Iterator[Callable[..., Door]]:
    """Programs on other builds."""
    fakes: list[FakeHost] = []

    def make(profile: Any = "2022", **options: Any) -> Door:
        fakes.append(FakeHost(profile, **options))
        return Door(fakes[-1])

    yield make
    for fake in fakes:
        with fake:
            pass
