"""What the handles of computecore.dll stand for, and its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from hcspy.testing.calls import NORMAL, Delivery
from hcspy.testing.compute.executions import Execution
from hcspy.testing.compute.live import Event, LiveSystem
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.registrations import Post, Registration
from hcspy.testing.dlls.computecore.operation import Operation

__all__ = ["Reply", "Target", "translated"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003
E_NOTIMPL: Final = 0x80004001
OPERATION_CALLBACKS: Final = 1  # HcsEventOptionEnableOperationCallbacks

SYSTEM: Final = "compute system of computecore"
PROCESS: Final = "process of computecore"
OPERATION: Final = "operation"

# fidelity: HCS-A02
NUMBERS: Final = {
    "exited": 0x1,
    "crash initiated": 0x2,
    "crash report": 0x3,
    "rdp": 0x4,
    "silo job": 0x5,
    "guest closed": 0x6,
    "process exited": 0x10000,
    "operation": 0x01000000,
    "disconnect": 0x02000000,
}

Reply = Mapping[str, Any]


def translated(hresult: int) -> int:
    """Return a code of the service as this door has it.

    >>> hex(translated(0xC037010E)), hex(translated(0x80070005))
    ('0x8037010e', '0x80070005')
    """
    # fidelity: HCS-R03
    return hresult & ~0x40000000 if hresult >> 16 == 0xC037 else hresult


class Target:
    """What the handle of a system or process stands for: with a post, at most one callback, and options for it."""

    def __init__(self, source: LiveSystem | Execution) -> None:
        self.source = source
        self.post = Post()
        self.registration: Registration | None = None
        self.tells_operations = False
        source.listen(self.hear)

    def hear(self, event: Event) -> None:
        """Send an event on, by the numbers of this door; some it does not have."""
        number = NUMBERS.get(event.kind)
        if number is not None:
            self.post.send((number, event.data, 0))

    def completes(self, operation: Operation) -> None:
        """Let the system be one that can be used when an operation is done."""
        operation.before = partial(setattr, self.source, "creating", False)

    def done(self, operation: int) -> None:
        """Send on that an operation is done, if that is wanted."""
        if self.tells_operations:
            self.post.send((NUMBERS["operation"], None, operation))

    def set_callback(
        self, crew: Crew, callback: Callable[..., object], options: int, delivery: Delivery = NORMAL
    ) -> bool:
        """Let a callback have all events; False if there is one already."""
        if self.registration is not None:
            return False
        self.registration = Registration(crew, callback, delivery)
        self.tells_operations = bool(options & OPERATION_CALLBACKS)
        self.post.add(self.registration)
        return True

    def close(self) -> bool:
        """Hear no more; False where that had to wait for the caller itself."""
        self.source.ignore(self.hear)
        return self.registration is None or self.registration.end()
