"""computecore.dll from Python: every export, text and typed handles in and out, what comes late given back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hcspy._ffi import computecore
from hcspy._ffi.computecore import OperationType, ResourceType
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.handles import CoreProcessHandle, CoreSystemHandle, LiveHandle, OperationHandle
from hcspy._ffi.notify import EventCallback
from hcspy.errors import (
    ClosedError,
    HcspyError,
    OperationStateError,
    PendingError,
    ProcessNotFoundError,
    SystemNotFoundError,
    TimedOutError,
    UnexpectedAnswerError,
)

from .conftest import Fake

SYSTEM, PROCESS, OPERATION = 0x1000, 0x2000, 0x3000


class Door:
    """A fake with a system, a process and an operation that are open; it notes the calls made with them."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.tables = fake.tables
        self.replies: dict[str, Mapping[str, Any]] = {}
        fake.answer = {"ret": OPERATION}
        self.operation = computecore.create_operation(self.tables)
        fake.answer = {"computeSystem": SYSTEM}
        self.system = computecore.open_compute_system(self.tables, "web")
        fake.answer = {"process": PROCESS}
        self.process = computecore.open_process(self.system, 5)
        fake.answer = {}
        fake.calls.clear()

    def close(self) -> None:
        """Close what is open."""
        self.fake.answer = {}
        for handle in (self.process, self.system, self.operation):
            handle.close()


@pytest.fixture
def door(fake: Fake) -> Any:
    door = Door(fake)
    yield door
    door.close()


Use = Callable[[Door], Any]

VERBS: list[tuple[Use, str, dict[str, Any]]] = [
    *(
        (
            lambda door, name=name: getattr(computecore, f"{name}_compute_system")(door.system, door.operation, "{}"),
            export,
            {"computeSystem": SYSTEM, "operation": OPERATION, "options": "{}"},
        )
        for name, export in (
            ("start", "HcsStartComputeSystem"),
            ("shutdown", "HcsShutDownComputeSystem"),
            ("terminate", "HcsTerminateComputeSystem"),
            ("pause", "HcsPauseComputeSystem"),
            ("resume", "HcsResumeComputeSystem"),
            ("save", "HcsSaveComputeSystem"),
            ("crash", "HcsCrashComputeSystem"),
        )
    ),
    *(
        (
            lambda door, name=name: getattr(computecore, name)(door.system, door.operation),
            export,
            {"computeSystem": SYSTEM, "operation": OPERATION, "options": None},
        )
        for name, export in (
            ("initialize_live_migration_on_source", "HcsInitializeLiveMigrationOnSource"),
            ("start_live_migration_on_source", "HcsStartLiveMigrationOnSource"),
            ("start_live_migration_transfer", "HcsStartLiveMigrationTransfer"),
            ("finalize_live_migration", "HcsFinalizeLiveMigration"),
            ("cancel_live_migration", "HcsCancelLiveMigration"),
        )
    ),
    (
        lambda door: computecore.get_compute_system_properties(door.system, door.operation, "{}"),
        "HcsGetComputeSystemProperties",
        {"computeSystem": SYSTEM, "operation": OPERATION, "propertyQuery": "{}"},
    ),
    (
        lambda door: computecore.modify_compute_system(door.system, door.operation, "{}", identity=7),
        "HcsModifyComputeSystem",
        {"computeSystem": SYSTEM, "operation": OPERATION, "configuration": "{}", "identity": 7},
    ),
    (
        lambda door: computecore.enumerate_compute_systems(door.operation, "{}"),
        "HcsEnumerateComputeSystems",
        {"query": "{}", "operation": OPERATION},
    ),
    (
        lambda door: computecore.enumerate_compute_systems_in_namespace(door.operation, "space"),
        "HcsEnumerateComputeSystemsInNamespace",
        {"idNamespace": "space", "query": None, "operation": OPERATION},
    ),
    (
        lambda door: computecore.get_process_info(door.process, door.operation),
        "HcsGetProcessInfo",
        {"process": PROCESS, "operation": OPERATION},
    ),
    (
        lambda door: computecore.get_process_properties(door.process, door.operation),
        "HcsGetProcessProperties",
        {"process": PROCESS, "operation": OPERATION, "propertyQuery": None},
    ),
    (
        lambda door: computecore.modify_process(door.process, door.operation, "{}"),
        "HcsModifyProcess",
        {"process": PROCESS, "operation": OPERATION, "settings": "{}"},
    ),
    (
        lambda door: computecore.signal_process(door.process, door.operation, "{}"),
        "HcsSignalProcess",
        {"process": PROCESS, "operation": OPERATION, "options": "{}"},
    ),
    (
        lambda door: computecore.terminate_process(door.process, door.operation),
        "HcsTerminateProcess",
        {"process": PROCESS, "operation": OPERATION, "options": None},
    ),
    (
        lambda door: computecore.set_operation_context(door.operation, 9),
        "HcsSetOperationContext",
        {"operation": OPERATION, "context": 9},
    ),
    (lambda door: computecore.cancel_operation(door.operation), "HcsCancelOperation", {"operation": OPERATION}),
    (
        lambda door: computecore.add_resource_to_operation(door.operation, ResourceType.SOCKET, "uri", 11),
        "HcsAddResourceToOperation",
        {"operation": OPERATION, "resourceType": 4, "uri": "uri", "handle": 11},
    ),
    (lambda door: computecore.submit_wer_report(door.tables, "{}"), "HcsSubmitWerReport", {"settings": "{}"}),
    (
        lambda door: computecore.create_empty_guest_state_file(door.tables, "C:\\f"),
        "HcsCreateEmptyGuestStateFile",
        {"guestStateFilePath": "C:\\f"},
    ),
    (
        lambda door: computecore.create_empty_runtime_state_file(door.tables, "C:\\f"),
        "HcsCreateEmptyRuntimeStateFile",
        {"runtimeStateFilePath": "C:\\f"},
    ),
    (
        lambda door: computecore.grant_vm_access(door.tables, "vm", "C:\\f"),
        "HcsGrantVmAccess",
        {"vmId": "vm", "filePath": "C:\\f"},
    ),
    (
        lambda door: computecore.revoke_vm_access(door.tables, "vm", "C:\\f"),
        "HcsRevokeVmAccess",
        {"vmId": "vm", "filePath": "C:\\f"},
    ),
    (
        lambda door: computecore.grant_vm_group_access(door.tables, "C:\\f"),
        "HcsGrantVmGroupAccess",
        {"filePath": "C:\\f"},
    ),
    (
        lambda door: computecore.revoke_vm_group_access(door.tables, "C:\\f"),
        "HcsRevokeVmGroupAccess",
        {"filePath": "C:\\f"},
    ),
]


