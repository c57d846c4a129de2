"""Load balancers."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.cdata import HCN_LOADBALANCER

from .handles import LiveHandle
from .nouns import Exports, HostNounCalls


class LoadBalancerHandle(LiveHandle[HCN_LOADBALANCER]):
    """An open load balancer."""

    __slots__ = ()
    noun = "load balancer"
    ctype = "HCN_LOADBALANCER *"
    closes = "HcnCloseLoadBalancer"


class LoadBalancerCalls(HostNounCalls[LoadBalancerHandle]):
    """The functions for load balancers."""

    noun = "load balancer"
    handle = LoadBalancerHandle
    exports = Exports(
        enumerate="HcnEnumerateLoadBalancers",
        create="HcnCreateLoadBalancer",
        open="HcnOpenLoadBalancer",
        query="HcnQueryLoadBalancerProperties",
        modify="HcnModifyLoadBalancer",
        delete="HcnDeleteLoadBalancer",
    )


load_balancers: Final = LoadBalancerCalls()
