"""The verbs of HNS v1: one service per noun, each over ``HNSCall`` of vmcompute.dll."""

from hcspy.hns.services.door import Door
from hcspy.hns.services.hns import HNS

__all__ = ["HNS", "Door"]
