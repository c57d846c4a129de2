"""Containers as an engine has them: image, scratch layer, endpoint, compute system, program, and the way back.

The verbs are those of ``host.containers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.containers.container import Container as Container
    from hcspy.containers.containers import Containers as Containers
    from hcspy.containers.info import ContainerInfo as ContainerInfo
    from hcspy.containers.ports import PublishedPort as PublishedPort
    from hcspy.containers.record import ContainerRecord as ContainerRecord

_MODULE_OF = {
    "Container": "container",
    "Containers": "containers",
    "ContainerInfo": "info",
    "ContainerRecord": "record",
    "PublishedPort": "ports",
}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
