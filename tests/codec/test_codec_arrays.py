"""Lists of models: any iterable goes in, and a model is the same however it was made."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

import attrs
import pytest

from hcspy import containers, evolve, from_json, hcn, hcs, hns, storage, to_json
from hcspy.codec import types_of
from hcspy.codec.arrays import CONVERTERS, collected
from hcspy.hcs import schema1

AREAS = (hns, hcn, schema1, hcs, storage, containers)


def attributes() -> Iterator[tuple[type[Any], str, str]]:
    """Return each attribute of each model, with its annotation."""
    classes = {found for area in AREAS for name in area.__all__ if inspect.isclass(found := getattr(area, name))}
    for cls in sorted(classes, key=lambda cls: (cls.__module__, cls.__qualname__)):
        if attrs.has(cls) and "_wire" in attrs.fields_dict(cls):
            yield from ((cls, attribute.name, str(attribute.type)) for attribute in attrs.fields(cls))


SEQUENCES = [(cls, name) for cls, name, annotation in attributes() if "Sequence[" in annotation]
JOINED = [
    (cls, name)
    for cls, name, annotation in attributes()
    if any(word in annotation for word in ("Commas", "Addresses", "ProtocolList"))
]


def label(value: Any) -> str:
    """Name a case by class or attribute."""
    return value if isinstance(value, str) else value.__name__


@pytest.mark.parametrize(("cls", "name"), SEQUENCES, ids=label)
def test_list_is_kept_as_a_tuple_whatever_iterable_it_was(cls: type[Any], name: str) -> None:
    """A model made with a list would differ from the same one that comes off the wire, and would not hash."""
    model = cls(**{name: ["a", "b"]})
    assert getattr(model, name) == ("a", "b")
    assert model == cls(**{name: ("a", "b")}) == cls(**{name: iter(["a", "b"])}) == evolve(cls(), **{name: ["a", "b"]})
    assert {model, cls(**{name: ("a", "b")})} == {model}


@pytest.mark.parametrize(("cls", "name"), JOINED, ids=label)
def test_list_in_one_string_is_joined(cls: type[Any], name: str) -> None:
    """The ports of a rule that comes off the wire are "80,443"; the same rule made here has to be equal."""
    model = cls(**{name: ["80", 443]})
    assert getattr(model, name) == "80,443"
    assert model == cls(**{name: "80,443"}) == evolve(cls(), **{name: (80, 443)})
    assert hash(model) == hash(cls(**{name: "80,443"}))


def test_each_member_that_is_a_list_takes_part() -> None:
    """A class whose decorator forgets the transformer would be the odd one out; the types say which are lists."""
    listed = {
        (cls, name)
        for cls, name, _ in attributes()
        if name != "_wire" and "Sequence" in str(types_of(cls).get(name, ""))
    }
    assert listed <= set(SEQUENCES)
    for cls, name in {*SEQUENCES, *JOINED}:
        converter: Any = attrs.fields_dict(cls)[name].converter
        assert converter in CONVERTERS


def test_generator_is_not_used_up_by_the_first_who_looks() -> None:
    """A document that is sent twice must be the same twice: a retry would drop all policies otherwise."""
    dns = hcn.Dns(server_list=(f"10.0.0.{number}" for number in (1, 2)))  # type: ignore[arg-type]
    assert to_json(dns) == to_json(dns) == '{"ServerList":["10.0.0.1","10.0.0.2"]}'


def test_model_made_with_lists_survives_the_wire_pickle_and_copies() -> None:
    """A cache that compares what it wants with what is there would see a difference on every look."""
    ipam = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1", policies=[hcn.VSID(isolation_id=4096)])
    network = hcn.HostComputeNetwork(name="web", type="Overlay", ipams=[ipam])
    assert from_json(hcn.HostComputeNetwork, to_json(network)) == network
    for twin in (pickle.loads(pickle.dumps(network)), copy.copy(network), copy.deepcopy(network)):
        assert (twin, hash(twin)) == (network, hash(network))


def test_what_evolve_changes_keeps_the_memory_of_the_wire() -> None:
    """Whoever replaces a list must not lose the members that this version does not know."""
    endpoint = from_json(hcn.HostComputeEndpoint, '{"Name":"a","Future":1,"Policies":[]}')
    evolved = evolve(endpoint, policies=[hcn.PortName(name="p")])
    assert evolved.policies == (hcn.PortName(name="p"),)
    assert to_json(evolved) == '{"Name":"a","Future":1,"Policies":[{"Type":"PortName","Settings":{"Name":"p"}}]}'


def test_texts_documents_and_networks_are_no_lists() -> None:
    """A name is not its letters, and a prefix is not its addresses."""
    odd: Any = "web"
    assert hcn.Dns(server_list=odd).server_list == "web"
    assert collected({"a": 1}) == {"a": 1}
    assert hcn.ACL(remote_addresses=ip_network("10.0.0.0/30")).remote_addresses == "10.0.0.0/30"
    assert hcn.ACL(remote_addresses=[ip_address("10.0.0.1"), "10.0.0.2"]).remote_addresses == "10.0.0.1,10.0.0.2"
    assert hcn.ACL(remote_addresses=None).remote_addresses is None
