"""What ``host.storage`` is made of."""

from .door import Door
from .storage import Storage

__all__ = ["Door", "Storage"]
