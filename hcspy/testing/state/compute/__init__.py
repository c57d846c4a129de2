"""Compute systems as the service keeps them: their documents, life cycles, processes and resources.

Nothing here runs: programs, handles and notifications are the business of whoever asks. Codes are those of the service
itself (0xC037....); a door that has others translates them.
"""

from __future__ import annotations

from .service import Service
from .system import Process, System
from .systems import Systems

__all__ = ["Process", "Service", "System", "Systems"]
