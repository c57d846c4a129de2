"""The rules for the documents of HNS v1, by noun."""

from __future__ import annotations

from hcspy.validate.hns import accelnet, attachment, endpoint, namespace, network, policy, policylist

__all__ = ["accelnet", "attachment", "endpoint", "namespace", "network", "policy", "policylist"]
