"""Operations: what a call of computecore.dll goes on in.

An operation follows one call. It is created, passed to the call, and then waited for, asked, or told of by a
callback; closing it changes nothing about what it follows. It may be closed from within its own callback.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from hcspy._ffi.callbacks import Handler, Registration, hcs_completions, hcs_events
from hcspy._ffi.cdata import HCS_OPERATION, NULL, ffi
from hcspy._ffi.handles import OperationHandle
from hcspy._ffi.pipes import ProcessInformation, information, out_information
from hcspy._ffi.strings import out_string, wide
from hcspy._ffi.structs import number
from hcspy._ffi.tables import Tables
from hcspy.errors import UnexpectedAnswerError

from .calls import INFINITE, call, document, handle_number, judge

_MILLISECONDS: Final = 1000


class OperationType(IntEnum):
    """What an operation follows."""

    NONE = -1
    ENUMERATE = 0
    CREATE = 1
    START = 2
    SHUTDOWN = 3
    PAUSE = 4
    RESUME = 5
    SAVE = 6
    TERMINATE = 7
    MODIFY = 8
    GET_PROPERTIES = 9
    CREATE_PROCESS = 10
    SIGNAL_PROCESS = 11
    GET_PROCESS_INFO = 12
    GET_PROCESS_PROPERTIES = 13
    MODIFY_PROCESS = 14
    CRASH = 15


class ResourceType(IntEnum):
    """What kind of handle is added to an operation."""

    NONE = 0
    FILE = 1
    JOB = 2
    COM_OBJECT = 3
    SOCKET = 4


def milliseconds(seconds: float | None) -> int:
    """Return a time as the DLL counts it; None is no end."""
    return INFINITE if seconds is None else min(max(0, int(seconds * _MILLISECONDS)), INFINITE - 1)


def create_operation(tables: Tables, handler: Handler | None = None) -> OperationHandle:
    """Create an operation; the caller closes it.

    A handler is called with the operation's number when what it follows has ended, on a thread of Windows.
    """
    if handler is None:
        return _operation(tables, tables.computecore.HcsCreateOperation(NULL, NULL))
    made: list[OperationHandle] = []

    def register(function: Any, context: Any) -> None:
        made.append(_operation(tables, tables.computecore.HcsCreateOperation(context, function)))

    return _with_callback(made, Registration(hcs_completions(), handler, register, _nothing))


def create_operation_with_notifications(tables: Tables, event_types: int, handler: Handler) -> OperationHandle:
    """Create an operation whose handler also hears of events: (type, data or None, operation number)."""
    made: list[OperationHandle] = []

    def register(function: Any, context: Any) -> None:
        create = tables.computecore.HcsCreateOperationWithNotifications
        made.append(_operation(tables, create(event_types, context, function)))

    return _with_callback(made, Registration(hcs_events(), handler, register, _nothing))


def _with_callback(made: list[OperationHandle], registration: Registration) -> OperationHandle:
    operation = made.pop()
    operation.callback = registration
    return operation


def _operation(tables: Tables, value: HCS_OPERATION) -> OperationHandle:
    if not value:
        raise UnexpectedAnswerError("HcsCreateOperation gave no operation", call="HcsCreateOperation")
    return OperationHandle(tables, value)


def _nothing() -> None:
    """Callbacks of operations end with the operation."""


def set_operation_callback(operation: OperationHandle, handler: Handler) -> None:
    """Have a handler called with the operation's number when what it follows has ended."""
    with operation.borrowed() as value:

        def register(function: Any, context: Any) -> None:
            call(operation.tables, "HcsSetOperationCallback", value, context, function)

        operation.callback = Registration(hcs_completions(), handler, register, _nothing)


def get_operation_context(operation: OperationHandle) -> int:
    """Return the number that callbacks of an operation are given."""
    with operation.borrowed() as value:
        return number(operation.tables.computecore.HcsGetOperationContext(value))


