"""Functions of parts that come later: what they will be called, so that the documentation names all of hcsshim."""

from __future__ import annotations

from typing import Final

from .counterparts import Counterpart

NAMES: Final = """
osversion.Get                                    host.version
osversion.Build                                  host.version
osversion.BuildRevision                          host.version
"""

ROWS: Final = tuple(Counterpart(*line.split(), planned=True) for line in NAMES.strip().splitlines())
