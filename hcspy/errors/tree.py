"""The exception classes below HcspyError; the package docstring draws the tree."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Final, Protocol

from .base import HcspyError

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotFoundError(HcspyError, LookupError):
    """The object asked for is not there; the service itself answered."""


class NetworkNotFoundError(NotFoundError):
    """No network has that id or fits that filter."""


class EndpointNotFoundError(NotFoundError):
    """No endpoint has that id or fits that filter."""


class NamespaceNotFoundError(NotFoundError):
    """No namespace has that id."""


class PolicyListNotFoundError(NotFoundError):
    """No policy list (HNS v1) has that id."""


class LoadBalancerNotFoundError(NotFoundError):
    """No load balancer has that id or fits that filter."""


class RouteNotFoundError(NotFoundError):
    """No SDN route has that id."""


class NetworkLayerNotFoundError(NotFoundError):
    """The layer that a network rests on is missing."""


class SwitchNotFoundError(NotFoundError):
    """No virtual switch has that id."""


class SwitchExtensionNotFoundError(NotFoundError):
    """The virtual switch has no such extension."""


class SubnetNotFoundError(NotFoundError):
    """The network has no subnet that fits."""


class AdapterNotFoundError(NotFoundError):
    """No usable network adapter has that name or id."""


class PortNotFoundError(NotFoundError):
    """The endpoint has no switch port."""


class PortSettingNotFoundError(NotFoundError):
    """The switch port lacks a setting of the filtering platform (VFP)."""


class PolicyNotFoundError(NotFoundError):
    """The object does not have that policy."""


class CompartmentNotFoundError(NotFoundError):
    """No network compartment has that number."""


class InterfaceNotFoundError(NotFoundError):
    """No network interface has that id."""


class GuestModuleNotFoundError(NotFoundError):
    """The guest lacks a module of its network service."""


class SystemNotFoundError(NotFoundError):
    """No compute system has that id."""


class ProcessNotFoundError(NotFoundError):
    """The compute system has no such process."""


class PathNotFoundError(NotFoundError, FileNotFoundError):
    """A file or folder is not there."""

    errno = errno.ENOENT


class AlreadyExistsError(HcspyError):
    """An object with that id, name or key is there already."""


class NetworkAlreadyExistsError(AlreadyExistsError):
    """The network's name, id or prefix is taken."""


class NetworkLayerAlreadyExistsError(AlreadyExistsError):
    """The layer that a network rests on is there already."""


class EndpointAlreadyExistsError(AlreadyExistsError):
    """The endpoint's id or address is taken."""


class NamespaceAlreadyExistsError(AlreadyExistsError):
    """The namespace is there already; of default namespaces there is one."""


class LoadBalancerAlreadyExistsError(AlreadyExistsError):
    """A load balancer with that address, port and protocol is there already."""


class PolicyAlreadyExistsError(AlreadyExistsError):
    """The object has a policy of that kind already."""


class SystemAlreadyExistsError(AlreadyExistsError):
    """A compute system with that id is there already."""


class AmbiguousError(HcspyError, LookupError):
    """More than one object fits where one was asked for."""


class InUseError(HcspyError):
    """Something else uses it."""


class PortInUseError(InUseError):
    """The port of a mapping or a load balancer is taken."""


class AlreadyAttachedError(InUseError):
    """The endpoint is attached already."""


class EndpointInNamespaceError(AlreadyAttachedError):
    """The endpoint is in a namespace already."""


class SharingDisabledError(InUseError):
    """The endpoint may not serve a second container."""


class HasReferencesError(InUseError):
    """Other objects still refer to it."""


class SwitchSharedError(InUseError):
    """The virtual switch serves several networks."""


class DocumentFinding(Protocol):
    """What is wrong at one place of a document; `str()` says path, value, and what is allowed."""

    @property
    def path(self) -> str:
        """Where, in wire names: ``Subnets[0].GatewayAddress``."""

    @property
    def value(self) -> Any:
        """What stands there."""

    @property
    def allowed(self) -> str:
        """What may stand there."""


class InvalidDocumentError(HcspyError, ValueError):
    """The document or an argument is wrong.

    `findings` lists each place when the library found them itself, before the call.
    """

    findings: tuple[DocumentFinding, ...] = ()

    def __init__(self, message: str = "", *, findings: Iterable[DocumentFinding] = (), **facts: Any) -> None:
        self.findings = tuple(findings)
        super().__init__(message or describe_findings(self.findings), **facts)


def describe_findings(findings: tuple[DocumentFinding, ...]) -> str:
    """Say in one line what is wrong first, and how much more is."""
    if not findings:
        return ""
    more = len(findings) - 1
    return f"{findings[0]} (and {more} more)" if more else str(findings[0])


class InvalidNetworkError(InvalidDocumentError):
    """The network document is wrong or incomplete."""


class InvalidEndpointError(InvalidDocumentError):
    """The endpoint document is wrong or incomplete."""


