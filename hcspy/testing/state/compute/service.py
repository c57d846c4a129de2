"""What belongs to the compute service and to no system: CPU groups, credential guard, what it can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import guid_key
from hcspy.testing.state.faults import COMPUTE_INVALID_JSON, ELEMENT_NOT_FOUND, FILE_EXISTS, INVALID_PARAMETER, Fault

from .document import invalid, member, schema_minor

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

PROCESSORS: Final = 4
CPU_CAP: Final = 0x00010000
Document = dict[str, Any]


class Service:
    """The compute service of a machine."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.groups: dict[str, Document] = {}
        """CPU groups, by their ids in lower case."""
        self.guards: dict[str, Document] = {}
        """Instances of credential guard, likewise."""

    # What it is asked

    def basic(self) -> Document:
        """Tell which schemas it knows."""
        # fidelity: HCS-V02
        minor = schema_minor(self._state.profile.build)
        versions = [{"Major": 1, "Minor": 0}]
        if minor is not None:
            versions.append({"Major": 2, "Minor": minor})
        return {"SupportedSchemaVersions": versions}

    def property(self, name: str) -> Document:
        """Tell one property; refuse one that it does not have."""
        # fidelity: HCS-V03
        if name == "Basic":
            return self.basic()
        if name == "CpuGroup":
            return {"CpuGroups": [dict(group) for group in self.groups.values()]}
        if name == "ProcessorTopology":
            processors = [self._processor(index) for index in range(PROCESSORS)]
            return {"LogicalProcessorCount": PROCESSORS, "LogicalProcessors": processors}
        if name == "ContainerCredentialGuard":
            return {"Instances": [dict(guard) for guard in self.guards.values()]}
        if name == "QoSCapabilities":
            return {"ProcessorQoSSupported": self._state.profile.build >= 20348}
        raise invalid(f"no property {name!r}")

    @staticmethod
    def _processor(index: int) -> Document:
        return {"LpIndex": index, "NodeNumber": 0, "PackageId": 0, "CoreId": index // 2, "RootVpIndex": index}

    # What it is told

    def modify(self, request: Mapping[str, Any]) -> None:
        """Change a setting."""
        kind = request.get("PropertyType")
        settings = member(request, "Settings", dict, {})
        operation = member(settings, "Operation", str, "")
        details = member(settings, "OperationDetails", dict, {})
        steps = {
            ("CpuGroup", "CreateGroup"): self._create_group,
            ("CpuGroup", "DeleteGroup"): self._delete_group,
            ("CpuGroup", "SetProperty"): self._set_property,
            ("ContainerCredentialGuard", "AddInstance"): self._add_guard,
            ("ContainerCredentialGuard", "RemoveInstance"): self._remove_guard,
        }
        step = steps.get((str(kind), operation))
        if step is None:
            raise Fault(COMPUTE_INVALID_JSON, f"{operation!r} of {kind!r}")
        step(details)
        self._state.revision += 1

    def check_group(self, id: str) -> str:
        """Return the key of a CPU group; refuse one that is not there."""
        key = guid_key(id)
        if key not in self.groups:
            raise Fault(ELEMENT_NOT_FOUND, f"no CPU group {id}")
        return key

    def _create_group(self, details: Document) -> None:
        # fidelity: HCS-V04
        id = member(details, "GroupId", str, "")
        processors = member(details, "LogicalProcessors", list, [])
        key = guid_key(id)
        if key in self.groups:
            raise Fault(FILE_EXISTS, f"CPU group {id} exists")
        if not processors or not all(isinstance(lp, int) and 0 <= lp < PROCESSORS for lp in processors):
            raise Fault(INVALID_PARAMETER, f"LogicalProcessors is {processors!r}")
        self.groups[key] = {
            "GroupId": id,
            "Affinity": {"LogicalProcessorCount": len(processors), "LogicalProcessors": list(processors)},
            "GroupProperties": [{"PropertyCode": CPU_CAP, "PropertyValue": 65536}],
            "HypervisorGroupId": len(self.groups) + 1,
        }

    def _delete_group(self, details: Document) -> None:
        # fidelity: HCS-V05
        key = self.check_group(member(details, "GroupId", str, ""))
        for system in self._state.systems:
            group = system.resources.get("virtualmachine/computetopology/processor/cpugroup") or {}
            if str(group.get("Id")).lower().strip("{}") == key:
                raise Fault(INVALID_PARAMETER, f"{system.id!r} is in the group")
        del self.groups[key]

    def _set_property(self, details: Document) -> None:
        group = self.groups[self.check_group(member(details, "GroupId", str, ""))]
        code, value = member(details, "PropertyCode", int, 0), member(details, "PropertyValue", int, 0)
        kept = [known for known in group["GroupProperties"] if known["PropertyCode"] != code]
        group["GroupProperties"] = [*kept, {"PropertyCode": code, "PropertyValue": value}]

    def _add_guard(self, details: Document) -> None:
        id = member(details, "Id", str, "")
        if not id:
            raise invalid("an instance has an Id")
        if id.lower() in self.guards:
            raise Fault(FILE_EXISTS, f"instance {id} exists")
        transport = member(details, "Transport", str, "LRPC")
        guard = {"Authentication": "", "CacheMode": "", "SharedRpcEndpoint": "", "Transport": transport}
        self.guards[id.lower()] = {"Id": id, "CredentialGuard": guard}

    def _remove_guard(self, details: Document) -> None:
        id = member(details, "Id", str, "")
        if self.guards.pop(id.lower(), None) is None:
            raise Fault(ELEMENT_NOT_FOUND, f"no instance {id}")
