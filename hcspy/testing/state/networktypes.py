"""The types of networks, and what they have in common."""

from __future__ import annotations

from typing import Final

from .documents import Document, words

# fidelity: HNS-N01 HNS-G03 (numbers: NAT, ICS and Transparent are documented, the rest follows Microsoft's table)
TYPES: Final = words(
    "NAT ICS Transparent L2Bridge L2Tunnel Overlay Private Internal Mirrored Infiniband ConstrainedICS"
)
BY_LOWER: Final = {name.lower(): name for name in TYPES}
EXTERNAL: Final = frozenset({"Transparent", "L2Bridge", "L2Tunnel", "Overlay"})
TRANSLATING: Final = frozenset({"NAT", "ICS", "ConstrainedICS"})
FILTERED: Final = frozenset({"L2Bridge", "L2Tunnel", "Overlay"})


def network_type(document: Document) -> str:
    """Name a network's type in its own spelling; an unknown or missing one is NAT."""
    kind = document.get("Type")
    if isinstance(kind, int) and 0 <= kind < len(TYPES):
        return TYPES[kind]
    return BY_LOWER.get(str(kind).lower(), "NAT")
