"""A fault at each native call and each notification in turn, through both doors: nothing leaks, nothing hangs."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from hcs_documents import DOCUMENT, DOORS

from hcspy.errors import HcspyError, TimedOutError, UnexpectedAnswerError, error_class
from hcspy.hcs.services import HCS
from hcspy.testing import Call, FakeHost, Rule

# E_FAIL, access denied, the service is gone, an invalid state, the service said goodbye.
RESULTS = (0x80004005, 0x80070005, 0x800706BA, 0xC0370105, 0x8037011E)
PATIENCE = 30.0  # for what has to succeed: a machine that is busy is slow
HASTE = 0.1  # for what must come too late, or never
LATE = 0.08
# A verb may take its time once for each call of its own, and for what it clears away.
LONGEST = 60.0

Use = Callable[[HCS], object]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than it takes to see that nothing comes; all that is slow may end so, too."""
    monkeypatch.setattr(sys.modules[__name__], "PATIENCE", HASTE)


def _create(hcs: HCS) -> object:
    with hcs.systems.create("web", DOCUMENT, timeout=PATIENCE):
        return "created"


def _start(hcs: HCS) -> object:
    with hcs.systems.create("web", DOCUMENT, timeout=PATIENCE) as system:
        system.start(timeout=PATIENCE)
        return "started"


def _exec(hcs: HCS) -> object:
    with (
        hcs.systems.open("web", timeout=PATIENCE) as system,
        system.exec("cmd /c echo hi", timeout=PATIENCE) as process,
    ):
        return process.communicate(timeout=PATIENCE), process.wait(PATIENCE)


def _run(hcs: HCS) -> object:
    with hcs.systems.open("web", timeout=PATIENCE) as system:
        return system.run("cmd /c echo hi", timeout=PATIENCE).stdout


def _stop(hcs: HCS) -> object:
    with hcs.systems.open("web", timeout=PATIENCE) as system:
        system.shutdown(timeout=PATIENCE)
        return system.exit_status is not None


def _terminate(hcs: HCS) -> object:
    with hcs.systems.open("web", timeout=PATIENCE) as system:
        system.terminate(timeout=PATIENCE)
        return system.exit_status is not None


def _change(hcs: HCS) -> object:
    with hcs.systems.open("web", timeout=PATIENCE) as system:
        return system.properties(timeout=PATIENCE).id, hcs.systems.list(timeout=PATIENCE)[0].id


USES: dict[str, tuple[bool, Use]] = {
    "create": (False, _create),
    "start": (False, _start),
    "exec": (True, _exec),
    "run": (True, _run),
    "stop": (True, _stop),
    "terminate": (True, _terminate),
    "properties": (True, _change),
}


class Scene:
    """A fake with a running system, if a use needs one, and the calls that the use makes."""

    def __init__(self, door: str, name: str) -> None:
        self.fake = FakeHost()
        running, self.use = USES[name]
        self.host = self.fake.connect(timeout=PATIENCE)
        self.hcs = self.host.hcs.use(door)  # type: ignore[arg-type]
        if running:
            with self.hcs.systems.create("web", DOCUMENT, timeout=10) as system:
                system.start(timeout=10)
        self.before = len(self.fake.calls)

    def calls(self) -> list[Call]:
        """Return the calls that the use has made; others may close what was late meanwhile."""
        return self.fake.calls[self.before :]

    def attempt(self) -> object:
        """Use it, and return what came of it: a value or an exception; it must not take for ever."""
        begun = time.monotonic()
        try:
            return self.use(self.hcs)
        except HcspyError as error:
            return error
        finally:
            assert time.monotonic() - begun < LONGEST

    def end(self) -> None:
        """Clear away, and look whether anything was left open."""
        self.fake.reset_rules()
        deadline = time.monotonic() + 30
        while (late_calls() or self.fake.leaks) and time.monotonic() < deadline:
            time.sleep(0.005)  # what comes too late is closed by the thread that it comes to
        self.host.close()
        self.fake.close()
        self.fake.assert_clean()


