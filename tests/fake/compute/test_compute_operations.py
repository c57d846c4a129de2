"""Operations of computecore.dll: used once, waited for, called back."""

from __future__ import annotations

import json
import threading
from functools import partial
from typing import Any

import pytest

from hcspy._ffi.exports import EXPORTS
from hcspy.testing import FakeHost

from .doors import ARGON, MACHINE, PIPES, Refused, Second, until

NOT_STARTED, STARTED, PENDING, TIMEOUT, CALLBACK_SET = 0x80370115, 0x80370116, 0x80370117, 0x80370118, 0x80370119
E_HANDLE, E_POINTER, E_NOTIMPL = 0x80070006, 0x80004003, 0x80004001
INFINITE = 0xFFFFFFFF


def code(second: Second, export: str, **args: Any) -> int:
    """Call an export; return the HRESULT."""
    hresult: int = second.raw(export, **args)["hresult"]
    return hresult


def finish(second: Second, operation: int) -> None:
    """Close an operation."""
    second.raw("HcsCloseOperation", operation=operation)


def start(second: Second, system: int, operation: int) -> int:
    """Start a system; return the HRESULT."""
    return code(second, "HcsStartComputeSystem", computeSystem=system, operation=operation, options=None)


def test_operation_goes_from_unused_to_done_once(fake: FakeHost, second: Second) -> None:
    """Its codes tell where it stands."""
    system = second.create("c1", ARGON)
    operation = second.operation()
    assert code(second, "HcsGetOperationResult", operation=operation) == NOT_STARTED
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=0) == NOT_STARTED
    assert second.raw("HcsGetOperationType", operation=operation)["ret"] == -1
    with fake.on("HcsStartComputeSystem").delay_notification(0.2):
        assert start(second, system, operation) == 0
    assert code(second, "HcsGetOperationResult", operation=operation) == PENDING
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=1) == TIMEOUT
    assert start(second, system, operation) == STARTED
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=INFINITE) == 0
    assert second.raw("HcsGetOperationType", operation=operation)["ret"] == 2
    assert second.raw("HcsGetComputeSystemFromOperation", operation=operation)["ret"] == system
    assert start(second, system, operation) == STARTED
    second.raw("HcsCloseOperation", operation=operation)


def test_failure_is_the_result_of_the_operation(second: Second) -> None:
    """The call itself has only taken the work."""
    system = second.running()
    operation = second.operation()
    assert start(second, system, operation) == 0
    reply = second.raw("HcsWaitForOperationResult", operation=operation, timeoutMs=INFINITE)
    assert reply["hresult"] == 0x80370105
    assert json.loads(reply["resultDocument"])["Error"] == -1070137083
    info = json.loads(second.raw("HcsGetOperationProperties", operation=operation, options=None)["resultDocument"])
    assert info == {"Operation": "Start", "FailureInfo": {"Result": 0x80370105 - (1 << 32)}}
    second.raw("HcsCloseOperation", operation=operation)


def test_handle_of_a_system_that_was_not_made_is_there_to_be_closed(second: Second) -> None:
    """The handle comes at once, the failure later."""
    operation = second.operation()
    args = {"id": "c1", "configuration": "{}", "operation": operation, "securityDescriptor": 0}
    system = second.call("HcsCreateComputeSystem", **args)["computeSystem"]
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=INFINITE) == 0x8037010D
    second.raw("HcsCloseOperation", operation=operation)
    with pytest.raises(Refused) as caught:
        second.step("Start", system)
    assert caught.value.hresult == 0x80370110
    second.raw("HcsCloseComputeSystem", computeSystem=system)


def test_system_cannot_be_used_before_it_is_made(fake: FakeHost, second: Second) -> None:
    """Its handle is there already."""
    operation, early = second.operation(), second.operation()
    rule = fake.on("HcsCreateComputeSystem").delay_notification(0.1)
    args = {"id": "c1", "configuration": json.dumps(ARGON), "operation": operation, "securityDescriptor": 0}
    system = second.call("HcsCreateComputeSystem", **args)["computeSystem"]
    assert start(second, system, early) == PENDING
    assert rule.fired == 1
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=INFINITE) == 0
    assert start(second, system, early) == 0
    for handle in (operation, early):
        second.raw("HcsCloseOperation", operation=handle)
    second.systems.append(system)


def test_operation_calls_back_from_a_foreign_thread(second: Second) -> None:
    """Once, with its handle."""
    system = second.create("c1", ARGON)
    called: list[tuple[int, int]] = []
    operation = second.operation(lambda number: called.append((number, threading.get_ident())))
    start(second, system, operation)
    until(lambda: called)
    assert [number for number, _ in called] == [operation]
    assert called[0][1] != threading.get_ident()
    assert code(second, "HcsGetOperationResult", operation=operation) == 0
    second.raw("HcsCloseOperation", operation=operation)


