"""Documents from which compute systems are made: written by builders, explained in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.hcs.config.arguments import Cpu as Cpu
    from hcspy.hcs.config.arguments import Mount as Mount
    from hcspy.hcs.config.arguments import Pipe as Pipe
    from hcspy.hcs.config.container import container_config as container_config
    from hcspy.hcs.config.describe import describe as describe
    from hcspy.hcs.config.linux import linux_container_config as linux_container_config
    from hcspy.hcs.config.schemaversion import choose_schema as choose_schema
    from hcspy.hcs.config.schemaversion import newest_schema as newest_schema
    from hcspy.hcs.config.utilityvm import utility_vm_config as utility_vm_config

_HOME: dict[str, str] = {
    "arguments": "Cpu Mount Pipe",
    "container": "container_config",
    "describe": "describe",
    "linux": "linux_container_config",
    "schemaversion": "choose_schema newest_schema",
    "utilityvm": "utility_vm_config",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
