"""MAC addresses: the pool of a network, and one of its addresses for an endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from .chance import Chance
from .documents import Document
from .faults import INVALID_ENDPOINT, INVALID_NETWORK, Fault

_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}")
_PREFIX: Final = 0x00155D000000
_SLICE: Final = 0x1000
_SLICES: Final = 0x1000


def mac_number(text: object, code: int = INVALID_ENDPOINT) -> int:
    """Read a MAC address: six pairs of hex digits between dashes."""
    # fidelity: HNS-E08
    if isinstance(text, str) and _MAC.fullmatch(text):
        return int(text.replace("-", ""), 16)
    raise Fault(code, f"{text!r} is not a MAC address")


def mac_text(number: int) -> str:
    """Write a MAC address as the service does."""
    digits = f"{number:012X}"
    return "-".join(digits[at : at + 2] for at in range(0, 12, 2))


def any_mac(chance: Chance) -> str:
    """Make up a MAC address of the vendor that virtual adapters have."""
    return mac_text(_PREFIX + chance.below(1 << 24))


def choose_pool(chance: Chance, taken: Callable[[int], bool]) -> Document:
    """Choose a slice of 4,096 addresses that no other network has."""
    # fidelity: HNS-N08
    start = chance.below(_SLICES)
    slices = ((start + step) % _SLICES for step in range(_SLICES))
    first = _PREFIX + next((slice for slice in slices if not taken(slice)), start) * _SLICE
    return {"EndMacAddress": mac_text(first + _SLICE - 1), "StartMacAddress": mac_text(first)}


def slice_of(pool: Document) -> int | None:
    """Tell which of the slices a pool is, if it is one."""
    try:
        first = mac_number(pool.get("StartMacAddress"))
    except Fault:
        return None
    return (first - _PREFIX) // _SLICE if _PREFIX <= first < _PREFIX + (1 << 24) else None


def pool_spans(pools: Any) -> list[tuple[int, int]]:
    """Read pools as first and last number."""
    spans = []
    for pool in pools or ():
        if not isinstance(pool, dict):
            raise Fault(INVALID_NETWORK, "a MAC pool is an object")
        first, last = (mac_number(pool.get(name), INVALID_NETWORK) for name in ("StartMacAddress", "EndMacAddress"))
        if first > last:
            raise Fault(INVALID_NETWORK, "a MAC pool ends before it starts")
        spans.append((first, last))
    return spans


def readable_spans(pools: Any) -> list[tuple[int, int]]:
    """Read the pools of a stored network; those that cannot be read (recorded, cut) are no pools."""
    try:
        return pool_spans(pools)
    except (Fault, TypeError):
        return []


def choose_mac(chance: Chance, spans: list[tuple[int, int]], used: Callable[[int], bool], given_out: int) -> str:
    """Choose an address of the pool that the network has not given out; an exhausted pool gives one twice."""
    # fidelity: HNS-E07
    size = sum(last - first + 1 for first, last in spans)
    free = free_number(chance, size, lambda offset: used(_at(spans, offset))) if given_out < size else None
    return mac_text(_at(spans, chance.below(size) if free is None else free))


def _at(spans: list[tuple[int, int]], offset: int) -> int:
    for first, last in spans:
        if offset <= last - first:
            return first + offset
        offset -= last - first + 1
    raise AssertionError(offset)


_TRIES: Final = 12


def free_number(chance: Chance, size: int, used: Callable[[int], bool]) -> int | None:
    """Choose a free number below size at random; None when there is none.

    A few throws find one in constant time unless nearly all are taken; then the next free one from a random
    start is taken, which looks at each number once at most.
    """
    for _ in range(_TRIES):
        number = chance.below(size)
        if not used(number):
            return number
    start = chance.below(size)
    return next((n for n in ((start + step) % size for step in range(size)) if not used(n)), None)
