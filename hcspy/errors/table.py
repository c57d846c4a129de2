"""Which class stands for which code: the one table that every failed call goes through.

Win32 codes are here in their HRESULT form only; `canonical` brings the bare form to it. The HCS codes come
twice: computecore.dll sends 0x8037...., vmcompute.dll the older 0xC037.... with the same last digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import tree as t
from .base import HcspyError, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOWS: Final[Mapping[int, type[HcspyError]]] = {
    0x80004001: t.NotSupportedError,  # E_NOTIMPL
    0x80004003: t.UnspecifiedError,  # E_POINTER
    0x80004004: t.AbortedError,  # E_ABORT
    0x80004005: t.UnspecifiedError,  # E_FAIL
    0x8000FFFF: t.UnspecifiedError,  # E_UNEXPECTED
    0x80070002: t.PathNotFoundError,
    0x80070003: t.PathNotFoundError,
    0x80070005: t.AccessDeniedError,
    0x80070006: t.HandleError,
    0x8007000D: t.InvalidDocumentError,
    0x8007000E: t.OutOfMemoryError,
    0x80070015: t.InvalidStateError,
    0x8007001F: t.UnspecifiedError,
    0x80070020: t.InUseError,
    0x80070032: t.NotSupportedError,
    0x80070034: t.AlreadyExistsError,
    0x80070035: t.PathNotFoundError,
    0x80070050: t.AlreadyExistsError,
    0x80070057: t.InvalidDocumentError,
    0x8007007B: t.InvalidDocumentError,
    0x8007007E: t.LibraryMissingError,
    0x8007007F: t.ExportMissingError,
    0x800700A1: t.InvalidDocumentError,
    0x800700B7: t.AlreadyExistsError,
    0x80070102: t.TimedOutError,
    0x800703E5: t.PendingError,
    0x800703ED: t.InvalidStateError,
    0x80070422: t.ServiceDisabledError,
    0x80070424: t.ServiceDisabledError,
    0x80070426: t.ServiceUnavailableError,
    0x8007042C: t.ServiceUnavailableError,
    0x8007045B: t.ServiceUnavailableError,
    0x80070490: t.NotFoundError,
    0x800705B4: t.TimedOutError,
    0x800706BA: t.ServiceUnavailableError,
    0x800706BE: t.ServiceDisconnectedError,
    0x800706BF: t.ServiceUnavailableError,
    0x800706D9: t.ServiceUnavailableError,
    0x800710D8: t.NotFoundError,
    0x80071392: t.AlreadyExistsError,
    0x80072726: t.InvalidDocumentError,
}

NETWORK: Final[Mapping[int, type[HcspyError]]] = {
    0x803B0001: t.NetworkNotFoundError,
    0x803B0002: t.EndpointNotFoundError,
    0x803B0003: t.NetworkLayerNotFoundError,
    0x803B0004: t.SwitchNotFoundError,
    0x803B0005: t.SubnetNotFoundError,
    0x803B0006: t.AdapterNotFoundError,
    0x803B0007: t.PortNotFoundError,
    0x803B0008: t.PolicyNotFoundError,
    0x803B0009: t.PortSettingNotFoundError,
    0x803B000A: t.InvalidNetworkError,
    0x803B000B: t.InvalidNetworkError,
    0x803B000C: t.InvalidEndpointError,
    0x803B000D: t.InvalidPolicyError,
    0x803B000E: t.InvalidPolicyError,
    0x803B000F: t.RemoteEndpointError,
    0x803B0010: t.NetworkAlreadyExistsError,
    0x803B0011: t.NetworkLayerAlreadyExistsError,
    0x803B0012: t.PolicyAlreadyExistsError,
    0x803B0013: t.PortInUseError,
    0x803B0014: t.AlreadyAttachedError,
    0x803B0015: t.NotSupportedError,
    0x803B0016: t.NotSupportedError,
    0x803B0017: t.DegradedError,
    0x803B0018: t.SwitchSharedError,
    0x803B0019: t.InvalidGUIDError,
    0x803B001A: t.RegistryError,
    0x803B001B: t.InvalidJSONError,
    0x803B001C: t.InvalidJSONError,
    0x803B001D: t.SharingDisabledError,
    0x803B001E: t.InvalidAddressError,
    0x803B001F: t.SwitchExtensionNotFoundError,
    0x803B0020: t.ServiceUnavailableError,
    0x803B0021: t.GuestModuleNotFoundError,
    0x803B0022: t.NotSupportedError,
    0x803B0023: t.NotSupportedError,
    0x803B0024: t.RegistryError,
    0x803B0025: t.GuestTimedOutError,
    0x803B0026: t.AdapterNotFoundError,
    0x803B0027: t.CompartmentNotFoundError,
    0x803B0028: t.InterfaceNotFoundError,
    0x803B0029: t.NamespaceAlreadyExistsError,
    0x803B002A: t.ServiceDisabledError,
    0x803B002B: t.EndpointInNamespaceError,
    0x803B002C: t.HasReferencesError,
    0x803B002D: t.InvalidPortError,
    0x803B002E: t.AttachFailedError,
    0x803B002F: t.InvalidAddressError,
    0x803B0030: t.InvalidAddressError,
    0x803B0031: t.StaleHandleError,
    0x803B0032: t.InvalidSubnetError,
    0x803B0033: t.InvalidSubnetError,
    0x803B0034: t.NotAttachedError,
    0x803B0035: t.RemoteEndpointError,
    0x803B0036: t.PolicyAlreadyExistsError,
    0x803B0037: t.NotSupportedError,
}

# By the last four digits, for both doors.
COMPUTE: Final[Mapping[int, type[HcspyError]]] = {
    0x0100: t.StartTerminatedError,
    0x0101: t.ImageMismatchError,
    0x0102: t.FeatureMissingError,
    0x0103: t.PendingError,  # vmcompute.dll only
    0x0104: t.NotificationError,  # vmcompute.dll only
    0x0105: t.InvalidStateError,
    0x0106: t.UnexpectedExitError,
    0x0107: t.TerminatedError,
    0x0108: t.GuestConnectionError,
    0x0109: t.GuestTimedOutError,
    0x010A: t.GuestConnectionError,
    0x010B: t.NotSupportedError,
    0x010C: t.NotSupportedError,
    0x010D: t.InvalidJSONError,
    0x010E: t.SystemNotFoundError,
    0x010F: t.SystemAlreadyExistsError,
    0x0110: t.SystemAlreadyStoppedError,
    0x0111: t.GuestConnectionError,
    0x0112: t.InvalidLayerError,
    0x0113: t.ImageMismatchError,
    # From here on computecore.dll only.
    0x0114: t.FeatureMissingError,
    0x0115: t.OperationStateError,
    0x0116: t.OperationStateError,
    0x0117: t.PendingError,
    0x0118: t.TimedOutError,
    0x0119: t.OperationStateError,
    0x011A: t.OutOfMemoryError,
    0x011B: t.AccessDeniedError,
    0x011C: t.GuestCrashedError,
    0x011D: t.ProcessNotFoundError,
    0x011E: t.ServiceDisconnectedError,
    0x011F: t.ProcessAlreadyStoppedError,
}

ERRORS: Final[Mapping[int, type[HcspyError]]] = {
    **WINDOWS,
    **NETWORK,
    **{0x80370000 | code: error for code, error in COMPUTE.items() if code not in (0x0103, 0x0104)},
    **{0xC0370000 | code: error for code, error in COMPUTE.items() if code <= 0x0113},
}

_NOT_FOUND: Final[Mapping[str, type[HcspyError]]] = {
    "network": t.NetworkNotFoundError,
    "endpoint": t.EndpointNotFoundError,
    "namespace": t.NamespaceNotFoundError,
    "policylist": t.PolicyListNotFoundError,
    "loadbalancer": t.LoadBalancerNotFoundError,
    "route": t.RouteNotFoundError,
    "policy": t.PolicyNotFoundError,
    "subnet": t.SubnetNotFoundError,
    "compartment": t.CompartmentNotFoundError,
    "system": t.SystemNotFoundError,
    "process": t.ProcessNotFoundError,
}
_EXISTS: Final[Mapping[str, type[HcspyError]]] = {
    "network": t.NetworkAlreadyExistsError,
    "endpoint": t.EndpointAlreadyExistsError,
    "namespace": t.NamespaceAlreadyExistsError,
    "loadbalancer": t.LoadBalancerAlreadyExistsError,
    "policylist": t.LoadBalancerAlreadyExistsError,
    "policy": t.PolicyAlreadyExistsError,
    "system": t.SystemAlreadyExistsError,
}

# Codes that say too little by themselves; the noun of the call says the rest.
BY_NOUN: Final[Mapping[int, Mapping[str, type[HcspyError]]]] = {
    0x80070490: _NOT_FOUND,
    0x800710D8: _NOT_FOUND,
    0x80070034: _EXISTS,
    0x800700B7: _EXISTS,
    0x80071392: _EXISTS,
    # A port mapping on a used port, before Windows 10 1903.
    0x80070020: {"endpoint": t.PortInUseError},
}


def error_class(hresult: int, noun: str | None = None) -> type[HcspyError]:
    """Return the class for a result; HcspyError itself for a code that is not in the table."""
    number = canonical(hresult)
    general = ERRORS.get(number, HcspyError)
    return BY_NOUN.get(number, {}).get(_plain(noun), general) if noun else general


def _plain(noun: str | None) -> str:
    return (noun or "").replace("_", "").replace(" ", "").replace("-", "").casefold()