def test_callback_and_context_are_set_before_use(second: Second) -> None:
    """And not afterwards."""
    system = second.create("c1", ARGON)
    operation = second.operation()
    called: list[int] = []
    assert code(second, "HcsSetOperationCallback", operation=operation, context=5, callback=called.append) == 0
    assert code(second, "HcsSetOperationContext", operation=operation, context=7) == 0
    assert second.raw("HcsGetOperationContext", operation=operation)["ret"] == 7
    start(second, system, operation)
    until(lambda: called)
    assert code(second, "HcsSetOperationCallback", operation=operation, context=0, callback=None) == STARTED
    second.raw("HcsCloseOperation", operation=operation)


def test_operations_are_numbered(second: Second) -> None:
    """Logs tell them apart by it."""
    one, two = second.operation(), second.operation()
    ids = [second.raw("HcsGetOperationId", operation=operation)["ret"] for operation in (one, two)]
    assert ids[0] < ids[1]
    assert code(second, "HcsGetOperationProperties", operation=one, options=None) == NOT_STARTED
    assert second.raw("HcsGetProcessFromOperation", operation=one)["ret"] == 0
    for operation in (one, two):
        second.raw("HcsCloseOperation", operation=operation)


def test_operation_with_notifications_gets_an_event(second: Second) -> None:
    """Its end is an event that names it."""
    events: list[tuple[int, str | None, int]] = []
    args = {"eventTypes": 1, "context": 3, "callback": lambda *event: events.append(event)}
    operation = second.raw("HcsCreateOperationWithNotifications", **args)["ret"]
    start(second, second.create("c1", ARGON), operation)
    until(lambda: events)
    assert events == [(0x01000000, None, operation)]
    second.raw("HcsCloseOperation", operation=operation)
    silent = second.raw("HcsCreateOperationWithNotifications", eventTypes=0, context=0, callback=None)["ret"]
    second.raw("HcsCloseOperation", operation=silent)


def test_resources_are_added_before_use(second: Second) -> None:
    """A file that the call may use."""
    operation = second.operation()
    args = {"operation": operation, "resourceType": 1, "uri": "hcs://x", "handle": 4}
    assert code(second, "HcsAddResourceToOperation", **args) == 0
    start(second, second.create("c1", ARGON), operation)
    assert code(second, "HcsAddResourceToOperation", **args) == STARTED
    second.raw("HcsCloseOperation", operation=operation)


def test_what_windows_does_not_implement_is_not_implemented(second: Second) -> None:
    """Documented refusals."""
    system, operation = second.create("c1", MACHINE), second.operation()
    assert code(second, "HcsCancelOperation", operation=operation) == E_NOTIMPL
    for verb in (
        "InitializeLiveMigrationOnSource",
        "StartLiveMigrationOnSource",
        "StartLiveMigrationTransfer",
        "FinalizeLiveMigration",
        "CancelLiveMigration",
    ):
        args = {"computeSystem": system, "operation": operation, "options": "{}"}
        assert code(second, f"Hcs{verb}", **args) == E_NOTIMPL
        assert code(second, f"Hcs{verb}", **{**args, "computeSystem": 4}) == E_HANDLE
    second.raw("HcsCloseOperation", operation=operation)
    second.fake.reset_rules()
    assert second.fake.misuses
    second.fake._responder.handles._misuses.clear()


def test_handle_has_one_callback(second: Second) -> None:
    """A second one would have to share the first one's events."""
    system = second.running()
    args = {"computeSystem": system, "callbackOptions": 0, "context": 0}
    assert code(second, "HcsSetComputeSystemCallback", **args, callback=None) == E_POINTER
    assert code(second, "HcsSetComputeSystemCallback", **args, callback=print) == 0
    assert code(second, "HcsSetComputeSystemCallback", **args, callback=print) == CALLBACK_SET
    process = second.exec(system, "ping -t x")
    args = {"process": process.handle, "callbackOptions": 0, "context": 0}
    assert code(second, "HcsSetProcessCallback", **args, callback=print) == 0
    assert code(second, "HcsSetProcessCallback", **args, callback=print) == CALLBACK_SET


def test_handle_can_get_the_ends_of_its_operations(second: Second) -> None:
    """Then operations cannot have callbacks of their own."""
    system = second.create("c1", ARGON)
    events: list[tuple[int, str | None, int]] = []
    args = {"computeSystem": system, "callbackOptions": 1, "context": 0}
    second.call("HcsSetComputeSystemCallback", **args, callback=lambda *event: events.append(event))
    called = second.operation(print)
    assert start(second, system, called) == CALLBACK_SET
    operation = second.operation()
    assert start(second, system, operation) == 0
    until(lambda: events)
    assert events == [(0x01000000, None, operation)]
    for handle in (called, operation):
        second.raw("HcsCloseOperation", operation=handle)


