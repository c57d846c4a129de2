r"""The silo of a container with process isolation: a job object, ``\Container_<id>``, with its processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import FILE_NOT_FOUND, INVALID_PARAMETER, Fault

from .service import PROCESSORS
from .system import System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

PREFIX: Final = "\\Container_"
_GROUPS_BUILD: Final = 20348
"""From this build on, a silo can have processors of more than one group, or of another one than the first."""


def find(state: State, name: str) -> System:
    """Find the container of a silo, by the whole name of its job object; letter case aside."""
    # fidelity: HCS-M08
    id = name[len(PREFIX) :] if name.lower().startswith(PREFIX.lower()) else ""
    system = state.systems.find(id)
    if system is None or system.has_guest:
        raise Fault(FILE_NOT_FOUND, f"no job object {name}")
    return system


def bind(state: State, system: System, affinities: Sequence[Mapping[str, Any]]) -> None:
    """Bind the processes of a container to processors: of each group those that a mask has a bit for."""
    # fidelity: HCS-M09
    groups = [affinity["Group"] for affinity in affinities]
    if not groups or len(set(groups)) != len(groups) or any(map(_is_wrong, affinities)):
        raise Fault(INVALID_PARAMETER, f"{affinities!r} are no processors of this machine")
    if groups != [0] and state.profile.build < _GROUPS_BUILD:
        raise Fault(INVALID_PARAMETER, "this build has processors of one group in a silo")
    system.affinities = [{"Group": affinity["Group"], "Mask": affinity["Mask"]} for affinity in affinities]
    state.revision += 1


def _is_wrong(affinity: Mapping[str, Any]) -> bool:
    """Tell whether something other than processors of this machine is meant; it has one group of them."""
    mask = affinity["Mask"]
    return affinity["Group"] != 0 or any(affinity["Reserved"]) or not 0 < mask < 1 << PROCESSORS
