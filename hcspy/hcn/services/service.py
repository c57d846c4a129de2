"""The handle of the service itself."""

from __future__ import annotations

from types import TracebackType

from hcspy._ffi.computenetwork import ServiceHandle


class Service:
    """The open service: a context manager. Made by ``host.hcn.open_service()``.

    Microsoft documents no call that takes the handle but the one that closes it: that it can be had at all says that
    the service runs.
    """

    def __init__(self, handle: ServiceHandle) -> None:
        self._handle = handle

    @property
    def is_closed(self) -> bool:
        """Whether the handle is given back."""
        return self._handle.is_closed

    def close(self) -> None:
        """Give the handle back; twice is fine."""
        self._handle.close()

    def __enter__(self) -> Service:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.let_go()

    def __repr__(self) -> str:
        return f"<Service{', closed' if self.is_closed else ''}>"
