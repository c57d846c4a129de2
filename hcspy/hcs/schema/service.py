"""What the service as a whole says of itself, and what can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeVar

import attrs

from hcspy.codec import Anything, Wire, WireEnum, arrays, from_json, key, told_by
from hcspy.hcs.schema.cpugroup import HostProcessorModificationRequest
from hcspy.hcs.schema.credentials import ContainerCredentialGuardOperationRequest

if TYPE_CHECKING:
    from hcspy.hcs.schema.properties import PropertyResponse
    from hcspy.hcs.schema.system import Version

T = TypeVar("T")


class GetPropertyType(WireEnum):
    """Properties of the service."""

    BASIC = "Basic"
    """The schema versions that it knows: `BasicInformation`."""

    CPU_GROUP = "CpuGroup"
    """The CPU groups of the host: `CpuGroupConfigurations`."""

    PROCESSOR_TOPOLOGY = "ProcessorTopology"
    """The processors of the host: `ProcessorTopology`."""

    CONTAINER_CREDENTIAL_GUARD = "ContainerCredentialGuard"
    """The credential guard instances of the host: `ContainerCredentialGuardSystemInfo`."""

    QOS_CAPABILITIES = "QoSCapabilities"
    """Which limits the host can keep: `QoSCapabilities`."""


class ModifyPropertyType(WireEnum):
    """What can be changed about the service."""

    CPU_GROUP = "CpuGroup"
    """The CPU groups of the host."""

    CONTAINER_CREDENTIAL_GUARD = "ContainerCredentialGuard"
    """The credential guard instances of the host."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ServicePropertyQuery:
    """What the service is to say of itself.

    >>> ServicePropertyQuery(property_types=["Basic"]).property_types
    ('Basic',)
    """

    property_types: Sequence[GetPropertyType | str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The properties that are wanted."""

    property_queries: Mapping[str, Anything] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.5")
    )
    """Further questions, by the property's name; the value is the document that it needs, if any."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ServiceProperties:
    """What the service says of itself.

    >>> answer = ServiceProperties(properties=[{"SupportedSchemaVersions": [{"Major": 2, "Minor": 5}]}])
    >>> answer.read(BasicInformation)[0].newest
    (2, 5)
    """

    properties: Sequence[Anything] = attrs.field(default=(), hash=False, metadata=key(since="HCS 2.1"))
    """One document for each property that was asked for, as raw JSON; `read` makes models of them."""

    property_responses: Mapping[str, PropertyResponse] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.5")
    )
    """The answers to `ServicePropertyQuery.property_queries`, by the property's name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    def read(self, *classes: type[T]) -> tuple[T, ...]:
        """Return the documents as models, each of the class that stands in its place."""
        return tuple(from_json(cls, held) for cls, held in zip(classes, self.properties, strict=False))


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class BasicInformation:
    """What is known of the service without further questions.

    >>> from hcspy.hcs import Version
    >>> BasicInformation(supported_schema_versions=[Version(major=1, minor=0), Version(major=2, minor=5)]).newest
    (2, 5)
    """

    supported_schema_versions: Sequence[Version] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The schema versions that it knows: 2.1 means 2.0, too."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def newest(self) -> tuple[int, int] | None:
        """The newest of them."""
        return max((version.pair for version in self.supported_schema_versions), default=None)


MODIFICATION_SETTINGS: Final[dict[str, type]] = {
    "CpuGroup": HostProcessorModificationRequest,
    "ContainerCredentialGuard": ContainerCredentialGuardOperationRequest,
}

ModificationSettings: TypeAlias = Annotated[
    HostProcessorModificationRequest | ContainerCredentialGuardOperationRequest | Mapping[str, Any],
    told_by("PropertyType", MODIFICATION_SETTINGS),
]
"""The change. Raw JSON where it is something else."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModificationRequest:
    """A request to change the service.

    >>> ModificationRequest(property_type="CpuGroup", settings=HostProcessorModificationRequest()).property_type
    'CpuGroup'
    """

    property_type: ModifyPropertyType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What changes."""

    settings: ModificationSettings | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.1"))
    """The change."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