class InvalidPolicyError(InvalidDocumentError):
    """The policy document is wrong, incomplete or of no known type."""


class InvalidSubnetError(InvalidDocumentError):
    """The subnet document is wrong or incomplete."""


class InvalidAddressError(InvalidDocumentError):
    """An address or prefix is malformed, reserved, or outside every subnet."""


class InvalidPortError(InvalidDocumentError):
    """A port is missing or out of range."""


class InvalidGUIDError(InvalidDocumentError):
    """A text is not a GUID."""


class InvalidJSONError(InvalidDocumentError):
    """The service could not read the document as JSON, or a reference in it leads nowhere."""


class AccessDeniedError(HcspyError, PermissionError):
    """The caller may not do this."""

    errno = errno.EACCES


class TimedOutError(HcspyError, TimeoutError):
    """Time ran out. Of a call the outcome is unknown: the operation may still complete, and may have done so."""

    errno = errno.ETIMEDOUT

    @property
    def outlook(self) -> str:
        """What there is to say of the outcome; nothing where somebody only waited, since that changes nothing."""
        return "; the outcome is unknown: it may still complete" if self.call or self.code else ""

    def __str__(self) -> str:
        return f"{super().__str__()}{self.outlook}"


class ServiceUnavailableError(HcspyError):
    """The service did not answer: it is stopped, stopping, crashed or disabled. Nothing is said about any object."""


class ServiceDisconnectedError(ServiceUnavailableError):
    """The service went away during the call; whether the call took effect is unknown."""


class ServiceDisabledError(ServiceUnavailableError):
    """A service that this needs is disabled or not installed, so it does not come back by itself."""


class NotSupportedError(HcspyError):
    """This Windows, this network type or this object does not do that."""


class LibraryMissingError(NotSupportedError):
    """The system DLL is not on this machine."""


class ExportMissingError(NotSupportedError):
    """The system DLL of this Windows build lacks the export."""


class FeatureMissingError(NotSupportedError):
    """The host lacks a feature: its version of the network service, or a Windows feature, usually Hyper-V."""


class ImageMismatchError(NotSupportedError):
    """The container image is for another Windows build."""


class InvalidLayerError(NotSupportedError):
    """An image layer has a format that this host does not know."""


class InvalidStateError(HcspyError):
    """The object is not in a state that allows the call."""


class AlreadyStoppedError(InvalidStateError):
    """It does not run any more: what a second stop gets."""


class SystemAlreadyStoppedError(AlreadyStoppedError):
    """The compute system does not run any more."""


class ProcessAlreadyStoppedError(AlreadyStoppedError):
    """The process has ended already."""


ALREADY_STOPPED: Final = (AlreadyStoppedError, NotFoundError)
"""What a stop or a kill gets that comes too late, for one `except`: to who wants it gone that is success.

hcsshim's IsAlreadyStopped: the service says 0xC0370110, 0x80370110, 0x8037011F, or that there is no such thing.
"""


class DegradedError(InvalidStateError):
    """The object is degraded and takes no further operation."""


class NotAttachedError(InvalidStateError):
    """The endpoint is not attached to anything."""


class RemoteEndpointError(InvalidStateError):
    """This needs a local endpoint, and that one stands for an endpoint on another host."""


class OperationStateError(InvalidStateError):
    """The operation handle is unused, or used already."""


class PendingError(HcspyError):
    """Not a failure: the call goes on in the background."""


class HandleError(HcspyError):
    """The handle is closed or was never valid."""


class ClosedError(HandleError):
    """The object was closed before, or during, the call."""


class StaleHandleError(HandleError):
    """The object behind the handle has been torn down."""


class SystemExitedError(HcspyError):
    """The compute system ended while something else was asked of it or awaited."""


class StartTerminatedError(SystemExitedError):
    """The compute system died while it was being started."""


class UnexpectedExitError(SystemExitedError):
    """The compute system ended by itself when nobody asked it to."""


class TerminatedError(SystemExitedError):
    """The compute system was killed."""


class GuestCrashedError(SystemExitedError):
    """The guest reported a fatal error."""


class GuestConnectionError(HcspyError):
    """Host and guest could not talk, or stopped talking."""


class GuestTimedOutError(TimedOutError, GuestConnectionError):
    """The guest did not answer in time."""


class AttachFailedError(HcspyError):
    """The endpoints of a namespace could not be plugged into the container."""


class NotificationError(HcspyError):
    """A notification was lost, or one was awaited that nobody registered for."""


class RegistryError(HcspyError):
    """The service could not read or write its registry keys."""


class OutOfMemoryError(HcspyError, MemoryError):
    """The service or the library found no memory."""


class UnspecifiedError(HcspyError):
    """The service failed and did not say why."""


class AbortedError(HcspyError):
    """The operation was given up before it was done."""


class UnexpectedAnswerError(HcspyError):
    """The service answered with something that cannot be read where a document was due."""


class TransactionError(HcspyError):
    """A rollback could not undo everything; `leftovers` says what is still there."""
