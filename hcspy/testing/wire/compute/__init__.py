"""The door to compute systems: what goes in and comes out is JSON text.

Handles, programs and notifications are no matter of the machine: whoever hands them out asks here by the system's id.
"""

from __future__ import annotations

from .door import Compute
from .results import result_document

__all__ = ["Compute", "result_document"]
