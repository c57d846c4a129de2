"""How every DLL asks the machine's storage: under its lock, with what goes wrong in numbers of Windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from hcspy.testing.node import Node
from hcspy.testing.state import Fault
from hcspy.testing.state.storage import Storage
from hcspy.testing.state.storage.codes import ACCESS_DENIED, FILE_EXISTS, FILE_NOT_FOUND, PATH_NOT_FOUND

__all__ = ["ask"]

E_FAIL: Final = 0x80004005

Answer = TypeVar("Answer")

# What goes wrong with real files, in the numbers of Windows.
ERRORS: Final[tuple[tuple[type[OSError], int], ...]] = (
    (FileNotFoundError, FILE_NOT_FOUND),
    (FileExistsError, FILE_EXISTS),
    (NotADirectoryError, PATH_NOT_FOUND),
    (PermissionError, ACCESS_DENIED),
    (OSError, E_FAIL),
)


def ask(node: Node, step: Callable[[Storage], Answer]) -> tuple[int, Answer | None]:
    """Ask the machine's storage: an HRESULT, and the answer if that is 0."""
    try:
        return 0, node.use(lambda machine: _asked(machine.lock, machine.state.storage, step))
    except Fault as fault:
        return fault.hresult, None
    except OSError as error:
        return next(code for kind, code in ERRORS if isinstance(error, kind)), None


def _asked(lock: Any, storage: Storage, step: Callable[[Storage], Answer]) -> Answer:
    with lock:
        storage.check_access()
        return step(storage)