@pytest.mark.parametrize(("use", "export", "args"), [pytest.param(*row, id=row[1]) for row in VERBS])
def test_call_is_made_as_it_is_meant(door: Door, use: Use, export: str, args: dict[str, Any]) -> None:
    """Arguments in the order of the DLL, which differs from call to call."""
    assert use(door) is None
    assert [(made, given) for _, made, given in door.fake.calls] == [(export, args)]


@pytest.mark.parametrize(("use", "export", "args"), [pytest.param(*row, id=row[1]) for row in VERBS])
def test_refused_call_is_raised(door: Door, use: Use, export: str, args: dict[str, Any]) -> None:
    """With the name of the call."""
    door.fake.answer = {"hresult": 0x80370105}
    with pytest.raises(HcspyError) as error:
        use(door)
    assert (error.value.call, error.value.hresult) == (export, 0x80370105)


ANSWERS: list[tuple[Use, str, Mapping[str, Any], Any]] = [
    (lambda door: computecore.get_operation_result(door.operation), "HcsGetOperationResult", {}, ""),
    (
        lambda door: computecore.wait_for_operation_result(door.operation, 1.5),
        "HcsWaitForOperationResult",
        {"resultDocument": "{}"},
        "{}",
    ),
    (
        lambda door: computecore.wait_for_compute_system_exit(door.system),
        "HcsWaitForComputeSystemExit",
        {"result": "{}"},
        "{}",
    ),
    (
        lambda door: computecore.wait_for_process_exit(door.process, 0),
        "HcsWaitForProcessExit",
        {"result": "{}"},
        "{}",
    ),
    (
        lambda door: computecore.get_operation_properties(door.operation, "{}"),
        "HcsGetOperationProperties",
        {"resultDocument": "{}"},
        "{}",
    ),
    (
        lambda door: computecore.get_service_properties(door.tables, "{}"),
        "HcsGetServiceProperties",
        {"result": "{}"},
        "{}",
    ),
    (lambda door: computecore.modify_service_settings(door.tables, "{}"), "HcsModifyServiceSettings", {}, ""),
    (
        lambda door: computecore.get_processor_compatibility_from_saved_state(door.tables, "C:\\f"),
        "HcsGetProcessorCompatibilityFromSavedState",
        {"ProcessorFeaturesString": "{}"},
        "{}",
    ),
    (lambda door: computecore.get_operation_id(door.operation), "HcsGetOperationId", {"ret": 7}, 7),
    (lambda door: computecore.get_operation_context(door.operation), "HcsGetOperationContext", {"ret": 9}, 9),
    (
        lambda door: computecore.get_operation_type(door.operation),
        "HcsGetOperationType",
        {"ret": 2},
        OperationType.START,
    ),
    (
        lambda door: computecore.get_compute_system_from_operation(door.operation),
        "HcsGetComputeSystemFromOperation",
        {"ret": SYSTEM},
        SYSTEM,
    ),
    (
        lambda door: computecore.get_process_from_operation(door.operation),
        "HcsGetProcessFromOperation",
        {"ret": PROCESS},
        PROCESS,
    ),
]


