"""Errors of the compute service: both families of numbers, result documents, and what hcsshim's tests assert."""

from __future__ import annotations

import errno
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from hcspy import errors
from hcspy.codec import from_json
from hcspy.errors import HcspyError, from_hresult
from hcspy.errors.data.compute import ENTRIES
from hcspy.errors.result import from_result
from hcspy.hcs import ResultError

DATA = Path(__file__).parents[1] / "data"
CODES: list[dict[str, Any]] = json.loads((DATA / "reference" / "errors.json").read_text(encoding="utf-8"))["codes"]
RESULTS: list[dict[str, Any]] = json.loads((DATA / "samples" / "hcs_result_documents.json").read_text(encoding="utf-8"))
OF_COMPUTE = {int(row["value"], 16): row for row in CODES if int(row["value"], 16) >> 16 in (0x8037, 0xC037)}

SAYS: dict[int, type[HcspyError]] = {
    0x0100: errors.StartTerminatedError,
    0x0101: errors.ImageMismatchError,
    0x0102: errors.FeatureMissingError,
    0x0103: errors.PendingError,
    0x0104: errors.NotificationError,
    0x0105: errors.InvalidStateError,
    0x0106: errors.UnexpectedExitError,
    0x0107: errors.TerminatedError,
    0x0108: errors.GuestConnectionError,
    0x0109: errors.TimedOutError,
    0x010A: errors.GuestConnectionError,
    0x010B: errors.NotSupportedError,
    0x010C: errors.NotSupportedError,
    0x010D: errors.InvalidDocumentError,
    0x010E: errors.SystemNotFoundError,
    0x010F: errors.SystemAlreadyExistsError,
    0x0110: errors.SystemAlreadyStoppedError,
    0x0111: errors.GuestConnectionError,
    0x0112: errors.InvalidLayerError,
    0x0113: errors.ImageMismatchError,
    0x0114: errors.FeatureMissingError,
    0x0115: errors.OperationStateError,
    0x0116: errors.OperationStateError,
    0x0117: errors.PendingError,
    0x0118: errors.TimedOutError,
    0x0119: errors.OperationStateError,
    0x011A: errors.OutOfMemoryError,
    0x011B: errors.AccessDeniedError,
    0x011C: errors.GuestCrashedError,
    0x011D: errors.ProcessNotFoundError,
    0x011E: errors.ServiceDisconnectedError,
    0x011F: errors.ProcessAlreadyStoppedError,
}
"""What each code means, by its last digits: the same in both families."""


def test_reference_has_both_families() -> None:
    """computecore.dll sends 0x8037...., vmcompute.dll and result documents 0xC037...."""
    assert {number >> 16 for number in OF_COMPUTE} == {0x8037, 0xC037}
    assert len(OF_COMPUTE) == 50


@pytest.mark.parametrize("number", sorted(OF_COMPUTE), ids=lambda number: f"0x{number:08X}")
def test_code_of_either_family_is_an_exception_of_its_own_sense(number: int) -> None:
    """The two families differ in their first digits only: who catches an error must not care for the door."""
    for spelled in (number, number - (1 << 32)):
        error = from_hresult(spelled, call="HcsStartComputeSystem")
        assert isinstance(error, SAYS[number & 0xFFFF])
        assert error.hresult == number
        assert error.symbol in {name for entry in ENTRIES if entry.value == number for name in entry.names}


def test_operation_that_runs_is_no_failure_of_either_family() -> None:
    """vmcompute.dll says pending by 0xC0370103, computecore.dll by 0x80370117."""
    assert isinstance(from_hresult(0xC0370103, call=None), errors.PendingError)
    assert isinstance(from_hresult(0x80370117, call=None), errors.PendingError)


# -- behaviours that hcsshim's tests assert ---------------------------------------------------------------------------


@pytest.mark.parametrize("noun", [None, "system", "process"])
@pytest.mark.parametrize("number", [0xC0370110, 0x80370110, 0x8037011F, 0x80070490, 0x490], ids=hex)
def test_behaviour_29_what_has_stopped_already_is_caught_by_one_clause(number: int, noun: str | None) -> None:
    """A second stop, and a kill after the end, are success to who only wants it gone."""
    with pytest.raises(errors.ALREADY_STOPPED):
        raise from_hresult(number, call="HcsTerminateComputeSystem", noun=noun)


def test_behaviour_29_nothing_else_is_taken_for_a_stop() -> None:
    """An access that is denied, or a state that does not fit, is no stop."""
    for number in OF_COMPUTE:
        stopped = isinstance(from_hresult(number, call=None), errors.ALREADY_STOPPED)
        assert stopped is (number & 0xFFFF in (0x0110, 0x011F, 0x010E, 0x011D))
    for number in (5, 0x80070005, 0x80070426):
        assert not isinstance(from_hresult(number, call=None), errors.ALREADY_STOPPED)


