"""The errors of the package: what a driver raises for the user of the engine, and why a server cannot start."""

from __future__ import annotations

from hcspy.errors import HcspyError


class DriverError(HcspyError):
    """A driver refuses what the engine asks for; its message, and its hint, are what the engine's user reads.

    Every other error of the library is answered in the same way, so a driver need not turn one into this.

    >>> print(DriverError("network web has 2 endpoints", hint="disconnect its containers first"))
    network web has 2 endpoints
    """


class ServeError(HcspyError):
    """A server cannot start as it was told to: its address, its certificates, or its name is not to be had."""