@pytest.mark.parametrize(("use", "export", "reply", "answer"), [pytest.param(*row, id=row[1]) for row in ANSWERS])
def test_answer_is_returned(door: Door, use: Use, export: str, reply: Mapping[str, Any], answer: Any) -> None:
    """And what held it is freed with what the DLL wants."""
    door.fake.answer = reply
    assert use(door) == answer
    assert [made for _, made, _ in door.fake.calls] == [export]


def test_every_export_is_wrapped() -> None:
    """One that is missing here could not be reached at all."""
    elsewhere = {
        "HcsCreateOperation",
        "HcsCreateOperationWithNotifications",
        "HcsSetOperationCallback",
        "HcsSetComputeSystemCallback",
        "HcsSetProcessCallback",
        "HcsCreateComputeSystem",
        "HcsCreateComputeSystemInNamespace",
        "HcsOpenComputeSystem",
        "HcsOpenComputeSystemInNamespace",
        "HcsCreateProcess",
        "HcsOpenProcess",
        "HcsGetOperationResultAndProcessInfo",
        "HcsWaitForOperationResultAndProcessInfo",
        "HcsCloseComputeSystem",
        "HcsCloseProcess",
        "HcsCloseOperation",
    }
    tested = {row[1] for row in VERBS} | {row[1] for row in ANSWERS} | elsewhere
    assert set(EXPORTS["computecore"]) == tested


def test_times_are_milliseconds(door: Door) -> None:
    """Rounded down, never less than none, and never the number that means for ever."""
    for seconds, time_ in ((0.25, 250), (-1, 0), (None, 0xFFFFFFFF), (1e9, 0xFFFFFFFE)):
        computecore.wait_for_operation_result(door.operation, seconds)
        assert door.fake.args["timeoutMs"] == time_


def test_system_is_created_and_opened(door: Door) -> None:
    """In a namespace of the service, too, with the rights of a token."""
    door.fake.answer = {"computeSystem": SYSTEM}
    made = [
        computecore.create_compute_system(door.tables, "c1", "{}", door.operation),
        computecore.create_compute_system_in_namespace(door.tables, "n", "c1", "{}", door.operation, token=7),
        computecore.open_compute_system(door.tables, "c1", 1),
        computecore.open_compute_system_in_namespace(door.tables, "n", "c1"),
    ]
    options = door.fake.calls[1][2]["options"]
    assert (options["Version"], options["UserToken"]) == (0x00010000, 7)
    assert [args.get("idNamespace") for _, _, args in door.fake.calls] == [None, "n", None, "n"]
    assert [args.get("requestedAccess") for _, _, args in door.fake.calls] == [None, None, 1, 0x10000000]
    door.fake.answer = {}
    for system in made:
        assert isinstance(system, CoreSystemHandle)
        system.close()
        system.close()
    assert [made for _, made, _ in door.fake.calls][-4:] == ["HcsCloseComputeSystem"] * 4


def test_success_without_a_handle_is_an_error(door: Door) -> None:
    """It cannot be used."""
    with pytest.raises(UnexpectedAnswerError, match="gave no handle"):
        computecore.open_compute_system(door.tables, "c1")
    with pytest.raises(UnexpectedAnswerError, match="gave no operation"):
        computecore.create_operation(door.tables)


