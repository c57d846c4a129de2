"""What a machine stores for its containers: layers, virtual disks, filters, base images."""

from __future__ import annotations

from .storage import Storage

__all__ = ["Storage"]
