"""A container as its programs see it from the inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hcspy.testing.node import Node
from hcspy.testing.programs.files import Files
from hcspy.testing.state.compute import System

__all__ = ["RunsIn"]


class RunsIn:
    """The container that a program runs in."""

    def __init__(self, node: Node, system: System, files: Files) -> None:
        self.id = system.id
        self.os: str = system.os
        self.hostname = system.hostname
        self.kill_code = system.kill_code
        self.build = node.profile.build
        self.files = files
        self._node = node

    def interfaces(self) -> Sequence[Mapping[str, object]]:
        """Its network interfaces, as they are now."""
        _, found, _ = self._node.use(lambda machine: machine.hcs(lambda compute: compute.interfaces(self.id)))
        return found or ()
