"""Render docs/reference/hcs-models.md from the models of schema 2: ``python docs/_gen/hcs_models_table.py``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy import hcs
from hcspy.hcs.schema import HOME

PAGE = REFERENCE_PAGES / "hcs-models.md"

HEAD = """# Documents of HCS, schema 2

<!-- Written by docs/_gen/hcs_models_table.py: change the docstrings in hcspy/hcs/schema instead. -->

Every document of `hcspy.hcs` that is of schema 2, member by member: what Microsoft documents and what hcsshim has, in
one. The key is what stands on the wire; the name is the attribute. *Always* members are written even if nobody set
them, as hcsshim does; all others are left out.

Windows 1809 (build 17763) came with schema 2.1: members without a version, or of 2.1, are of that time. For others
it says which version of the schema (*HCS*) brought them, and the first Windows release that is known to have it. What
is marked *hcsshim* Microsoft does not document; members without its documentation and without that mark are
described by what their name and place say.

The documents of schema 1, which older Windows reads, are in `hcspy.hcs.schema1`; those of layer functions in
`hcspy.storage`.
"""

TITLES = {
    "system": "Compute systems",
    "container": "Containers",
    "storage": "Storage of containers",
    "networking": "Networks",
    "hvsocket": "Hyper-V sockets",
    "registry": "Registry",
    "credentials": "Credential guard",
    "process": "Processes",
    "virtualmachine": "Virtual machines",
    "chipset": "Chipset and firmware",
    "memory": "Memory",
    "processor": "Processors",
    "features": "Features of processors",
    "xsave": "Features of processors that XSAVE saves",
    "numa": "NUMA",
    "cpugroup": "CPU groups",
    "devices": "Devices",
    "disks": "Disks and persistent memory",
    "shares": "Folders of the host",
    "isolation": "Isolation",
    "guest": "The service in a guest",
    "integration": "Integration services",
    "crash": "Crashes",
    "properties": "Queries and properties",
    "statistics": "Statistics",
    "modify": "Requests to change",
    "options": "Options of the verbs",
    "service": "The service",
    "notifications": "Notifications and operations",
    "result": "Errors",
    "attribution": "What an end or an error is put down to",
    "workerexit": "Ends of worker processes",
    "devicefailure": "Failures of virtual devices",
    "migration": "Live migration",
    "silo": "Definitions of containers: jobs, files, pipes",
    "silo_objects": "Definitions of containers: objects",
    "silo_devices": "Definitions of containers: devices",
    "silo_registry": "Definitions of containers: registry",
    "resources": "Paths of requests",
}
"""The areas in the order of the page."""


def names_of(area: str) -> tuple[str, ...]:
    """Return the classes of an area as their module has them."""
    module = import_module(f"hcspy.hcs.schema.{area}")
    known = models()
    return tuple(name for name, held in vars(module).items() if name in known and held.__module__ == module.__name__)


def models() -> set[str]:
    """Return the names of all classes of schema 2."""
    return classes(hcs, f"{hcs.__name__}.schema.")


PARTS = {title: names for area, title in TITLES.items() if (names := names_of(area))}


def render() -> str:
    """Return the whole page."""
    return page(hcs, HEAD, PARTS)


def areas() -> set[str]:
    """Return the names of all areas."""
    return {*HOME}


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
