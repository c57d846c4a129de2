"""From the service's answer to the exception: codes, texts, records and what the sentence says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcspy.errors import (
    EndpointNotFoundError,
    HcspyError,
    NamespaceNotFoundError,
    NetworkNotFoundError,
    NotFoundError,
    PortInUseError,
    ServiceUnavailableError,
    from_hresult,
    from_record,
    from_text,
)
from hcspy.errors.data import ENTRIES
from hcspy.errors.texts import OTHER_WORDINGS, code_of

POST = ("POST", "/networks", '{"Name":"web"}')

# What real builds sent, with the code that newer ones send beside it.
RECORDED = [
    ("The parameter is incorrect. ", 0x80070057),
    ("An adapter was not found. ", 0x803B0006),
    ("The endpoint was not found. ", 0x803B0002),
    ("The object identifier does not represent a valid object. ", 0x800710D8),
    ("A network with this name already exists.", 0x803B0010),
    ("The object already exists. ", 0x80071392),
    ("This endpoint is already attached to the switch.", 0x803B0014),
    ("The specified port already exists.", 0x803B0013),
    ("The process cannot access the file because it is being used by another process.", 0x80070020),
    ("Unspecified error", 0x80004005),
    ("The service has not been started.", 0x80070426),
    ("The remote procedure call failed.", 0x800706BE),
    ("Element not found. ", 0x80070490),
    ("An address provided is invalid or reserved. ", 0x803B002F),
    ("The switch-port was not found. ", 0x803B0007),
    ("The specified request is unsupported. ", 0x803B0015),
    ("Cannot create a file when that file already exists. ", 0x800700B7),
    ("The provided policy configuration is invalid or missing parameters.", 0x803B000D),
    ("The requested operation for attach namespace failed.", 0x803B002E),
    ("A Compute System with the specified identifier does not exist.", 0xC037010E),
    ("You were not connected because a duplicate name exists on the network. Go to System to rename it.", 0x80070034),
]


@pytest.mark.parametrize(("text", "code"), RECORDED)
def test_recorded_text_counts_as_its_code(text: str, code: int) -> None:
    """Builds before 17763 send the text alone; programs must not have to compare it themselves."""
    error = from_text(text, call="HNSCall", request=POST)
    assert error.hresult == code
    assert type(error) is type(from_hresult(code, call="HNSCall"))


@pytest.mark.parametrize("tail", ["", ".", ". ", " ", ".\r\n", "\n"])
def test_text_is_compared_without_its_end(tail: str) -> None:
    """HNS puts a blank where the message has its line end; clients cut or add full stops."""
    assert code_of(f"the ENDPOINT was not found{tail}") == 0x803B0002


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.value], ids=lambda entry: entry.symbol)
def test_every_text_of_the_table_leads_to_a_code_of_that_text(entry: Any) -> None:
    """Two codes may share a text; then one of them it must be."""
    texts = {e.value: e.text.casefold() for e in ENTRIES}
    code = code_of(entry.text)
    assert code is not None
    assert texts[code] == entry.text.casefold()


def test_other_wordings_name_codes_of_the_table() -> None:
    """A wording that leads to an unknown code would lose the class."""
    assert set(OTHER_WORDINGS.values()) <= {entry.value for entry in ENTRIES}


@pytest.mark.parametrize("text", ["Das Element wurde nicht gefunden. ", "找不到元素。", "nope", ""])
def test_localized_text_is_the_base_class(text: str) -> None:
    """A text in another language says nothing for certain; a guess would be wrong one day."""
    error = from_text(text, call="HNSCall", request=("GET", "/networks/1", ""), record="{}")
    assert type(error) is HcspyError
    assert error.hresult is None
    assert error.hint
    assert text.strip("。. ") in str(error)
    assert error.record == "{}"


def test_success_text_is_no_code() -> None:
    """The text of S_OK must not turn a failure into the number 0."""
    assert code_of("The operation completed successfully.") is None


@pytest.mark.parametrize(
    ("noun", "cls"),
    [("network", NetworkNotFoundError), ("endpoint", EndpointNotFoundError), ("namespace", NamespaceNotFoundError)],
)
def test_text_of_old_builds_takes_the_class_of_the_noun(noun: str, cls: type[HcspyError]) -> None:
    """On 14393 a missing network and a missing endpoint have one text."""
    text = "The object identifier does not represent a valid object. "
    assert type(from_text(text, call="HNSCall", noun=noun)) is cls


def test_message_names_request_and_object() -> None:
    """'The parameter is incorrect' helps nobody without what was asked of which object."""
    error = from_hresult(0x803B0010, call="HNSCall", request=POST)
    assert error.message == "POST /networks (web): the network name is taken"
    assert error.request == POST


def test_message_names_export_and_object_of_a_document() -> None:
    """Hcn calls carry their document as one text."""
    error = from_hresult(0x803B000D, call="HcnCreateNetwork", request='{"name":"web"}')
    assert error.message == "HcnCreateNetwork (web): the policy document is wrong or incomplete"


@pytest.mark.parametrize(
    "request_", [("GET", "/networks"), ("POST", "/x", "not json"), ("POST", "/x", "[1]"), ("GET", "/x", '{"Name":7}')]
)
def test_message_without_a_name_names_the_path(request_: tuple[str, ...]) -> None:
    """A body without a name, or without JSON, must not break the error about it."""
    error = from_hresult(0x490, call="HNSCall", request=request_)
    assert error.message == f"{request_[0]} {request_[1]}: the object is not there"


def test_message_without_call_is_the_sentence_alone() -> None:
    """Errors of the library itself have no call."""
    assert from_hresult(0x490, call=None).message == "the object is not there"


def test_message_of_the_service_is_kept_without_its_full_stop() -> None:
    """The service's own words are the better ones when it has some."""
    error = from_hresult(0x803B0006, call="HNSCall", request=POST, message="An adapter was not found. ")
    assert error.message == "POST /networks (web): An adapter was not found"