def test_options_of_a_creation_carry_the_callback(second: Second) -> None:
    """The variant with a namespace takes it at once."""
    events: list[int] = []
    options = {"Version": 0x10000, "Callback": lambda type, data, op: events.append(type), "CallbackOptions": 0}
    operation = second.operation()
    args = {"idNamespace": None, "id": "c1", "configuration": json.dumps(ARGON), "operation": operation}
    system = second.call("HcsCreateComputeSystemInNamespace", **args, options=options)["computeSystem"]
    assert code(second, "HcsWaitForOperationResult", operation=operation, timeoutMs=INFINITE) == 0
    second.raw("HcsCloseOperation", operation=operation)
    opened = second.call("HcsOpenComputeSystemInNamespace", idNamespace=None, id="c1", requestedAccess=0)
    second.step("Start", opened["computeSystem"])
    second.step("Terminate", opened["computeSystem"])
    until(lambda: events)
    assert events == [1]
    second.systems += [system, opened["computeSystem"]]


def test_process_of_an_operation_is_known(second: Second) -> None:
    """Its pipes are handed out once, by whichever call comes first."""
    system = second.running()
    operation = second.operation()
    text = json.dumps({"CommandLine": "cmd /c echo hi", **PIPES})
    args = {"computeSystem": system, "processParameters": text, "operation": operation, "securityDescriptor": 0}
    handle = second.call("HcsCreateProcess", **args)["process"]
    waited = second.call("HcsWaitForOperationResultAndProcessInfo", operation=operation, timeoutMs=INFINITE)
    assert second.raw("HcsGetProcessFromOperation", operation=operation)["ret"] == handle
    again = second.call("HcsGetOperationResultAndProcessInfo", operation=operation)
    information = waited["processInformation"]
    assert information["StdInput"]
    assert again["processInformation"] == {**information, "StdInput": 0, "StdOutput": 0, "StdError": 0}
    _, later = second.tracked("HcsGetProcessInfo", info=True, process=handle)
    assert later["processInformation"]["ProcessId"] == information["ProcessId"]
    from .doors import Process

    process = Process(second, handle, information)
    second.processes.append(process)
    assert process.read() == b"hi\r\n"
    second.raw("HcsCloseOperation", operation=operation)
    _, other = second.tracked("HcsEnumerateComputeSystemsInNamespace", info=True, idNamespace=None, query=None)
    assert other["processInformation"]["ProcessId"] == 0


def test_handles_that_are_wrong_are_refused_and_noted(second: Second) -> None:
    """Every export looks at its handles."""
    operation = second.operation()
    bad = 0x44
    wrong: dict[str, dict[str, Any]] = {
        "HcsGetOperationResult": {"operation": bad},
        "HcsWaitForOperationResult": {"operation": bad, "timeoutMs": 0},
        "HcsAddResourceToOperation": {"operation": bad},
        "HcsSetOperationCallback": {"operation": bad},
        "HcsSetOperationContext": {"operation": bad},
        "HcsGetOperationProperties": {"operation": bad},
        "HcsCancelOperation": {"operation": bad},
        "HcsEnumerateComputeSystems": {"operation": bad, "query": None},
        "HcsStartComputeSystem": {"computeSystem": bad, "operation": operation},
        "HcsGetComputeSystemProperties": {"computeSystem": bad, "operation": operation, "propertyQuery": None},
        "HcsSetComputeSystemCallback": {"computeSystem": bad},
        "HcsWaitForComputeSystemExit": {"computeSystem": bad},
        "HcsCreateProcess": {"computeSystem": bad},
        "HcsOpenProcess": {"computeSystem": bad},
        "HcsTerminateProcess": {"process": bad},
    }
    for export, args in wrong.items():
        assert code(second, export, **args) == E_HANDLE, export
    assert second.raw("HcsGetOperationType", operation=bad)["ret"] == -1
    second.raw("HcsCloseOperation", operation=bad)
    second.raw("HcsCloseProcess", process=bad)
    second.raw("HcsCloseComputeSystem", computeSystem=bad)
    second.raw("HcsCloseOperation", operation=0)
    assert len(second.fake.misuses) == 19
    second.fake._responder.handles._misuses.clear()
    second.raw("HcsCloseOperation", operation=operation)


