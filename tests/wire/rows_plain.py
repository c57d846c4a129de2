"""Counterparts without a recording: error predicates, error texts, GUIDs, the compartment of a thread."""

from __future__ import annotations

from typing import Any, Final

from hcspy.errors import hcsshim

from . import goerrors
from .counterparts import Counterpart, Inputs, guid_as_go, value

PREDICATES: Final = (
    "hcn.IsElementNotFoundError",
    "hcn.IsNotFoundError",
    "hcn.IsNotImplemented",
    "hcn.IsPortAlreadyExistsError",
    "hcsshim.IsAccessIsDenied",
    "hcsshim.IsAlreadyClosed",
    "hcsshim.IsAlreadyStopped",
    "hcsshim.IsNotExist",
    "hcsshim.IsNotSupported",
    "hcsshim.IsOperationInvalidState",
    "hcsshim.IsPending",
    "hcsshim.IsTimeout",
)

ERROR_TYPES: Final = (
    "hcn.EndpointNotFoundError",
    "hcn.HcnError",
    "hcn.LoadBalancerNotFoundError",
    "hcn.NamespaceNotFoundError",
    "hcn.NetworkNotFoundError",
    "hcn.RouteNotFoundError",
    "hcsshim.ContainerError",
    "hcsshim.EndpointNotFoundError",
    "hcsshim.NetworkNotFoundError",
    "hcsshim.ProcessError",
    "hns.EndpointNotFoundError",
    "hns.NetworkNotFoundError",
)


def _predicate(name: str) -> Counterpart:
    row = next(row for row in hcsshim.PREDICATES if name in hcsshim.full_names(row))
    classes = " | ".join(cls.__name__ for cls in row.catch)
    return Counterpart(
        name,
        f"hcspy.errors.{row.catch[0].__name__}",
        {"error": value("err")},
        call=lambda cls, given: isinstance(given["error"], row.catch),
        note=f"`isinstance(error, {classes})`" + (f". {row.note}" if row.note else ""),
    )


def _text(name: str) -> Counterpart:
    cls = goerrors.type_class(name) or goerrors.type_class(name.replace("hcsshim.", "hns."))
    assert cls is not None, name
    return Counterpart(
        f"{name}.Error",
        f"hcspy.errors.{cls.__name__}",
        {"error": value("receiver")},
        call=lambda cls, given: str(given["error"]),
        note="`str(error)`: one line; the facts are attributes",
    )


def _code(error: Any, given: Any) -> bool:
    return bool(goerrors.reduced(given["error"].hresult) == given["code"])


def _entered(name: str) -> Counterpart:
    return Counterpart(
        f"{name}.SetCurrentThreadCompartmentId",
        "host.compartments.entered",
        {"compartment": _compartment},
        note="a context manager: what was before comes back at its end",
    )


def _compartment(inputs: Inputs) -> Any:
    return inputs["compartmentId"]


def _source(inputs: Inputs) -> Any:
    return inputs["source"]


ROWS: Final = (
    *map(_predicate, PREDICATES),
    *map(_text, ERROR_TYPES),
    *map(_entered, ("hcn", "hcsshim")),
    Counterpart(
        "hcn.CheckErrorWithCode",
        "hcspy.errors.HcspyError",
        {"error": value("err"), "code": value("code")},
        call=_code,
        note="`error.hresult == code`",
    ),
    Counterpart("hcsshim.NewGUID", "hcspy.guid.GUID.hashed", {"text": _source}, guid_as_go),
    Counterpart("hcsshim.GUID.ToString", "hcspy.guid.GUID", {"text": value("receiver")}, str, note="`str(guid)`"),
)
