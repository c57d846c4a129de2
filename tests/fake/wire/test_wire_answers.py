"""Envelopes, error texts and JSON style, build by build."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES, profile
from hcspy.testing.wire import Machine
from hcspy.testing.wire.jsontext import blanks, compact, parse
from hcspy.testing.wire.languages import LANGUAGES
from hcspy.testing.wire.messages import ENGLISH

MISSING = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
OLD = ("rs1", "1803")


def test_old_builds_write_blanks_and_escaped_slashes(sample: Any) -> None:
    """The list of a recorded network reads like the log it was found in."""
    machine = Machine("rs1")
    machine.load(sample("hns_v1_list_networks_private_rs2.json"))
    assert machine.call("GET", "/networks/")[1] == (
        '{ "Output" : [ { "ComputedPolicies" : [ { } ], "CurrentEndpointCount" : 0, '
        '"ID" : "668370dc-a357-4859-a6a1-1f322b0a6028", "MacPools" : [ { "EndMacAddress" : "00-15-5D-4D-AF-FF", '
        '"StartMacAddress" : "00-15-5D-4D-A0-00" } ], "MaxConcurrentEndpoints" : 0, "Name" : "DockerNAT (1)", '
        '"Policies" : [  ], "Subnets" : [ { "AddressPrefix" : "172.28.160.0\\/20" } ], "TotalEndpoints" : 0, '
        '"Type" : "Private", "Version" : 4294967297 } ], "Success" : true }'
    )


def test_recorded_answer_of_1809_comes_back_to_the_letter(sample: Any) -> None:
    """One complete envelope is on record; ours of the same object is the same text."""
    recording = sample("hns_v1_post_network_l2bridge_1809.json")
    machine = Machine("2019")
    machine.load(recording)
    response = machine.call("GET", f"/networks/{recording['response']['Output']['ID']}")[1]
    assert response == json.dumps(recording["response"], separators=(",", ":"))


@pytest.mark.parametrize(
    ("name", "empty", "nothing"),
    [
        ("rs1", '{ "Output" : [  ], "Success" : true }', '{ "Success" : true }'),
        ("2019", '{"Output":[],"Success":true}', '{"Success":true}'),
        ("1903", '{"Output":[],"Success":true}', '{"Success":true}'),
        ("2022", '{"Success":true,"Output":[]}', '{"Success":true}'),
    ],
)
def test_envelope_of_nothing(name: str, empty: str, nothing: str) -> None:
    """An empty host lists nothing, and a delete gives nothing."""
    machine = Machine(name)
    assert machine.call("GET", "/endpoints/") == (0, empty)
    network = json.loads(machine.call("POST", "/networks/", '{"Name":"n","Type":"nat"}')[1] or "")["Output"]
    assert machine.call("DELETE", f"/networks/{network['ID']}") == (0, nothing)


@pytest.mark.parametrize("name", PROFILES)
def test_failed_post_is_told_as_the_build_does(name: str) -> None:
    """Before 1809 the text alone says it; from then on the HRESULT does too."""
    machine = Machine(name)
    hresult, response = machine.call("POST", "/endpoints/", json.dumps({"VirtualNetwork": MISSING}))
    record = json.loads(response or "")
    if name in OLD:
        assert hresult == 0
        assert record == {"Error": "The object identifier does not represent a valid object. ", "Success": False}
    else:
        assert hresult == 0x803B0001
        assert record == {"Success": False, "Error": "The network was not found. ", "ErrorCode": 0x803B0001}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("name", PROFILES)
def test_missing_object_is_told_by_the_text_alone(name: str, method: str) -> None:
    """Recorded on 1809: S_OK, and a failure in the envelope."""
    hresult, response = Machine(name).call(method, f"/endpoints/{MISSING}")
    text = (
        "The object identifier does not represent a valid object. " if name in OLD else "The endpoint was not found. "
    )
    assert hresult == 0
    assert json.loads(response or "")["Error"] == text
    assert json.loads(response or "")["Success"] is False


@pytest.mark.parametrize(
    ("name", "order"), [("2019", ["Error", "ErrorCode", "Success"]), ("2022", ["Success", "Error", "ErrorCode"])]
)
def test_error_record_is_in_the_order_of_the_build(name: str, order: list[str]) -> None:
    """The recorded texts differ so."""
    assert list(json.loads(Machine(name).call("GET", f"/networks/{MISSING}")[1] or "")) == order


def test_habits_of_failure_are_switches_of_the_profile() -> None:
    """What nobody recorded can be tried the other way."""
    own = dataclasses.replace(profile("2022"), read_failure="hresult", post_failure="envelope", error_codes=False)
    machine = Machine(own)
    assert machine.call("GET", f"/networks/{MISSING}")[0] == 0x803B0001
    hresult, response = machine.call("POST", "/networks/", "{")
    assert hresult == 0
    assert "ErrorCode" not in json.loads(response or "")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "5", '{"a":NaN}', "{} x"])
@pytest.mark.parametrize(("name", "code"), [("2022", 0x803B001B), ("rs1", None)])
def test_request_that_is_no_object_is_refused(name: str, code: int | None, body: str) -> None:
    """Invalid JSON has a code of its own from 9.x on; before, a parameter is incorrect."""
    record = json.loads(Machine(name).call("POST", "/networks/", body)[1] or "")
    assert record.get("ErrorCode") == code
    if code is None:
        assert record["Error"] == "The parameter is incorrect. "


def test_every_text_ends_in_one_blank() -> None:
    """Docker compares the text, blank included."""
    machine = Machine()
    for code in ENGLISH:
        text = json.loads(machine.refuse("GET", code)[1] or "")["Error"]
        assert text == f"{ENGLISH[code]} "
    assert json.loads(machine.refuse("GET", 0x8123ABCD)[1] or "")["Error"] == "0x8123abcd "


def test_recorded_error_texts_are_ours(sample: Any) -> None:
    """The text is what clients of old builds go by."""
    known = {f"{text} " for text in ENGLISH.values()}
    bodies = [row["body"]["Error"] for row in sample("hns_v1_errors.json") if "body" in row]
    assert bodies
    assert set(bodies) <= known


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_localized_texts_differ_and_codes_do_not(language: str) -> None:
    """A program that tells errors apart by English text fails on such a machine."""
    machine = Machine()
    english = json.loads(machine.call("GET", f"/networks/{MISSING}")[1] or "")
    machine.language = language
    local = json.loads(machine.call("GET", f"/networks/{MISSING}")[1] or "")
    assert local["Error"] != english["Error"]
    assert local["Error"].endswith(" ")
    assert local["ErrorCode"] == english["ErrorCode"]
    assert machine.language == language


def test_rare_texts_are_english_everywhere() -> None:
    """Not every code is translated."""
    machine = Machine()
    machine.language = "ja"
    assert json.loads(machine.refuse("POST", 0x803B0036)[1] or "")["Error"] == f"{ENGLISH[0x803B0036]} "


def test_unknown_language_is_refused() -> None:
    """A misspelt language would be English unnoticed."""
    machine = Machine()
    with pytest.raises(ValueError, match="en, de, zh, ja"):
        machine.language = "xx"
    with pytest.raises(ValueError, match="language"):
        machine.set(language="xx", service="stopped")
    assert machine.service == "running"


@pytest.mark.parametrize(("state", "code"), [("stopped", 0x80070426), ("crashed", 0x800706BE)])
def test_service_that_is_down_answers_no_text(state: str, code: int) -> None:
    """The call fails before anybody could write an answer."""
    machine = Machine()
    machine.service = state
    assert machine.call("GET", "/networks/") == (code, None)
    machine.service = "running"
    assert machine.call("GET", "/networks/")[0] == 0


def test_caller_without_rights_is_denied() -> None:
    """Most programs meet this first."""
    machine = Machine()
    machine.set(elevated=False)
    assert machine.call("GET", "/networks/") == (0x80070005, None)
    assert machine.switches.elevated is False


def test_injected_failure_is_worded_by_the_build() -> None:
    """A fault of a test looks like one of the service."""
    assert Machine("rs1").refuse("POST", 0x803B0002) == (
        0,
        '{ "Error" : "The object identifier does not represent a valid object. ", "Success" : false }',
    )
    assert Machine().refuse("POST", 0x803B0002, "my text") == (
        0x803B0002,
        '{"Success":false,"Error":"my text","ErrorCode":2151350274}',
    )


@pytest.mark.parametrize("code", [0x803B0014, 0x80070490, 0xC037010E])
def test_old_builds_keep_the_codes_that_they_know(code: int) -> None:
    """Flannel reads "already attached" on old builds too."""
    text = json.loads(Machine("1803").refuse("POST", code)[1] or "")["Error"]
    expected = {
        0x803B0014: "This endpoint is already attached to the switch. ",
        0x80070490: "Element not found. ",
        0xC037010E: "A Compute System with the specified identifier does not exist. ",
    }
    assert text == expected[code]


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": [], "b": {}},
        "a/b",
        "ü€😀",
        "\ud800",
        '"\\\n\x7f',
        55834574851,
        1.5,
        True,
        None,
        [[1], {"x": None}],
    ],
)
def test_both_styles_read_back_as_what_was_written(value: Any) -> None:
    """Style is blanks and slashes, nothing else."""
    assert parse(blanks(value)) == value
    assert parse(compact(value)) == value


def test_blank_style_of_everything() -> None:
    """As found in logs of Server 2016."""
    assert blanks({"A": 1, "L": [], "O": {}, "S": "a/b", "N": [1, None, True]}) == (
        '{ "A" : 1, "L" : [  ], "O" : { }, "S" : "a\\/b", "N" : [ 1, null, true ] }'
    )
