"""The CNI plugin that is shipped: containers on networks of HCN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.cni.hcnplugin.plugin import HCNPlugin as HCNPlugin
    from hcspy.cni.hcnplugin.settings import HCNConf as HCNConf
    from hcspy.cni.hcnplugin.settings import HCNIpam as HCNIpam
    from hcspy.cni.hcnplugin.settings import NamedPolicy as NamedPolicy

_HOME = {
    "HCNConf": "settings",
    "HCNIpam": "settings",
    "HCNPlugin": "plugin",
    "NamedPolicy": "settings",
}

__all__ = list(_HOME)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _HOME)
