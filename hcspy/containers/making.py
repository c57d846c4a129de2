"""The steps from an image to a compute system, each with its way back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from hcspy.codec import evolve, to_dict
from hcspy.containers import disk, record
from hcspy.containers.doors import Doors, folder_of, layer_of
from hcspy.containers.network import make_endpoint, shared_endpoints
from hcspy.containers.options import OF_THE_DOCUMENT, ContainerOptions
from hcspy.containers.record import ContainerRecord
from hcspy.errors import HcspyError, NotSupportedError
from hcspy.hcs.config import container_config
from hcspy.hcs.config.schemaversion import SCHEMA_1, SCHEMA_2

if TYPE_CHECKING:
    from hcspy.hcs.services.system import System
    from hcspy.verbs.rollback import Rollback

Progress = Callable[[str], object]
HYPERV: Final = "hyperv"


def new_name() -> str:
    """Return a name that nobody has."""
    return f"hcspy-{secrets.token_hex(6)}"


def make(doors: Doors, image: Any, options: ContainerOptions, undo: Rollback, tell: Progress) -> ContainerRecord:
    """Make what a container consists of before it is a compute system: its disk, its endpoint, its record."""
    asked = options.get("name")
    name = new_name() if asked is None else asked
    layer = layer_of(name)
    tell(f"look for image {image if isinstance(image, str) else ''}".rstrip())
    parents = disk.image_layers(doors.storage, image)
    tell(f"create scratch layer {layer}")
    disk.create(doors.storage, layer, parents, undo)
    network = options.get("network")
    if network is not None:
        tell(f"create endpoint on {getattr(network, 'name', network)}")
    made = make_endpoint(doors.hns, name, network, options.get("ports", ()), options.get("ip_address"), undo)
    return ContainerRecord(
        name=name,
        image=image if isinstance(image, str) else parents[0],
        isolation=options.get("isolation", "process"),
        created=record.now(),
        command=options.get("command", ()),
        env=dict(options.get("env", ())) or None,
        cwd=options.get("cwd"),
        user=options.get("user"),
        layer=layer,
        parents=parents,
        endpoints=() if made is None else (str(made.id),),
    )


def describe(doors: Doors, entry: ContainerRecord, volume: str | None, options: ContainerOptions) -> ContainerRecord:
    """Return the record with the document that the compute system is made from, and write it down."""
    layers = doors.storage.layers
    document = container_config(
        str(entry.name),
        schema=schema_of(doors, entry),
        layers=entry.parents,
        name_to_guid=layers.name_to_guid,
        scratch=entry.layer,
        volume=volume,
        isolation=str(entry.isolation),
        is_folder=lambda path: layers.locate(path).is_dir(),
        endpoints=(*entry.endpoints, *options.get("endpoints", ()), *shared_endpoints(doors.hns, options)),
        **{name: options[name] for name in OF_THE_DOCUMENT if name in options},  # type: ignore[literal-required]
    )
    described = evolve(entry, document=to_dict(document))
    record.write(folder_of(doors, str(entry.name)), described)
    return described


def schema_of(doors: Doors, entry: ContainerRecord) -> tuple[int, int]:
    """Return the schema of the document: 2.1 where the service reads it.

    With Hyper-V isolation it is 1.0: there one document makes the container and its virtual machine.
    """
    if entry.isolation == HYPERV:
        return SCHEMA_1
    try:
        known = [version.pair for version in doors.hcs.schema_versions()]
    except NotSupportedError:  # the first Windows with containers cannot be asked
        known = []
    return SCHEMA_2 if any(pair >= SCHEMA_2 for pair in known) else SCHEMA_1


def mount(doors: Doors, entry: ContainerRecord, undo: Rollback, tell: Progress) -> str | None:
    """Mount the scratch layer and return its volume; a utility VM mounts it by itself."""
    if entry.isolation == HYPERV:
        return None
    tell(f"mount {entry.layer}")
    return disk.mount(doors.storage, str(entry.layer), list(entry.parents), undo)


def create_system(
    doors: Doors, entry: ContainerRecord, undo: Rollback, tell: Progress, timeout: float | None
) -> System:
    """Create the compute system."""
    tell(f"create compute system {entry.name}")
    system = doors.hcs.systems.create(str(entry.name), entry.document, timeout=timeout)
    undo.on_failure(f"compute system {entry.name} is there", end, system, None)
    return system


def end(system: System, grace: float | None) -> None:
    """End a compute system, by force if it does not end by itself within so many seconds, and close it."""
    if grace is None or not _shut_down(system, grace):
        system.terminate()
    system.close()


def _shut_down(system: System, grace: float) -> bool:
    """Ask a compute system to end; say whether it did, in time."""
    try:
        system.shutdown(timeout=grace)
    except HcspyError:
        return False
    return True
