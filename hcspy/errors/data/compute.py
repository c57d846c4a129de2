"""Codes of the host compute service: one row serves both doors.

computecore.dll sends HCS_E_* (0x8037....), vmcompute.dll the older ERROR_VMCOMPUTE_* (0xC037....) with the
same last digits; a result document carries the older form through either door.
"""

from __future__ import annotations

from typing import Final

from .entry import Entry

_NEW, _OLD = 0x80370000, 0xC0370000


def _both(
    digits: int, name: str, text: str, *, meaning: str, when: str, advice: str, old: str = ""
) -> tuple[Entry, Entry]:
    return (
        Entry(_NEW | digits, (f"HCS_E_{name}",), text, meaning, when, advice),
        Entry(_OLD | digits, (f"ERROR_VMCOMPUTE_{old or name}",), text, meaning, when, advice),
    )


def _new(digits: int, name: str, text: str, *, meaning: str, when: str, advice: str) -> tuple[Entry]:
    return (Entry(_NEW | digits, (f"HCS_E_{name}",), text, meaning, when, advice),)


def _old(digits: int, name: str, text: str, *, meaning: str, when: str, advice: str) -> tuple[Entry]:
    return (Entry(_OLD | digits, (f"ERROR_VMCOMPUTE_{name}",), text, meaning, when, advice),)


