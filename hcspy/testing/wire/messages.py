"""The system's messages for the codes that the service answers with, in English."""

from __future__ import annotations

from typing import Final

# Names and texts of the 0x803B codes are Microsoft's (HCNHResult); the rest are the system's own messages.
# fidelity: HNS-C02
ENGLISH: Final[dict[int, str]] = {
    0x80004001: "Not implemented",
    0x80004005: "Unspecified error",
    0x80070002: "The system cannot find the file specified.",
    0x80070003: "The system cannot find the path specified.",
    0x80070005: "Access is denied.",
    0x80070006: "The handle is invalid.",
    0x80070020: "The process cannot access the file because it is being used by another process.",
    0x80070032: "The request is not supported.",
    0x80070034: (
        "You were not connected because a duplicate name exists on the network. If joining a domain, go to System "
        "in Control Panel to change the computer name and try again. If joining a workgroup, choose another workgroup "
        "name."
    ),
    0x80070057: "The parameter is incorrect.",
    0x800700B7: "Cannot create a file when that file already exists.",
    0x800700CE: "The filename or extension is too long.",
    0x80070426: "The service has not been started.",
    0x80070490: "Element not found.",
    0x800706BE: "The remote procedure call failed.",
    0x800710D8: "The object identifier does not represent a valid object.",
    0x80071392: "The object already exists.",
    0x803B0001: "The network was not found.",
    0x803B0002: "The endpoint was not found.",
    0x803B0003: "The network's underlying layer was not found.",
    0x803B0004: "The virtual switch was not found.",
    0x803B0005: "The network does not have a subnet for this endpoint.",
    0x803B0006: "An adapter was not found.",
    0x803B0007: "The switch-port was not found.",
    0x803B0008: "An expected policy was not found.",
    0x803B0009: "A required VFP port setting was not found.",
    0x803B000A: "The provided network configuration is invalid or missing parameters.",
    0x803B000B: "Invalid network type.",
    0x803B000C: "The provided endpoint configuration is invalid or missing parameters.",
    0x803B000D: "The provided policy configuration is invalid or missing parameters.",
    0x803B000E: "Invalid policy type.",
    0x803B000F: "This requested operation is invalid for a remote endpoint.",
    0x803B0010: "A network with this name already exists.",
    0x803B0011: "A network with this name already exists.",
    0x803B0012: "Policy information already exists on this object.",
    0x803B0013: "The specified port already exists.",
    0x803B0014: "This endpoint is already attached to the switch.",
    0x803B0015: "The specified request is unsupported.",
    0x803B0016: "Port mapping is not supported on the given network.",
    0x803B0017: "There was an operation attempted on a degraded object.",
    0x803B0018: "Cannot modify a switch shared by multiple networks.",
    0x803B0019: "Failed to interpret a parameter as a GUID.",
    0x803B001A: "Failed to process registry key.",
    0x803B001B: "Invalid JSON document string.",
    0x803B001C: "The reference is invalid in the JSON document.",
    0x803B001D: "Endpoint sharing is disabled.",
    0x803B001E: "IP address is either invalid or not part of any configured subnet(s).",
    0x803B001F: "The specified switch extension does not exist on this switch.",
    0x803B0020: "Operation cannot be performed while service is stopping.",
    0x803B002A: "Internet Connection Sharing service (SharedAccess) is disabled and cannot be started.",
    0x803B002B: "This requested operation is invalid as endpoint is already part of a network namespace.",
    0x803B002C: "The specified entity cannot be removed while it still has references.",
    0x803B002D: "The internal port must exist and cannot be zero.",
    0x803B002E: "The requested operation for attach namespace failed.",
    0x803B002F: "An address provided is invalid or reserved.",
    0x803B0030: "The prefix provided is invalid.",
    0x803B0031: "A call was performed against an object that was torn down.",
    0x803B0032: "The provided subnet configuration is invalid or missing parameters.",
    0x803B0033: "The provided IP subnet configuration is invalid or missing parameters.",
    0x803B0034: "The endpoint must be attached to complete the operation.",
    0x803B0035: "The endpoint must be local to complete the operation.",
    0x803B0036: "Cannot apply more than one InterfaceParameters policy.",
    0x803B0037: "A network of this type can not be created because VFP is not available.",
    0xC0370101: "The operating system of the container does not match the operating system of the host.",
    0xC0370102: "The virtual machine could not be started because a required feature is not installed.",
    0xC0370103: (
        "The call to start an asynchronous operation succeeded and the operation is performed in the background."
    ),
    0xC0370105: "The requested virtual machine or container operation is not valid in the current state.",
    0xC0370106: "The virtual machine or container exited unexpectedly.",
    0xC0370107: "The virtual machine or container was forcefully exited.",
    0xC037010A: "The connection with the virtual machine or container was closed.",
    0xC037010B: "An unknown internal message was received by the virtual machine or container.",
    0xC0370110: "The virtual machine or container with the specified identifier is not running.",
    0x8037011F: "The process has already exited.",
    0xC037010D: "The virtual machine or container JSON document is invalid.",
    0xC037010E: "A virtual machine or container with the specified identifier does not exist.",
    0xC037010F: "A virtual machine or container with the specified identifier already exists.",
}

# What builds before 1809 say: they call the thing a compute system, and know few of the network codes.
# fidelity: HNS-C03 HCS-H05
OLD: Final[dict[int, str]] = {
    0xC0370105: "The requested compute system operation is not valid in the current state.",
    0xC0370106: "The compute system exited unexpectedly.",
    0xC0370110: "The compute system with the specified identifier is not running.",
    0xC037010D: "The Compute System JSON document is invalid.",
    0xC037010E: "A Compute System with the specified identifier does not exist.",
    0xC037010F: "A Compute System with the specified identifier already exists.",
}
