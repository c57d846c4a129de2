"""Members that take more than their JSON type."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network
from typing import Any

import pytest
from codec_samples import Marked, Plain

from hcspy.codec import evolve, from_json, to_json
from hcspy.errors import InvalidDocumentError
from hcspy.guid import GUID

LOWER = "0ec2c7f0-1d3a-4d6b-9d5e-0123456789ab"
OTHER = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("text", [LOWER, LOWER.upper(), f"{{{LOWER}}}", f"{{{LOWER.upper()}}}"])
def test_guid_reads_in_one_form_and_goes_out_as_it_came(text: str) -> None:
    """Ids of one object come in several forms, and programs compare them."""
    marked = from_json(Marked, f'{{"Id":"{text}","Owner":"{text}","Ids":["{text}"],"Owners":["{text}"]}}')
    assert (marked.id, marked.owner, marked.ids, marked.owners) == (LOWER, LOWER, (LOWER,), (LOWER,))
    again = evolve(marked, id=LOWER.upper(), owner=LOWER, ids=[LOWER], owners=(LOWER.upper(),))
    assert to_json(again) == to_json(marked)


@pytest.mark.parametrize("text", ["web-1", "", "{}", "{web}", "x" * 36, "{" + "x" * 36 + "}"])
def test_id_that_is_no_guid_reads_as_it_is(text: str) -> None:
    """Older builds and tests use names as ids."""
    assert from_json(Marked, f'{{"Id":"{text}"}}').id == text


def test_changed_id_is_written_as_given() -> None:
    """Whoever gives a form means it."""
    assert to_json(evolve(from_json(Marked, f'{{"Id":"{LOWER}"}}'), id=OTHER)) == f'{{"Id":"{OTHER}"}}'


def test_guid_values_go_out_as_text() -> None:
    """The value type of this library."""
    assert to_json(Marked(id=GUID(LOWER), ids=[GUID(LOWER)])) == f'{{"Id":"{LOWER}","Ids":["{LOWER}"]}}'  # type: ignore[arg-type, list-item]


def test_list_of_ids_keeps_the_spelling_of_those_that_stay() -> None:
    """Adding one must not rewrite the others."""
    marked = from_json(Marked, f'{{"Ids":["{LOWER.upper()}","{OTHER}"]}}')
    assert to_json(evolve(marked, ids=[LOWER, "new"])) == f'{{"Ids":["{LOWER.upper()}","new"]}}'


def test_reference_takes_a_model_or_its_id() -> None:
    """A program has the network in hand and need not know which member its id is."""
    owner = Plain(id=LOWER, name="n")
    assert to_json(Marked(owner=owner, owners=[owner, "x"])) == f'{{"Owner":"{LOWER}","Owners":["{LOWER}","x"]}}'


@pytest.mark.parametrize("id_", [None, ""])
def test_reference_to_a_model_without_id_is_refused(id_: str | None) -> None:
    """The service would take the missing id for another wish."""
    with pytest.raises(InvalidDocumentError, match="Plain has no id"):
        to_json(Marked(owner=Plain(id=id_, name="n")))


@pytest.mark.parametrize(
    ("given", "text"),
    [("80,443", "80,443"), ([80, "443"], "80,443"), ((), ""), (80, "80"), (range(1, 3), "1,2"), ({"a": 1}.keys(), "a")],
)
def test_comma_members_take_text_and_iterables(given: Any, text: str) -> None:
    """The wire has a list in one string."""
    assert to_json(Marked(ports=given)) == f'{{"Ports":"{text}"}}'


@pytest.mark.parametrize("make", [ip_address, ip_interface, ip_network])
def test_addresses_take_objects_of_ipaddress(make: Any) -> None:
    """Programs compute with them."""
    value = make("10.0.0.0")
    assert to_json(Marked(address=value, addresses=value, address_list=[value])) == (
        f'{{"Address":"{value}","Addresses":"{value}","AddressList":["{value}"]}}'
    )


def test_addresses_are_joined() -> None:
    """A network is one prefix, not its addresses."""
    marked = Marked(addresses=[ip_network("10.0.0.0/30"), "fe80::1", ip_address("10.0.0.1")])
    assert to_json(marked) == '{"Addresses":"10.0.0.0/30,fe80::1,10.0.0.1"}'


def test_address_texts_are_kept() -> None:
    """`fe80::1%3` and `10.1` are nobody's business here."""
    assert from_json(Marked, '{"Address":"10.1","Addresses":"::ffff:1.2.3.4 , x"}').address == "10.1"


@pytest.mark.parametrize("given", [6, "6", "tcp", "TCP", " tcp "])
def test_protocol_members_take_number_and_name(given: Any) -> None:
    """v1's NAT wants the name, ACL and ELB the number."""
    assert to_json(Marked(number=given, text=given)) == '{"Number":6,"Text":"TCP"}'


@pytest.mark.parametrize(
    ("given", "number", "text"), [("sctp", '"sctp"', "sctp"), (99, "99", "99"), ("99", "99", "99")]
)
def test_protocol_without_a_name_is_kept(given: Any, number: str, text: str) -> None:
    """The service knows more protocols than this table."""
    assert to_json(Marked(number=given, text=given)) == f'{{"Number":{number},"Text":"{text}"}}'


@pytest.mark.parametrize(
    ("given", "text"), [("tcp", "6"), (["tcp", 17], "6,17"), ("udp,6", "17,6"), (6, "6"), (["x"], "x")]
)
def test_protocol_lists_are_numbers(given: Any, text: str) -> None:
    """The member is a string of numbers with commas between."""
    assert to_json(Marked(protocols=given)) == f'{{"Protocols":"{text}"}}'


def test_same_protocol_in_another_form_is_no_change() -> None:
    """The service's spelling stays when the value does."""
    document = '{"Number":"tcp","Text":"tcp","Protocols":"tcp"}'
    marked = from_json(Marked, document)
    assert to_json(evolve(marked, number=6, text="6", protocols=["6"])) == document
    assert to_json(evolve(marked, number="udp", text=17, protocols=["udp"])) == (
        '{"Number":17,"Text":"UDP","Protocols":"17"}'
    )


@pytest.mark.parametrize("text", ["7", "true", "1.5", "[1]", '{"a":1}'])
def test_values_of_other_types_are_kept(text: str) -> None:
    """Reading never fails, and what was read goes back."""
    names = ("Id", "Owner", "Ports", "Address", "Addresses", "Number", "Text", "Protocols", "Ids", "AddressList")
    document = "{" + ",".join(f'"{name}":{text}' for name in names) + "}"
    marked = from_json(Marked, document)
    assert to_json(marked) == document
    assert to_json(evolve(marked, level=1)) == document[:-1] + ',"Level":1}'
