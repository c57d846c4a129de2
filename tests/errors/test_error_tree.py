"""The exception tree: what its members carry, and how they behave as Python values."""

from __future__ import annotations

import copy
import errno
import pickle
from dataclasses import dataclass
from typing import Any

import pytest

import hcspy.errors as errors
from hcspy.errors import (
    AccessDeniedError,
    AmbiguousError,
    HcspyError,
    InvalidDocumentError,
    NetworkNotFoundError,
    NotFoundError,
    PathNotFoundError,
    PortInUseError,
    TimedOutError,
    from_hresult,
)

CLASSES = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, HcspyError)]
FACTS: dict[str, Any] = {
    "call": "HNSCall",
    "hresult": 0x803B0013,
    "symbol": "HCN_E_PORT_ALREADY_EXISTS",
    "record": '{"Success":false}',
    "request": ("POST", "/endpoints", "{}"),
    "hint": "try another port",
    "leftovers": ("endpoint web",),
}


@dataclass(frozen=True)
class Finding:
    """A finding as validation makes them."""

    path: str
    value: Any
    allowed: str

    def __str__(self) -> str:
        return f"{self.path}: {self.value!r} is not {self.allowed}"


def _same(left: HcspyError, right: HcspyError) -> bool:
    return type(left) is type(right) and left.args == right.args and vars(left) == vars(right)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_survives_pickle_and_copy(cls: type[HcspyError]) -> None:
    """Errors cross process pools and test runners: a lost fact is a lost explanation."""
    error = cls("it broke", **FACTS)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert _same(pickle.loads(pickle.dumps(error, protocol)), error)
    assert _same(copy.copy(error), error)
    assert _same(copy.deepcopy(error), error)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_carries_all_facts(cls: type[HcspyError]) -> None:
    """A mixed-in OSError could swallow arguments: each class must keep each fact."""
    error = cls("it broke", **FACTS)
    assert {name: getattr(error, name) for name in FACTS} == FACTS
    assert error.args == ("it broke",)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_lives_at_the_public_place(cls: type[HcspyError]) -> None:
    """Tracebacks name the place to import from, and pickles of today load tomorrow."""
    assert cls.__module__ == "hcspy.errors"
    assert cls.__name__ in errors.__all__
    assert (cls.__doc__ or "").strip()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_can_be_raised_with_nothing(cls: type[HcspyError]) -> None:
    """Tests and fakes raise errors bare; str() must not be empty then."""
    with pytest.raises(cls) as caught:
        raise cls
    assert str(caught.value).startswith(cls.__name__)
    assert caught.value.leftovers == ()


def test_tree_is_drawn_in_the_docstring() -> None:
    """The drawing is what people read first: every class stands in it, under its base."""
    drawn = [line.strip("│├└─ ").split(" ")[0] for line in (errors.__doc__ or "").splitlines() if "──" in line]
    assert sorted(drawn) == sorted(cls.__name__ for cls in CLASSES if cls is not HcspyError)


def test_tree_drawing_shows_the_bases() -> None:
    """A class drawn under the wrong parent would teach a wrong except clause."""
    path: list[str] = ["HcspyError"]
    for line in (errors.__doc__ or "").splitlines():
        if "──" not in line:
            continue
        depth = line.index("──") // 4
        name = line.strip("│├└─ ").split(" ")[0]
        path[depth:] = [name]
        assert getattr(errors, path[depth - 1]) in getattr(errors, name).__bases__


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (NotFoundError, LookupError),
        (AmbiguousError, LookupError),
        (InvalidDocumentError, ValueError),
        (AccessDeniedError, PermissionError),
        (TimedOutError, TimeoutError),
        (PathNotFoundError, FileNotFoundError),
        (errors.OutOfMemoryError, MemoryError),
    ],
)
def test_class_is_caught_as_its_python_twin(cls: type[HcspyError], builtin: type[Exception]) -> None:
    """Code that knows nothing of hcspy catches what it knows."""
    with pytest.raises(builtin):
        raise cls("x")