def set_operation_context(operation: OperationHandle, context: int) -> None:
    """Set the number that callbacks of an operation are given."""
    with operation.borrowed() as value:
        call(operation.tables, "HcsSetOperationContext", value, ffi.cast("void *", context))


def get_operation_id(operation: OperationHandle) -> int:
    """Return the number by which the service knows an operation."""
    with operation.borrowed() as value:
        return int(operation.tables.computecore.HcsGetOperationId(value))


def get_operation_type(operation: OperationHandle) -> OperationType:
    """Return what an operation follows."""
    with operation.borrowed() as value:
        return OperationType(operation.tables.computecore.HcsGetOperationType(value))


def get_compute_system_from_operation(operation: OperationHandle) -> int:
    """Return the number of the handle of the system that an operation is about, 0 for none; it stays its owner's."""
    with operation.borrowed() as value:
        return number(operation.tables.computecore.HcsGetComputeSystemFromOperation(value))


def get_process_from_operation(operation: OperationHandle) -> int:
    """Return the number of the handle of the process that an operation is about, 0 for none; it stays its owner's."""
    with operation.borrowed() as value:
        return number(operation.tables.computecore.HcsGetProcessFromOperation(value))


def get_operation_properties(operation: OperationHandle, options: str = "") -> str:
    """Return what the service says of an operation."""
    tables, export, request = operation.tables, "HcsGetOperationProperties", wide(options)
    cell = out_string()
    with operation.borrowed() as value:
        try:
            hresult = tables.computecore.HcsGetOperationProperties(value, request, cell)
        finally:
            text = tables.take(cell)  # hcsshim's way for this one; the documents name none
    judge(hresult, export, text, options, None)
    return text or ""


def get_operation_result(
    operation: OperationHandle, *, of: str | None = None, request: str | None = None, noun: str = "system"
) -> str:
    """Return the document of what has ended; PendingError if it has not.

    `of` is the call that the operation follows, and `request` what that asked: an error is about them.
    """
    with operation.borrowed() as value:
        return document(operation.tables, "HcsGetOperationResult", value, of=of, request=request, noun=noun)


def wait_for_operation_result(operation: OperationHandle, timeout: float | None = None, *, noun: str = "system") -> str:
    """Wait for the end of what an operation follows and return its document; TimedOutError if it takes longer."""
    with operation.borrowed() as value:
        export, time = "HcsWaitForOperationResult", milliseconds(timeout)
        return document(operation.tables, export, value, time, noun=noun)


def get_operation_result_and_process_info(
    operation: OperationHandle, *, of: str | None = None, request: str | None = None
) -> tuple[ProcessInformation, str]:
    """Return what has ended in a process: its number and pipes, which are the caller's, and the document."""
    return _with_process(operation, "HcsGetOperationResultAndProcessInfo", of=of, request=request)


def wait_for_operation_result_and_process_info(
    operation: OperationHandle, timeout: float | None = None
) -> tuple[ProcessInformation, str]:
    """Wait for the end of what an operation follows; return the process with its pipes, and the document."""
    return _with_process(operation, "HcsWaitForOperationResultAndProcessInfo", milliseconds(timeout))


def _with_process(
    operation: OperationHandle, export: str, *time: int, of: str | None = None, request: str | None = None
) -> tuple[ProcessInformation, str]:
    out = out_information()
    with operation.borrowed() as value:
        try:
            text = document(operation.tables, export, value, *time, out, of=of, request=request, noun="process")
        except BaseException:
            information(out).close()
            raise
    return information(out), text


def cancel_operation(operation: OperationHandle) -> None:
    """Ask that what an operation follows be given up; its result says whether it was."""
    with operation.borrowed() as value:
        call(operation.tables, "HcsCancelOperation", value)


def add_resource_to_operation(operation: OperationHandle, kind: ResourceType, uri: str, handle: int) -> None:
    """Hand a file or a socket to what an operation is going to follow."""
    with operation.borrowed() as value:
        export = "HcsAddResourceToOperation"
        call(operation.tables, export, value, kind, wide(uri), handle_number(handle), request=uri)
