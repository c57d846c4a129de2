"""Documents of HNS v1 that a host takes."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from hcspy import hns
from hcspy.testing.strategies.values import (
    UINT16,
    Strategy,
    access_rule,
    addresses,
    end_of_pool,
    guids,
    joined,
    mac_addresses,
    maybe,
    names,
    ports,
    prefixes,
)


def nat_policies() -> Strategy[hns.NatPolicy]:
    """Make port mappings."""
    return st.builds(
        hns.NatPolicy,
        protocol=st.sampled_from(["TCP", "UDP"]),
        internal_port=ports(),
        external_port=maybe(ports()),
        external_port_reserved=maybe(st.just(True)),
    )


def outbound_nat_policies() -> Strategy[hns.OutboundNatPolicy]:
    """Make translations of outgoing traffic."""
    return st.builds(
        hns.OutboundNatPolicy,
        vip=maybe(addresses()),
        exception_list=st.lists(prefixes(), max_size=3).map(tuple),
        max_port_pool_usage=maybe(st.integers(1, UINT16)),
    )


def acl_policies() -> Strategy[hns.ACLPolicy]:
    """Make access rules."""
    return st.builds(
        hns.ACLPolicy,
        action=st.sampled_from(hns.ActionType),
        direction=st.sampled_from(hns.DirectionType),
        rule_type=maybe(st.sampled_from(hns.RuleType)),
        **access_rule(),
    )


def qos_policies() -> Strategy[hns.QosPolicy]:
    """Make bandwidth caps."""
    return st.builds(hns.QosPolicy, maximum_outgoing_bandwidth_in_bytes=st.integers(1, 1 << 40))


def route_policies() -> Strategy[hns.RoutePolicy]:
    """Make routes."""
    return st.builds(
        hns.RoutePolicy,
        destination_prefix=prefixes(),
        next_hop=maybe(addresses()),
        need_encap=maybe(st.just(True)),
    )


def elb_policies() -> Strategy[hns.ELBPolicy]:
    """Make load balancers."""
    return st.builds(
        hns.ELBPolicy,
        protocol=st.sampled_from([6, 17]),
        internal_port=ports(),
        external_port=ports(),
        source_vip=maybe(addresses()),
        vips=st.lists(addresses(), max_size=2).map(tuple),
        ilb=maybe(st.just(True)),
    )


def mac_pools() -> Strategy[hns.MacPool]:
    """Make MAC pools of 4,096 addresses, as HNS makes them."""
    return st.integers(0, 0xFFF).map(
        lambda n: hns.MacPool(start_mac_address=end_of_pool(n, 0), end_mac_address=end_of_pool(n, 0xFFF))
    )


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
        "dns_suffix": maybe(st.just("corp.example")),
        "dns_server_list": maybe(joined(addresses())),
    }
    return st.builds(hns.HNSNetwork, **{**given, **members})


def endpoint_policies() -> Strategy[Any]:
    """Make policies that an endpoint takes several of."""
    return nat_policies() | acl_policies() | outbound_nat_policies() | route_policies()


def endpoints(network: str | None = None, **members: Strategy[Any]) -> Strategy[hns.HNSEndpoint]:
    """Make new endpoints that a host takes, in one network or in any; `members` replaces what they have."""
    given: dict[str, Strategy[Any]] = {
        "name": maybe(names()),
        "virtual_network": guids() if network is None else st.just(network),
        "policies": st.builds(
            lambda many, one: (*many, *one),
            st.lists(endpoint_policies(), max_size=3),
            st.lists(qos_policies(), max_size=1),
        ),
        "mac_address": maybe(mac_addresses()),
        "dns_suffix": maybe(st.just("corp.example")),
        "dns_server_list": maybe(joined(addresses())),
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
        compartment_id=maybe(st.integers(1, UINT16)),
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
