"""vmcompute.dll: the first door of the compute service, and layers by their ids."""

from __future__ import annotations

from .layers import LayerFunctions
from .systems import VmCompute

__all__ = ["LayerFunctions", "VmCompute"]
