"""The machine behind a fake: alone in memory, or shared with other processes through a file."""

from __future__ import annotations

from .node import Node

__all__ = ["Node"]
