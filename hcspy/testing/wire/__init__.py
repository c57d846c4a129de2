"""The wire half of the fake: how the state is asked for, and how the answers are worded."""

from __future__ import annotations

from .machine import Machine

__all__ = ["Machine"]
