"""Hypothesis strategies for documents, for tests of programs that use them.

`models(cls)` makes any model of a class: whatever its annotations allow, sense or not, as the wire may bring it.
`networks()`, `endpoints()` and the others make documents that a host would take: `validate` says nothing about them.

This module alone imports hypothesis.
"""

from __future__ import annotations

import enum
import ipaddress
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final, TypeVar, Union

import attrs
from hypothesis import strategies as st

from hcspy import hns
from hcspy.codec import TaggedUnion, from_json, members
from hcspy.codec.hints import Namespace, hint_of
from hcspy.codec.markers import Marker

M = TypeVar("M")
Strategy = st.SearchStrategy

UINT16: Final = 0xFFFF
UINT64: Final = 0xFFFFFFFFFFFFFFFF

# -- any document ----------------------------------------------------------------------------------------


def json_values() -> Strategy[Any]:
    """Make any JSON value; numbers are whole and fit into 64 bits."""
    leaves = st.none() | st.booleans() | st.integers(-(1 << 63), UINT64) | st.text(max_size=10)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | _objects(inner), max_leaves=6)


def _objects(values: Strategy[Any]) -> Strategy[dict[str, Any]]:
    return st.dictionaries(st.text(min_size=1, max_size=8), values, max_size=3)


def models(cls: type[M], **members: Strategy[Any]) -> Strategy[M]:
    """Make any model of a class, as reading a document could make it; `members` replaces what it has by attribute."""
    if cls is hns.UnknownPolicy:
        return unknown_policies()  # type: ignore[return-value]
    return st.builds(cls, **{**_attributes(cls), **members})  # type: ignore[arg-type]


@cache
def _attributes(cls: type) -> dict[str, Strategy[Any]]:
    return {member.python_name: _member(cls, member.attribute) for member in members(cls)}


def _member(cls: type, attribute: attrs.Attribute[Any]) -> Strategy[Any]:
    if attribute.name == "type" and isinstance(attribute.default, enum.Enum):
        return st.just(attribute.default)  # In a union the type says which class it is.
    hint, namespace = hint_of(cls, attribute)
    given = _values(hint, namespace)
    default = attribute.default
    return given if isinstance(default, attrs.Factory) else st.just(default) | given  # type: ignore[arg-type]


def _values(hint: Any, namespace: Namespace) -> Strategy[Any]:
    hint = namespace.resolve(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _marked(arguments[0], hint.__metadata__)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, namespace)
    if origin is Sequence:
        return st.lists(_values(arguments[0], namespace), max_size=3).map(tuple)
    if origin is Mapping:
        return _objects(json_values())
    return _plain(hint)


def _one_of(hints: Sequence[Any], namespace: Namespace) -> Strategy[Any]:
    choice = next((hint for hint in hints if isinstance(hint, type) and issubclass(hint, enum.Enum)), None)
    if choice is None:
        return st.one_of([_values(hint, namespace) for hint in hints])
    return st.one_of([_values(hint, namespace).filter(_unknown_to(choice)) for hint in hints if hint is not choice]) | (
        st.sampled_from(list(choice))
    )


def _unknown_to(choice: type[enum.Enum]) -> Callable[[Any], bool]:
    """Reading makes members of what an enumeration knows."""

    def unknown(value: Any) -> bool:
        try:
            return value == choice(value).value and not isinstance(value, str)
        except ValueError:
            return True

    return unknown


_PLAIN: Final[dict[Any, Callable[[], Strategy[Any]]]] = {
    str: lambda: st.text(max_size=12),
    bool: st.booleans,
    int: lambda: st.integers(0, UINT64),
    type(None): st.none,
    Any: json_values,
}


def _plain(hint: Any) -> Strategy[Any]:
    return _PLAIN[hint]() if hint in _PLAIN else models(hint)


def _marked(inner: Any, marks: Sequence[Any]) -> Strategy[Any]:
    mark = next(mark for mark in marks if isinstance(mark, TaggedUnion | Marker))
    if isinstance(mark, Marker):
        return _BY_WAY[mark.way]()
    return st.one_of([_plain(cls) for cls in typing.get_args(inner)])


def unknown_policies() -> Strategy[hns.UnknownPolicy]:
    """Make policies of kinds that are not known here."""
    known = {name.lower() for name in hns.POLICIES}
    kinds = st.text(max_size=10).filter(lambda text: text.lower() not in known)
    documents = st.builds(lambda kind, rest: {"Type": kind, **rest}, kinds, _objects(json_values()))
    return documents.filter(lambda document: sum(name.lower() == "type" for name in document) == 1).map(
        lambda document: from_json(hns.UnknownPolicy, document)
    )


