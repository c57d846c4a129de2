"""Programs of a fake: Python functions that run as processes of its containers, over real pipes."""

from __future__ import annotations

from .program import Container, Program
from .registry import Programs

__all__ = ["Container", "Program", "Programs"]
