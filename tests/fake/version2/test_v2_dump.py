"""Machines on paper and after a restart: what version 2 knows is part of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi import computenetwork as hcn
from hcspy.testing import FakeHost

from .conftest import Door, setting, subnet
from .test_v2_behaviours import balancer

Doors = Callable[..., Door]
NOUNS = ("network", "endpoint", "namespace", "loadbalancer", "route", "guest")


def furnish(door: Door) -> None:
    """Make one of everything, each with something that version 1 has no place for."""
    network = door.overlay(Owner="o", Dns={"Search": ["a"], "Options": ["ndots:5"]}, Colour="blue")
    door.change("network", network, "Policy", "Add", Policies=[setting("SetPolicy", Id="a", PolicyType="IPSET")])
    routes = [*subnet("", "192.168.100.1")["Routes"], {"NextHop": "192.168.100.2", "DestinationPrefix": "10.0.0.0/8"}]
    endpoint = door.endpoint(network, Routes=routes, Dns={"Options": ["x"]}, Policies=[setting("PortName", Name="p")])
    namespace = door.make("namespace", {"Type": "Guest", "NamespaceId": 7})
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=endpoint)
    door.make("loadbalancer", balancer(endpoint, Flags=1, mapping=8))
    door.make("route", {"HostComputeEndpoints": [endpoint], "Setting": [{"DestinationPrefix": "10.0.0.0/8"}]})
    door.make("guest", {"MirrorHostNetworking": True})


def everything(door: Door) -> dict[str, Any]:
    """Read all objects in the shape of version 2."""
    return {noun: {id: door.read(noun, id) for id in door.ids(noun)} for noun in NOUNS}


@pytest.mark.parametrize("build", ["2019", "2022", "2025"])
def test_dump_is_the_whole_machine(doors: Doors, build: str) -> None:
    """A machine that was written and read shows the same, and goes on the same."""
    door = doors(build)
    furnish(door)
    with hcn.guest_network_services.opened(door.tables, door.ids("guest")[0]) as handle:
        reservation = hcn.reserve_port(handle, 3, 1, 8080)
        document = json.loads(json.dumps(door.fake.dump()))
        copy = doors(build, load=document)
        assert copy.fake.dump() == document
        assert everything(copy) == everything(door)
        assert hcn.enumerate_port_reservations(copy.tables) == hcn.enumerate_port_reservations(door.tables)
        reservation.close()
    assert copy.nat("later") == door.nat("later")


def test_dump_of_before_version_2_can_still_be_read(doors: Doors) -> None:
    """It has none of the new members."""
    door = doors()
    door.v1("POST", "/networks", {"Name": "nat", "Type": "NAT"})
    document = door.fake.dump()
    del document["guestservices"]
    for name in ("more", "put_aside_more", "reservations"):
        del document["machine"][name]
    copy = doors(load=document)
    assert copy.ids("network") == door.ids("network")
    assert everything(copy) == everything(door)


def test_same_seed_same_answers(doors: Doors) -> None:
    """Ids, addresses and all."""
    answers = []
    for _ in range(2):
        door = doors(seed=7)
        furnish(door)
        answers.append(everything(door))
    assert answers[0] == answers[1]


def test_restart_brings_everything_back(door: Door) -> None:
    """With its ids and what version 2 was told."""
    furnish(door)
    before = everything(door)
    with door.fake.machine() as machine:
        machine.restart()
    assert everything(door) == before


def test_restart_that_has_not_read_its_objects_yet(doors: Doors) -> None:
    """It shows none; later they are there again, beside what was made meanwhile."""
    door = doors()
    furnish(door)
    before = everything(door)
    with door.fake.machine() as machine:
        machine.restart(rehydrated=False)
    assert everything(door) == {noun: {} for noun in NOUNS}
    made = door.nat("meanwhile")
    door = doors(load=json.loads(json.dumps(door.fake.dump())))
    with door.fake.machine() as machine:
        machine.rehydrate()
    after = everything(door)
    assert after["network"].pop(made)["Name"] == "meanwhile"
    assert after == before


def test_reboot_ends_guests_and_frees_their_ports(door: Door) -> None:
    """Networks that are not persistent are gone too."""
    furnish(door)
    with hcn.guest_network_services.opened(door.tables, door.ids("guest")[0]) as handle:
        reservation = hcn.reserve_port(handle, 1, 1, 80)
    with door.fake.machine() as machine:
        machine.reboot()
    assert everything(door) == {noun: {} for noun in NOUNS}
    assert hcn.enumerate_port_reservations(door.tables) == []
    reservation.close()


def test_missing_exports_are_a_knob(doors: Doors) -> None:
    """A build whose DLL has no routes; the profile goes through a dump."""
    import dataclasses

    from hcspy.testing.profiles import profile

    build = dataclasses.replace(profile("2019"), lacks=("Hcn*SdnRoute*",))
    door = doors(build)
    door.nat()
    with pytest.raises(Exception, match="HcnEnumerateSdnRoutes"):
        door.ids("route")
    with FakeHost(build, load=json.loads(json.dumps(door.fake.dump()))) as copy, copy.machine() as machine:
        assert machine.profile == build


@pytest.mark.parametrize("build", ["2019", "2022", "2025"])
def test_what_version_2_shows_can_be_loaded(doors: Doors, build: str) -> None:
    """Lists by noun, as a snapshot has them; a machine that was given them shows the same."""
    door = doors(build)
    furnish(door)
    door.bridge()
    host = door.make("namespace", {"CreateWithCompartment": True, "Owner": "cni"})
    door.fake.add_container("c1", namespace=host)
    names = ("networks", "endpoints", "namespaces", "load_balancers", "routes", "guest_network_services")
    shown = {name: [*objects.values()] for name, objects in zip(names, everything(door).values(), strict=True)}
    copy = doors(build, load=json.loads(json.dumps(shown)))
    assert everything(copy) == everything(door)
    older = {entry["ID"]: entry for entry in door.v1("GET", "/endpoints")}
    for entry in copy.v1("GET", "/endpoints"):
        known = older[entry["ID"]]
        assert {name: known.get(name) for name in entry if name != "Resources"} == {
            name: value for name, value in entry.items() if name != "Resources"
        }
    copy.nat("more")


def test_single_documents_of_version_2_are_recognised(doors: Doors) -> None:
    """Each by its members; one that nothing tells of is refused."""
    door = doors()
    furnish(door)
    for noun, objects in everything(door).items():
        for id, document in objects.items():
            copy = doors(load=document)
            assert copy.ids(noun) == [id]
    copy = doors(load={"Ipams": [], "Name": "without an id"})
    assert len(copy.ids("network")) == 1
    with pytest.raises(ValueError, match="no member tells of what"):
        doors(load={"Name": "x", "SchemaVersion": {"Major": 2, "Minor": 0}})
