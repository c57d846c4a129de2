"""The HCS half of vmcompute.dll from Python: every export, what goes on after the call, what comes late given back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hcspy._ffi import vmcompute
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.pipes import close_pipes, descriptor
from hcspy.errors import HcspyError, PathNotFoundError, ProcessNotFoundError, TimedOutError, UnexpectedAnswerError

from .conftest import Fake

SYSTEM, PROCESS = 0x1000, 0x2000
PENDING = 0xC0370103
Use = Callable[["Door"], Any]


class Door:
    """A fake with a system and a process that are open; it notes the calls made with them."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self.tables = fake.tables
        fake.answer = {"computeSystem": SYSTEM}
        self.system = vmcompute.open_compute_system(self.tables, "web")
        fake.answer = {"process": PROCESS}
        self.process = vmcompute.open_process(self.system, 5)
        fake.answer = {}
        fake.calls.clear()

    def close(self) -> None:
        """Close what is open."""
        self.fake.answer = {}
        self.process.close()
        self.system.close()


@pytest.fixture
def door(fake: Fake) -> Any:
    door = Door(fake)
    yield door
    door.close()


VERBS: list[tuple[Use, str, dict[str, Any]]] = [
    *(
        (
            lambda door, name=name: getattr(vmcompute, f"{name}_compute_system")(door.system, "{}"),
            f"Hcs{name.title()}ComputeSystem",
            {"computeSystem": SYSTEM, "options": "{}"},
        )
        for name in ("start", "shutdown", "terminate", "pause", "resume", "save")
    ),
    (
        lambda door: vmcompute.modify_compute_system(door.system, "{}"),
        "HcsModifyComputeSystem",
        {"computeSystem": SYSTEM, "configuration": "{}"},
    ),
    (lambda door: vmcompute.terminate_process(door.process), "HcsTerminateProcess", {"process": PROCESS}),
]

ANSWERS: list[tuple[Use, str, Mapping[str, Any], Any]] = [
    (
        lambda door: vmcompute.get_process_properties(door.process),
        "HcsGetProcessProperties",
        {"processProperties": "{}"},
        "{}",
    ),
    (
        lambda door: vmcompute.get_process_info(door.process),
        "HcsGetProcessInfo",
        {"processInformation": {"ProcessId": 5, "StdOutput": 12}},
        (5, 0, 12, 0),
    ),
    (lambda door: vmcompute.modify_process(door.process, "{}"), "HcsModifyProcess", {}, None),
    (lambda door: vmcompute.signal_process(door.process, "{}"), "HcsSignalProcess", {}, None),
    (
        lambda door: vmcompute.get_service_properties(door.tables, "{}"),
        "HcsGetServiceProperties",
        {"properties": "{}"},
        "{}",
    ),
    (lambda door: vmcompute.modify_service_settings(door.tables, "{}"), "HcsModifyServiceSettings", {}, None),
]


@pytest.mark.parametrize(("use", "export", "args"), [pytest.param(*row, id=row[1]) for row in VERBS])
def test_verb_says_whether_it_goes_on(door: Door, use: Use, export: str, args: dict[str, Any]) -> None:
    """Pending is no failure: a notification ends it."""
    assert use(door) is False
    assert [(made, given) for _, made, given in door.fake.calls] == [(export, args)]
    door.fake.answer = {"hresult": PENDING, "result": "left over"}
    assert use(door) is True


@pytest.mark.parametrize(("use", "export", "args"), [pytest.param(*row, id=row[1]) for row in VERBS])
def test_refused_verb_is_raised(door: Door, use: Use, export: str, args: dict[str, Any]) -> None:
    """With the words of the service, and its events."""
    record = '{"Error":-1070137083,"ErrorMessage":"Not now.","ErrorEvents":[{"Message":"It sleeps"}]}'
    door.fake.answer = {"hresult": 0xC0370105, "result": record}
    with pytest.raises(HcspyError, match=f"{export}: Not now: It sleeps") as error:
        use(door)
    assert (error.value.call, error.value.record) == (export, record)
    assert [event.message for event in error.value.events] == ["It sleeps"]


@pytest.mark.parametrize(("use", "export", "reply", "answer"), [pytest.param(*row, id=row[1]) for row in ANSWERS])
def test_answer_is_returned(door: Door, use: Use, export: str, reply: Mapping[str, Any], answer: Any) -> None:
    """And a failure raised."""
    door.fake.answer = reply
    assert use(door) == answer
    door.fake.answer = {"hresult": 0x80070005}
    with pytest.raises(PermissionError):
        use(door)
    assert {made for _, made, _ in door.fake.calls} == {export}


def test_every_export_of_hcs_is_wrapped() -> None:
    """One that is missing here could not be reached at all."""
    elsewhere = {
        "HcsCreateComputeSystem",
        "HcsOpenComputeSystem",
        "HcsCloseComputeSystem",
        "HcsEnumerateComputeSystems",
        "HcsGetComputeSystemProperties",
        "HcsRegisterComputeSystemCallback",
        "HcsUnregisterComputeSystemCallback",
        "HcsRegisterProcessCallback",
        "HcsUnregisterProcessCallback",
        "HcsCreateProcess",
        "HcsOpenProcess",
        "HcsCloseProcess",
    }
    tested = {row[1] for row in VERBS} | {row[1] for row in ANSWERS} | elsewhere
    assert {name for name in EXPORTS["vmcompute"] if name.startswith("Hcs")} == tested


