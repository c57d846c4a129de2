"""A failure at each native call in turn, in everything that containers do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

import hcspy
from hcspy import errors
from hcspy.host import Host
from hcspy.testing import Call, FakeHost

from .conftest import NOTHING, left_on, prepare

RESULTS = (0x80004005, 0x80070005, 0x800706BA)
FAILURES = (hcspy.AccessDeniedError, hcspy.InUseError, errors.UnexpectedAnswerError)
WEB: dict[str, Any] = {"name": "web", "network": "nat", "ports": ["8080:80"]}

Operation = Callable[[Host], Any]


def _run(host: Host) -> None:
    host.containers.run("nanoserver", "cmd /c echo hi", **WEB)


OPERATIONS: dict[str, Operation] = {
    "created": lambda host: host.containers.create("nanoserver", **WEB).close(),
    "created with Hyper-V": lambda host: host.containers.create("nanoserver", isolation="hyperv", **WEB).close(),
}


def _counts(call: Call) -> bool:
    """What only tidies up cannot fail in a way that anybody could act on."""
    words = ("Close", "Unregister", "Free", "Callback", "GetOperationType", "GetOperationId", "CancelOperation")
    return call.dll != "kernel32" and not any(word in call.export for word in words)


def _total(operation: Operation, profile: str, counts: Callable[[Call], bool] = _counts) -> int:
    with FakeHost(profile=profile) as fake, fake.connect() as host:
        prepare(host)
        fake.calls.clear()
        operation(host)
        return len([call for call in fake.calls if counts(call)])


@pytest.mark.load
@pytest.mark.parametrize("profile", ["2022", "1803"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_failure_at_each_call_of_a_creation_leaves_nothing(name: str, profile: str) -> None:
    """No layer, no endpoint, no compute system that nobody knows of; and the right exception."""
    operation = OPERATIONS[name]
    total = _total(operation, profile)
    assert total > 5
    for nth in range(1, total + 1):
        for result in RESULTS:
            with FakeHost(profile=profile) as fake, fake.connect() as host:
                prepare(host)
                failed = None
                with fake.on("*", nth=nth, when=_counts).fail(result):
                    try:
                        operation(host)
                    except hcspy.HcspyError as error:
                        failed = error
                if failed is None:  # a call whose failure is no reason to fail, such as asking for the schema
                    host.containers.remove("web", force=True)
                assert failed is None or not failed.leftovers, (nth, failed)
                assert left_on(host) == NOTHING, (nth, failed)
                fake.assert_clean()


@pytest.mark.load
@pytest.mark.parametrize("profile", ["2022", "1803"])
def test_failure_at_each_call_of_a_run_leaves_what_can_be_removed(profile: str) -> None:
    """Where even the removal fails, doing it again is enough: nothing is lost from sight."""
    total = _total(_run, profile)
    for nth in range(1, total + 1):
        with FakeHost(profile=profile) as fake, fake.connect() as host:
            prepare(host)
            with fake.on("*", nth=nth, when=_counts).fail(0x80070005):
                try:
                    _run(host)
                except hcspy.HcspyError as error:
                    # What could not be unmounted is in use when it is to be removed.
                    assert isinstance(
                        error, hcspy.AccessDeniedError | hcspy.InUseError | errors.UnexpectedAnswerError
                    ), (nth, error)
            host.containers.remove("web", force=True, missing_ok=True)
            assert left_on(host) == NOTHING, nth
            fake.assert_clean()


@pytest.mark.parametrize("profile", ["2022", "1803"])
def test_ctrl_c_at_each_call_of_a_creation_leaves_nothing(profile: str) -> None:
    """People press it while the image is being mounted. It strikes the main thread only."""
    me = threading.get_ident()

    def interrupt(call: Call) -> None:
        raise KeyboardInterrupt

    def mine(call: Call) -> bool:
        return _counts(call) and call.thread == me

    for nth in range(1, _total(OPERATIONS["created"], profile, mine) + 1):
        with FakeHost(profile=profile) as fake, fake.connect() as host:
            prepare(host)
            with fake.on("*", nth=nth, when=mine).run(interrupt), pytest.raises(KeyboardInterrupt):
                OPERATIONS["created"](host)
            assert left_on(host) == NOTHING, nth
            fake.assert_clean()