ENTRIES: Final = (
    *_both(
        0x0100,
        "TERMINATED_DURING_START",
        "The virtual machine or container exited unexpectedly while starting",
        meaning="The container died while it was being started",
        when="A boot file, layer or device of the document is bad, or it was killed at that moment",
        advice="Look at the error events of the result document and at the container's layers",
    ),
    *_both(
        0x0101,
        "IMAGE_MISMATCH",
        "The container operating system does not match the host operating system",
        meaning="The image is for another Windows build than this host can run",
        when="Process isolation with an image of another build",
        advice="Use an image of the host's build, or Hyper-V isolation for older images",
    ),
    *_both(
        0x0102,
        "HYPERV_NOT_INSTALLED",
        "The virtual machine could not be started because a required feature is not installed",
        meaning="A needed Windows feature, usually Hyper-V, is missing",
        when="Hyper-V isolation or a virtual machine on a host without the hypervisor",
        advice="Install Hyper-V and turn on virtualization in the firmware, or use process isolation",
    ),
    *_old(
        0x0103,
        "OPERATION_PENDING",
        "The operation is still running",
        meaning="Not a failure: the call goes on in the background",
        when="Create, start and the other slow calls of vmcompute.dll; a notification ends them",
        advice="Wait for the notification; the verbs of host.hcs do that",
    ),
    *_old(
        0x0104,
        "TOO_MANY_NOTIFICATIONS",
        "The notification queue is full",
        meaning="The queue of notifications ran full",
        when="A callback blocks while the service sends",
        advice="Return from callbacks at once; read the object's state afresh",
    ),
    *_both(
        0x0105,
        "INVALID_STATE",
        "The requested virtual machine or container operation is not valid in the current state",
        meaning="The call is not allowed in the state the container is in",
        when="Starting twice, running a program before start, listing while a container ends (old builds)",
        advice="Read the state first; a stopped compute system cannot be started again",
    ),
    *_both(
        0x0106,
        "UNEXPECTED_EXIT",
        "The virtual machine or container exited unexpectedly",
        meaning="The container ended by itself when nobody asked it to",
        when="The guest crashed, or its init process took it down",
        advice="Look at the crash report and the event log of the guest",
    ),
    *_both(
        0x0107,
        "TERMINATED",
        "The virtual machine or container was forcefully exited",
        meaning="The container was killed",
        when="Somebody called terminate, or the last handle of a system that ends with it was closed",
        advice="Keep a handle open for as long as the system should live",
    ),
    *_both(
        0x0108,
        "CONNECT_FAILED",
        "A connection could not be established with the container or virtual machine",
        meaning="No connection to the guest could be made",
        when="The guest does not boot, or its compute agent does not run",
        advice="Check the guest's console output and that image and host fit",
    ),
    *_both(
        0x0109,
        "CONNECTION_TIMEOUT",
        "The operation timed out because a response was not received from the virtual machine or container",
        meaning="The guest did not answer in time",
        when="The guest hangs, or the host is overloaded",
        advice="Ask for the state before repeating: the operation may still complete",
        old="TIMEOUT",
    ),
    *_both(
        0x010A,
        "CONNECTION_CLOSED",
        "The connection with the virtual machine or container was closed",
        meaning="The connection to the guest went away",
        when="The guest ended or crashed during the call; shutdown of a container whose guest is gone",
        advice="Terminate the container; a shutdown cannot reach it any more",
    ),
    *_both(
        0x010B,
        "UNKNOWN_MESSAGE",
        "An unknown internal message was received by the virtual machine or container",
        meaning="The guest does not know that request",
        when="The guest is older than the host, such as hot attach to an old utility VM",
        advice="Use a base image of the host's build, or attach before the container starts",
    ),
    *_both(
        0x010C,
        "UNSUPPORTED_PROTOCOL_VERSION",
        "The virtual machine or container does not support an available version of the communication protocol"
        " with the host",
        meaning="Host and guest share no version of their protocol",
        when="The guest image is much older or newer than the host",
        advice="Use a base image of the host's build",
    ),
    *_both(
        0x010D,
        "INVALID_JSON",
        "The virtual machine or container JSON document is invalid",
        meaning="The document was not accepted",
        when="A member is misspelt, has the wrong JSON type, or is newer than the schema version says",
        advice="Read the error events: they name the member; check SchemaVersion",
    ),
    *_both(
        0x010E,
        "SYSTEM_NOT_FOUND",
        "A virtual machine or container with the specified identifier does not exist",
        meaning="No container or virtual machine has that id",
        when="It has ended (ended systems vanish), or an endpoint is attached to a container that is not there",
        advice="List the compute systems; ids are compared as text, and docker's are the long ones",
    ),
    *_both(
        0x010F,
        "SYSTEM_ALREADY_EXISTS",
        "A virtual machine or container with the specified identifier already exists",
        meaning="A container or virtual machine with that id is there already",
        when="A second create with one id, or one left behind by a failed start",
        advice="Open the one that is there, or terminate it first",
    ),
    *_both(
        0x0110,
        "SYSTEM_ALREADY_STOPPED",
        "The virtual machine or container with the specified identifier is not running",
        meaning="The container does not run any more",
        when="A second shutdown or terminate, or any call after its end",
        advice="For a stop this is success; for anything else create it anew",
    ),
    *_both(
        0x0111,
        "PROTOCOL_ERROR",
        "A communication protocol error has occurred between the virtual machine or container and the host",
        meaning="Host and guest broke their protocol",
        when="The guest's agent is damaged or of another kind",
        advice="Use an untouched base image of the host's build",
    ),
    *_both(
        0x0112,
        "INVALID_LAYER",
        "The container image contains a layer with an unrecognized format",
        meaning="An image layer has a format that this host does not know",
        when="A layer folder is damaged, or made by a newer Windows",
        advice="Pull or import the image again on this host",
    ),
    *_both(
        0x0113,
        "WINDOWS_INSIDER_REQUIRED",
        "To use this container image, you must join the Windows Insider Program",
        meaning="The image needs a Windows Insider host",
        when="An Insider image on a released Windows",
        advice="Use the released image of the host's build",
    ),
    *_new(
        0x0114,
        "SERVICE_NOT_AVAILABLE",
        "The operation could not be started because a required feature is not installed",
        meaning="The compute service cannot do this because a Windows feature is not installed",
        when="Virtual machine calls on a host with the Containers feature alone",
        advice="Install Hyper-V (or the Virtual Machine Platform), then restart",
    ),
    *_new(
        0x0115,
        "OPERATION_NOT_STARTED",
        "The operation has not started",
        meaning="The operation handle has not been used with any call yet",
        when="A result is asked of an operation that no call got",
        advice="Pass the operation to a call first",
    ),
    *_new(
        0x0116,
        "OPERATION_ALREADY_STARTED",
        "The operation is already running",
        meaning="The operation handle already follows a call",
        when="One operation handle is passed to two calls",
        advice="Create an operation for each call",
    ),
    *_new(
        0x0117,
        "OPERATION_PENDING",
        "The operation is still running",
        meaning="Not a failure: the call goes on in the background",
        when="A result is asked before the end, or a system is used while its create runs",
        advice="Wait for the operation; the verbs of host.hcs do that",
    ),
    *_new(
        0x0118,
        "OPERATION_TIMEOUT",
        "The operation did not complete in time",
        meaning="Waiting for the operation ran out of time",
        when="The operation takes longer than the timeout that was given",
        advice="Wait again with the same operation, or ask for the state: it may still complete",
    ),
    *_new(
        0x0119,
        "OPERATION_SYSTEM_CALLBACK_ALREADY_SET",
        "An event callback has already been registered on this handle",
        meaning="This handle already has an event callback",
        when="A second callback is set on one handle",
        advice="Open another handle to the same system for a second listener",
    ),
    *_new(
        0x011A,
        "OPERATION_RESULT_ALLOCATION_FAILED",
        "Not enough memory available to return the result of the operation",
        meaning="There was no memory for the result document",
        when="The host is out of memory",
        advice="Free memory and read the state: the operation itself may have succeeded",
    ),
    *_new(
        0x011B,
        "ACCESS_DENIED",
        "Insufficient privileges",
        meaning="The caller is neither administrator nor Hyper-V administrator",
        when="A process that is not elevated calls the compute service",
        advice="Run elevated, or join the group Hyper-V Administrators and sign in again",
    ),
    *_new(
        0x011C,
        "GUEST_CRITICAL_ERROR",
        "The virtual machine or container reported a critical error and was stopped or restarted",
        meaning="The guest reported a fatal error and was stopped or restarted",
        when="The guest's kernel crashed",
        advice="Look at the crash report or dump of the guest",
    ),
    *_new(
        0x011D,
        "PROCESS_INFO_NOT_AVAILABLE",
        "The process information is not available",
        meaning="Nothing is known about that process",
        when="The process has ended and been forgotten, or was never in this container",
        advice="List the processes of the container",
    ),
    *_new(
        0x011E,
        "SERVICE_DISCONNECT",
        "The host compute system service has disconnected unexpectedly",
        meaning="The compute service went away during the call",
        when="vmcompute crashed or was restarted",
        advice="Wait for the service, open the system again and read its state",
    ),
    *_new(
        0x011F,
        "PROCESS_ALREADY_STOPPED",
        "The process has already exited",
        meaning="The process has ended already",
        when="A signal, a resize or a kill after the process ended",
        advice="For a kill this is success; read the exit code",
    ),
)
