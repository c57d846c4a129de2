"""The state of the fake: what a machine's network service knows, apart from how anybody asks for it."""

from __future__ import annotations

from .faults import Fault
from .state import State

__all__ = ["Fault", "State"]
