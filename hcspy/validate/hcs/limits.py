"""The ranges of limits, in both schemas."""

from __future__ import annotations

from typing import Final

from hcspy.validate.syntax import whole_number

WEIGHT: Final = whole_number(0, 10_000)
"""Shares of the processors, 1 to 10,000 as Docker takes them (moby, daemon_windows.go); 0 leaves it to the service."""

HUNDREDTHS: Final = whole_number(0, 10_000)
"""Hundredths of a percent: the CpuRate of a job object, 1 to 10,000 in Microsoft's documents; 0 is no limit."""

INT64: Final = whole_number(0, (1 << 63) - 1)
"""What has no sense below 0 and 63 bits above."""
