"""Render docs/reference/hcs-schema1-models.md from the models: ``python docs/_gen/hcs_schema1_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy.hcs import schema1

PAGE = REFERENCE_PAGES / "hcs-schema1-models.md"

HEAD = """# Documents of HCS, schema 1

<!-- Written by docs/_gen/hcs_schema1_table.py: change the docstrings in hcspy/hcs/schema1 instead. -->

Every document of `hcspy.hcs.schema1`, member by member: what Docker sent, and the only documents of the compute service
before Windows Server 2019. The key is what stands on the wire; the name is the attribute. *Always* members are written
even if nobody set them, as hcsshim does; all others are left out.

Those whose names schema 2 does not have are in `hcspy.hcs`, too: `hcspy.hcs.ContainerConfig`. Counters and times are as
the service says them; properties beside them have Python's types: `Statistics.uptime` is a `timedelta`.
`hcspy.hcs.describe` explains a document in words, `hcspy.validate` says what the service would refuse of it, and
`hcspy lint` for which Windows.
"""

PARTS: dict[str, tuple[str, ...]] = {
    "Containers": ("ContainerConfig", "Layer", "HvRuntime", "AssignedDevice"),
    "Folders, pipes and disks of the host": (
        "MappedDir",
        "MappedPipe",
        "MappedVirtualDisk",
        "MappedVirtualDiskController",
    ),
    "Processes": ("ProcessConfig", "ProcessListItem"),
    "Questions and answers": (
        "ComputeSystemQuery",
        "PropertyQuery",
        "PropertyType",
        "ContainerProperties",
        "Statistics",
        "MemoryStats",
        "ProcessorStats",
        "StorageStats",
        "NetworkStats",
        "GuestConnectionInfo",
        "GuestDefinedCapabilities",
    ),
    "Changes": ("ResourceModificationRequestResponse", "ResourceType", "RequestType"),
}


def render() -> str:
    """Return the whole page."""
    return page(schema1, HEAD, PARTS, {})


def models() -> set[str]:
    """Return the names of all classes of the package."""
    return classes(schema1) - {"Identified"}


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
