"""What documents of HCS refer to without knowing its class: the network APIs stand beside this package."""

from __future__ import annotations

from typing import Protocol


class Identified(Protocol):
    """An endpoint or a namespace of either network API: what has an id."""

    @property
    def id(self) -> str | None:
        """The id."""
