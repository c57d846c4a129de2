"""The base class of plugins: one typed method for each command."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from hcspy.cni.config import NetConf
from hcspy.cni.request import AddRequest, CheckRequest, DeleteRequest, GCRequest, StatusRequest
from hcspy.cni.result import Result
from hcspy.cni.version import SUPPORTED_VERSIONS

C = TypeVar("C", bound=NetConf)


class Plugin(Generic[C]):
    """A CNI plugin. Override what it does; what is not overridden succeeds and does nothing.

    A method that returns has succeeded; what it raises is what the runtime's user reads: a `CNIError`, whose code
    runtimes look at, or any other error of the library. The command VERSION is answered by `main`.

    A plugin with members of its own in the configuration says so: `class Mine(Plugin[MyConf])` with the class
    attribute `config_class = MyConf`.
    """

    config_class: ClassVar[type[Any]] = NetConf
    """The model of the configuration."""

    versions: ClassVar[tuple[str, ...]] = SUPPORTED_VERSIONS
    """The versions of the protocol that the plugin speaks."""

    def add(self, request: AddRequest[C]) -> Result:
        """Give a container an interface, and say what it got. What fails must leave nothing behind."""
        return request.prev_result or Result()

    def delete(self, request: DeleteRequest[C]) -> None:
        """Take a container's interface away. Whatever is gone already is fine: runtimes call this more than once."""

    def check(self, request: CheckRequest[C]) -> None:
        """Raise an error if a container's interface is not as ADD left it."""

    def gc(self, request: GCRequest[C]) -> None:
        """Remove what is left of attachments that are not valid any more; one that fails does not keep the others."""

    def status(self, request: StatusRequest[C]) -> None:
        """Raise an error, with code 50 or 51, if no container could be added now."""
