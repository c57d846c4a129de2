"""Documents of HCN that a host takes."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from hcspy import hcn
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

TCP_OR_UDP = st.sampled_from([6, 17])


def port_mappings() -> Strategy[hcn.PortMappingPolicySetting]:
    """Make published ports."""
    return st.builds(
        hcn.PortMappingPolicySetting,
        protocol=TCP_OR_UDP,
        internal_port=ports(),
        external_port=maybe(ports()),
        vip=maybe(addresses()),
    )


def hcn_acl_policies() -> Strategy[hcn.AclPolicySetting]:
    """Make access rules of endpoints."""
    return st.builds(
        hcn.AclPolicySetting,
        action=st.sampled_from([hcn.ActionType.ALLOW, hcn.ActionType.BLOCK]),
        direction=st.sampled_from(hcn.DirectionType),
        rule_type=maybe(st.sampled_from(hcn.RuleType)),
        **access_rule(),
    )


def hcn_outbound_nat_policies() -> Strategy[hcn.OutboundNatPolicySetting]:
    """Make translations of outgoing traffic."""
    return st.builds(
        hcn.OutboundNatPolicySetting,
        virtual_ip=maybe(addresses()),
        exceptions=st.lists(prefixes(), max_size=3).map(tuple),
        max_port_pool_usage=maybe(st.integers(1, UINT16)),
    )


def sdn_route_policies() -> Strategy[hcn.SDNRoutePolicySetting]:
    """Make routes of endpoints, and entries of route objects."""
    return st.builds(
        hcn.SDNRoutePolicySetting,
        destination_prefix=prefixes(),
        next_hop=maybe(addresses()),
        need_encap=maybe(st.just(True)),
    )


def remote_subnet_routes() -> Strategy[hcn.RemoteSubnetRoutePolicySetting]:
    """Make peers of an overlay."""
    return st.builds(
        hcn.RemoteSubnetRoutePolicySetting,
        destination_prefix=prefixes(),
        isolation_id=st.integers(4096, 0xFFFFFF),
        provider_address=addresses(),
        distributed_router_mac_address=mac_addresses(),
    )


def ip_sets() -> Strategy[hcn.SetPolicySetting]:
    """Make sets of addresses."""
    return st.builds(
        hcn.SetPolicySetting,
        id=guids(),
        name=names(),
        policy_type=st.just(hcn.SetPolicyType.IPSET),
        values=joined(addresses() | prefixes()),
    )


def mac_ranges() -> Strategy[hcn.MacRange]:
    """Make ranges of 4,096 MAC addresses, as HNS makes them."""
    return st.integers(0, 0xFFF).map(
        lambda n: hcn.MacRange(start_mac_address=end_of_pool(n, 0), end_mac_address=end_of_pool(n, 0xFFF))
    )


def ipams() -> Strategy[hcn.Ipam]:
    """Make address plans of one subnet, whose gateway is its first address."""
    return st.builds(_ipam, prefixes())


def _ipam(prefix: str, *policies: hcn.VsidPolicySetting) -> hcn.Ipam:
    return hcn.Ipam.static(prefix, gateway=str(ipaddress.ip_network(prefix)[1]), policies=policies)


def _overlay_ipams() -> Strategy[hcn.Ipam]:
    vsids = st.builds(hcn.VsidPolicySetting, isolation_id=st.integers(4096, 0xFFFFFF))
    return st.builds(_ipam, prefixes(), vsids)


def _dns() -> Strategy[hcn.Dns]:
    return st.builds(
        hcn.Dns,
        domain=maybe(st.just("corp.example")),
        search=st.just(()) | st.just(("svc.cluster.local", "cluster.local")),
        server_list=st.lists(addresses(), max_size=2).map(tuple),
    )


def hcn_networks(**members: Strategy[Any]) -> Strategy[hcn.HostComputeNetwork]:
    """Make new networks that a host takes; `members` replaces what they have by attribute.

    >>> from hcspy.validate import validate
    >>> from hypothesis import given
    >>> @given(hcn_networks())
    ... def check(network):
    ...     assert not validate(network)
    >>> check()
    """
    given: dict[str, Strategy[Any]] = {
        "name": names(),
        "mac_pool": st.builds(hcn.MacPool, ranges=st.lists(mac_ranges(), max_size=1).map(tuple)),
        "dns": _dns(),
        "flags": st.sampled_from([0, hcn.NetworkFlags.ENABLE_NON_PERSISTENT]),
    }
    behind = {
        "type": st.sampled_from([hcn.NetworkType.NAT, hcn.NetworkType.L2_BRIDGE]),
        "ipams": st.lists(ipams(), max_size=1).map(tuple),
    }
    across = {
        "type": st.just(hcn.NetworkType.OVERLAY),
        "ipams": st.lists(_overlay_ipams(), min_size=1, max_size=1).map(tuple),
        "policies": st.lists(remote_subnet_routes() | ip_sets(), max_size=2).map(tuple),
    }
    return st.builds(hcn.HostComputeNetwork, **{**given, **behind, **members}) | (
        st.builds(hcn.HostComputeNetwork, **{**given, **across, **members})
    )


def hcn_endpoint_policies() -> Strategy[Any]:
    """Make policies that an endpoint takes several of."""
    return port_mappings() | hcn_acl_policies() | hcn_outbound_nat_policies() | sdn_route_policies()


def hcn_endpoints(network: str | None = None, **members: Strategy[Any]) -> Strategy[hcn.HostComputeEndpoint]:
    """Make new endpoints that a host takes, in one network or in any; `members` replaces what they have."""
    caps = st.builds(hcn.QosPolicySetting, maximum_outgoing_bandwidth_in_bytes=st.integers(1, 1 << 40))
    given: dict[str, Strategy[Any]] = {
        "name": maybe(names()),
        "host_compute_network": guids() if network is None else st.just(network),
        "policies": st.builds(
            lambda many, one: (*many, *one),
            st.lists(hcn_endpoint_policies(), max_size=3),
            st.lists(caps, max_size=1),
        ),
        "mac_address": maybe(mac_addresses()),
        "dns": _dns(),
    }
    return st.builds(hcn.HostComputeEndpoint, **{**given, **members})


def load_balancers(endpoints: Sequence[str] | None = None) -> Strategy[hcn.HostComputeLoadBalancer]:
    """Make load balancers over some endpoints, or any."""
    mappings = st.builds(
        hcn.LoadBalancerPortMapping,
        protocol=TCP_OR_UDP,
        internal_port=ports(),
        external_port=ports(),
        distribution_type=st.sampled_from(hcn.LoadBalancerDistribution),
        flags=st.sampled_from([0, hcn.LoadBalancerPortMappingFlags.ILB, hcn.LoadBalancerPortMappingFlags.PRESERVE_DIP]),
    )
    return st.builds(
        hcn.HostComputeLoadBalancer,
        host_compute_endpoints=_some_of(endpoints),
        source_vip=maybe(addresses()),
        frontend_vips=st.lists(addresses(), max_size=2).map(tuple),
        port_mappings=st.lists(mappings, min_size=1, max_size=2).map(tuple),
        flags=st.sampled_from([0, hcn.LoadBalancerFlags.DSR]),
    )


def routes(endpoints: Sequence[str] | None = None) -> Strategy[hcn.HostComputeRoute]:
    """Make route objects over some endpoints, or any."""
    return st.builds(
        hcn.HostComputeRoute,
        host_compute_endpoints=_some_of(endpoints),
        setting=st.lists(sdn_route_policies(), min_size=1, max_size=2).map(tuple),
    )


def _some_of(endpoints: Sequence[str] | None) -> Strategy[tuple[str, ...]]:
    ids = guids() if endpoints is None else st.sampled_from(endpoints)
    return st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)


def hcn_namespaces() -> Strategy[hcn.HostComputeNamespace]:
    """Make new namespaces that a host takes."""
    return st.builds(hcn.HostComputeNamespace, type=st.sampled_from([hcn.NamespaceType.HOST, hcn.NamespaceType.GUEST]))


def endpoint_requests() -> Strategy[hcn.ModifyEndpointSettingRequest]:
    """Make requests to change the policies of an endpoint."""
    return st.builds(
        hcn.ModifyEndpointSettingRequest,
        resource_type=st.just(hcn.EndpointResourceType.POLICY),
        request_type=st.sampled_from([hcn.ModifyRequestType.ADD, hcn.ModifyRequestType.UPDATE]),
        settings=st.builds(
            hcn.PolicyEndpointRequest,
            policies=st.lists(hcn_endpoint_policies(), min_size=1, max_size=3).map(tuple),
        ),
    )


def network_requests() -> Strategy[hcn.ModifyNetworkSettingRequest]:
    """Make requests to change the policies of a network, or its name resolution."""
    policies = st.builds(
        hcn.ModifyNetworkSettingRequest,
        resource_type=st.just(hcn.NetworkResourceType.POLICY),
        request_type=st.just(hcn.ModifyRequestType.ADD),
        settings=st.builds(
            hcn.PolicyNetworkRequest,
            policies=st.lists(remote_subnet_routes() | ip_sets(), min_size=1, max_size=2).map(tuple),
        ),
    )
    dns = st.builds(
        hcn.ModifyNetworkSettingRequest,
        resource_type=st.just(hcn.NetworkResourceType.DNS),
        request_type=st.just(hcn.ModifyRequestType.UPDATE),
        settings=_dns(),
    )
    return policies | dns