def test_unknown_is_not_found_by_its_noun(door: Door) -> None:
    """Element not found says nothing by itself."""
    door.fake.answer = {"hresult": 0x80070490}
    with pytest.raises(SystemNotFoundError):
        computecore.open_compute_system(door.tables, "c1")
    with pytest.raises(ProcessNotFoundError):
        computecore.open_process(door.system, 5)


def test_pipes_of_a_process_come_with_its_result(door: Door) -> None:
    """They are the caller's."""
    door.fake.answer = {"process": PROCESS}
    with computecore.create_process(door.system, "{}", door.operation) as process:
        assert isinstance(process, CoreProcessHandle)
        found = {"ProcessId": 5, "StdInput": 11, "StdOutput": 12, "StdError": 13}
        door.fake.answer = {"processInformation": found, "resultDocument": "{}"}
        assert computecore.get_operation_result_and_process_info(door.operation) == ((5, 11, 12, 13), "{}")
        assert computecore.wait_for_operation_result_and_process_info(door.operation, 1) == ((5, 11, 12, 13), "{}")
        door.fake.answer = {}


def test_pipes_of_a_failed_process_are_closed(door: Door) -> None:
    """Nobody else knows of them."""
    reading, writing = os.pipe()
    # The fake's answer has the number as the table's user gets it: on Windows a handle, elsewhere a descriptor.
    handle = _handle(writing)
    door.fake.answer = {"hresult": 0x80370105, "processInformation": {"StdInput": handle}}
    with pytest.raises(HcspyError):
        computecore.get_operation_result_and_process_info(door.operation)
    assert os.read(reading, 1) == b""  # the end of it: the writing side is closed
    os.close(reading)


def _handle(descriptor: int) -> int:
    """Return the number by which the tables know a pipe, detached from the descriptor."""
    if os.name != "nt":
        return descriptor
    import msvcrt

    return int(getattr(msvcrt, "get_osfhandle")(descriptor))  # noqa: B009 -- only Windows has it


@pytest.mark.parametrize(
    ("hresult", "error"),
    [(0x80370117, PendingError), (0x80370118, TimedOutError), (0x80370115, OperationStateError)],
)
def test_operation_says_where_it_is(door: Door, hresult: int, error: type[Exception]) -> None:
    """Not ended, not in time, never used."""
    door.fake.answer = {"hresult": hresult, "resultDocument": '{"Error":1}'}
    with pytest.raises(error):
        computecore.get_operation_result(door.operation, of="HcsStartComputeSystem", request="{}")


def test_failure_is_of_the_call_that_was_followed(door: Door) -> None:
    """The call that fetched the result has not failed."""
    door.fake.answer = {"hresult": 0x80370105, "resultDocument": '{"Error":-1070137083,"ErrorMessage":"Not now."}'}
    with pytest.raises(HcspyError, match="HcsStartComputeSystem: Not now") as error:
        computecore.get_operation_result(door.operation, of="HcsStartComputeSystem", request="{}")
    assert (error.value.call, error.value.request) == ("HcsStartComputeSystem", "{}")


# -- callbacks --------------------------------------------------------------------------------------------------------


def test_completion_calls_back_until_the_operation_is_closed(fake: Fake) -> None:
    """What comes later is for nobody."""
    seen: list[int] = []
    fake.answer = {"ret": OPERATION}
    operation = computecore.create_operation(fake.tables, seen.append)
    callback = fake.args["callback"]
    callback(OPERATION)
    operation.close()
    callback(OPERATION)
    assert seen == [OPERATION]


def test_operation_may_be_closed_in_its_callback(fake: Fake) -> None:
    """The documents allow it."""
    operations: list[OperationHandle] = []
    fake.answer = {"ret": OPERATION}
    operations.append(computecore.create_operation(fake.tables, lambda number: operations[0].close()))
    fake.args["callback"](OPERATION)
    assert operations[0].is_closed
    assert fake.calls[-1][1] == "HcsCloseOperation"


def test_callback_may_be_set_later(door: Door) -> None:
    """On an operation that was created without."""
    seen: list[int] = []
    computecore.set_operation_callback(door.operation, seen.append)
    door.fake.args["callback"](OPERATION)
    assert seen == [OPERATION]


