"""What a host knows of the agent in a utility VM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs import Version


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestDefinedCapabilities:
    """What the agent in a utility VM says that it can do.

    A utility VM that runs has the first two (behaviour asserted by hcsshim's tests).

    >>> GuestDefinedCapabilities(signal_process_supported=True).dump_stacks_supported
    False
    """

    namespace_add_request_supported: bool = False
    """Whether network namespaces can be added while it runs."""

    signal_process_supported: bool = False
    """Whether processes can be sent signals."""

    dump_stacks_supported: bool = False
    """Whether it can be made to write down what its threads do."""

    delete_container_state_supported: bool = False
    """Whether what is left of an ended container can be cleared away."""

    update_container_supported: bool = False
    """Whether limits of a running container can be changed."""

    log_forwarding_supported: bool = False
    """Whether it sends its log to the host."""

    host_process_container_supported: bool = False
    """Whether it runs containers with no isolation from the VM."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestConnectionInfo:
    """The connection to the agent in a utility VM.

    >>> GuestConnectionInfo(protocol_version=4).guest_defined_capabilities.signal_process_supported
    False
    """

    supported_schema_versions: Sequence[Version] = ()
    """The schemas of the documents that the agent reads."""

    protocol_version: int = 0
    """The version of the protocol; 4 or later in a utility VM that runs."""

    guest_defined_capabilities: GuestDefinedCapabilities = attrs.field(
        factory=GuestDefinedCapabilities, metadata=key(always=True)
    )
    """What the agent can do."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