@pytest.mark.parametrize(
    ("cls", "number"),
    [(AccessDeniedError, errno.EACCES), (TimedOutError, errno.ETIMEDOUT), (PathNotFoundError, errno.ENOENT)],
)
def test_os_errors_have_their_errno(cls: type[OSError], number: int) -> None:
    """Generic handlers of OSError look at errno, and None tells them nothing."""
    assert cls("x").errno == number


def test_string_is_one_line_with_message_code_and_symbol() -> None:
    """The line in a log must be enough to search for."""
    error = PortInUseError("port 8080 is taken", hresult=0x803B0013, symbol="HCN_E_PORT_ALREADY_EXISTS", hint="h")
    assert str(error) == "port 8080 is taken (0x803b0013 HCN_E_PORT_ALREADY_EXISTS)"


def test_string_names_what_a_rollback_left() -> None:
    """What is still on the host must not hide in an attribute."""
    error = HcspyError("it broke", leftovers=("endpoint a", "network b"))
    assert str(error) == "it broke; leftovers: endpoint a, network b"


def test_repr_shows_every_fact_that_is_set() -> None:
    """A repr in a debugger or an assertion is often all there is."""
    text = repr(NetworkNotFoundError("no network", call="HNSCall", hresult=-2143617023, hint="list them"))
    assert text == "NetworkNotFoundError('no network', call='HNSCall', hresult=0x803B0001, hint='list them')"


def test_hresult_reads_unsigned() -> None:
    """Documents, logs and web pages write results unsigned."""
    assert HcspyError("x", hresult=-2143617023).hresult == 0x803B0001


def test_timed_out_error_says_that_the_outcome_is_unknown() -> None:
    """A caller who takes a time-out for a failure creates the object twice."""
    error = TimedOutError("create took 5 s", call="HcnCreateNetwork")
    assert str(error).endswith("the outcome is unknown: it may still complete")


def test_timed_out_error_of_waiting_claims_nothing_about_an_outcome() -> None:
    """Whoever only waited has begun nothing: there is nothing that could still complete."""
    assert (
        str(TimedOutError("gave up waiting for network web after 5 s")) == "gave up waiting for network web after 5 s"
    )


def test_invalid_document_names_the_first_finding_and_counts_the_rest() -> None:
    """The message alone has to say which member to mend."""
    findings = [Finding("Subnets[0].GatewayAddress", None, "an address"), Finding("Name", "", "a text")]
    error = InvalidDocumentError(findings=findings)
    assert str(error) == "Subnets[0].GatewayAddress: None is not an address (and 1 more)"
    assert error.findings == tuple(findings)


def test_invalid_document_with_one_finding_counts_nothing() -> None:
    """'and 0 more' would send people looking."""
    assert str(InvalidDocumentError(findings=[Finding("Name", "", "a text")])) == "Name: '' is not a text"


def test_invalid_document_keeps_its_findings_through_pickle() -> None:
    """The findings are the whole point of that error."""
    error = InvalidDocumentError(findings=[Finding("Name", "", "a text")], hint="mend it")
    assert _same(pickle.loads(pickle.dumps(error)), error)


def test_invalid_document_prefers_a_given_message() -> None:
    """A caller who says it better is listened to."""
    assert str(InvalidDocumentError("bad", findings=[Finding("a", 1, "2")])) == "bad"


def test_from_hresult_error_survives_pickle() -> None:
    """Errors of real calls, with every fact filled in, cross process borders too."""
    error = from_hresult(0x803B0013, call="HNSCall", request=("POST", "/endpoints", '{"Name":"a"}'), record="{}")
    assert _same(pickle.loads(pickle.dumps(error)), error)


def test_unknown_attribute_of_the_package_is_an_attribute_error() -> None:
    """A misspelt class name must fail where it is written."""
    with pytest.raises(AttributeError, match="NetworkNotFound"):
        _ = errors.NetworkNotFound  # type: ignore[attr-defined]
