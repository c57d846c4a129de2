"""What single values have to look like."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network
from typing import Any

import pytest

from hcspy.validate.syntax import (
    elements,
    is_address,
    is_address_list,
    is_array,
    is_guid,
    is_integer,
    is_mac,
    is_ports,
    is_prefix,
    items,
    listed,
    one_of,
)

IPS = ip_address("10.0.0.1"), ip_network("10.0.0.0/8"), ip_interface("10.0.0.1/8")


@pytest.mark.parametrize(
    ("test", "good", "bad"),
    [
        (
            is_address,
            ["10.0.0.1", "fd00::1", IPS[0]],
            ["10.0.0.300", "10.0.0.1/8", "fe80::1%eth0", "", 7, None, *IPS[1:]],
        ),
        (
            is_prefix,
            ["10.0.0.0/8", "10.0.0.5/24", "fd00::/64", *IPS[1:]],
            ["10.0.0.0", "10.0.0.0/33", "x/8", 8, IPS[0]],
        ),
        (is_mac, ["00-15-5D-01-02-03", "02-11-0a-f0-00-0b"], ["00:15:5D:01:02:03", "00-15-5D", "zz-15-5D-01-02-03", 1]),
        (is_guid, ["B7E0C4AA-51D2-4C0F-9A77-6655443322AA", "{b7e0c4aa-51d2-4c0f-9a77-6655443322aa}"], ["web", 1, None]),
        (
            is_ports,
            ["80", "80,443", "8000-8080, 53", [80, "90-91"], 80],
            ["x", "80-70", "70000", "1-70000", "80,", [-1]],
        ),
        (
            is_address_list,
            ["10.0.0.1,10.0.0.0/8", "web-pods", [*IPS], IPS[0]],
            ["10.0.0.300", "10.0.0.1,,", "fd00:::1", 1],
        ),
        (is_array, [None, (), ["a"], iter("a")], ["a", b"a", {}, 7]),
        (one_of("Allow", "Block").passes, ["allow", "BLOCK"], ["deny", 1, ""]),
        (lambda value: is_integer(value, 0, 5), [0, 5], [6, -1, True, "1", 1.0]),
    ],
)
def test_value_is_told_from_what_is_none(test: Any, good: list[Any], bad: list[Any]) -> None:
    """A value that the service refuses must not pass, and one that it takes must not be refused here."""
    assert [value for value in good if not test(value)] == []
    assert [value for value in bad if test(value)] == []


def test_iterators_are_left_alone() -> None:
    """Looking at the elements of an iterator would leave none for the document."""
    numbers = iter([80, 443])
    assert list(items(numbers)) == list(elements(numbers)) == []
    assert list(numbers) == [80, 443]


def test_choices_are_listed_in_words() -> None:
    """A finding is read by people."""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"
