"""Schema 2 of HCS: the documents of compute systems, as models, one module per area.

Programs use them from `hcspy.hcs`, which loads an area when one of its names is asked for.
"""

from __future__ import annotations

from typing import Final

HOME: Final[dict[str, str]] = {}
"""The names that each module has for `hcspy.hcs`."""