def late_calls() -> list[threading.Thread]:
    """List the threads of calls that were given up, and are under way still."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("hcspy Hcs")]


def made(door: str, name: str) -> list[str]:
    """Return the exports that a use calls when nothing goes wrong."""
    scene = Scene(door, name)
    assert not isinstance(scene.attempt(), HcspyError)
    scene.end()  # first: the last of them may be made by a thread of the service, after the use has returned
    return [call.export for call in scene.calls()]


# What each use calls when nothing goes wrong; written down, so that every collection of these tests is the same.
CALLS: Final = {
    key: exports.split()
    for key, exports in {
        ("vmcompute", "create"): """
            HcsCreateComputeSystem HcsRegisterComputeSystemCallback
            HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "start"): """
            HcsCreateComputeSystem HcsRegisterComputeSystemCallback HcsStartComputeSystem
            HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "exec"): """
            HcsOpenComputeSystem HcsRegisterComputeSystemCallback HcsCreateProcess
            HcsRegisterProcessCallback HcsGetProcessProperties HcsUnregisterProcessCallback
            HcsCloseProcess HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "run"): """
            HcsOpenComputeSystem HcsRegisterComputeSystemCallback HcsCreateProcess
            HcsRegisterProcessCallback HcsGetProcessProperties HcsUnregisterProcessCallback
            HcsCloseProcess HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "stop"): """
            HcsOpenComputeSystem HcsRegisterComputeSystemCallback HcsShutdownComputeSystem
            HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "terminate"): """
            HcsOpenComputeSystem HcsRegisterComputeSystemCallback HcsTerminateComputeSystem
            HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("vmcompute", "properties"): """
            HcsOpenComputeSystem HcsRegisterComputeSystemCallback HcsGetComputeSystemProperties
            HcsEnumerateComputeSystems HcsUnregisterComputeSystemCallback HcsCloseComputeSystem
        """,
        ("computecore", "create"): """
            HcsCreateOperation HcsCreateComputeSystem HcsGetOperationResult HcsCloseOperation
            HcsSetComputeSystemCallback HcsCloseComputeSystem
        """,
        ("computecore", "start"): """
            HcsCreateOperation HcsCreateComputeSystem HcsGetOperationResult HcsCloseOperation
            HcsSetComputeSystemCallback HcsCreateOperation HcsStartComputeSystem
            HcsGetOperationResult HcsCloseOperation HcsCloseComputeSystem
        """,
        ("computecore", "exec"): """
            HcsOpenComputeSystem HcsSetComputeSystemCallback HcsCreateOperation HcsCreateProcess
            HcsGetOperationResultAndProcessInfo HcsCloseOperation HcsSetProcessCallback
            HcsCloseProcess HcsCloseComputeSystem
        """,
        ("computecore", "run"): """
            HcsOpenComputeSystem HcsSetComputeSystemCallback HcsCreateOperation HcsCreateProcess
            HcsGetOperationResultAndProcessInfo HcsCloseOperation HcsSetProcessCallback
            HcsCloseProcess HcsCloseComputeSystem
        """,
        ("computecore", "stop"): """
            HcsOpenComputeSystem HcsSetComputeSystemCallback HcsCreateOperation
            HcsShutDownComputeSystem HcsGetOperationResult HcsCloseOperation
            HcsCloseComputeSystem
        """,
        ("computecore", "terminate"): """
            HcsOpenComputeSystem HcsSetComputeSystemCallback HcsCreateOperation
            HcsTerminateComputeSystem HcsGetOperationResult HcsCloseOperation
            HcsCloseComputeSystem
        """,
        ("computecore", "properties"): """
            HcsOpenComputeSystem HcsSetComputeSystemCallback HcsCreateOperation
            HcsGetComputeSystemProperties HcsGetOperationResult HcsCloseOperation
            HcsCreateOperation HcsEnumerateComputeSystems HcsGetOperationResult
            HcsCloseOperation HcsCloseComputeSystem
        """,
    }.items()
}
STEPS = [
    pytest.param(door, name, number, id=f"{door}-{name}-{number + 1}-{export}")
    for (door, name), exports in CALLS.items()
    for number, export in enumerate(exports)
]
NEWS = [
    pytest.param(door, name, number, id=f"{door}-{name}-{number + 1}-{export}")
    for (door, name), exports in CALLS.items()
    for number, export in enumerate(exports)
    if "Close" not in export and "Register" not in export and "Result" not in export and "Operation" not in export
]


def _rule(scene: Scene, door: str, name: str, number: int) -> Rule:
    """Return a rule for one call of a use: the so-manieth of its export."""
    exports = CALLS[door, name]
    return scene.fake.on(exports[number], nth=exports[: number + 1].count(exports[number]))


@pytest.mark.parametrize(("door", "name"), list(CALLS))
def test_calls_are_those_that_are_swept(door: str, name: str) -> None:
    """A call that is missing above would never be seen to fail; an operation may be asked once more than needed."""
    assert set(USES) == {use for _, use in CALLS}
    assert {known for known, _ in CALLS} == set(DOORS)
    more = Counter(made(door, name))
    more.subtract(CALLS[door, name])
    assert {export: count for export, count in more.items() if count} in ({}, {"HcsGetOperationResult": 1})


@pytest.mark.parametrize("hresult", RESULTS, ids=[f"{hresult:08x}" for hresult in RESULTS])
@pytest.mark.parametrize(("door", "name", "number"), STEPS)
def test_failed_call_leaks_nothing(door: str, name: str, number: int, hresult: int) -> None:
    """The failure is raised as what it is; or it is one that changes nothing, such as a close that fails."""
    scene = Scene(door, name)
    with _rule(scene, door, name, number).fail(hresult):
        came = scene.attempt()
    if isinstance(came, HcspyError):
        # An operation that cannot be made is NULL: no number says why.
        mute = CALLS[door, name][number] == "HcsCreateOperation"
        assert isinstance(came, UnexpectedAnswerError if mute else error_class(hresult)), repr(came)
    scene.end()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("door", "name", "number"), STEPS)
def test_late_call_leaks_nothing(door: str, name: str, number: int) -> None:
    """It comes after the patience of the caller has ended: what it brings then is closed."""
    scene = Scene(door, name)
    rule = _rule(scene, door, name, number).delay(PATIENCE * 1.5)
    came = scene.attempt()
    rule.remove()
    if isinstance(came, HcspyError):
        assert isinstance(came, TimedOutError), repr(came)
    scene.end()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("door", "name", "number"), NEWS)
def test_missing_notification_ends_at_the_timeout(door: str, name: str, number: int) -> None:
    """The word of the end never comes."""
    scene = Scene(door, name)
    with _rule(scene, door, name, number).lose_notification():
        came = scene.attempt()
    if isinstance(came, HcspyError):
        assert isinstance(came, TimedOutError), repr(came)
    scene.end()


@pytest.mark.parametrize(("door", "name", "number"), NEWS)
def test_notification_that_comes_twice_changes_nothing(door: str, name: str, number: int) -> None:
    """The second one is for nobody."""
    scene = Scene(door, name)
    with _rule(scene, door, name, number).repeat_notification():
        came = scene.attempt()
    assert not isinstance(came, HcspyError), repr(came)
    scene.end()


@pytest.mark.parametrize(("door", "name", "number"), NEWS)
def test_late_notification_is_waited_for(door: str, name: str, number: int) -> None:
    """Within the patience it changes nothing."""
    scene = Scene(door, name)
    with _rule(scene, door, name, number).delay_notification(LATE):
        came = scene.attempt()
    assert not isinstance(came, HcspyError), repr(came)
    scene.end()


@pytest.mark.parametrize(("door", "name", "number"), NEWS)
def test_failed_completion_is_raised_as_what_it_is(door: str, name: str, number: int) -> None:
    """The call succeeds, and what it began does not."""
    scene = Scene(door, name)
    with _rule(scene, door, name, number).fail_notification(0xC0370107):
        came: Any = scene.attempt()
    if isinstance(came, HcspyError):
        assert isinstance(came, error_class(0xC0370107)), repr(came)
    scene.end()


def test_nothing_is_left_running() -> None:
    """Threads of calls that were given up end with the calls."""
    deadline = time.monotonic() + 30
    while late_calls() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert late_calls() == []
