"""The Docker driver that hcspy ships: Docker's networks, endpoints and addresses on HNS v1.

`HNSNetworkDriver` and `HNSIpamDriver` are drivers like any other: they use what everybody can use. Both may remember
what they have done in one `Store`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.docker.hnsdriver.driver import HNSNetworkDriver as HNSNetworkDriver
    from hcspy.docker.hnsdriver.ipam import HNSIpamDriver as HNSIpamDriver
    from hcspy.docker.hnsdriver.reconcile import Finding as Finding
    from hcspy.docker.hnsdriver.reconcile import Reconciliation as Reconciliation
    from hcspy.docker.hnsdriver.store import Store as Store
    from hcspy.docker.hnsdriver.store import default_path as default_path

_HOME = {
    "HNSNetworkDriver": "driver",
    "HNSIpamDriver": "ipam",
    "Finding": "reconcile",
    "Reconciliation": "reconcile",
    "Store": "store",
    "default_path": "store",
}

__all__ = list(_HOME)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _HOME)
