"""How the end of work is told: notifications and operations, late, lost, twice, failing; the service going down."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .doors import ARGON, PENDING, Door, First, Refused, Second, until

E_HANDLE, E_POINTER = 0x80070006, 0x80004003


def call_of(door: Door, verb: str) -> str:
    """Return the export of a verb at a door."""
    return f"Hcs{'ShutDown' if verb == 'Shutdown' and door.dll == 'computecore' else verb}ComputeSystem"


def silent(first: First, system: int) -> bool:
    """Say that nothing more comes."""
    with pytest.raises(queue.Empty):
        first.news[system].get(timeout=0.05)
    return True


@pytest.mark.parametrize("verb", ["Start", "Terminate"])
def test_late_news_come_late(fake: FakeHost, door: Door, verb: str) -> None:
    """A slow service is not a broken one."""
    system = door.create("c1", ARGON)
    if verb == "Terminate":
        door.step("Start", system)
    before = time.monotonic()
    with fake.on(call_of(door, verb)).delay_notification(0.1):
        door.step(verb, system)
    assert time.monotonic() - before >= 0.09  # a clock that ticks in milliseconds, added to a fraction, may fall short


@pytest.mark.parametrize("verb", ["Start", "Terminate"])
def test_lost_notification_never_comes(fake: FakeHost, first: First, verb: str) -> None:
    """The work is done all the same."""
    system = first.running() if verb == "Terminate" else first.create("c1", ARGON)
    with fake.on(call_of(first, verb)).lose_notification():
        assert first.call(call_of(first, verb), computeSystem=system, options="")["hresult"] == PENDING
    assert silent(first, system)
    if verb == "Start":
        first.step("Pause", system)


def test_lost_end_of_an_operation_never_comes(fake: FakeHost, second: Second) -> None:
    """Its wait runs out of time."""
    system, operation = second.create("c1", ARGON), second.operation()
    with fake.on("HcsStartComputeSystem").lose_notification():
        second.call("HcsStartComputeSystem", computeSystem=system, operation=operation, options=None)
    with pytest.raises(Refused) as caught:
        second.call("HcsWaitForOperationResult", operation=operation, timeoutMs=50)
    assert caught.value.hresult == 0x80370118
    second.raw("HcsCloseOperation", operation=operation)
    second.step("Pause", system)


def test_repeated_notification_comes_twice(fake: FakeHost, first: First) -> None:
    """A client must take the second for what it is."""
    system = first.create("c1", ARGON)
    with fake.on("HcsStartComputeSystem").repeat_notification():
        first.step("Start", system)
    assert first.heard(system, 3) == 0
    with fake.on("HcsTerminateComputeSystem").repeat_notification(3):
        first.step("Terminate", system)
    assert [first.heard(system, 1), first.heard(system, 1)] == [0, 0]
    assert silent(first, system)


def test_repeated_end_of_an_operation_calls_back_twice(fake: FakeHost, second: Second) -> None:
    """The same handle, once too often."""
    system = second.create("c1", ARGON)
    called: list[int] = []
    operation = second.operation(called.append)
    with fake.on("HcsStartComputeSystem").repeat_notification():
        second.call("HcsStartComputeSystem", computeSystem=system, operation=operation, options=None)
    until(lambda: len(called) == 2)
    second.raw("HcsCloseOperation", operation=operation)


@pytest.mark.parametrize("verb", ["Start", "Terminate", "Shutdown"])
def test_failing_news_mean_that_nothing_was_done(fake: FakeHost, door: Door, verb: str) -> None:
    """The call was taken, the work failed."""
    system = door.create("c1", ARGON) if verb == "Start" else door.running()
    with fake.on(call_of(door, verb)).fail_notification(0xC0370106):
        if isinstance(door, First):
            assert door.call(call_of(door, verb), computeSystem=system, options="")["hresult"] == PENDING
            assert door.heard(system, 3 if verb == "Start" else 0xA) == 0xC0370106
        else:
            with pytest.raises(Refused) as caught:
                door.step(verb, system)
            assert caught.value.hresult == 0x80370106
    door.step(verb, system)


def test_creation_whose_news_are_bad_made_nothing(fake: FakeHost, door: Door) -> None:
    """The handle is there, the system is not."""
    with fake.on("HcsCreateComputeSystem").fail_notification(0xC0370101):
        if isinstance(door, First):
            system = door.call("HcsCreateComputeSystem", id="c1", configuration=_text(ARGON), identity=0)
            door.watch(system["computeSystem"])
            assert door.heard(system["computeSystem"], 2) == 0xC0370101
            door.systems.append(system["computeSystem"])
        else:
            with pytest.raises(Refused) as caught:
                door.create("c1", ARGON)
            assert caught.value.hresult == 0x80370101
    door.running()


def test_process_whose_news_are_bad_was_not_started(fake: FakeHost, door: Door) -> None:
    """At the first door the call itself says it."""
    system = door.running()
    with fake.on("HcsCreateProcess").fail_notification(0xC0370106), pytest.raises(Refused) as caught:
        door.exec(system, "cmd /c echo hi")
    assert caught.value.number == 0x0106
    assert door.output(system, "cmd /c echo hi") == (0, b"hi\r\n")


def test_enumeration_can_fail_late(fake: FakeHost, second: Second) -> None:
    """As it does on old builds while a silo is ending."""
    with fake.on("HcsEnumerateComputeSystems").fail_notification(0xC0370105), pytest.raises(Refused) as caught:
        second.tracked("HcsEnumerateComputeSystems", query=None)
    assert caught.value.hresult == 0x80370105


@pytest.mark.parametrize(("copies", "heard"), [(0, 0), (1, 1), (2, 2)])
def test_rule_for_a_callback_is_about_all_that_it_gets(fake: FakeHost, door: Door, copies: int, heard: int) -> None:
    """The events of the second door belong to no call of their own."""
    export = f"Hcs{'Register' if isinstance(door, First) else 'Set'}ComputeSystemCallback"
    system = door.running()
    got: list[Any] = []
    with fake.on(export).repeat_notification(copies).delay_notification(0.02):
        args = {
            "computeSystem": system,
            "callbackOptions": 0,
            "context": 0,
            "callback": lambda *event: got.append(event),
        }
        registered = door.call(export, **args)
    door.step("Terminate", system)
    until(lambda: len(got) == heard)
    time.sleep(0.03)
    assert len(got) == heard
    if isinstance(door, First):
        door.call("HcsUnregisterComputeSystemCallback", callbackHandle=registered["callbackHandle"])


def test_first_door_can_answer_at_once(fake: FakeHost, first: First) -> None:
    """S_OK, and no notification but the end of the system."""
    with fake.machine() as machine:
        machine.switches.compute_at_once = True
    system = first.create("c1", ARGON)
    assert first.call("HcsStartComputeSystem", computeSystem=system, options="")["hresult"] == 0
    assert first.call("HcsTerminateComputeSystem", computeSystem=system, options="")["hresult"] == 0
    assert first.heard(system, 1) == 0
    assert silent(first, system)


def test_rule_can_let_one_call_answer_at_once(fake: FakeHost, first: First) -> None:
    """Which of them do on Windows is not known."""
    system = first.create("c1", ARGON)
    with fake.on("HcsStartComputeSystem").answer_at_once():
        assert first.call("HcsStartComputeSystem", computeSystem=system, options="")["hresult"] == 0
    assert silent(first, system)


def test_switches_do_what_rules_do(fake: FakeHost, first: First) -> None:
    """For machines that are written down."""
    with fake.machine() as machine:
        machine.switches.lose_compute_news = 1
        machine.switches.compute_delay = 0.05
    first.call("HcsCreateComputeSystem", id="c0", configuration=_text(ARGON), identity=0)
    before = time.monotonic()
    system = first.create("c1", ARGON)
    assert time.monotonic() - before >= 0.04
    with fake.machine() as machine:
        machine.switches.compute_delay = 0
        machine.switches.repeat_compute_news = 1
    first.step("Start", system)
    assert first.heard(system, 3) == 0
    for handle in fake._responder.handles.live:
        if handle.number not in (*first.systems, *first.callbacks.values()):
            first.call("HcsCloseComputeSystem", computeSystem=handle.number)


def test_each_callback_gets_its_messages_in_order_and_waits_for_no_other(first: First) -> None:
    """A program that is slow in one callback hears of the rest in time."""
    system = first.create("c1", ARGON)
    go_on, seen = threading.Event(), []

    def slow(*message: Any) -> None:
        go_on.wait(10)
        seen.append(message[0])

    args = {"computeSystem": system, "callback": slow, "context": 0}
    callback = first.call("HcsRegisterComputeSystemCallback", **args)["callbackHandle"]
    for verb in ("Start", "Pause", "Resume", "Terminate"):
        first.step(verb, system)
    assert seen == []
    go_on.set()
    until(lambda: len(seen) == 4)
    assert seen == [3, 4, 5, 1]
    first.call("HcsUnregisterComputeSystemCallback", callbackHandle=callback)


def test_unregister_waits_for_the_callback_that_runs(first: First) -> None:
    """After it the program may free what the callback uses."""
    system = first.create("c1", ARGON)
    inside, go_on, seen = threading.Event(), threading.Event(), []

    def slow(*message: Any) -> None:
        inside.set()
        go_on.wait(10)
        seen.append(message[0])

    args = {"computeSystem": system, "callback": slow, "context": 0}
    callback = first.call("HcsRegisterComputeSystemCallback", **args)["callbackHandle"]
    first.step("Start", system)
    assert inside.wait(10)
    threading.Timer(0.05, go_on.set).start()
    first.call("HcsUnregisterComputeSystemCallback", callbackHandle=callback)
    assert seen == [3]


def test_unregister_in_the_callback_itself_is_a_misuse(fake: FakeHost, first: First) -> None:
    """Windows would wait for ever."""
    system = first.create("c1", ARGON)
    ready, done = threading.Event(), threading.Event()
    handles: list[int] = []

    def end(*message: Any) -> None:
        ready.wait(10)
        first.call("HcsUnregisterComputeSystemCallback", callbackHandle=handles[0])
        done.set()

    reply = first.call("HcsRegisterComputeSystemCallback", computeSystem=system, callback=end, context=0)
    handles.append(reply["callbackHandle"])
    ready.set()
    first.step("Start", system)
    assert done.wait(10)
    assert "came from the callback itself" in fake.misuses[0]
    fake._responder.handles._misuses.clear()


def test_callback_that_raises_ends_its_registration_and_no_other(fake: FakeHost, first: First) -> None:
    """The error comes up when the fake is closed."""
    system = first.create("c1", ARGON)

    called = threading.Event()

    def raising(*message: Any) -> None:
        called.set()
        raise ValueError("of the program")

    reply = first.call("HcsRegisterComputeSystemCallback", computeSystem=system, callback=raising, context=0)
    first.step("Start", system)
    assert called.wait(10)
    first.call("HcsUnregisterComputeSystemCallback", callbackHandle=reply["callbackHandle"])
    first.step("Pause", system)
    with pytest.raises(ValueError, match="of the program"):
        fake._responder.service.crew.close()


def test_service_that_goes_down_tells_all_handles(fake: FakeHost, first: First, second: Second) -> None:
    """Of systems and of processes, each by the number of its door."""
    system = first.running()
    process = first.exec(system, "ping -t x")
    other = second.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)["computeSystem"]
    second.systems.append(other)
    events: list[int] = []
    watch = {"computeSystem": other, "callbackOptions": 0, "context": 0}
    second.call("HcsSetComputeSystemCallback", **watch, callback=lambda type, data, op: events.append(type))
    fake.compute_service = "crashed"
    assert fake.compute_service == "crashed"
    assert first.heard(system, 0x01000000) == 0
    assert first.heard(process.handle, 0x01000000) == 0
    until(lambda: events)
    assert events == [0x02000000]
    with pytest.raises(Refused) as caught:
        first.step("Terminate", system)
    assert (caught.value.hresult, caught.value.record) == (0x800706BE, None)
    fake.compute_service = "running"
    first.step("Terminate", system)
    assert first.wait_process(process.handle) == 1067


def test_wrong_handles_and_places_of_the_first_door_are_refused(fake: FakeHost, first: First) -> None:
    """Every export looks at its handles."""
    bad = 0x44
    system, process = {"computeSystem": bad}, {"process": bad}
    wrong: dict[str, dict[str, Any]] = {
        "HcsCreateProcess": system,
        "HcsOpenProcess": system,
        "HcsStartComputeSystem": system,
        "HcsGetComputeSystemProperties": {**system, "propertyQuery": None},
        "HcsGetProcessInfo": process,
        "HcsGetProcessProperties": process,
        "HcsTerminateProcess": process,
        "HcsCloseProcess": process,
        "HcsRegisterProcessCallback": process,
    }
    for export, args in wrong.items():
        assert first.raw(export, **args)["hresult"] == E_HANDLE, export
    assert len(fake.misuses) == 9
    fake._responder.handles._misuses.clear()
    running = first.running()
    none = {"null_outs": ["computeSystem", "process", "processInformation"]}
    for export in ("HcsCreateComputeSystem", "HcsOpenComputeSystem"):
        assert first.raw(export, id="c2", configuration="{}", **none)["hresult"] == E_POINTER
    for export in ("HcsCreateProcess", "HcsOpenProcess"):
        assert first.raw(export, computeSystem=running, pid=1, **none)["hresult"] == E_POINTER
    handle = first.exec(running, "hostname").handle
    assert first.raw("HcsGetProcessInfo", process=handle, **none)["hresult"] == E_POINTER


@pytest.mark.parametrize("after", [False, True])
def test_failing_calls_leave_nothing_open(fake: FakeHost, door: Door, after: bool) -> None:
    """What the program never got is no leak, and a close that fails has closed."""
    system = door.running()
    operation = 0 if isinstance(door, First) else door.operation()  # type: ignore[attr-defined]
    for export in ("HcsOpenComputeSystem", "HcsCreateProcess", "HcsOpenProcess"):
        with fake.on(export).fail(0x80004005, after=after):
            args: dict[str, Any] = {"id": "c1", "computeSystem": system, "requestedAccess": 0, "pid": 1, "processId": 1}
            args |= {"processParameters": '{"CommandLine":"hostname","CreateStdOutPipe":true}', "operation": operation}
            assert door.raw(export, **args)["hresult"] == 0x80004005
    if isinstance(door, First):
        with fake.on("HcsRegisterComputeSystemCallback").fail(0x80004005, after=after):
            args = {"computeSystem": system, "callback": print, "context": 0}
            assert door.raw("HcsRegisterComputeSystemCallback", **args)["hresult"] == 0x80004005
    else:
        with fake.on("HcsCreateOperation").fail(0x80004005, after=after):
            assert door.operation() == 0  # type: ignore[attr-defined]
    extra = door.call("HcsOpenComputeSystem", id="c1", requestedAccess=0)["computeSystem"]
    with fake.on("HcsCloseComputeSystem").fail(0x80004005, after=after):
        door.raw("HcsCloseComputeSystem", computeSystem=extra)
    if operation:
        with fake.on("HcsCloseOperation").fail(0x80004005, after=after):
            door.raw("HcsCloseOperation", operation=operation)


def test_injected_failure_has_the_words_of_the_service(fake: FakeHost, door: Door) -> None:
    """Unless nobody was there to say them."""
    with fake.on("HcsGetServiceProperties").fail(0xC0370105):
        reply = door.raw("HcsGetServiceProperties", propertyQuery=None)
    assert "not valid in the current state" in reply["result"]
    with fake.on("HcsGetServiceProperties").fail(0x800706BE):
        assert door.raw("HcsGetServiceProperties", propertyQuery=None) == {"hresult": 0x800706BE}


def _text(document: dict[str, Any]) -> str:
    import json

    return json.dumps(document)
