"""Versions of the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hcspy.cni.errors import CNIError, ErrorCode

SUPPORTED_VERSIONS: Final = ("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0")
"""The versions that plugins of this library speak."""

NEWEST: Final = SUPPORTED_VERSIONS[-1]
OLDEST: Final = SUPPORTED_VERSIONS[0]
"""What a configuration means that does not say its version."""

# The version that brought a command.
SINCE: Final = {"CHECK": "0.4.0", "GC": "1.1.0", "STATUS": "1.1.0"}


def supported(version: object, versions: Sequence[str] = SUPPORTED_VERSIONS) -> str:
    """Return a version if it is spoken here; CNIError 1 if not.

    >>> supported("1.0.0")
    '1.0.0'
    """
    if not isinstance(version, str) or version not in versions:
        raise CNIError(
            f"cniVersion {version!r} is not supported",
            code=ErrorCode.INCOMPATIBLE_VERSION,
            details=f"supported are {', '.join(versions)}",
        )
    return version


def at_least(version: str, other: str) -> bool:
    """Tell whether a supported version is another one or newer.

    >>> at_least("0.4.0", "1.0.0")
    False
    """
    return SUPPORTED_VERSIONS.index(version) >= SUPPORTED_VERSIONS.index(other)


def check_command(command: str, version: str) -> None:
    """Refuse a command that the version of the configuration does not have."""
    if not at_least(version, SINCE.get(command, OLDEST)):
        raise CNIError(
            f"cniVersion {version} has no command {command}",
            code=ErrorCode.INCOMPATIBLE_VERSION,
            details=f"{command} came with {SINCE[command]}",
        )
