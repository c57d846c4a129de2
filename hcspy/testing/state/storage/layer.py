"""What is known of a layer, and what a scratch space goes through."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, Literal

Kind = Literal["base", "read-only", "scratch"]

DISK: Final = "sandbox.vhdx"
"""The virtual disk of a scratch space, in its layer folder."""
SCRATCH_SIZE: Final = 20 << 30


@dataclasses.dataclass
class Layer:
    """A layer: a folder with files, or one with a virtual disk to write to."""

    path: str
    kind: Kind = "read-only"
    parents: list[str] = dataclasses.field(default_factory=list)
    """Paths of the layers below, the newest first."""
    gone: list[str] = dataclasses.field(default_factory=list)
    """The names that it takes away from the layers below."""
    facts: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    """Attributes and streams of its files, as it was imported with them."""
    disk: str = ""
    """The virtual disk of a scratch space; empty when the folder itself is written to."""

    @property
    def is_scratch(self) -> bool:
        """Whether it can be written to."""
        return self.kind == "scratch"
