"""What a service would refuse about a document, said before the call.

Rules are kept by area and noun; models that stand inside others are walked by what the codec knows of them.
"""

from __future__ import annotations

from hcspy.validate.finding import Finding
from hcspy.validate.walk import validate

__all__ = ["Finding", "validate"]
