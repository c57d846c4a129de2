"""The rules for the documents of HCN, by noun."""

from __future__ import annotations

from hcspy.validate.hcn import (
    acl,
    ages,
    carriers,
    door,
    endpoint,
    guest,
    loadbalancer,
    network,
    policy,
    request,
    subnet,
)

__all__ = [
    "acl",
    "ages",
    "carriers",
    "door",
    "endpoint",
    "guest",
    "loadbalancer",
    "network",
    "policy",
    "request",
    "subnet",
]
