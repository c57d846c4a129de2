"""The error that a plugin answers with, and the numbers that the protocol has for errors."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from hcspy.errors import (
    HcspyError,
    InvalidDocumentError,
    NamespaceNotFoundError,
    PendingError,
    ServiceUnavailableError,
    TimedOutError,
)


class ErrorCode(IntEnum):
    """What runtimes tell errors apart by. Numbers from 100 on are a plugin's own."""

    INCOMPATIBLE_VERSION = 1
    """The plugin does not speak this version, or the version has no such command."""

    UNSUPPORTED_FIELD = 2
    """A member of the configuration asks for what the plugin cannot do."""

    UNKNOWN_CONTAINER = 3
    """There is no such container; nothing needs to be cleaned up."""

    INVALID_ENVIRONMENT = 4
    """A variable is missing or wrong; the message names it."""

    IO_FAILURE = 5
    """Something could not be read or written."""

    DECODING_FAILURE = 6
    """Standard input is not JSON."""

    INVALID_CONFIG = 7
    """The network configuration is wrong; the message names the place."""

    TRY_AGAIN = 11
    """It may work a little later."""

    NOT_AVAILABLE = 50
    """STATUS: no container can be added now."""

    LIMITED_CONNECTIVITY = 51
    """STATUS: no container can be added now, and those that are there may be cut off."""

    INTERNAL = 999
    """Anything else."""


class CNIError(HcspyError):
    """What a plugin raises to answer with an error.

    >>> CNIError("network web is full", code=ErrorCode.TRY_AGAIN).cni_code
    11
    """

    details: str = ""

    def __init__(
        self, message: str = "", *, code: ErrorCode | int = ErrorCode.INTERNAL, details: str = "", **facts: Any
    ) -> None:
        super().__init__(message, **facts)
        self.cni_code = int(code)
        self.details = details


# The first that fits counts.
CODES: Final[tuple[tuple[type[BaseException], ErrorCode], ...]] = (
    (NamespaceNotFoundError, ErrorCode.UNKNOWN_CONTAINER),
    (ServiceUnavailableError, ErrorCode.TRY_AGAIN),
    (TimedOutError, ErrorCode.TRY_AGAIN),
    (PendingError, ErrorCode.TRY_AGAIN),
    (InvalidDocumentError, ErrorCode.INVALID_CONFIG),
    (HcspyError, ErrorCode.INTERNAL),
    (OSError, ErrorCode.IO_FAILURE),
)


def cni_error(error: BaseException) -> CNIError:
    """Return an error as the plugin answers it.

    >>> cni_error(TimedOutError("HcnCreateNetwork took too long")).cni_code
    11
    """
    if isinstance(error, CNIError):
        notes = "; ".join(getattr(error, "__notes__", ()))
        if notes not in error.details:
            error.details = "; ".join(part for part in (error.details, notes) if part)
        return error
    code = next((code for kind, code in CODES if isinstance(error, kind)), ErrorCode.INTERNAL)
    leftovers = getattr(error, "leftovers", ())
    if leftovers and code is ErrorCode.UNKNOWN_CONTAINER:
        code = ErrorCode.INTERNAL  # there is something to be cleaned up
    message = str(error) or type(error).__name__
    return CNIError(message, code=code, details=_details(error))


def _details(error: BaseException) -> str:
    parts = (type(error).__name__, getattr(error, "hint", None), *getattr(error, "__notes__", ()))
    return "; ".join(part for part in parts if part)
