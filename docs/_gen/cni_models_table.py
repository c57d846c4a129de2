"""Render docs/reference/cni-models.md from the models of CNI: ``python docs/_gen/cni_models_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy import cni
from hcspy.cni import hcnplugin

PAGE = REFERENCE_PAGES / "cni-models.md"

HEAD = """# Documents of CNI

<!-- Written by docs/_gen/cni_models_table.py: change the docstrings in hcspy/cni instead. -->

The configuration that comes in and the result that goes out, member by member. The key is what stands on the wire; the
name is the attribute. What uses them: [CNI](cni.md).
"""

PARTS = {
    "Configuration": (
        "NetConf", "IPAMConf", "RuntimeConfig", "PortMapEntry", "BandwidthEntry", "RuntimeDNS", "GCAttachment", "Range",
    ),
    "Result": ("Result", "Interface", "IPConfig", "Route", "DNS"),
    "Errors": ("ErrorCode",),
}  # fmt: skip
PLUGIN = {"Configuration of `hcspy-cni`": ("HCNConf", "HCNIpam", "NamedPolicy")}


def render() -> str:
    """Return the whole page."""
    return page(cni, HEAD, PARTS) + "\n" + page(hcnplugin, "", PLUGIN).lstrip()


def models() -> set[str]:
    """Return the names of all models and enumerations."""
    return classes(cni) | classes(hcnplugin, "hcspy.cni.")


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