# -- what stands in members ------------------------------------------------------------------------------


def guids() -> Strategy[str]:
    """Make ids as they read: lower case, without braces."""
    return st.uuids().map(str)


def mac_addresses() -> Strategy[str]:
    """Make MAC addresses as HNS writes them."""
    return st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex("-").upper())


def addresses() -> Strategy[str]:
    """Make IPv4 addresses of private networks."""
    return st.integers(1, 0xFFFFFE).map(lambda host: str(ipaddress.IPv4Address(0x0A000000 + host)))


def prefixes() -> Strategy[str]:
    """Make IPv4 prefixes of private networks, of 8 to 30 bits."""
    return st.builds(
        lambda host, bits: str(ipaddress.ip_network((0x0A000000 + host, bits), strict=False)),
        st.integers(0, 0xFFFFFF),
        st.integers(8, 30),
    )


def ports() -> Strategy[int]:
    """Make ports."""
    return st.integers(1, UINT16)


def names() -> Strategy[str]:
    """Make names of objects."""
    return st.text("abcdefghijklmnopqrstuvwxyz0123456789-_ üß中", min_size=1, max_size=12).filter(str.strip)


def _joined(parts: Strategy[Any]) -> Strategy[str]:
    return st.lists(parts, min_size=1, max_size=3).map(lambda many: ",".join(map(str, many)))


def _protocols() -> Strategy[int]:
    return st.sampled_from([1, 6, 17, 58])


_BY_WAY: Final[dict[str, Callable[[], Strategy[Any]]]] = {
    "guid": guids,
    "reference": guids,
    "address": addresses,
    "commas": lambda: _joined(ports()) | _joined(addresses()),
    "protocol number": _protocols,
    "protocol text": lambda: st.sampled_from(["TCP", "UDP"]),
    "protocol list": lambda: _joined(_protocols()),
}


# -- documents that a host takes -------------------------------------------------------------------------


def _maybe(values: Strategy[Any]) -> Strategy[Any]:
    return st.none() | values


def nat_policies() -> Strategy[hns.NatPolicy]:
    """Make port mappings."""
    return st.builds(
        hns.NatPolicy,
        protocol=st.sampled_from(["TCP", "UDP"]),
        internal_port=ports(),
        external_port=_maybe(ports()),
        external_port_reserved=_maybe(st.just(True)),
    )


def outbound_nat_policies() -> Strategy[hns.OutboundNatPolicy]:
    """Make translations of outgoing traffic."""
    return st.builds(
        hns.OutboundNatPolicy,
        vip=_maybe(addresses()),
        exception_list=st.lists(prefixes(), max_size=3).map(tuple),
        max_port_pool_usage=_maybe(st.integers(1, UINT16)),
    )


def acl_policies() -> Strategy[hns.ACLPolicy]:
    """Make access rules."""
    return st.builds(
        hns.ACLPolicy,
        id=_maybe(names()),
        protocols=_maybe(_joined(_protocols())),
        action=st.sampled_from(hns.ActionType),
        direction=st.sampled_from(hns.DirectionType),
        local_addresses=_maybe(_joined(addresses() | prefixes())),
        remote_addresses=_maybe(_joined(addresses() | prefixes())),
        local_ports=_maybe(_joined(ports())),
        remote_ports=_maybe(_joined(ports())),
        rule_type=_maybe(st.sampled_from(hns.RuleType)),
        priority=st.integers(100, 65499),
    )


def qos_policies() -> Strategy[hns.QosPolicy]:
    """Make bandwidth caps."""
    return st.builds(hns.QosPolicy, maximum_outgoing_bandwidth_in_bytes=st.integers(1, 1 << 40))


def route_policies() -> Strategy[hns.RoutePolicy]:
    """Make routes."""
    return st.builds(
        hns.RoutePolicy,
        destination_prefix=prefixes(),
        next_hop=_maybe(addresses()),
        need_encap=_maybe(st.just(True)),
    )


def elb_policies() -> Strategy[hns.ELBPolicy]:
    """Make load balancers."""
    return st.builds(
        hns.ELBPolicy,
        protocol=st.sampled_from([6, 17]),
        internal_port=ports(),
        external_port=ports(),
        source_vip=_maybe(addresses()),
        vips=st.lists(addresses(), max_size=2).map(tuple),
        ilb=_maybe(st.just(True)),
    )


def mac_pools() -> Strategy[hns.MacPool]:
    """Make MAC pools of 4,096 addresses, as HNS makes them."""
    return st.integers(0, 0xFFF).map(
        lambda n: hns.MacPool(start_mac_address=_pool_end(n, 0), end_mac_address=_pool_end(n, 0xFFF))
    )