@pytest.mark.parametrize("number", [0x80370118, 0xC0370109, 0x80370109, 0x800705B4], ids=hex)
def test_behaviour_30_time_that_ran_out_is_a_timeout(number: int) -> None:
    """Programs catch Python's own TimeoutError; nothing else of the service is one."""
    error = from_hresult(number, call="HcsWaitForOperationResult")
    assert isinstance(error, TimeoutError)
    assert error.errno == errno.ETIMEDOUT
    assert "may still complete" in str(error)


def test_behaviour_30_time_out_keeps_its_cause() -> None:
    """The cause stays reachable through the time-out that it led to; a copy of it keeps its facts."""
    cause = from_hresult(0x8037011E, call="HcsStartComputeSystem")
    try:
        raise errors.TimedOutError("start: no answer in 4 minutes", call="HcsStartComputeSystem") from cause
    except TimeoutError as error:
        caught = error
    assert caught.__cause__ is cause
    twin = pickle.loads(pickle.dumps(caught))
    assert (twin.call, str(twin)) == ("HcsStartComputeSystem", str(caught))


def test_behaviour_30_other_errors_are_no_timeouts() -> None:
    """A flag that said so of every error would be worth nothing."""
    late = {number for number in OF_COMPUTE if isinstance(from_hresult(number, call=None), TimeoutError)}
    assert late == {0x80370109, 0xC0370109, 0x80370118}


# -- result documents -------------------------------------------------------------------------------------------------


def _hresult(recorded: dict[str, Any]) -> int:
    """Return the HRESULT of a recorded result; where none was recorded, the number of the document."""
    said = recorded["api"].rpartition("HRESULT ")[2]
    return int(said, 16) if said.startswith("0x") else int(recorded["result"]["Error"])


@pytest.mark.parametrize("recorded", RESULTS, ids=lambda recorded: recorded["source"].rpartition("/")[2])
def test_recorded_result_becomes_an_error_with_its_words(recorded: dict[str, Any]) -> None:
    """The words of the service are the best there are; the numbers of document and call belong to one code."""
    text = json.dumps(recorded["result"])
    error = from_result(_hresult(recorded), call=recorded["api"].split()[1].rstrip(","), record=text)
    document = from_json(ResultError, text)
    assert error.record == text
    assert type(error) is type(from_hresult(document.error or 0, call=None))
    said = recorded["result"]["ErrorMessage"].rstrip(". ")
    assert said in str(error)
    assert [event.message for event in error.events] == [event.message for event in document.error_events]


def test_recorded_results_are_of_these_classes() -> None:
    """A missing program, a death at start, a list while one ends, a bad document, and no rights."""
    found = [type(from_result(_hresult(one), call=None, record=json.dumps(one["result"]))) for one in RESULTS]
    assert found == [
        errors.PathNotFoundError,
        errors.UnexpectedExitError,
        errors.InvalidStateError,
        errors.InvalidJSONError,
        errors.AccessDeniedError,
    ]


def test_events_of_a_result_are_typed() -> None:
    """The events tell what the number does not: which member, which file."""
    event = {
        "Message": "no such layer",
        "StackTrace": "at x",
        "Provider": "80CE50DE-D264-4581-950D-ABADEEE0D340",
        "EventId": 7,
        "Flags": 3,
        "Source": "vmcompute",
        "Data": [{"Type": "String", "Value": "C:\\base"}, {"Type": "UInt32", "Value": "3"}],
    }
    record = json.dumps({"Error": -1070137075, "ErrorMessage": "Bad.", "ErrorEvents": [event, "odd", {}]})
    error = from_result(0x8037010D, call="HcsCreateComputeSystem", record=record)
    first, second = error.events
    assert first._asdict() == {
        "message": "no such layer",
        "stack_trace": "at x",
        "provider": "80CE50DE-D264-4581-950D-ABADEEE0D340",
        "event_id": 7,
        "flags": 3,
        "source": "vmcompute",
        "data": (("String", "C:\\base"), ("UInt32", "3")),
    }
    assert second.message == ""
    assert error.message == "HcsCreateComputeSystem: Bad: no such layer"


@pytest.mark.parametrize("record", [None, "", "no json", "[1]", "{", '{"ErrorEvents": 7}'])
def test_what_is_no_result_has_no_events(record: str | None) -> None:
    """An error must never fail to be raised for what came with it."""
    error = from_result(0x80370105, call="HcsStartComputeSystem", record=record)
    assert isinstance(error, errors.InvalidStateError)
    assert error.events == ()


def test_number_of_the_document_speaks_where_the_call_says_nothing() -> None:
    """E_FAIL says only that it failed."""
    error = from_result(0x80004005, call="HcsStartComputeSystem", record='{"Error":-1070137082}')
    assert isinstance(error, errors.UnexpectedExitError)
    assert from_result(0x80070002, call=None, record='{"Error":-1070137082}').hresult == 0x80070002
