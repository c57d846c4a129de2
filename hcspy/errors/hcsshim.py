"""What hcsshim's errors and predicates are here: data for the reference pages and the tests.

A Go client asks a predicate about an error; here the class is the answer, so each predicate has the classes
that catch what it accepts. They may catch more; the tests compute what, and the pages show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from . import tree as t
from .base import HcspyError

if TYPE_CHECKING:
    from collections.abc import Iterator

_V1: Final = "hcs hcsshim hcsv2"
_BOTH: Final = "hcs hcsv2"
_HCN: Final = "hcn hnslib/hcn"
_LIB: Final = "hnslib/hcn"


class Sentinel(NamedTuple):
    """An error value of hcsshim that carries no code."""

    name: str
    packages: str
    error: type[HcspyError]
    meaning: str
    reason: str


class Predicate(NamedTuple):
    """A function of hcsshim that tells whether an error is of some kind."""

    name: str
    packages: str
    codes: tuple[int, ...]
    catch: tuple[type[HcspyError], ...]
    note: str = ""


class CodeName(NamedTuple):
    """A name that Go code has for a code."""

    name: str
    packages: str
    value: int


class ErrorType(NamedTuple):
    """An error type of hcsshim."""

    name: str
    error: type[HcspyError]


_GUID: Final = "An id that is not a GUID is refused before the call, as a fault of the argument"

SENTINELS: Final = (
    Sentinel("errInvalidNetworkID", _HCN, t.InvalidGUIDError, "The network id is not a GUID", _GUID),
    Sentinel("errInvalidEndpointID", _HCN, t.InvalidGUIDError, "The endpoint id is not a GUID", _GUID),
    Sentinel("errInvalidNamespaceID", _HCN, t.InvalidGUIDError, "The namespace id is not a GUID", _GUID),
    Sentinel("errInvalidLoadBalancerID", _HCN, t.InvalidGUIDError, "The load balancer id is not a GUID", _GUID),
    Sentinel("errInvalidRouteID", _HCN, t.InvalidGUIDError, "The route id is not a GUID", _GUID),
    Sentinel(
        "ErrAlreadyClosed",
        _V1,
        t.ClosedError,
        "The object was closed before the call",
        "The object's own handle is gone; HandleError catches it with the service's codes for bad handles",
    ),
    Sentinel(
        "ErrHandleClose",
        _V1,
        t.ClosedError,
        "The handle that a wait listened on was closed",
        "The same as a call on a closed object, only later",
    ),
    Sentinel(
        "ErrInvalidNotificationType",
        _V1,
        t.NotificationError,
        "Nobody registered for that notification",
        "The fault lies with the registration, not with the compute system",
    ),
    Sentinel(
        "ErrInvalidProcessState",
        _V1,
        t.InvalidStateError,
        "The process is not in a state for this",
        "The same kind as the code for an invalid state of a compute system",
    ),
    Sentinel(
        "ErrOperationDenied",
        _V1,
        t.InvalidStateError,
        "The library itself refuses the operation",
        "The refusal depends on what the object is or does now; rights of the caller have no part in it",
    ),
    Sentinel(
        "ErrPlatformNotSupported",
        _V1,
        t.NotSupportedError,
        "The platform does not do this request",
        "The host's build or the kind of container cannot do it, whoever finds that out",
    ),
    Sentinel(
        "ErrTimeout",
        _V1,
        t.TimedOutError,
        "The wait ran out of time",
        "The outcome is as unknown as with a time-out that the service reports",
    ),
    Sentinel(
        "ErrUnexpectedContainerExit",
        _V1,
        t.SystemExitedError,
        "The compute system exited while something else was awaited",
        "Base class of the codes that say how it ended",
    ),
    Sentinel(
        "ErrUnexpectedProcessAbort",
        _V1,
        t.ServiceDisconnectedError,
        "The compute service went away during a wait",
        "It is the service that aborted, not the process: the name misleads, the meaning counts",
    ),
    Sentinel(
        "ErrUnexpectedValue",
        _V1,
        t.UnexpectedAnswerError,
        "The service answered with nothing where a document was due",
        "The call itself succeeded; its answer cannot be used",
    ),
    Sentinel(
        "ErrorEmptyMacAddressList",
        "hcsshim",
        t.InvalidDocumentError,
        "The list of MAC addresses is empty",
        "Found before the call, as findings on the document",
    ),
)

_STOPPED_NOTE: Final = "0x490 stays a NotFoundError: what is not there cannot be told from what has stopped"
_SUPPORT_NOTE: Final = "A refused document may be wrong or too new; only the caller knows, so both classes are named"

PREDICATES: Final = (
    Predicate("IsNotFoundError", _HCN, (0x80070490,), (t.NotFoundError,), "Also true for the five not-found types"),
    Predicate("IsElementNotFoundError", _HCN, (0x80070490,), (t.NotFoundError,)),
    Predicate("IsNotImplemented", _HCN, (0x80004001,), (t.NotSupportedError,)),
    Predicate("IsPortAlreadyExistsError", _HCN, (0x803B0013,), (t.PortInUseError,)),
    Predicate("IsNetworkNotFoundError", _LIB, (0x803B0001,), (t.NetworkNotFoundError,)),
    Predicate("IsEndpointNotFoundError", _LIB, (0x803B0002,), (t.EndpointNotFoundError,)),
    Predicate("IsAdapterNotFoundError", _LIB, (0x803B0006,), (t.AdapterNotFoundError,)),
    Predicate("IsPortNotFoundError", _LIB, (0x803B0007,), (t.PortNotFoundError,)),
    Predicate("IsInvalidIPError", _LIB, (0x803B001E,), (t.InvalidAddressError,)),
    Predicate("IsAccessIsDenied", _V1, (0x80070005,), (t.AccessDeniedError,)),
    Predicate(
        "IsAlreadyStopped",
        "hcs hcsshim",
        (0xC0370110, 0x80370110, 0x8037011F, 0x80070490),
        t.ALREADY_STOPPED,
        _STOPPED_NOTE,
    ),
    Predicate(
        "IsAlreadyStopped",
        "hcsv2",
        (0xC0370110, 0x8037011F, 0x80070490),
        t.ALREADY_STOPPED,
        _STOPPED_NOTE,
    ),
    Predicate("IsErrorInvalidHandle", _BOTH, (0x80070006,), (t.HandleError,)),
    Predicate(
        "IsNotExist", _V1, (0xC037010E, 0x80070490), (t.NotFoundError,), "Also true for the two v1 not-found types"
    ),
    Predicate(
        "IsNotSupported",
        _V1,
        (0xC037010D, 0x8007000D, 0x80070032, 0xC037010B),
        (t.NotSupportedError, t.InvalidDocumentError),
        _SUPPORT_NOTE,
    ),
    Predicate("IsOperationInvalidState", _V1, (0xC0370105,), (t.InvalidStateError,)),
    Predicate("IsPending", _V1, (0xC0370103,), (t.PendingError,), "A verb never lets this one out"),
    Predicate("IsTimeout", _V1, (), (t.TimedOutError,), "Asks for ErrTimeout, not for a code"),
    Predicate("IsAlreadyClosed", _V1, (), (t.ClosedError,), "Asks for ErrAlreadyClosed, not for a code"),
)

CODE_NAMES: Final = (
    CodeName("ErrVmcomputeOperationAccessIsDenied", _V1, 0x80070005),
    CodeName("ErrInvalidHandle", _BOTH, 0x80070006),
    CodeName("ErrInvalidData", f"{_V1} hnslib/hns", 0x8007000D),
    CodeName("ERROR_GEN_FAILURE", "hcsshim", 0x8007001F),
    CodeName("ErrNotSupported", _V1, 0x80070032),
    CodeName("HrErrInvalidArg", "gcserr", 0x80070057),
    CodeName("ErrProcNotFound", _V1, 0x8007007F),
    CodeName("ERROR_SHUTDOWN_IN_PROGRESS", "hcsshim", 0x8007045B),
    CodeName("ERROR_NOT_FOUND", _HCN, 0x80070490),
    CodeName("ErrElementNotFound", f"{_V1} hnslib/hns", 0x80070490),
    CodeName("HrErrNotFound", "gcserr", 0x80070490),
    CodeName("WSAEINVAL", "hcsshim", 0x80072726),
    CodeName("HrNotImpl", "gcserr", 0x80004001),
    CodeName("HCN_E_NOTIMPL", _HCN, 0x80004001),
    CodeName("HrFail", "gcserr", 0x80004005),
    CodeName("HrVmcomputeInvalidState", "gcserr", 0x80370105),
    CodeName("ErrInvalidState", "hcsv2", 0x80370105),
    CodeName("ErrVmcomputeSystemAlreadyStopped", "hcs", 0x80370110),
    CodeName("hcsErrOperationTimeout", "hcsv2", 0x80370118),
    CodeName("ErrProcessAlreadyStopped", _BOTH, 0x8037011F),
    CodeName("HCN_E_NETWORK_NOT_FOUND", _LIB, 0x803B0001),
    CodeName("HCN_E_ENDPOINT_NOT_FOUND", _LIB, 0x803B0002),
    CodeName("HCN_E_ADAPTER_NOT_FOUND", _LIB, 0x803B0006),
    CodeName("HCN_E_PORT_NOT_FOUND", _LIB, 0x803B0007),
    CodeName("HCN_E_PORT_ALREADY_EXISTS", _HCN, 0x803B0013),
    CodeName("HCN_E_INVALID_IP", _LIB, 0x803B001E),
    CodeName("errVmcomputeOperationPending", "computecore vmcompute", 0xC0370103),
    CodeName("ErrVmcomputeOperationPending", _V1, 0xC0370103),
    CodeName("ErrVmcomputeOperationInvalidState", _V1, 0xC0370105),
    CodeName("ErrVmcomputeUnexpectedExit", _BOTH, 0xC0370106),
    CodeName("HvVmcomputeTimeout", "gcserr", 0xC0370109),
    CodeName("HrVmcomputeUnknownMessage", "gcserr", 0xC037010B),
    CodeName("ErrVmcomputeUnknownMessage", _V1, 0xC037010B),
    CodeName("HrVmcomputeUnsupportedProtocolVersion", "gcserr", 0xC037010C),
    CodeName("HrVmcomputeInvalidJSON", "gcserr", 0xC037010D),
    CodeName("ErrVmcomputeInvalidJSON", _V1, 0xC037010D),
    CodeName("HrVmcomputeSystemNotFound", "gcserr", 0xC037010E),
    CodeName("ErrComputeSystemDoesNotExist", _V1, 0xC037010E),
    CodeName("HrVmcomputeSystemAlreadyExists", "gcserr", 0xC037010F),
    CodeName("HrVmcomputeSystemAlreadyStopped", "gcserr", 0xC0370110),
    CodeName("ErrVmcomputeAlreadyStopped", _V1, 0xC0370110),
)

ERROR_TYPES: Final = (
    ErrorType("hcn.HcnError", HcspyError),
    ErrorType("hcserror.HcsError", HcspyError),
    ErrorType("hcn.NetworkNotFoundError", t.NetworkNotFoundError),
    ErrorType("hcn.EndpointNotFoundError", t.EndpointNotFoundError),
    ErrorType("hcn.NamespaceNotFoundError", t.NamespaceNotFoundError),
    ErrorType("hcn.LoadBalancerNotFoundError", t.LoadBalancerNotFoundError),
    ErrorType("hcn.RouteNotFoundError", t.RouteNotFoundError),
    ErrorType("hns.EndpointNotFoundError", t.EndpointNotFoundError),
    ErrorType("hns.NetworkNotFoundError", t.NetworkNotFoundError),
    ErrorType("hcs.HcsError", HcspyError),
    ErrorType("hcs.SystemError", HcspyError),
    ErrorType("hcs.ProcessError", HcspyError),
    ErrorType("hcsshim.ContainerError", HcspyError),
    ErrorType("hcsshim.ProcessError", HcspyError),
)


def full_names(row: Sentinel | Predicate | CodeName) -> Iterator[str]:
    """Yield the name with each package that has it: ``hcs.ErrTimeout``, ``hcsshim.ErrTimeout``, ..."""
    return (f"{package}.{row.name}" for package in row.packages.split())