def test_places_for_handles_must_not_be_null(second: Second) -> None:
    """What the caller cannot get must not be made."""
    system, operation = second.create("c1", ARGON), second.operation()
    none = {"null_outs": ["computeSystem"]}
    args = {"id": "c2", "configuration": "{}", "operation": operation, "securityDescriptor": 0}
    assert code(second, "HcsCreateComputeSystem", **args, **none) == E_POINTER
    assert code(second, "HcsOpenComputeSystem", id="c1", requestedAccess=0, **none) == E_POINTER
    lacks = {"null_outs": ["process"]}
    assert code(second, "HcsCreateProcess", computeSystem=system, **lacks) == E_POINTER
    assert code(second, "HcsOpenProcess", computeSystem=system, processId=1, **lacks) == E_POINTER
    second.raw("HcsCloseOperation", operation=operation)


def test_waits_end_when_time_is_up(second: Second) -> None:
    """Of a system and of a process that run on."""
    system = second.running()
    process = second.exec(system, "ping -t x")
    assert code(second, "HcsWaitForComputeSystemExit", computeSystem=system, timeoutMs=1) == TIMEOUT
    assert code(second, "HcsWaitForProcessExit", process=process.handle, timeoutMs=1) == TIMEOUT


def test_operation_can_be_closed_in_its_own_callback(fake: FakeHost, second: Second) -> None:
    """Nobody else may be there to do it."""
    system = second.create("c1", ARGON)
    closed = threading.Event()

    def close(number: int) -> None:
        second.raw("HcsCloseOperation", operation=number)
        closed.set()

    start(second, system, second.operation(close))
    assert closed.wait(10)
    assert fake.misuses == []


def test_operation_that_its_callback_closes_while_the_fake_ends_is_no_leak() -> None:
    """The program did its part."""
    for _ in range(10):
        with FakeHost() as fake:
            second = Second(fake)
            system = second.create("c1", ARGON)
            start(second, system, second.operation(partial(finish, second)))
            second.close_system(system)


def test_files_of_machines_are_granted_and_made(second: Second) -> None:
    """Disks must be readable for the machine; state files begin empty."""
    made = {"guestStateFilePath": "C:\\vm.vmgs"}, {"runtimeStateFilePath": "C:\\vm.vmrs"}
    assert code(second, "HcsCreateEmptyGuestStateFile", **made[0]) == 0
    assert code(second, "HcsCreateEmptyRuntimeStateFile", **made[1]) == 0
    assert code(second, "HcsCreateEmptyGuestStateFile", guestStateFilePath="C:\\no\\such\\vm.vmgs") & 0xFFFF in (2, 3)
    file = {"vmId": "vm", "filePath": "C:\\vm.vmgs"}
    assert code(second, "HcsRevokeVmAccess", **file) == 0x80070490
    assert code(second, "HcsGrantVmAccess", **file) == 0
    assert code(second, "HcsRevokeVmAccess", **{**file, "filePath": "c:\\VM.vmgs"}) == 0
    assert code(second, "HcsGrantVmGroupAccess", filePath="C:\\vm.vmgs") == 0
    assert code(second, "HcsRevokeVmGroupAccess", filePath="C:\\vm.vmgs") == 0
    reply = second.raw("HcsGetProcessorCompatibilityFromSavedState", RuntimeFileName="C:\\vm.vmrs")
    assert "ProcessorFeatureSet" in json.loads(reply["ProcessorFeaturesString"])
    missing = second.raw("HcsGetProcessorCompatibilityFromSavedState", RuntimeFileName="C:\\x.vmrs")
    assert missing == {"hresult": 0x80070002}
    wrong: dict[str, dict[str, Any]] = {
        "HcsGrantVmAccess": {"vmId": None, "filePath": "C:\\vm.vmgs"},
        "HcsRevokeVmGroupAccess": {"filePath": None},
        "HcsCreateEmptyGuestStateFile": {"guestStateFilePath": None},
        "HcsGetProcessorCompatibilityFromSavedState": {"RuntimeFileName": None},
    }
    for export, args in wrong.items():
        assert code(second, export, **args) == E_POINTER


def test_crash_report_is_taken(second: Second) -> None:
    """It goes to Microsoft, who cannot say what they make of it; what is no report does not go."""
    assert code(second, "HcsSubmitWerReport", settings='{"SystemId":"c1","CrashParameters":[239,0,0,0,0]}') == 0
    assert code(second, "HcsSubmitWerReport", settings="crashed") == 0x8037010D
    assert code(second, "HcsSubmitWerReport", settings=None) == 0x8037010D
    second.fake.on("HcsSubmitWerReport").fail(0x800706BE)
    assert code(second, "HcsSubmitWerReport", settings="{}") == 0x800706BE


@pytest.mark.parametrize("dll", ["vmcompute", "computecore", "computestorage", "virtdisk", "iphlpapi"])
def test_every_export_is_played(fake: FakeHost, dll: str) -> None:
    """What the fake does not play, no program can be tested with."""
    played = {name for door, name in fake._responder._answers if door == dll}
    assert set(EXPORTS[dll]) == played
