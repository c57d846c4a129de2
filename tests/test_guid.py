"""GUIDs: every spelling is one value, both byte orders, and nothing else is a GUID."""

from __future__ import annotations

import copy
import pickle
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy.errors import InvalidDocumentError, InvalidGUIDError
from hcspy.guid import GUID

TEXT = "b7e0c4aa-51d2-4c0f-9a77-6655443322aa"


@pytest.mark.parametrize("spelling", [TEXT, TEXT.upper(), f"{{{TEXT}}}", f"{{{TEXT.upper()}}}", TEXT.title()])
def test_guid_reads_every_spelling_as_one_value(spelling: str) -> None:
    """HNS changes between upper and lower case from build to build, and PowerShell adds braces."""
    assert GUID(spelling) == GUID(TEXT)
    assert hash(GUID(spelling)) == hash(GUID(TEXT))
    assert str(GUID(spelling)) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "", "web", TEXT[:-1], TEXT + "a", TEXT.replace("-", ""), "{" + TEXT, TEXT + "}", f" {TEXT}", f"{TEXT}\n",
        f"urn:uuid:{TEXT}", TEXT.replace("b", "g", 1), "１" + TEXT[1:], f"({TEXT})", TEXT.replace("-", "_"),
    ],
)  # fmt: skip
def test_other_text_is_refused(text: str) -> None:
    """A name where an id is due must fail here, not as a riddle from the service."""
    with pytest.raises(InvalidGUIDError) as caught:
        GUID(text)
    assert isinstance(caught.value, (InvalidDocumentError, ValueError))
    assert caught.value.hint


def test_bytes_have_two_orders() -> None:
    """A C GUID has its first three groups little-endian: mixing the orders up gives another object."""
    guid = GUID("00112233-4455-6677-8899-aabbccddeeff")
    assert guid.to_bytes() == bytes.fromhex("00112233445566778899aabbccddeeff")
    assert guid.to_bytes_le() == bytes.fromhex("33221100554477668899aabbccddeeff")
    assert GUID.from_bytes(guid.to_bytes()) == GUID.from_bytes_le(guid.to_bytes_le()) == guid


@given(st.binary(min_size=16, max_size=16))
def test_guid_agrees_with_the_standard_library(data: bytes) -> None:
    """uuid is right; so must we be, in text and both orders."""
    guid, oracle = GUID.from_bytes(data), uuid.UUID(bytes=data)
    assert str(guid) == str(oracle)
    assert guid.to_bytes_le() == oracle.bytes_le
    assert GUID(oracle) == GUID.from_bytes_le(oracle.bytes_le) == guid


@pytest.mark.parametrize("read", [GUID.from_bytes, GUID.from_bytes_le])
@pytest.mark.parametrize("size", [0, 15, 17])
def test_bytes_of_another_length_are_refused(read: object, size: int) -> None:
    """A cut buffer must not turn into some other id."""
    with pytest.raises(InvalidGUIDError, match=f"not {size}"):
        read(bytes(size))  # type: ignore[operator]


def test_zero_is_false_and_all_others_are_true() -> None:
    """HNS writes the zero GUID for 'none'."""
    assert not GUID.ZERO
    assert str(GUID.ZERO) == "00000000-0000-0000-0000-000000000000"
    assert GUID.new()


def test_new_guids_are_random_and_of_version_4() -> None:
    """Ids made here must not clash, nor look like names."""
    guids = {GUID.new() for _ in range(50)}
    assert len(guids) == 50
    assert {guid.version for guid in guids} == {4}


@given(st.text(), st.uuids())
def test_name_based_guid_agrees_with_the_standard_library(name: str, namespace: uuid.UUID) -> None:
    """Version 5 is a standard; the same name must give the same id in every program."""
    try:
        expected = uuid.uuid5(namespace, name)
    except UnicodeEncodeError:
        return
    guid = GUID.name_based(GUID(namespace), name)
    assert str(guid) == str(expected)
    assert guid.version == 5


def test_name_based_guid_takes_bytes() -> None:
    """Names in another encoding are the caller's to encode."""
    assert GUID.name_based(GUID(TEXT), b"web") == GUID.name_based(GUID(TEXT), "web")


def test_hashed_guid_is_stable() -> None:
    """hcsshim.NewGUID makes ids from texts this way; ids of existing layers depend on it."""
    assert str(GUID.hashed("a")) == "37e4f786-a5fa-fca7-e15d-1ddcb9eaeaea"


def test_guid_is_immutable() -> None:
    """A key of a dict must not change."""
    guid = GUID(TEXT)
    with pytest.raises(AttributeError):
        guid._bytes = bytes(16)  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del guid._bytes


def test_guid_copies_and_pickles_as_the_same_value() -> None:
    """Ids cross processes."""
    guid = GUID(TEXT)
    assert pickle.loads(pickle.dumps(guid)) == copy.copy(guid) == copy.deepcopy(guid) == guid


def test_guid_of_a_guid_is_itself() -> None:
    """Callers need not ask what they have."""
    guid = GUID(TEXT)
    assert GUID(guid) is guid


def test_guids_compare_only_with_guids() -> None:
    """A text may be spelt otherwise: comparing it would be right by chance."""
    assert GUID(TEXT) != TEXT
    assert GUID(TEXT) > GUID.ZERO
    with pytest.raises(TypeError):
        _ = GUID(TEXT) < TEXT  # type: ignore[operator]


def test_repr_reads_back() -> None:
    """What a failed assertion prints can be pasted."""
    assert eval(repr(GUID(TEXT))) == GUID(TEXT)