def test_system_is_created(fake: Fake) -> None:
    """With the rights of a token, and told whether it goes on."""
    for hresult in (0, PENDING):
        fake.answer = {"hresult": hresult, "computeSystem": SYSTEM}
        system, pending = vmcompute.create_compute_system(fake.tables, "web", "{}", identity=7)
        assert fake.args == {"id": "web", "configuration": "{}", "identity": 7}
        assert pending is (hresult == PENDING)
        fake.answer = {}
        system.close()


def test_process_is_created_with_its_pipes(door: Door) -> None:
    """They are the caller's."""
    found = {"ProcessId": 5, "StdInput": 11, "StdOutput": 12, "StdError": 13}
    door.fake.answer = {"process": PROCESS, "processInformation": found}
    made = vmcompute.create_process(door.system, "{}")
    assert made.information == (5, 11, 12, 13)
    door.fake.answer = {}
    made.handle.close()


def test_process_of_no_handle_loses_no_pipe(door: Door) -> None:
    """Success without a handle is an error; what came with it is closed."""
    reading, writing = os.pipe()
    door.fake.answer = {"processInformation": {"StdInput": _handle(writing)}}
    with pytest.raises(UnexpectedAnswerError):
        vmcompute.create_process(door.system, "{}")
    with pytest.raises(HcspyError):
        door.fake.answer = {"hresult": 0x80370105}
        vmcompute.get_process_info(door.process)
    assert os.read(reading, 1) == b""
    os.close(reading)


def _handle(number: int) -> int:
    """Return the number by which the tables know a pipe."""
    if os.name != "nt":
        return number
    import msvcrt

    return int(getattr(msvcrt, "get_osfhandle")(number))  # noqa: B009 -- only Windows has it


def test_pipe_becomes_a_descriptor() -> None:
    """Which whoever asks for it closes."""
    reading, writing = os.pipe()
    ends = descriptor(_handle(reading), writing=False), descriptor(_handle(writing), writing=True)
    os.write(ends[1], b"x")
    assert os.read(ends[0], 1) == b"x"
    for end in ends:
        os.close(end)


def test_pipe_that_is_gone_is_nobodys() -> None:
    """Somebody else has closed it."""
    reading, writing = os.pipe()
    os.close(reading)
    os.close(writing)
    close_pipes((0, writing if os.name != "nt" else 0))


def test_missing_process_and_program_are_told_apart(door: Door) -> None:
    """One is a number, the other a file."""
    door.fake.answer = {"hresult": 0x80070490}
    with pytest.raises(ProcessNotFoundError):
        vmcompute.open_process(door.system, 5)
    door.fake.answer = {"hresult": 0x80070002, "result": '{"Error":-2147024894,"ErrorMessage":"Gone."}'}
    with pytest.raises(PathNotFoundError, match="HcsCreateProcess: Gone"):
        vmcompute.create_process(door.system, "{}")


def test_notifications_of_a_process_are_told(door: Door) -> None:
    """Until the registration is closed."""
    seen: list[Any] = []
    door.fake.answer = {"callbackHandle": 77}
    registration = vmcompute.register_process_callback(door.process, lambda *told: seen.append(told))
    callback = door.fake.args["callback"]
    door.fake.answer = {}
    callback(0x10000, 0, None)
    registration.close()
    callback(0x10000, 0, None)
    assert seen == [(0x10000, 0, None)]
    assert door.fake.calls[-1][1:] == ("HcsUnregisterProcessCallback", {"callbackHandle": 77})


def test_refused_registration_is_not_ended(door: Door) -> None:
    """There is none."""
    door.fake.answer = {"hresult": 0x80070005}
    for register, handle in (
        (vmcompute.register_process_callback, door.process),
        (vmcompute.register_compute_system_callback, door.system),
    ):
        with pytest.raises(PermissionError):
            register(handle, print)  # type: ignore[operator]
    assert not [export for _, export, _ in door.fake.calls if "Unregister" in export]


@pytest.mark.parametrize("export", ["HcsCreateComputeSystem", "HcsCreateProcess"])
def test_what_comes_late_is_ended_or_closed(fake: Fake, export: str) -> None:
    """Its creator has given up, and nobody else knows its handle."""
    go = threading.Event()
    replies: dict[str, Mapping[str, Any]] = {
        "HcsOpenComputeSystem": {"computeSystem": SYSTEM},
        "HcsCreateComputeSystem": {"computeSystem": SYSTEM},
        "HcsCreateProcess": {"process": PROCESS},
    }
    respond = fake.respond

    def slow(dll: str, called: str, args: dict[str, Any]) -> Mapping[str, Any]:
        respond(dll, called, args)
        if called == export:
            go.wait(30)
        return replies.get(called, {})

    fake.tables._seam.responder = slow
    with pytest.raises(TimedOutError):
        if export == "HcsCreateProcess":
            with vmcompute.open_compute_system(fake.tables, "web") as system:
                vmcompute.create_process(system, "{}", timeout=0.05)
        else:
            vmcompute.create_compute_system(fake.tables, "web", "{}", timeout=0.05)
    go.set()
    last = "HcsCloseProcess" if export == "HcsCreateProcess" else "HcsCloseComputeSystem"
    for _ in range(500):
        if last in [called for _, called, _ in fake.calls]:
            break
        time.sleep(0.01)
    exports = [called for _, called, _ in fake.calls]
    assert last in exports
    assert export.replace("Create", "Terminate") in exports