def test_record_with_code_decides_over_a_general_hresult() -> None:
    """A failed call may carry the better error in its text."""
    record = json.dumps({"Success": False, "Error": "The specified port already exists. ", "ErrorCode": 0x803B0013})
    error = from_record(record, call="HcnCreateEndpoint", hresult=-2147467259)
    assert type(error) is PortInUseError
    assert error.record == record


def test_record_with_a_signed_code_is_read() -> None:
    """Some builds write the code signed."""
    error = from_record('{"success":false,"errorcode":-2147023728}', call="HcnOpenNamespace", noun="namespace")
    assert type(error) is NamespaceNotFoundError


def test_record_without_code_takes_the_hresult() -> None:
    """The HRESULT is what is left then."""
    error = from_record('{"Success":false,"Error":"odd"}', call="HNSCall", hresult=0x80070426)
    assert type(error) is ServiceUnavailableError
    assert "odd" in str(error)


def test_record_with_text_alone_takes_the_text() -> None:
    """HNS before 9 answers S_OK and a text."""
    error = from_record('{"Success":false,"Error":"Element not found. "}', call="HNSCall", noun="policylist")
    assert isinstance(error, NotFoundError)
    assert type(error).__name__ == "PolicyListNotFoundError"


@pytest.mark.parametrize("record", ["plain text", '{"broken', "[1]", '{"ErrorCode":true}', '{"ErrorCode":"x"}'])
def test_record_that_cannot_be_read_is_kept(record: str) -> None:
    """An odd record must neither break the error nor get lost."""
    error = from_record(record, call="HcnCreateNetwork", hresult=0x803B0001)
    assert type(error) is NetworkNotFoundError
    assert error.record == record


def test_success_with_a_record_is_the_base_class() -> None:
    """HCN can fail with S_OK and a record that has the code 0: nobody knows what that is."""
    error = from_record('{"Success":false,"Error":"odd","ErrorCode":0}', call="HcnCreateNetwork")
    assert type(error) is HcspyError
    assert "odd" in str(error)


def test_nothing_at_all_still_reads() -> None:
    """A failure with neither record nor code needs a sentence."""
    assert "neither code nor text" in str(from_record(None, call="HNSCall"))


def test_zero_as_a_result_explains_nothing() -> None:
    """S_OK as the number of an error must not read 'success'."""
    error = from_hresult(0, call="HcnCreateNetwork")
    assert type(error) is HcspyError
    assert error.symbol is None
