"""vmcompute.dll from Python: text and handles in and out, never C data."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from hcspy._ffi import vmcompute
from hcspy._ffi.handles import ProcessHandle, SystemHandle
from hcspy._ffi.hresult import check
from hcspy.errors import ClosedError, HcspyError, NetworkNotFoundError

from .conftest import Fake

RECORD = '{"Success":false,"Error":"The network was not found. ","ErrorCode":2151350273}'


def test_answer_is_the_document(fake: Fake) -> None:
    """Text in, text out."""
    fake.answer = {"response": '{"Success":true}'}
    assert vmcompute.hns_call(fake.tables, "GET", "/networks/", "") == '{"Success":true}'
    assert fake.args == {"method": "GET", "path": "/networks/", "object": ""}


def test_no_answer_is_the_empty_text(fake: Fake) -> None:
    """NULL is legal: a DELETE may answer nothing."""
    assert vmcompute.hns_call(fake.tables, "DELETE", "/networks/x") == ""


def test_failure_carries_the_call_the_request_and_the_answer(fake: Fake) -> None:
    """The answer has the better error, and is freed before anything is raised."""
    fake.answer = {"hresult": 0x803B0001, "response": RECORD}
    with pytest.raises(HcspyError) as error:
        vmcompute.hns_call(fake.tables, "POST", "/networks/", "{}")
    raised = error.value
    assert (raised.call, raised.hresult, raised.record) == ("HNSCall", 0x803B0001, RECORD)
    assert raised.request == ("POST", "/networks/", "{}")


def test_noun_names_what_was_not_found(fake: Fake) -> None:
    """Element not found says nothing by itself."""
    fake.answer = {"hresult": 0x80070490}
    with pytest.raises(NetworkNotFoundError):
        vmcompute.hns_call(fake.tables, "GET", "/networks/x", "", noun="network")


@pytest.mark.parametrize("hresult", [0, 1, 0x00070490])
def test_positive_result_is_success(hresult: int) -> None:
    """S_FALSE and its kind."""
    check(hresult, "HNSCall")


def test_request_and_answer_are_logged(fake: Fake, caplog: pytest.LogCaptureFixture) -> None:
    """What ``-v`` shows, and only there."""
    fake.answer = {"response": "answer"}
    vmcompute.hns_call(fake.tables, "GET", "/quiet", "")
    caplog.set_level(logging.DEBUG, "hcspy.wire")
    vmcompute.hns_call(fake.tables, "GET", "/networks/", "body")
    assert caplog.messages == ["HNSCall GET /networks/ body", "HNSCall GET /networks/ -> 0x00000000 answer"]


def opened(fake: Fake) -> SystemHandle:
    """Open a compute system."""
    fake.answer = {"computeSystem": 0x1000}
    system = vmcompute.open_compute_system(fake.tables, "web")
    fake.answer = {}
    return system


def test_system_is_opened_asked_changed_and_closed(fake: Fake) -> None:
    """All that hot attach needs."""
    system = opened(fake)
    fake.answer = {"properties": '{"Id":"web"}'}
    assert vmcompute.get_compute_system_properties(system, "{}") == '{"Id":"web"}'
    fake.answer = {}
    vmcompute.modify_compute_system(system, '{"RequestType":"Add"}')
    system.close()
    assert [(export, args) for _, export, args in fake.calls] == [
        ("HcsOpenComputeSystem", {"id": "web"}),
        ("HcsGetComputeSystemProperties", {"computeSystem": 0x1000, "propertyQuery": "{}"}),
        ("HcsModifyComputeSystem", {"computeSystem": 0x1000, "configuration": '{"RequestType":"Add"}'}),
        ("HcsCloseComputeSystem", {"computeSystem": 0x1000}),
    ]


def test_systems_are_listed(fake: Fake) -> None:
    """As the document that HCS gives."""
    fake.answer = {"computeSystems": "[]"}
    assert vmcompute.enumerate_compute_systems(fake.tables) == "[]"
    fake.answer = {}
    assert vmcompute.enumerate_compute_systems(fake.tables, "{}") == ""
    assert fake.args == {"query": "{}"}


def test_failure_carries_the_result_document(fake: Fake) -> None:
    """HCS explains itself there; outputs that came all the same are freed."""
    system = opened(fake)
    fake.answer = {"hresult": 0xC0370105, "properties": "left over", "result": '{"Error":-1070137083}'}
    with pytest.raises(HcspyError) as error:
        vmcompute.get_compute_system_properties(system, "{}")
    assert (error.value.call, error.value.record) == ("HcsGetComputeSystemProperties", '{"Error":-1070137083}')
    assert (error.value.hresult, error.value.request) == (0xC0370105, "{}")


def test_refused_open_closes_nothing(fake: Fake) -> None:
    """There is no handle."""
    fake.answer = {"hresult": 0xC037010E}
    with pytest.raises(HcspyError):
        vmcompute.open_compute_system(fake.tables, "web")
    assert [export for _, export, _ in fake.calls] == ["HcsOpenComputeSystem"]


def test_closing_twice_calls_once(fake: Fake) -> None:
    """The number may belong to somebody else by then."""
    system = opened(fake)
    system.close()
    system.close()
    assert [export for _, export, _ in fake.calls].count("HcsCloseComputeSystem") == 1
    assert repr(system) == "<compute system, closed>"


def test_refused_close_is_an_error(fake: Fake) -> None:
    """And the handle is given up all the same."""
    system = opened(fake)
    fake.answer = {"hresult": 0x80070006}
    with pytest.raises(HcspyError):
        system.close()
    assert system.is_closed


def test_closed_handle_is_refused_before_the_call(fake: Fake) -> None:
    """The service would answer with a riddle, or take it for another system."""
    system = opened(fake)
    assert repr(system) == "<compute system, open>"
    system.close()
    with pytest.raises(ClosedError, match="the handle of the compute system is closed"):
        vmcompute.modify_compute_system(system, "{}")
    assert [export for _, export, _ in fake.calls][-1] == "HcsCloseComputeSystem"


def test_handle_of_a_process_is_no_system(fake: Fake) -> None:
    """cffi tells them apart."""
    from hcspy._ffi.cdata import ffi

    process: Any = ProcessHandle(fake.tables, ffi.cast("VMCOMPUTE_HCS_PROCESS", 8))
    with pytest.raises(TypeError):
        vmcompute.modify_compute_system(process, "{}")