def _pool_end(number: int, last: int) -> str:
    return (0x00155D000000 + (number << 12) + last).to_bytes(6, "big").hex("-").upper()


def subnets() -> Strategy[hns.Subnet]:
    """Make subnets whose gateway is their first address."""
    vsids = st.integers(4096, 0xFFFFFF).map(lambda vsid: (hns.VsidPolicy(vsid=vsid),))
    return st.builds(
        lambda prefix, policies: hns.Subnet(
            address_prefix=prefix, gateway_address=str(ipaddress.ip_network(prefix)[1]), policies=policies
        ),
        prefixes(),
        st.just(()) | vsids,
    )


def networks(**members: Strategy[Any]) -> Strategy[hns.HNSNetwork]:
    """Make new networks that a host takes; `members` replaces what they have by attribute.

    >>> from hcspy.validate import validate
    >>> from hypothesis import given
    >>> @given(networks())
    ... def check(network):
    ...     assert not validate(network)
    >>> check()
    """
    given: dict[str, Strategy[Any]] = {
        "name": names(),
        "type": st.sampled_from([hns.NetworkType.NAT, hns.NetworkType.L2_BRIDGE, hns.NetworkType.OVERLAY]),
        "mac_pools": st.lists(mac_pools(), max_size=1).map(tuple),
        "subnets": st.lists(subnets(), max_size=1).map(tuple),
        "dns_suffix": _maybe(st.just("corp.example")),
        "dns_server_list": _maybe(_joined(addresses())),
    }
    return st.builds(hns.HNSNetwork, **{**given, **members})


def endpoint_policies() -> Strategy[Any]:
    """Make policies that an endpoint takes several of."""
    return nat_policies() | acl_policies() | outbound_nat_policies() | route_policies()


def endpoints(network: str | None = None, **members: Strategy[Any]) -> Strategy[hns.HNSEndpoint]:
    """Make new endpoints that a host takes, in one network or in any; `members` replaces what they have."""
    given: dict[str, Strategy[Any]] = {
        "name": _maybe(names()),
        "virtual_network": guids() if network is None else st.just(network),
        "policies": st.builds(
            lambda many, one: (*many, *one),
            st.lists(endpoint_policies(), max_size=3),
            st.lists(qos_policies(), max_size=1),
        ),
        "mac_address": _maybe(mac_addresses()),
        "dns_suffix": _maybe(st.just("corp.example")),
        "dns_server_list": _maybe(_joined(addresses())),
    }
    return st.builds(hns.HNSEndpoint, **{**given, **members})


def policy_lists(endpoints: Sequence[str] | None = None) -> Strategy[hns.PolicyList]:
    """Make load balancers and routes over some endpoints, or any."""
    ids = guids() if endpoints is None else st.sampled_from(endpoints)
    balancers = elb_policies().map(lambda policy: (policy,))
    routes = st.lists(route_policies(), min_size=1, max_size=2).map(tuple)
    return st.builds(
        hns.PolicyList,
        references=st.lists(ids, min_size=1, max_size=3, unique=True).map(hns.endpoint_references),
        policies=balancers | routes,
    )


def namespaces() -> Strategy[hns.Namespace]:
    """Make namespaces as a host lists them."""
    resources = st.builds(
        hns.NamespaceResource,
        type=st.just(hns.NamespaceResourceType.ENDPOINT),
        data=guids().map(lambda id: {"Id": id.upper()}),
    )
    return st.builds(
        hns.Namespace,
        id=guids(),
        is_default=st.booleans(),
        resource_list=st.lists(resources, max_size=3).map(tuple),
        compartment_id=st.integers(0, UINT16),
    )


def attach_requests() -> Strategy[hns.EndpointAttachDetachRequest]:
    """Make bodies of attach requests."""
    container = st.builds(
        hns.EndpointAttachDetachRequest,
        system_type=st.just(hns.SystemType.CONTAINER),
        container_id=st.binary(min_size=32, max_size=32).map(bytes.hex),
        compartment_id=_maybe(st.integers(1, UINT16)),
    )
    host = st.builds(
        hns.EndpointAttachDetachRequest, system_type=st.just(hns.SystemType.HOST), compartment_id=st.just(1)
    )
    machine = st.builds(
        hns.EndpointAttachDetachRequest,
        system_type=st.just(hns.SystemType.VIRTUAL_MACHINE),
        virtual_nic_name=st.builds("{}--{}".format, guids(), guids()),
    )
    return container | host | machine
