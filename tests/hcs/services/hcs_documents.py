"""What the tests of compute systems share."""

from __future__ import annotations

from typing import Final

DOCUMENT: Final = {"Owner": "me", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
DOORS: Final = ("vmcompute", "computecore")
