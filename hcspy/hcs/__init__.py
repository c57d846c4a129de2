"""HCS: the documents of compute systems and processes, as models.

Everything is loaded on demand: the models of schema 2 area by area, those of schema 1 from `hcspy.hcs.schema1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand
from hcspy.hcs.schema import HOME

_HOME: dict[str, str] = {
    **{f"schema.{area}": names for area, names in HOME.items()},
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
