"""Render docs/reference/storage-models.md from the models of storage: ``python docs/_gen/storage_models_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy import storage

PAGE = REFERENCE_PAGES / "storage-models.md"

HEAD = """# Documents of storage

<!-- Written by docs/_gen/storage_models_table.py: change the docstrings in hcspy/storage instead. -->

Every document of `hcspy.storage`, member by member. The key is what stands on the wire; the name is the attribute.
*Always* members are written even if nobody set them, as hcsshim does; all others are left out.
"""

PARTS = {
    "Layers": ("LayerData", "Layer", "Version", "PathType", "CacheMode", "FileSystemFilterType"),
    "What is done with a layer": ("OsLayerOptions", "OsLayerType", "ExportLayerOptions"),
    "Base images": ("BaseImages", "BaseImage"),
}


def render() -> str:
    """Return the whole page."""
    return page(storage, HEAD, PARTS)


def models() -> set[str]:
    """Return the names of all models and enumerations."""
    return classes(storage)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
