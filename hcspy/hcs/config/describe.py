"""What a document makes, in words: for people who have to read what an engine sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from hcspy.codec import from_json, loads, to_dict
from hcspy.errors import InvalidDocumentError
from hcspy.features.releases import RELEASES
from hcspy.hcs import ComputeSystem
from hcspy.hcs.config import tellfirst, tellmachine, tellsecond
from hcspy.hcs.config.unknown import unknown_members
from hcspy.hcs.config.words import Section, Telling, labelled
from hcspy.hcs.schema1 import ContainerConfig

OF_SCHEMA_2: Final = frozenset({"schemaversion", "container", "virtualmachine", "hostedsystem", "hostingsystemid"})
"""Members that no document of schema 1 has."""


def describe(document: ContainerConfig | ComputeSystem | Mapping[str, Any] | str | bytes) -> str:
    """Explain the document of a compute system in words: what it is, what it is made of, what it may use and see.

    Takes the model or the JSON of either schema. What has no words of its own is told by its name in the document, and
    members that hcspy does not know are named at the end; so nothing of the document is passed over.

    >>> from hcspy import hcs
    >>> base = hcs.Layer(id="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path="C:\\\\layers\\\\base")
    >>> container = hcs.Container(
    ...     storage=hcs.Storage(layers=[base], path="C:\\\\scratch"), memory=hcs.Memory(size_in_mb=2048)
    ... )
    >>> version = hcs.Version(major=2, minor=1)
    >>> print(describe(hcs.ComputeSystem(owner="me", schema_version=version, container=container)))
    Windows container with process isolation (schema 2.1, from Windows Server 2019 on)
      owner: me
      image: 1 layer
        C:\\layers\\base (base), id 1a3348c8-c43b-5c1a-83f4-4bbff0d32f39
      scratch space: C:\\scratch
      network: none
      limits
        memory: 2 GB
    """
    model = _read(document)
    section = tellfirst.tell_container(model) if isinstance(model, ContainerConfig) else _system(model)
    section.add(Section("members that hcspy does not know", *unknown_members(model)).if_any())
    return section.text()


def _read(document: Any) -> Any:
    """Return the model of a document, read from its JSON: what was given raw inside of a model is a model then."""
    raw = loads(document) if isinstance(document, str | bytes) else document
    if isinstance(raw, ContainerConfig | ComputeSystem):
        return from_json(type(raw), to_dict(raw))
    if attrs.has(raw.__class__) or not isinstance(raw, Mapping):
        raise InvalidDocumentError(
            f"{type(raw).__name__} is no document of a compute system; a ContainerConfig or a ComputeSystem is"
        )
    names = {str(name).lower() for name in raw}
    return from_json(ComputeSystem if names & OF_SCHEMA_2 else ContainerConfig, dict(raw))


def _system(system: ComputeSystem) -> Section:
    telling = Telling(system)
    section = Section(f"{_title(system)} ({_schema(system)})", labelled("owner", telling.take("owner")))
    telling.skip("schema_version", "hosting_system_id")
    hosted, machine = telling.part("hosted_system"), telling.part("virtual_machine")
    within = Telling(hosted) if hosted else None
    for container in (telling.part("container"), within.part("container") if within else None):
        if container is not None:
            tellsecond.tell_container(container, section)
    if machine is not None:
        tellmachine.tell_machine(machine, section)
    section.add(_end(telling), *telling.rest())
    return section


def _end(telling: Telling) -> str | None:
    return telling.switch(
        "should_terminate_on_last_handle_closed",
        "ends when nobody holds a handle to it any more",
        "runs on when nobody holds a handle to it any more",
    )


def _title(system: ComputeSystem) -> str:
    if system.container is not None:
        isolation = str(getattr(system.container, "isolation_type", "") or "").lower()
        return "host process container" if isolation == "hostprocess" else "Windows container with process isolation"
    if system.hosted_system is not None:
        return f"container with Hyper-V isolation, in the utility VM {system.hosting_system_id!r}"
    return "virtual machine" if system.virtual_machine is not None else "compute system of no kind"


def _schema(system: ComputeSystem) -> str:
    """Return the schema of a document, and the first Windows that is known to read it."""
    version = system.schema_version
    if version is None:
        return "of no schema"
    schema = getattr(version, "pair", None)
    if schema is None or not all(isinstance(number, int) for number in schema):
        return f"schema {version}"
    first = next((one for one in RELEASES.values() if one.hcs_schema and schema <= one.hcs_schema), None)
    since = f", from {first.windows} on" if first and schema[0] == 2 else ""
    return f"schema {schema[0]}.{schema[1]}{since}"
