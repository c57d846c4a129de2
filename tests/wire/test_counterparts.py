"""The counterparts table against hcsshim and against hcspy: whom it names is there."""

from __future__ import annotations

from typing import Any

import pytest

import hcspy
from hcspy.errors import InvalidDocumentError, TimedOutError, from_hresult
from hcspy.testing import FakeHost

from . import golang, models
from .counterparts import Counterpart, find, table
from .golang import functions, name_of, public_names
from .runner import bind, invoke, resolve

ROWS = table()
V1 = [function for function in functions().values() if function["package"] == "hns"]
PUBLIC = [function for function in functions().values() if function["tier"] == "public"]
ANY: dict[str, Any] = {"method": "", "path": "", "request": ""}


def test_every_public_function_has_a_row() -> None:
    """Who comes from hcsshim finds each function."""
    named = {row.api for row in table()}
    assert len(PUBLIC) == 188
    assert [name for function in PUBLIC if (name := name_of(function)) not in named] == []


@pytest.mark.parametrize("function", [pytest.param(function, id=name_of(function)) for function in V1])
def test_every_function_of_hns_v1_has_a_row(function: Any) -> None:
    """HNS v1 is complete: recordings name its functions by their public or their internal name."""
    for name in {name_of(function), *public_names(function)}:
        assert find(name, ANY).api == name


def test_rows_name_functions_that_exist() -> None:
    """A row for a function that hcsshim does not have covers nothing."""
    known = {name for function in functions().values() for name in (name_of(function), *public_names(function))}
    assert sorted({row.api for row in table()} - known) == []


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.api}-{row.python}") for row in ROWS])
def test_python_path_and_arguments_are_there(row: Counterpart, fake: FakeHost) -> None:
    """The documentation and the recordings would speak of verbs that were renamed."""
    with hcspy.connect(fake) as host:
        target = resolve(row.python, host)
    if row.call is None:
        assert bind(target, dict.fromkeys(row.arguments))


@pytest.fixture(scope="module")
def fake() -> Any:
    """A host to look for the paths on."""
    with FakeHost() as host:
        yield host


def test_every_v1_document_has_a_model() -> None:
    """The JSON documents of hcsshim's v1 package, those that it does not export included."""
    documents = list(golang.documents())
    assert len(documents) == 34
    assert [go_type for go_type in documents if not models.class_of(go_type)] == []


@pytest.mark.parametrize("go_type", list(golang.documents()))
def test_every_member_of_a_document_has_an_attribute(go_type: str) -> None:
    """A member without an attribute could be kept, and neither read nor set."""
    cls = models.class_of(go_type)
    for member in golang.members(go_type):
        assert models.attribute(cls, member.key)


@pytest.mark.parametrize(
    ("name", "error", "holds"),
    [
        ("hcsshim.IsTimeout", TimedOutError("x"), True),
        ("hcsshim.IsTimeout", InvalidDocumentError("x"), False),
        ("hcsshim.IsNotExist", from_hresult(0x80070490, call=None), True),
        ("hcn.IsPortAlreadyExistsError", from_hresult(0x803B0013, call=None), True),
        ("hcn.IsPortAlreadyExistsError", from_hresult(0x803B0014, call=None), False),
    ],
)
def test_predicates_of_hcsshim_are_classes(name: str, error: Any, holds: bool) -> None:
    """What Go asks a predicate is asked of the class here."""
    assert _asked(name, {"err": error}) is holds


def test_code_is_on_the_error() -> None:
    """CheckErrorWithCode compares a number that every error carries."""
    assert _asked("hcn.CheckErrorWithCode", {"err": from_hresult(0x803B0013, call=None), "code": 0x803B0013})


def test_text_of_an_error_is_its_str() -> None:
    """Go's Error() is Python's str()."""
    assert _asked("hns.NetworkNotFoundError.Error", {"receiver": InvalidDocumentError("web")}) == "web"


def test_guids_are_read_and_made_from_names() -> None:
    """hcsshim names layers by the hash of their path: the same text has to give the same GUID."""
    assert _asked("hcsshim.NewGUID", {"source": "a"})["string"] == "37e4f786-a5fa-fca7-e15d-1ddcb9eaeaea"
    text = "9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F"
    assert _asked("hcsshim.GUID.ToString", {"receiver": text}) == text.lower()


def test_compartment_of_a_thread_is_entered() -> None:
    """Go sets it and has to set it back; here it comes back by itself."""
    row = find("hcn.SetCurrentThreadCompartmentId", {"compartmentId": 2})
    with FakeHost() as fake, fake.connect() as host:
        number = fake.add_container("c1")
        with invoke(row, host, {"compartment": number}):
            assert host.compartments.current() == number != 1
        assert host.compartments.current() == 1


def _asked(name: str, inputs: dict[str, Any]) -> Any:
    row = find(name, inputs)
    arguments = {key: argument(inputs) for key, argument in row.arguments.items()}
    return row.result(invoke(row, None, arguments))
