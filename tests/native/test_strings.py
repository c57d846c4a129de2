"""Text across the Windows ABI, and who frees it."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable, Iterator

import pytest

import hcspy
from hcspy._ffi import vmcompute

from .remote import Remote

FAILURE = {"hresult": 0x803B0001, "response": '{"Success":false,"Error":"not found","ErrorCode":2151350273}'}


@pytest.fixture
def balance(host: hcspy.Host) -> Iterator[Callable[[], tuple[int, int]]]:
    """Count, from now on, the strings that vmcompute.dll gives out and those that CoTaskMemFree gets back."""
    dll = ctypes.WinDLL("vmcompute")
    host.hns.networks.list()  # the DLL is loaded and connected
    assert dll.StandinWatch(1) == 0
    yield lambda: (dll.StandinAllocated(), dll.StandinFreed())
    assert dll.StandinWatch(0) == 0


def test_every_string_is_freed(host: hcspy.Host, balance: Callable[[], tuple[int, int]]) -> None:
    """A string that is not freed is lost for good in a process that runs for months."""
    for _ in range(100):
        host.hns.networks.list()
    assert balance() == (100, 100)


def test_string_of_a_failed_call_is_freed(
    host: hcspy.Host, remote: Remote, balance: Callable[[], tuple[int, int]]
) -> None:
    """Failed calls give a string too: the error record."""
    remote.answer("HNSCall", *[FAILURE] * 10)
    for _ in range(10):
        with pytest.raises(hcspy.NotFoundError) as caught:
            host.hns.networks.get("00000000-0000-0000-0000-000000000001")
        assert caught.value.hresult == 0x803B0001
    assert balance() == (10, 10)


def test_missing_answer_is_no_string(host: hcspy.Host, remote: Remote, balance: Callable[[], tuple[int, int]]) -> None:
    """A service that was killed answers success with NULL or nothing at all."""
    remote.answer("HNSCall", {"hresult": 0})
    assert vmcompute.hns_call(host.tables, "GET", "/networks", "") == ""
    assert balance() == (0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Z\u00fcrich",
        "\u7f51\u7edc",
        "\U0001f40b",
        "\ud800",
        "\udc00\ud800",
        "\U0001f40b" * 5000,
        '"\\\n\t',
    ],
    ids=["empty", "ascii", "latin", "chinese", "non-bmp", "half", "halves", "long", "escapes"],
)
def test_text_arrives_both_ways(text: str, host: hcspy.Host, remote: Remote) -> None:
    """Names of networks may hold any UTF-16, half surrogate pairs included."""
    remote.answer("HNSCall", {"response": text})
    assert vmcompute.hns_call(host.tables, "POST", "/networks", text) == text
    assert remote.requests()[-1]["args"]["object"] == text


def test_ten_megabytes_arrive_both_ways(host: hcspy.Host, remote: Remote) -> None:
    """A node with thousands of endpoints answers with documents of that size."""
    text = json.dumps({"Output": "ab\u20ac\U0001f40b" * 1_000_000}, ensure_ascii=False) + "x" * 5_000_000
    assert len(text.encode("utf-16-le")) > 10_000_000
    remote.answer("HNSCall", {"response": text})
    assert vmcompute.hns_call(host.tables, "POST", "/networks", text) == text
    assert remote.requests()[-1]["args"]["object"] == text


def test_nul_never_reaches_the_dll(host: hcspy.Host, remote: Remote) -> None:
    """C would cut the text there, and the service would act on the rest."""
    with pytest.raises(hcspy.InvalidDocumentError):
        host.hns.call("GET", "/networks/\0")
    assert remote.requests() == []
