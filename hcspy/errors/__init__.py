"""Errors: one tree of exceptions, chosen by one table of codes.

::

    HcspyError
    ├── NotFoundError (also LookupError)
    │   ├── NetworkNotFoundError
    │   ├── EndpointNotFoundError
    │   ├── NamespaceNotFoundError
    │   ├── PolicyListNotFoundError
    │   ├── LoadBalancerNotFoundError
    │   ├── RouteNotFoundError
    │   ├── NetworkLayerNotFoundError
    │   ├── SwitchNotFoundError
    │   ├── SwitchExtensionNotFoundError
    │   ├── SubnetNotFoundError
    │   ├── AdapterNotFoundError
    │   ├── PortNotFoundError
    │   ├── PortSettingNotFoundError
    │   ├── PolicyNotFoundError
    │   ├── CompartmentNotFoundError
    │   ├── InterfaceNotFoundError
    │   ├── GuestModuleNotFoundError
    │   ├── SystemNotFoundError
    │   ├── ProcessNotFoundError
    │   └── PathNotFoundError (also FileNotFoundError)
    ├── AlreadyExistsError
    │   ├── NetworkAlreadyExistsError
    │   ├── NetworkLayerAlreadyExistsError
    │   ├── EndpointAlreadyExistsError
    │   ├── NamespaceAlreadyExistsError
    │   ├── LoadBalancerAlreadyExistsError
    │   ├── PolicyAlreadyExistsError
    │   └── SystemAlreadyExistsError
    ├── AmbiguousError (also LookupError)
    ├── InUseError
    │   ├── PortInUseError
    │   ├── AlreadyAttachedError
    │   │   └── EndpointInNamespaceError
    │   ├── SharingDisabledError
    │   ├── HasReferencesError
    │   └── SwitchSharedError
    ├── InvalidDocumentError (also ValueError)
    │   ├── InvalidNetworkError
    │   ├── InvalidEndpointError
    │   ├── InvalidPolicyError
    │   ├── InvalidSubnetError
    │   ├── InvalidAddressError
    │   ├── InvalidPortError
    │   ├── InvalidGUIDError
    │   └── InvalidJSONError
    ├── AccessDeniedError (also PermissionError)
    ├── TimedOutError (also TimeoutError)
    │   └── GuestTimedOutError (also GuestConnectionError)
    ├── ServiceUnavailableError
    │   ├── ServiceDisconnectedError
    │   └── ServiceDisabledError
    ├── NotSupportedError
    │   ├── LibraryMissingError
    │   ├── ExportMissingError
    │   ├── FeatureMissingError
    │   ├── ImageMismatchError
    │   └── InvalidLayerError
    ├── InvalidStateError
    │   ├── AlreadyStoppedError
    │   │   ├── SystemAlreadyStoppedError
    │   │   └── ProcessAlreadyStoppedError
    │   ├── DegradedError
    │   ├── NotAttachedError
    │   ├── RemoteEndpointError
    │   └── OperationStateError
    ├── PendingError
    ├── HandleError
    │   ├── ClosedError
    │   └── StaleHandleError
    ├── SystemExitedError
    │   ├── StartTerminatedError
    │   ├── UnexpectedExitError
    │   ├── TerminatedError
    │   └── GuestCrashedError
    ├── GuestConnectionError
    ├── AttachFailedError
    ├── NotificationError
    ├── RegistryError
    ├── OutOfMemoryError (also MemoryError)
    ├── UnspecifiedError
    ├── AbortedError
    ├── UnexpectedAnswerError
    └── TransactionError

`NotFoundError` and `ServiceUnavailableError` share nothing but the root: a stopped service never looks like a
missing object. `from_hresult` turns a result into its exception, `explain` says offline what a code means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import HcspyError, canonical, to_signed, to_unsigned
from .choose import from_hresult, from_record, from_text
from .table import error_class
from .tree import (
    ALREADY_STOPPED,
    AbortedError,
    AccessDeniedError,
    AdapterNotFoundError,
    AlreadyAttachedError,
    AlreadyExistsError,
    AlreadyStoppedError,
    AmbiguousError,
    AttachFailedError,
    ClosedError,
    CompartmentNotFoundError,
    DegradedError,
    DocumentFinding,
    EndpointAlreadyExistsError,
    EndpointInNamespaceError,
    EndpointNotFoundError,
    ExportMissingError,
    FeatureMissingError,
    GuestConnectionError,
    GuestCrashedError,
    GuestModuleNotFoundError,
    GuestTimedOutError,
    HandleError,
    HasReferencesError,
    ImageMismatchError,
    InterfaceNotFoundError,
    InUseError,
    InvalidAddressError,
    InvalidDocumentError,
    InvalidEndpointError,
    InvalidGUIDError,
    InvalidJSONError,
    InvalidLayerError,
    InvalidNetworkError,
    InvalidPolicyError,
    InvalidPortError,
    InvalidStateError,
    InvalidSubnetError,
    LibraryMissingError,
    LoadBalancerAlreadyExistsError,
    LoadBalancerNotFoundError,
    NamespaceAlreadyExistsError,
    NamespaceNotFoundError,
    NetworkAlreadyExistsError,
    NetworkLayerAlreadyExistsError,
    NetworkLayerNotFoundError,
    NetworkNotFoundError,
    NotAttachedError,
    NotFoundError,
    NotificationError,
    NotSupportedError,
    OperationStateError,
    OutOfMemoryError,
    PathNotFoundError,
    PendingError,
    PolicyAlreadyExistsError,
    PolicyListNotFoundError,
    PolicyNotFoundError,
    PortInUseError,
    PortNotFoundError,
    PortSettingNotFoundError,
    ProcessAlreadyStoppedError,
    ProcessNotFoundError,
    RegistryError,
    RemoteEndpointError,
    RouteNotFoundError,
    ServiceDisabledError,
    ServiceDisconnectedError,
    ServiceUnavailableError,
    SharingDisabledError,
    StaleHandleError,
    StartTerminatedError,
    SubnetNotFoundError,
    SwitchExtensionNotFoundError,
    SwitchNotFoundError,
    SwitchSharedError,
    SystemAlreadyExistsError,
    SystemAlreadyStoppedError,
    SystemExitedError,
    SystemNotFoundError,
    TerminatedError,
    TimedOutError,
    TransactionError,
    UnexpectedAnswerError,
    UnexpectedExitError,
    UnspecifiedError,
)

if TYPE_CHECKING:
    from .explanation import Explanation, error_table, explain, explain_code

__all__ = [
    "ALREADY_STOPPED",
    "AbortedError",
    "AccessDeniedError",
    "AdapterNotFoundError",
    "AlreadyAttachedError",
    "AlreadyExistsError",
    "AlreadyStoppedError",
    "AmbiguousError",
    "AttachFailedError",
    "ClosedError",
    "CompartmentNotFoundError",
    "DegradedError",
    "DocumentFinding",
    "EndpointAlreadyExistsError",
    "EndpointInNamespaceError",
    "EndpointNotFoundError",
    "Explanation",
    "ExportMissingError",
    "FeatureMissingError",
    "GuestConnectionError",
    "GuestCrashedError",
    "GuestModuleNotFoundError",
    "GuestTimedOutError",
    "HandleError",
    "HasReferencesError",
    "HcspyError",
    "ImageMismatchError",
    "InUseError",
    "InterfaceNotFoundError",
    "InvalidAddressError",
    "InvalidDocumentError",
    "InvalidEndpointError",
    "InvalidGUIDError",
    "InvalidJSONError",
    "InvalidLayerError",
    "InvalidNetworkError",
    "InvalidPolicyError",
    "InvalidPortError",
    "InvalidStateError",
    "InvalidSubnetError",
    "LibraryMissingError",
    "LoadBalancerAlreadyExistsError",
    "LoadBalancerNotFoundError",
    "NamespaceAlreadyExistsError",
    "NamespaceNotFoundError",
    "NetworkAlreadyExistsError",
    "NetworkLayerAlreadyExistsError",
    "NetworkLayerNotFoundError",
    "NetworkNotFoundError",
    "NotAttachedError",
    "NotFoundError",
    "NotSupportedError",
    "NotificationError",
    "OperationStateError",
    "OutOfMemoryError",
    "PathNotFoundError",
    "PendingError",
    "PolicyAlreadyExistsError",
    "PolicyListNotFoundError",
    "PolicyNotFoundError",
    "PortInUseError",
    "PortNotFoundError",
    "PortSettingNotFoundError",
    "ProcessAlreadyStoppedError",
    "ProcessNotFoundError",
    "RegistryError",
    "RemoteEndpointError",
    "RouteNotFoundError",
    "ServiceDisabledError",
    "ServiceDisconnectedError",
    "ServiceUnavailableError",
    "SharingDisabledError",
    "StaleHandleError",
    "StartTerminatedError",
    "SubnetNotFoundError",
    "SwitchExtensionNotFoundError",
    "SwitchNotFoundError",
    "SwitchSharedError",
    "SystemAlreadyExistsError",
    "SystemAlreadyStoppedError",
    "SystemExitedError",
    "SystemNotFoundError",
    "TerminatedError",
    "TimedOutError",
    "TransactionError",
    "UnexpectedAnswerError",
    "UnexpectedExitError",
    "UnspecifiedError",
    "canonical",
    "error_class",
    "error_table",
    "explain",
    "explain_code",
    "from_hresult",
    "from_record",
    "from_text",
    "to_signed",
    "to_unsigned",
]

# Tracebacks, reprs and pickles name the public place.
for _value in list(globals().values()):
    if isinstance(_value, type) and issubclass(_value, HcspyError):
        _value.__module__ = __name__


def __getattr__(name: str) -> Any:
    # Explaining needs all texts, dataclasses and re; raising and catching do not.
    if name in ("Explanation", "error_table", "explain", "explain_code"):
        from . import explanation

        return getattr(explanation, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