def test_events_of_an_operation_are_told(fake: Fake) -> None:
    """By number, with their document."""
    seen: list[Any] = []
    fake.answer = {"ret": OPERATION}
    operation = computecore.create_operation_with_notifications(fake.tables, 3, lambda *event: seen.append(event))
    assert fake.args["eventTypes"] == 3
    callback: EventCallback = fake.args["callback"]
    callback(5, "{}", OPERATION)
    operation.close()
    callback(6)
    assert seen == [(5, "{}", OPERATION)]


def test_failed_creation_forgets_its_handler(fake: Fake) -> None:
    """Nothing was created that could call."""
    with pytest.raises(UnexpectedAnswerError):
        computecore.create_operation(fake.tables, print)
    with pytest.raises(UnexpectedAnswerError):
        computecore.create_operation_with_notifications(fake.tables, 0, print)


def test_events_of_systems_and_processes_are_told(door: Door) -> None:
    """Until nobody listens any more."""
    seen: list[Any] = []
    for register, handle in (
        (computecore.set_compute_system_callback, door.system),
        (computecore.set_process_callback, door.process),
    ):
        registration = register(handle, lambda *event: seen.append(event))  # type: ignore[operator]
        callback = door.fake.args["callback"]
        callback(1, None, 0)
        registration.close()
        callback(1, None, 0)
    assert seen == [(1, None, 0)] * 2


# -- what is late -----------------------------------------------------------------------------------------------------


def waits_for(condition: Callable[[], bool]) -> bool:
    """Wait until something holds."""
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_late_system_is_ended_and_closed(fake: Fake) -> None:
    """Its creator has given up, and nobody else knows its handle."""
    go = threading.Event()

    fake.answer = {"ret": OPERATION}
    operation = computecore.create_operation(fake.tables)
    replies = {"HcsCreateComputeSystem": {"computeSystem": SYSTEM}, "HcsCreateOperation": {"ret": OPERATION}}
    respond = fake.respond

    def slow(dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        respond(dll, export, args)
        if export == "HcsCreateComputeSystem":
            go.wait(30)
        return replies.get(export, {})

    fake.tables._seam.responder = slow
    with pytest.raises(TimedOutError):
        computecore.create_compute_system(fake.tables, "c1", "{}", operation, timeout=0.05)
    operation.close()
    assert "HcsCloseOperation" not in [export for _, export, _ in fake.calls]  # the call still uses it
    go.set()
    assert waits_for(lambda: "HcsCloseComputeSystem" in [export for _, export, _ in fake.calls])
    exports = [export for _, export, _ in fake.calls]
    assert "HcsTerminateComputeSystem" in exports
    assert waits_for(lambda: [export for _, export, _ in fake.calls].count("HcsCloseOperation") == 2)


def test_late_process_is_ended_and_closed(fake: Fake) -> None:
    """The same for a program: it would run on, and nobody would know."""
    door, go = Door(fake), threading.Event()
    replies = {"HcsCreateProcess": {"process": PROCESS + 8}, "HcsCreateOperation": {"ret": OPERATION + 8}}
    respond = fake.respond

    def slow(dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        respond(dll, export, args)
        if export == "HcsCreateProcess":
            go.wait(30)
        return replies.get(export, {})

    fake.tables._seam.responder = slow
    with pytest.raises(TimedOutError):
        computecore.create_process(door.system, "{}", door.operation, timeout=0.05)
    go.set()
    assert waits_for(lambda: ("HcsCloseProcess", {"process": PROCESS + 8}) in [call[1:] for call in fake.calls])
    assert "HcsTerminateProcess" in [export for _, export, _ in fake.calls]
    door.close()


def test_handle_is_closed_after_the_last_call_that_uses_it(door: Door) -> None:
    """The DLL must not lose a handle under a call."""
    with door.system.borrowed(), door.system.borrowed():
        door.system.close()
        assert door.system.is_closed
        with pytest.raises(ClosedError):
            computecore.pause_compute_system(door.system, door.operation)
        assert door.fake.calls == []
    assert [export for _, export, _ in door.fake.calls] == ["HcsCloseComputeSystem"]


def test_handle_is_handed_over(door: Door) -> None:
    """To another owner, once."""
    other = door.process.handed_over()
    assert door.process.is_closed
    assert door.process.handed_over() is None
    assert isinstance(other, LiveHandle)
    with other:
        pass
    assert other.is_closed
