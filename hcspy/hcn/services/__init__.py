"""The verbs of HCN: one service per noun, each over the Hcn functions of computenetwork.dll."""

from hcspy.hcn.services.door import Door
from hcspy.hcn.services.hcn import HCN

__all__ = ["HCN", "Door"]
