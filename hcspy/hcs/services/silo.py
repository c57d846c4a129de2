r"""The silo of a container with process isolation: the job object that its processes are in.

The compute service makes it, as ``\Container_<id>``, and has no words for the processors that a container may use. So
those are set at the job object itself, as hcsshim does it. Only SYSTEM may open it. A container with Hyper-V isolation
has its silo in the virtual machine, out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from hcspy._ffi.kernel32 import set_job_group_affinities
from hcspy._ffi.ntdll import open_job_object
from hcspy._ffi.timeouts import run_with_timeout
from hcspy.errors import AccessDeniedError, HcspyError, InvalidDocumentError, NotFoundError

if TYPE_CHECKING:
    from hcspy._ffi.handles import SharedHandle

_LARGEST_MASK: Final = (1 << 64) - 1
_LARGEST_GROUP: Final = 0xFFFF
_GROUP: Final = 64
_HINTS: Final[Mapping[type[HcspyError], str]] = {
    NotFoundError: "Only a container with process isolation has one on the host, from its creation to its end",
    AccessDeniedError: "Run as SYSTEM, as the services of Windows do: nobody else may open the job of a container",
    InvalidDocumentError: "Other groups than the first need Windows Server 2022; `host.hcs.properties()` has the"
    " processors as ProcessorTopology",
}


@attrs.frozen
class GroupAffinity:
    """Processors of one group: what the GROUP_AFFINITY of the Windows SDK says.

    Windows counts logical processors in groups of at most 64. Groups other than the first, and more than one of them,
    need Windows Server 2022 (build 20348) for a container.

    >>> GroupAffinity(0b1011).processors
    (0, 1, 3)
    >>> GroupAffinity.of([0, 1, 3])
    GroupAffinity(mask=11, group=0)
    """

    mask: int
    """A bit for each processor: 1 is the first of the group, 2 the second, 3 both."""

    group: int = 0
    """The number of the group, from 0."""

    @classmethod
    def of(cls, processors: Iterable[int], group: int = 0) -> Self:
        """Return what stands for some processors of a group, by their numbers from 0 to 63."""
        mask = 0
        for processor in processors:
            _check(f"a processor of group {group}", processor, 0, _GROUP - 1)
            mask |= 1 << processor
        return cls(mask, group)

    @property
    def processors(self) -> tuple[int, ...]:
        """The numbers of the processors in the group."""
        return tuple(number for number in range(_GROUP) if self.mask >> number & 1)


def checked(affinities: Iterable[GroupAffinity]) -> Sequence[GroupAffinity]:
    """Return affinities that Windows can take; InvalidDocumentError names the first thing that it cannot.

    >>> checked([GroupAffinity(0)])
    Traceback (most recent call last):
        ...
    hcspy.errors.InvalidDocumentError: affinities[0].mask is 0, allowed is a whole number from 1 to 18446744073709551615
    """
    found = tuple(affinities)
    if not found:
        raise InvalidDocumentError("affinities is empty, allowed are the processors of at least one group")
    groups: set[int] = set()
    for index, affinity in enumerate(found):
        if not isinstance(affinity, GroupAffinity):
            raise InvalidDocumentError(f"affinities[{index}] is {affinity!r}, allowed is a GroupAffinity")
        _check(f"affinities[{index}].mask", affinity.mask, 1, _LARGEST_MASK)
        _check(f"affinities[{index}].group", affinity.group, 0, _LARGEST_GROUP)
        if affinity.group in groups:
            raise InvalidDocumentError(f"affinities[{index}].group is {affinity.group} a second time, allowed is once")
        groups.add(affinity.group)
    return found


def _check(what: str, value: object, least: int, most: int) -> None:
    if type(value) is not int or not least <= value <= most:
        raise InvalidDocumentError(f"{what} is {value!r}, allowed is a whole number from {least} to {most}")


def bind(handle: SharedHandle[Any], id: str, affinities: Sequence[GroupAffinity], timeout: float | None) -> None:
    """Bind the processes of an open container to processors; the container is not closed meanwhile."""
    run_with_timeout(lambda: _bind(handle, id, affinities), timeout, call="SetInformationJobObject", request=id)


def _bind(handle: SharedHandle[Any], id: str, affinities: Sequence[GroupAffinity]) -> None:
    try:
        with handle.borrowed(), open_job_object(handle.tables, rf"\Container_{id}") as job:
            set_job_group_affinities(job, [(affinity.group, affinity.mask) for affinity in affinities])
    except HcspyError as error:
        error.hint = next((hint for kind, hint in _HINTS.items() if isinstance(error, kind)), error.hint)
        raise
