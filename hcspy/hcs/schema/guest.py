"""The service in a guest: what connects to it, and what it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Anything, Wire, WireEnum, arrays, key, told_by
from hcspy.hcs.schema.container import MappedDirectory, MappedPipe
from hcspy.hcs.schema.storage import CimMount, CombinedLayers, MappedVirtualDisk

if TYPE_CHECKING:
    from hcspy.hcs.schema.modify import ModifyRequestType, ModifyResourceType
    from hcspy.hcs.schema.system import Version


class RPCType(WireEnum):
    """What happens to the service that forwards logs (hcsshim)."""

    MODIFY_SERVICE_SETTINGS = "ModifyServiceSettings"
    """It gets new settings."""

    START_LOG_FORWARDING = "StartLogForwarding"
    """It starts."""

    STOP_LOG_FORWARDING = "StopLogForwarding"
    """It stops."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestConnection:
    """The connection to the service in a guest.

    >>> GuestConnection(use_vsock=True, use_connected_suspend=True).use_vsock
    True
    """

    use_vsock: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is a socket of Linux's (vsock), and not a Hyper-V socket."""

    use_connected_suspend: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it stays open while the virtual machine stands still."""

    use_host_time_zone: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether the guest gets the host's time zone."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestConnectionInfo:
    """What the service in a guest can do.

    >>> from hcspy.hcs import Version
    >>> held = GuestConnectionInfo(supported_schema_versions=[Version(major=2, minor=1)], protocol_version=4)
    >>> held.supported_schema_versions[0].pair
    (2, 1)
    """

    supported_schema_versions: Sequence[Version] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The schema versions that it knows: 2.1 means 2.0, too."""

    protocol_version: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The version of its protocol."""

    guest_defined_capabilities: Anything | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.1"))
    """What it says of itself, as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkModifyRequest:
    """A request about a network adapter to the service in a guest (hcsshim).

    >>> NetworkModifyRequest(adapter_id="4f6a2c90", request_type="PreAdd").request_type
    'PreAdd'
    """

    adapter_id: str | None = None
    """The adapter's id."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: Anything | None = attrs.field(default=None, hash=False)
    """The adapter, or the endpoint: a document, or a model."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RS4NetworkModifyRequest:
    """A request about a network adapter to the service in a guest of Windows 1803 (hcsshim).

    >>> RS4NetworkModifyRequest(adapter_instance_id="4f6a2c90", request_type="Add").request_type
    'Add'
    """

    adapter_instance_id: str | None = None
    """The adapter's id."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: Anything | None = attrs.field(default=None, hash=False)
    """The adapter, or the endpoint: a document, or a model."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class LogForwardServiceRPCRequest:
    """A request to the service in a guest that forwards logs (hcsshim).

    >>> LogForwardServiceRPCRequest(rpc_type="StartLogForwarding").rpc_type
    'StartLogForwarding'
    """

    rpc_type: RPCType | str | None = attrs.field(default=None, metadata=key("RPCType"))
    """What happens."""

    settings: str | None = None
    """The new settings, as JSON in a text."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


GUEST_MODIFY_SETTING_SETTINGS: Final[dict[str, type]] = {
    "MappedDirectory": MappedDirectory,
    "MappedPipe": MappedPipe,
    "MappedVirtualDisk": MappedVirtualDisk,
    "CombinedLayers": CombinedLayers,
    "CimMount": CimMount,
}

GuestModifySettingSettings: TypeAlias = Annotated[
    MappedDirectory | MappedPipe | MappedVirtualDisk | CombinedLayers | CimMount | Mapping[str, Any],
    told_by("ResourceType", GUEST_MODIFY_SETTING_SETTINGS),
]
"""The thing itself. Raw JSON where it is something else."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestModifySettingRequest:
    """A request to the service in a guest, inside of `ModifySettingRequest.guest_request`.

    hcsshim calls it ModificationRequest.

    >>> from hcspy.hcs import MappedDirectory
    >>> folder = MappedDirectory(host_path="C:\\\\data", container_path="C:\\\\data")
    >>> GuestModifySettingRequest(resource_type="MappedDirectory", request_type="Add", settings=folder).request_type
    'Add'
    """

    request_type: ModifyRequestType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What happens."""

    resource_type: ModifyResourceType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """To what."""

    settings: GuestModifySettingSettings | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.1"))
    """The thing itself."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


GuestModificationRequest = GuestModifySettingRequest
