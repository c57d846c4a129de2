"""What the commands of the protocol ask for, typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import attrs

from hcspy.cni.config import GCAttachment, NetConf
from hcspy.cni.environment import Environment
from hcspy.cni.result import Result

C = TypeVar("C", bound=NetConf)


@attrs.frozen(kw_only=True)
class CNIRequest(Generic[C]):
    """What every command says."""

    config: C
    """The network's configuration."""

    environment: Environment
    """The variables of the protocol."""

    document: Mapping[str, Any]
    """The configuration as it came in, for plugins that this one calls."""

    @property
    def container_id(self) -> str:
        """The container."""
        return self.environment.container_id

    @property
    def ifname(self) -> str:
        """The name that the interface is to have in the container."""
        return self.environment.ifname

    @property
    def netns(self) -> str:
        """What names the container's network namespace: on Windows a GUID. May be empty in `DeleteRequest`."""
        return self.environment.netns

    @property
    def args(self) -> Mapping[str, str]:
        """What CNI_ARGS says."""
        return self.environment.args


@attrs.frozen(kw_only=True)
class AddRequest(CNIRequest[C]):
    """A container is to get an interface."""

    prev_result: Result | None = None
    """What the plugin before in the list answered."""


@attrs.frozen(kw_only=True)
class DeleteRequest(CNIRequest[C]):
    """An interface is to go. It may be gone already, and the namespace too: that is no error."""

    prev_result: Result | None = None
    """What ADD answered, if the runtime remembers it."""


@attrs.frozen(kw_only=True)
class CheckRequest(CNIRequest[C]):
    """Is a container's interface still as ADD left it? An error says what is not."""

    prev_result: Result
    """What ADD answered."""


@attrs.frozen(kw_only=True)
class GCRequest(CNIRequest[C]):
    """What is left of attachments that nobody uses is to go."""

    valid_attachments: tuple[GCAttachment, ...] | None = None
    """The attachments in use. None if the runtime did not say: then nothing is known to be unused."""

    def is_valid(self, container_id: str, ifname: str) -> bool:
        """Tell whether an attachment is in use."""
        used = self.valid_attachments
        return used is None or any(held.container_id == container_id and held.ifname == ifname for held in used)


@attrs.frozen(kw_only=True)
class StatusRequest(CNIRequest[C]):
    """Could a container be added now? An error, 50 or 51, says that it could not."""
